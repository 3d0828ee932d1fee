// The objects of one kind, by id and in the order of their making. Lists are read newest first, as
// all of Stripe's are.

export class Table<T extends { readonly id: string }> {
  readonly #rows = new Map<string, T>();
  readonly #rowsMax: number;

  /** The oldest rows beyond `rowsMax` are forgotten. */
  constructor(rowsMax = Number.POSITIVE_INFINITY) {
    this.#rowsMax = rowsMax;
  }

  add(row: T): T {
    this.#rows.set(row.id, row);
    if (this.#rows.size > this.#rowsMax) {
      const [oldest] = this.#rows.keys();
      if (oldest !== undefined) this.#rows.delete(oldest);
    }
    return row;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The rows for which `matches` holds, newest first. */
  newestFirst(matches: (row: T) => boolean = () => true): T[] {
    return [...this.#rows.values()].filter(matches).toReversed();
  }

  find(matches: (row: T) => boolean): T | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }
}
