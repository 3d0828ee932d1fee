// Delivery of events. A delivery (one event to one endpoint) is waiting (its turn comes), sending,
// resting (it failed and waits for its next try), delivered, lost (dropped on purpose) or abandoned
// (three days of tries failed). Only a 2xx delivers; every try is signed anew. Deliveries do not
// wait for one another's retries, so an event that fails comes after those that were made later:
// order is never promised, and the faults make it worse on request.

import type { Stripe } from "stripe";
import type { StripeFaultSwitches } from "#src/sandbox/stripe/faults.ts";
import type { Store } from "#src/sandbox/stripe/store.ts";
import { endpointsFor, versionFor } from "./endpoints.ts";
import { signatureOf } from "./signature.ts";

/** How an event is sent: as it should be, or wrong in one of the ways a receiver must survive. */
export type Manner =
  | "asItIs"
  | "badSignature"
  | "noSignature"
  /** Signed rightly, an hour ago. */
  | "stale"
  /** The body was changed after it was signed. */
  | "tampered"
  /** Signed rightly, but of live mode. */
  | "liveMode"
  /** Signed rightly, but of a connected account. */
  | "otherAccount";

export interface Delivery {
  readonly id: number;
  readonly eventId: string;
  readonly type: string;
  readonly endpointId: string;
  readonly manner: Manner;
  state: "waiting" | "sending" | "resting" | "delivered" | "lost" | "abandoned";
  attempts: number;
  /** HTTP status of the last try; null if there was no answer. */
  lastStatus: number | null;
  /** By the sandbox's clock, milliseconds; null unless resting. */
  nextTryAt: number | null;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const STALE_SECONDS = 3_600;

/** Waits between tries; the last one repeats until three days are over. */
const BACKOFF_MS = [
  10 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  12 * HOUR_MS,
] as const;
const GIVE_UP_MS = 72 * HOUR_MS;

/** Stripe's patience with an endpoint. Real time: it is the network that is waited for. */
const ANSWER_TIMEOUT_MS = 20_000;

/** Side by side when order does not matter; one by one when it is to be seen. */
const CONCURRENCY_MAX = 8;
const DELIVERIES_MAX = 2_000;

export class EventCourier {
  readonly #store: Store;
  readonly #faults: StripeFaultSwitches;
  readonly #deliveries: Delivery[] = [];
  readonly #startedAt = new Map<Delivery, number>();
  readonly #abort = new AbortController();
  #batch: Delivery[] = [];
  #queue: Delivery[] = [];
  #sending = 0;
  #made = 0;
  #idle: (() => void)[] = [];
  /** Seeded, so that a shuffled run can be repeated. */
  #random = 0x2545f491;

