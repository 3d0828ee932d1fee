// Who is served next: urgent ones first (presses, payments, outcomes), each lane first come first
// served. So that a flood of urgent mail cannot starve the rest, one of the others goes after every
// URGENT_IN_A_ROW_MAX urgent ones.

/** 16 urgent turns take well under a millisecond, so the urgent lane hardly feels the exception. */
const URGENT_IN_A_ROW_MAX = 16;

export class RunQueue<T> {
  readonly #urgent = new Fifo<T>();
  readonly #normal = new Fifo<T>();
  #urgentInARow = 0;

  get size(): number {
    return this.#urgent.size + this.#normal.size;
  }

  push(item: T, isUrgent: boolean): void {
    (isUrgent ? this.#urgent : this.#normal).push(item);
  }

  pop(): T | undefined {
    const isTurnOfNormal = this.#urgentInARow >= URGENT_IN_A_ROW_MAX && this.#normal.size > 0;
    if (this.#urgent.size > 0 && !isTurnOfNormal) {
      this.#urgentInARow += 1;
      return this.#urgent.shift();
    }
    this.#urgentInARow = 0;
    return this.#normal.shift();
  }

  /** The two that have waited longest. */
  heads(): T[] {
    return [this.#urgent.head, this.#normal.head].filter((head) => head !== undefined);
  }
}

/** An array that is shifted in constant time. */
class Fifo<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  get head(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.#first === this.#items.length) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
