// A count of what is under way, for those who wait until it is none.

export class Busy {
  #count = 0;
  #waiters: (() => void)[] = [];

  enter(): void {
    this.#count += 1;
  }

  leave(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    for (const wake of this.#waiters) wake();
    this.#waiters = [];
  }

  /** Resolves when nothing is under way. */
  async quiet(): Promise<void> {
    if (this.#count === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve);
    });
  }
}
