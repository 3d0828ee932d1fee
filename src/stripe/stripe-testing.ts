// The outside half of Stripe around the sandbox's strict Stripe, for tests: the real client over HTTP,
// purchases in memory, and an inbox that keeps what arrives. The clock is the sandbox's.
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { Effect, Sale } from "#actors/kernel/effect.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { PaymentFact } from "#actors/kernel/payment.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import { NO_UNITS, type Purchase } from "#actors/kernel/purchase.ts";
import type { Append } from "#src/http/inbox-batcher.ts";
import type { Incident } from "#src/incidents.ts";
import { openTestStripe, type TestStripe, WEBHOOK_SECRET } from "#src/sandbox/stripe/testing.ts";
import { FAN, Rows } from "./rows-testing.ts";
import { type StripeSide, wireStripe } from "./wire.ts";

export const BOT_ID = 77;

const ROUTE = { groupId: null, topicId: null, fanChatId: FAN };

/** A purchase of ten credits for five dollars, as its row has it while it is open. */
export function openPurchase(change: Partial<Purchase> = {}): Purchase {
  return {
    id: "p1-abc",
    rail: "stripe",
    kind: "checkout",
    sku: "credits_10",
    gives: { credits: 10, seconds: 0 },
    amount: 500,
    currency: "usd",
    promo: null,
    createdAt: Date.UTC(2030, 0, 1),
    expiresAt: null,
    noticeId: null,
    sessionId: null,
    paymentId: null,
    state: "open",
    paidAt: null,
    refunds: [],
    refunded: null,
    disputes: [],
    isFraudWarned: false,
    isGranted: false,
    reversed: NO_UNITS,
    frozen: NO_UNITS,
    version: 1,
    ...change,
  };
}

/** A wait of ten seconds or more, which lasts until it is ended. */
export interface Wait {
  readonly ms: number;
  readonly end: () => void;
}

const LONG_MS = 10_000;

/** The sandbox's time. Short waits cost nothing; long ones are handed to whoever asks for the next. */
export class Waits implements Clock {
  readonly now: () => number;
  readonly monotonic: () => number;
  /** The short ones, in milliseconds. */
  readonly short: number[] = [];
  readonly #begun: Wait[] = [];
  #asked: ((wait: Wait) => void)[] = [];

  constructor(now: () => number) {
    this.now = now;
    this.monotonic = now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    if (ms < LONG_MS) {
      this.short.push(ms);
      return Promise.resolve();
    }
    return new Promise((end) => {
      signal?.addEventListener("abort", () => end(), { once: true });
      const wait = { ms, end };
      const asked = this.#asked.shift();
      if (asked === undefined) this.#begun.push(wait);
      else asked(wait);
    });
  }

  async next(): Promise<Wait> {
    return this.#begun.shift() ?? new Promise((resolve) => this.#asked.push(resolve));
  }

  yield(): Promise<void> {
    return Promise.resolve();
  }
}

/** The inbox: each dedupe key once. */
class Inbox {
  readonly arrivals: Arrival[] = [];
  isDown = false;
  isFull = false;
  readonly #keys = new Set<string>();

  readonly append: Append = async (batch) => {
    if (this.isDown) throw new Error("the inbox is out of reach");
    return batch.map((arrival) => {
      if (this.#keys.has(arrival.dedupeKey)) return null;
      this.#keys.add(arrival.dedupeKey);
      return this.arrivals.push(arrival);
    });
  };
}

interface Options {
  readonly apiKey?: string;
  readonly apiBase?: string;
  readonly webhookSecret?: string | null;
  readonly hasWebhooks?: boolean;
}

export class World implements AsyncDisposable {
  readonly stripe: TestStripe = openTestStripe();
  readonly rows = new Rows();
  readonly inbox = new Inbox();
  readonly clock = new Waits(() => this.stripe.clock.now());
  readonly incidents: Incident[] = [];
  /** Events by kind and answer. */
  readonly counted: string[] = [];
  readonly logged: string[] = [];
  readonly side: StripeSide;
  bot: string | null = "stage_bot";
  #taken = 0;

