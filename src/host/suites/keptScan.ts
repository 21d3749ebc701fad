export interface KeptScanParts<T> {
  readonly scan: () => Promise<T>;
  readonly isSame: (before: T, now: T) => boolean;
  /** Tells those who have the old that it holds no more. */
  readonly tell: () => void;
}

/** What a scan found. It is made when somebody asks for it; who has it is told only where a later look finds something else. */
export class KeptScan<T> {
  readonly #parts: KeptScanParts<T>;
  #found: Promise<T> | null = null;
  #looks: Promise<void> = Promise.resolve();

  constructor(parts: KeptScanParts<T>) {
    this.#parts = parts;
  }

  /** While there is a look: what that finds. */
  get(): Promise<T> {
    return (this.#found ??= this.#parts.scan());
  }

  forget(): void {
    this.#found = null;
    this.#parts.tell();
  }

  /** Looks again, one look after the other. Never rejects: who asks is told why a scan failed. */
  look(): Promise<void> {
    this.#looks = this.#looks.then(() => this.#look());
    return this.#looks;
  }

  async #look(): Promise<void> {
    const before = this.#found;
    // Nobody has anything that could be outdated.
    if (before === null) return;
    const { scan, isSame } = this.#parts;
    const now = before.then(scan, scan);
    this.#found = now;
    const same = await Promise.all([before, now]).then(
      ([was, is]) => isSame(was, is),
      () => false,
    );
    // Whoever forgot it has told so.
    if (this.#found !== now || same) return;
    this.#parts.tell();
  }
}
