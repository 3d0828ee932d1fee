// How the simulated Stripe's news reaches the program: each event on its own way, so in any order;
// some twice, some hours late, some never. A pass over everything that is known at Stripe, as the
// reconciliation makes it, brings what was lost.
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Said, SimBank } from "./bank.ts";
import type { Node } from "./node.ts";
import type { Prng } from "./prng.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const RETRY_FIRST_MS = 1_000;
const RETRY_MS_MAX = 60_000;
/** A process that dies over a request never answers. */
const TIMEOUT_MS = 20_000;

/** How likely an event is to come twice, hours late, or never; a seed leaves most of these out. */
export interface CourierFaults {
  readonly duplicates: number;
  readonly late: number;
  readonly lost: number;
}

export interface CourierParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly faults: () => CourierFaults;
  /** Whoever takes the next request; undefined when nobody is there. */
  readonly pick: () => Node | undefined;
  /** The purchase's row as whoever takes the event in would find it. */
  readonly rowOf: (purchaseId: string) => FoundRow | null;
}

export interface FoundRow {
  readonly purchase: Purchase;
  /** Its fan was erased since. */
  readonly isErased: boolean;
}

export class Courier {
  readonly #parts: CourierParts;
  /** Payments of erased fans, of which whoever took the news in has told the owner. */
  readonly toldOf = new Set<string>();
  #underWay = 0;
  #events = 0;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  /** Sends an event on its way. */
  send(said: Said): void {
    const { random } = this.#parts;
    const { duplicates, late, lost } = this.#parts.faults();
    this.#events += 1;
    const dedupeKey = `stripe:evt_${this.#events}`;
    if (random.chance(lost)) return;
    const copies = random.chance(duplicates) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delayMs = random.chance(late) ? random.below(3_600_000) : random.below(5_000);
      void this.#deliver(dedupeKey, said, delayMs);
    }
  }

  /** Everything that is known of these purchases, once more. */
  reconcile(bank: SimBank): void {
    for (const { purchaseId, fanId } of [...bank.payments.values(), ...bank.pages.values()]) {
      for (const [index, fact] of bank.factsOf(purchaseId).entries()) {
        const dedupeKey = `reconcile:${purchaseId}:${index}:${JSON.stringify(fact)}`;
        void this.#deliver(dedupeKey, { fanId, fact }, 0);
      }
    }
  }

  async #deliver(dedupeKey: string, said: Said, delayMs: number): Promise<void> {
    const { time } = this.#parts;
    this.#underWay += 1;
    await time.sleep(delayMs);
    for (let waitMs = RETRY_FIRST_MS; !(await this.#ingest(dedupeKey, said)); ) {
      await time.sleep(waitMs);
      waitMs = Math.min(RETRY_MS_MAX, waitMs * 2);
    }
    this.#underWay -= 1;
  }

  /** As the intakes of the program do it: what Stripe says of an erased fan reaches no conversation. */
  async #ingest(dedupeKey: string, { fanId, fact }: Said): Promise<boolean> {
    const node = this.#parts.pick();
    if (node === undefined) return false;
    const found = "purchaseId" in fact ? this.#parts.rowOf(fact.purchaseId) : null;
    if (found?.isErased === true && found.purchase.rail === "stripe") {
      if ("paymentId" in fact && fact.paymentId !== null) this.toldOf.add(fact.paymentId);
      return true;
    }
    const purchase = found === null || found.isErased ? null : found.purchase;
    const arrival: Arrival = {
      dedupeKey,
      address: { kind: "conversation", key: String(fanId) },
      lane: "urgent",
      at: this.#parts.time.now(),
      body: JSON.stringify({ type: "payment", fact, purchase }),
      raw: null,
    };
    const answer = node.ingest(arrival).then(
      () => true,
      () => false,
    );
    const timeout = this.#parts.time.sleep(TIMEOUT_MS).then(() => false);
    return await Promise.race([answer, timeout]);
  }
}