  constructor(options: Options = {}) {
    const { webhookSecret: secret = WEBHOOK_SECRET } = options;
    const log = (fields: object, message: string): void => {
      this.logged.push(`${message} ${JSON.stringify(fields)}`);
    };
    this.side = wireStripe({
      apiKey: options.apiKey ?? this.stripe.apiKey,
      apiBase: options.apiBase ?? this.stripe.url,
      botId: BOT_ID,
      webhookSecret: secret,
      hasWebhooks: options.hasWebhooks ?? true,
      reads: this.rows,
      append: this.inbox.append,
      pressure: { isOverloaded: () => false, isFull: () => this.inbox.isFull },
      alone: (run) => run(),
      botUsername: () => this.bot,
      currency: () => "usd",
      nameOf: ({ credits }) => `${credits} credits`,
      onEvent: (kind, answer) => this.counted.push(`${kind} ${answer}`),
      onIncident: (incident) => this.incidents.push(incident),
      clock: this.clock,
      random: () => 0.5,
      log: { debug: log, info: log, warn: log, error: log },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.side.reconciler.stop();
    await this.stripe[Symbol.asyncDispose]();
  }

  get arrivals(): readonly Arrival[] {
    return this.inbox.arrivals;
  }

  facts(): readonly PaymentFact[] {
    return this.arrivals.map(({ body }) => (JSON.parse(body) as { fact: PaymentFact }).fact);
  }

  async do(effect: Effect, attempt = 0): Promise<Outcome> {
    const address = { kind: "conversation", key: String(FAN) } as const;
    const call = { effectIds: [1], address, effect, route: ROUTE, attempt };
    return (await this.side.performer.perform(call)).outcome;
  }

  /** A page that waits to be paid, and its row. */
  async openPage(change: Partial<Purchase> = {}): Promise<AnswerOf<"page"> & { row: Purchase }> {
    const purchase = openPurchase(change);
    const page = pageIn(await this.do(checkoutOf(purchase)));
    const row = this.rows.put({ ...purchase, sessionId: page.sessionId });
    this.rows.customers.set(page.customerId, FAN);
    return { ...page, row };
  }

  /** Takes in every webhook that has come and was not taken yet; answers what was answered. */
  async takeLetters(): Promise<readonly string[]> {
    await this.stripe.world.idle();
    const letters = this.stripe.letters.slice(this.#taken);
    this.#taken += letters.length;
    const answers: string[] = [];
    for (const { body, signature } of letters) {
      answers.push((await this.side.take(body, signature ?? "")).type);
    }
    return answers;
  }

  /** Forgets what has arrived, and the webhooks that have come. */
  async forget(): Promise<void> {
    await this.stripe.world.idle();
    this.#taken = this.stripe.letters.length;
    this.inbox.arrivals.length = 0;
  }
}

/** The effect that opens a page for a purchase. */
export function checkoutOf(
  purchase: Purchase,
  change: Partial<Extract<Effect, { verb: "checkout" }>> = {},
): Extract<Effect, { verb: "checkout" }> {
  return {
    verb: "checkout",
    sale: saleOf(purchase),
    customerId: null,
    savesCard: false,
    expiresAt: purchase.createdAt + 30 * 60_000,
    language: "en",
    ...change,
  };
}

/** The effect that charges a saved card for a purchase. */
export function chargeOf(
  purchase: Purchase,
  card: { readonly customer: string; readonly card: string },
): Extract<Effect, { verb: "chargeCard" }> {
  const { customer: customerId, card: cardId } = card;
  return { verb: "chargeCard", sale: saleOf(purchase), customerId, cardId };
}

function saleOf({ id, sku, gives, amount, currency }: Purchase): Sale {
  return { purchaseId: id, sku, gives, amount, currency };
}

/** The page of an outcome; fails the test if it has none. */
export function pageIn(outcome: Outcome): AnswerOf<"page"> {
  if (outcome.type === "done" && outcome.answer?.type === "page") return outcome.answer;
  throw new Error(`no page: ${JSON.stringify(outcome)}`);
}

/** The facts of an outcome; fails the test if it has none. */
export function factsIn(outcome: Outcome): readonly PaymentFact[] {
  if (outcome.type === "done" && outcome.answer?.type === "facts") return outcome.answer.facts;
  throw new Error(`no facts: ${JSON.stringify(outcome)}`);
}
