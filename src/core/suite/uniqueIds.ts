/** Gives out ids: the name where it is free, else `name (2)`, `name (3)` … */
export class UniqueIds {
  readonly #next = new Map<string, number>();
  readonly #taken = new Set<string>();

  take(name: string): string {
    let id = name;
    let number = this.#next.get(name) ?? 2;
    while (this.#taken.has(id)) id = `${name} (${number++})`;
    this.#next.set(name, number);
    this.#taken.add(id);
    return id;
  }
}
