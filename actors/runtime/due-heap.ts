// Things that come due, each once: the soonest on top, those due together in the order they went in.
import { type HeapMember, RankedHeap } from "./heap.ts";

interface Due<T> extends HeapMember {
  readonly dueAt: number;
  readonly order: number;
  readonly value: T;
}

export class DueHeap<T> {
  readonly #heap = new RankedHeap<Due<T>>(isSooner);
  #order = 0;

  get size(): number {
    return this.#heap.size;
  }

  /** When the soonest is due; Infinity when there is none. */
  get nextDueAt(): number {
    return this.#heap.top?.dueAt ?? Number.POSITIVE_INFINITY;
  }

  push(dueAt: number, value: T): void {
    this.#heap.push({ dueAt, order: (this.#order += 1), value, place: -1 });
  }

  /** Takes the soonest if it is due at `now`. */
  popDue(now: number): T | undefined {
    const { top } = this.#heap;
    if (top === undefined || top.dueAt > now) return undefined;
    this.#heap.remove(top);
    return top.value;
  }

  clear(): void {
    this.#heap.clear();
  }
}

function isSooner(one: Due<unknown>, other: Due<unknown>): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
}
