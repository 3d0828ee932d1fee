// Idle activations, the longest idle first. The links are fields of the activations themselves: an
// idle actor costs no list node.
import type { Activation } from "./activation.ts";

export class IdleList {
  #oldest: Activation | null = null;
  #newest: Activation | null = null;
  #size = 0;

  get oldest(): Activation | null {
    return this.#oldest;
  }

  get size(): number {
    return this.#size;
  }

  push(activation: Activation): void {
    activation.previous = this.#newest;
    activation.next = null;
    if (this.#newest === null) this.#oldest = activation;
    else this.#newest.next = activation;
    this.#newest = activation;
    this.#size += 1;
  }

  /** Takes out one that is in this list. */
  remove(activation: Activation): void {
    const { previous, next } = activation;
    if (previous === null) this.#oldest = next;
    else previous.next = next;
    if (next === null) this.#newest = previous;
    else next.previous = previous;
    activation.previous = null;
    activation.next = null;
    this.#size -= 1;
  }
}
