// A binary heap of things that come due: the soonest is on top, those due together come out in the
// order they went in.

interface Entry<T> {
  readonly dueAt: number;
  readonly order: number;
  readonly value: T;
}

export class DueHeap<T> {
  #entries: Entry<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** When the soonest is due; Infinity when there is none. */
  get nextDueAt(): number {
    return this.#entries[0]?.dueAt ?? Number.POSITIVE_INFINITY;
  }

  push(dueAt: number, value: T): void {
    const entry = { dueAt, order: (this.#order += 1), value };
    const entries = this.#entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = entries[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      entries[at] = parent;
      at = above;
    }
    entries[at] = entry;
  }

  /** Takes the soonest if it is due at `now`. */
  popDue(now: number): T | undefined {
    const top = this.#entries[0];
    if (top === undefined || top.dueAt > now) return undefined;
    const last = this.#entries.pop();
    if (last !== undefined && last !== top) this.#sink(last);
    return top.value;
  }

  clear(): void {
    this.#entries = [];
  }

  /** Puts `entry` in the empty place on top and lets it sink to where it belongs. */
  #sink(entry: Entry<T>): void {
    const entries = this.#entries;
    let at = 0;
    for (;;) {
      const left = entries[2 * at + 1];
      const right = entries[2 * at + 2];
      if (left === undefined) break;
      const takesRight = right !== undefined && isBefore(right, left);
      const child = takesRight ? right : left;
      if (!isBefore(child, entry)) break;
      entries[at] = child;
      at = 2 * at + (takesRight ? 2 : 1);
    }
    entries[at] = entry;
  }
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);
}
