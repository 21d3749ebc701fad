import { LatestReads } from './latestReads.ts';

export interface TreeOfRows<T> {
  /** Whether its rows are on the screen. */
  readonly isVisible: () => boolean;
  readonly read: () => Promise<T[]>;
  /** Tells the tree that its rows have changed. */
  readonly tell: () => void;
}

/**
 * The topmost rows of a tree, read before the tree is told that they have changed. The editor forgets all rows once it is
 * told; what is clicked before it has the new ones reaches its command without the row, which then asks for one, or takes
 * what is selected.
 */
export class ReadAhead<T> {
  readonly #tree: TreeOfRows<T>;
  readonly #reads = new LatestReads<T[]>();
  #ahead: Promise<T[]> | null = null;

  constructor(tree: TreeOfRows<T>) {
    this.#tree = tree;
  }

  /** For the tree: what was read ahead, once; else what is read now. */
  rows(): Promise<T[]> {
    const ahead = this.#ahead ?? this.#read();
    this.#ahead = null;
    return ahead;
  }

  /** Resolves when the tree was told; rows that cannot be read reject where the tree asks for them. */
  async renew(): Promise<void> {
    const { isVisible, tell } = this.#tree;
    if (!isVisible()) {
      this.#ahead = null;
      tell();
      return;
    }
    const ahead = this.#read();
    this.#ahead = ahead;
    await ahead.catch(() => []);
    // The tree may have asked meanwhile, or there may be something newer.
    if (this.#ahead === ahead) tell();
  }

  #read(): Promise<T[]> {
    return this.#reads.of('', this.#tree.read);
  }
}
