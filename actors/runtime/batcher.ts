// Natural batching: what is asked for while a batch is under way goes together in the next one. A lone
// item leaves in the same macrotask, so nobody waits for company; under load a batch is as large as
// the last one was slow. There is no linger to tune.
import { InvariantError } from "#actors/kernel/errors.ts";

export interface Batching<Item, Result> {
  /** Works a batch; answers aligned with it. A rejection rejects every item of the batch. */
  work(items: readonly Item[]): Promise<readonly Result[]>;
  readonly batchMax: number;
  readonly inFlightMax: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export class Batcher<Item, Result> {
  readonly #options: Batching<Item, Result>;
  #queue: Waiting<Item, Result>[] = [];
  #inFlight = 0;
  #isFlushing = false;

  constructor(options: Batching<Item, Result>) {
    this.#options = options;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      if (!this.#isFlushing) void this.#flushSoon();
    });
  }

  /** One microtask later, so that everything asked for in one go is one batch. */
  async #flushSoon(): Promise<void> {
    this.#isFlushing = true;
    await Promise.resolve();
    this.#isFlushing = false;
    this.#flush();
  }

  #flush(): void {
    const { batchMax, inFlightMax } = this.#options;
    while (this.#queue.length > 0 && this.#inFlight < inFlightMax) {
      const batch = this.#queue.slice(0, batchMax);
      this.#queue = this.#queue.slice(batchMax);
      void this.#work(batch);
    }
  }

  async #work(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    this.#inFlight += 1;
    try {
      const results = await this.#options.work(batch.map((waiting) => waiting.item));
      for (const [i, waiting] of batch.entries()) {
        const result = results[i];
        if (result === undefined) waiting.reject(new InvariantError("answers are aligned"));
        else waiting.resolve(result);
      }
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      this.#inFlight -= 1;
      this.#flush();
    }
  }
}