  constructor(store: Store, faults: StripeFaultSwitches) {
    this.#store = store;
    this.#faults = faults;
    store.onEvent((event) => this.#take(event));
  }

  /** The last deliveries, oldest first. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Sends an event that was made before, once more, in the manner that is asked for. */
  send(event: Stripe.Event, manner: Manner): void {
    for (const endpoint of endpointsFor(this.#store, event.type)) {
      this.#enqueue(this.#delivery(event, endpoint, manner));
    }
  }

  /** Resolves once nothing waits for its turn or for an answer; what rests is not waited for. */
  async idle(): Promise<void> {
    while (this.#batch.length + this.#queue.length + this.#sending > 0) {
      await new Promise<void>((done) => this.#idle.push(done));
    }
  }

  stop(): void {
    this.#abort.abort();
    this.#queue = [];
    this.#batch = [];
  }

  #take(event: Stripe.Event): void {
    const endpoints = endpointsFor(this.#store, event.type);
    event.pending_webhooks = endpoints.length;
    if (endpoints.length === 0) return;
    const isLost = this.#faults.take("dropNextEvents");
    const isLate = !isLost && this.#faults.take("delayNextEvents");
    const manner = this.#faults.take("misSignNextEvents") ? "badSignature" : "asItIs";
    const copies = this.#faults.current.duplicatesEvents ? 2 : 1;
    for (const endpoint of endpoints) {
      for (let i = 0; i < copies; i++) {
        const delivery = this.#delivery(event, endpoint, manner);
        if (isLost) delivery.state = "lost";
        else if (isLate) this.#rest(delivery, this.#faults.current.eventDelayMs);
        else this.#enqueue(delivery);
      }
    }
  }

  #delivery(event: Stripe.Event, endpoint: Stripe.WebhookEndpoint, manner: Manner): Delivery {
    const delivery: Delivery = {
      id: ++this.#made,
      eventId: event.id,
      type: event.type,
      endpointId: endpoint.id,
      manner,
      state: "waiting",
      attempts: 0,
      lastStatus: null,
      nextTryAt: null,
    };
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > DELIVERIES_MAX) this.#deliveries.shift();
    this.#startedAt.set(delivery, this.#store.clock.now());
    return delivery;
  }

  /** Gathers what one call or act causes, so that its order can be turned round. */
  #enqueue(delivery: Delivery): void {
    delivery.state = "waiting";
    this.#batch.push(delivery);
    if (this.#batch.length > 1) return;
    queueMicrotask(() => {
      const batch = this.#batch;
      this.#batch = [];
      const order = this.#faults.current.webhookOrder;
      if (order === "reversed") batch.reverse();
      if (order === "shuffled") this.#shuffle(batch);
      this.#queue.push(...batch);
      this.#pump();
    });
  }

  #shuffle(batch: Delivery[]): void {
    const keyed = batch.map((delivery) => ({ delivery, key: this.#nextRandom() }));
    keyed.sort((a, b) => a.key - b.key);
    batch.splice(0, batch.length, ...keyed.map(({ delivery }) => delivery));
  }

  #nextRandom(): number {
    // Xorshift: any spread will do.
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    return this.#random;
  }

  #pump(): void {
    const max = this.#faults.current.webhookOrder === "shuffled" ? CONCURRENCY_MAX : 1;
    while (this.#sending < max) {
      const delivery = this.#queue.shift();
      if (!delivery) break;
      this.#sending++;
      void this.#try(delivery).finally(() => {
        this.#sending--;
        this.#store.changed();
        this.#pump();
      });
    }
    if (this.#batch.length + this.#queue.length + this.#sending > 0) return;
    for (const done of this.#idle.splice(0)) done();
  }

  async #try(delivery: Delivery): Promise<void> {
    const event = this.#store.events.get(delivery.eventId);
    const endpoint = this.#store.endpoints.get(delivery.endpointId);
    const secret = this.#store.endpointSecrets.get(delivery.endpointId);
    if (!event || endpoint?.status !== "enabled" || secret === undefined) {
      delivery.state = "abandoned";
      return;
    }
    delivery.state = "sending";
    delivery.nextTryAt = null;
    delivery.attempts++;
    // Only the first try is wrong: what is tried again is sent as it should be.
    const manner = delivery.attempts === 1 ? delivery.manner : "asItIs";
    const letter = write(event, endpoint, secret, manner, this.#store.now());
    delivery.lastStatus = await post(endpoint.url, letter, this.#abort.signal);
    if (this.#abort.signal.aborted) return;
    const { lastStatus } = delivery;
    if (lastStatus !== null && lastStatus >= 200 && lastStatus < 300) {
      delivery.state = "delivered";
      this.#startedAt.delete(delivery);
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
    } else if (isForgery(delivery.manner)) delivery.state = "abandoned";
    else this.#retry(delivery);
  }

  #retry(delivery: Delivery): void {
    const delayMs = BACKOFF_MS[delivery.attempts - 1] ?? 12 * HOUR_MS;
    const since = this.#startedAt.get(delivery) ?? this.#store.clock.now();
    if (this.#store.clock.now() + delayMs - since > GIVE_UP_MS) {
      delivery.state = "abandoned";
      this.#startedAt.delete(delivery);
    } else this.#rest(delivery, delayMs);
  }

  #rest(delivery: Delivery, delayMs: number): void {
    delivery.state = "resting";
    delivery.nextTryAt = this.#store.clock.now() + delayMs;
    this.#store.clock.after(delayMs, () => this.#enqueue(delivery));
  }
}

/** Stripe would never have sent these, so it does not try them again. */
function isForgery(manner: Manner): boolean {
  return manner !== "asItIs" && manner !== "badSignature";
}

interface Letter {
  readonly body: string;
  readonly signature: string | null;
}

function write(
  event: Stripe.Event,
  endpoint: Stripe.WebhookEndpoint,
  secret: string,
  manner: Manner,
  now: number,
): Letter {
  const sent = {
    ...event,
    api_version: versionFor(endpoint),
    ...(manner === "liveMode" && { livemode: true }),
    ...(manner === "otherAccount" && { account: "acct_1SomebodyElses00" }),
  };
  // Stripe indents its bodies; whoever parses and prints one again breaks its signature.
  const body = JSON.stringify(sent, null, 2);
  switch (manner) {
    case "noSignature":
      return { body, signature: null };
    case "badSignature":
      return { body, signature: signatureOf(`${secret}?`, body, now) };
    case "stale":
      return { body, signature: signatureOf(secret, body, now - STALE_SECONDS) };
    case "tampered":
      return { body: `${body} `, signature: signatureOf(secret, body, now) };
    default:
      return { body, signature: signatureOf(secret, body, now) };
  }
}

/** Posts; answers the status, or null if there was no answer. */
async function post(url: string, letter: Letter, signal: AbortSignal): Promise<number | null> {
  const headers = new Headers({
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
  });
  if (letter.signature !== null) headers.set("stripe-signature", letter.signature);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: letter.body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
