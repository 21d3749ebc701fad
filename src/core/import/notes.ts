/** Something of the imported file that the suite does not have, or has in another way. */
export interface ImportNote {
  readonly kind: 'left-out' | 'changed';
  /** Where it stood: `tests[2].assert[0]`. */
  readonly place: string;
  /** Further places of which the same is true. */
  readonly more: number;
  /** Names the thing and says what to do. */
  readonly message: string;
}

export interface ImportedSuite {
  /** A suite file: it loads without errors. */
  readonly text: string;
  readonly notes: readonly ImportNote[];
}

/** Why nothing can be made of a file. */
export interface ImportFault {
  readonly fault: string;
}

/** Collects what is to be told of an import: the same sentence once, with its first place. */
export class ImportNotes {
  readonly #notes = new Map<string, ImportNote>();

  leftOut(place: string, message: string): void {
    this.#add('left-out', place, message);
  }

  changed(place: string, message: string): void {
    this.#add('changed', place, message);
  }

  list(): readonly ImportNote[] {
    return [...this.#notes.values()];
  }

  #add(kind: ImportNote['kind'], place: string, message: string): void {
    const key = `${kind} ${message}`;
    const known = this.#notes.get(key);
    this.#notes.set(key, known ? { ...known, more: known.more + 1 } : { kind, place, more: 0, message });
  }
}

/** `tests[2].assert[0] and 3 more: …`, as it stands in comments and lists. */
export function noteLine({ place, more, message }: ImportNote): string {
  return `${place}${more === 0 ? '' : ` and ${more} more`}: ${message}`;
}
