// A binary heap whose members know their place, so that one can be taken out of the middle or be put
// right after its rank changed, in O(log n). The one heap of the runtime: gates, alarms and whatever
// comes due (due-heap.ts) stand in it.

/** Where a member stands in its heap; -1 outside. The heap alone writes it. */
export interface HeapMember {
  place: number;
}

export class RankedHeap<T extends HeapMember> {
  readonly #members: T[] = [];
  readonly #isBefore: (one: T, other: T) => boolean;

  /** @param isBefore a strict order; of members that are alike any may be on top. */
  constructor(isBefore: (one: T, other: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#members.length;
  }

  /** The member before all others. */
  get top(): T | undefined {
    return this.#members[0];
  }

  get members(): readonly T[] {
    return this.#members;
  }

  push(member: T): void {
    this.#members.push(member);
    this.#rise(member, this.#members.length - 1);
  }

  /** Takes a member out, wherever it is; one that is not in the heap is left alone. */
  remove(member: T): void {
    const { place } = member;
    if (place < 0) return;
    member.place = -1;
    const last = this.#members.pop();
    if (last === undefined || last === member) return;
    this.#sink(last, place);
    this.#rise(last, last.place);
  }

  clear(): void {
    for (const member of this.#members) member.place = -1;
    this.#members.length = 0;
  }

  /** Puts a member right whose rank has changed. */
  reorder(member: T): void {
    this.#sink(member, member.place);
    this.#rise(member, member.place);
  }

  #rise(member: T, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#members[above];
      if (parent === undefined || !this.#isBefore(member, parent)) break;
      this.#set(parent, at);
      at = above;
    }
    this.#set(member, at);
  }

  #sink(member: T, from: number): void {
    let at = from;
    for (;;) {
      const left = this.#members[2 * at + 1];
      const right = this.#members[2 * at + 2];
      if (left === undefined) break;
      const takesRight = right !== undefined && this.#isBefore(right, left);
      const child = takesRight ? right : left;
      if (!this.#isBefore(child, member)) break;
      this.#set(child, at);
      at = 2 * at + (takesRight ? 2 : 1);
    }
    this.#set(member, at);
  }

  #set(member: T, place: number): void {
    this.#members[place] = member;
    member.place = place;
  }
}
