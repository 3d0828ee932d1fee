// Telegram's side of the webhook: a queue delivers its next update only after the last one's 200, any
// machine may be asked, and what is not answered is sent again, later and later.
import type { Acknowledged } from "./invariants.ts";
import type { Node } from "./node.ts";
import type { SimUpdate } from "./traffic.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const RETRY_FIRST_MS = 1_000;
const RETRY_MS_MAX = 60_000;
/** How long Telegram waits for an answer before it takes the webhook for dead. */
const TIMEOUT_MS = 20_000;

export class Webhooks {
  /** The fans' messages that were answered with 200, in that order. */
  readonly acknowledged: Acknowledged[] = [];
  readonly #time: VirtualClock;
  /** Whoever takes the next request; undefined when nobody is there. */
  readonly #pick: () => Node | undefined;
  readonly #queues = new Map<string, SimUpdate[]>();

  constructor(time: VirtualClock, pick: () => Node | undefined) {
    this.#time = time;
    this.#pick = pick;
  }

  /** Nothing waits to be delivered. */
  get isIdle(): boolean {
    return this.#queues.size === 0;
  }

  send(update: SimUpdate): void {
    const queue = this.#queues.get(update.queue);
    if (queue !== undefined) {
      queue.push(update);
      return;
    }
    this.#queues.set(update.queue, [update]);
    void this.#deliverAll(update.queue);
  }

  async #deliverAll(name: string): Promise<void> {
    const queue = this.#queues.get(name) ?? [];
    for (let update = queue[0]; update !== undefined; update = queue[0]) {
      let waitMs = RETRY_FIRST_MS;
      while (!(await this.#deliver(update))) {
        await this.#time.sleep(waitMs);
        waitMs = Math.min(RETRY_MS_MAX, waitMs * 2);
      }
      if (update.fanMessage !== null) {
        this.acknowledged.push({ ...update.fanMessage, order: this.acknowledged.length });
      }
      queue.shift();
    }
    this.#queues.delete(name);
  }

  async #deliver({ arrival }: SimUpdate): Promise<boolean> {
    const node = this.#pick();
    if (node === undefined) return false;
    const answer = node.ingest(arrival).then(
      () => true,
      () => false,
    );
    const timeout = this.#time.sleep(TIMEOUT_MS).then(() => false);
    return await Promise.race([answer, timeout]);
  }
}
