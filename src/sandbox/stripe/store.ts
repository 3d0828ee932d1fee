// Everything that the sandbox's Stripe keeps, and the one way in which a change becomes an event.
// The rows are the objects of the wire, typed by the real client's own definitions, so that the
// compiler holds their shape. The modules beside this one change them; whatever they change is told
// by `emit`, whose snapshot never changes again.
// Invariant: an object that a payer or the program can see changes only together with its event.

import type { Stripe } from "stripe";
import type { Cancel, SandboxClock } from "#src/sandbox/clock.ts";
import { Ids } from "./ids.ts";
import { Table } from "./table.ts";
import type { TestCard } from "./test-cards.ts";

/** The version that the pinned client speaks, and the only one spoken here. */
export const API_VERSION = "2026-10-28.endive";

/** Stripe keeps events for thirty days; this bounds them in number as well. */
const EVENTS_MAX = 50_000;

/** The kinds of events that carry what was there before. */
const TELLS_BEFORE = /(updated|refunded|withdrawn|reinstated|closed|detached)$/u;

export interface CardState {
  /** How the bank behind the card behaves; a person may change it later. */
  card: TestCard;
  /** The payer has once authenticated it for later use. */
  isSetUp: boolean;
  /** Used without being saved, or detached: it can never be used again. */
  isSpent: boolean;
}

/** A line of a Checkout page; the price's decimal is a string on the wire. */
export type LineItem = Omit<Stripe.LineItem, "price"> & {
  readonly price: Omit<Stripe.Price, "unit_amount_decimal"> & {
    readonly unit_amount_decimal: string;
  };
};

/** What a Checkout Session needs to remember and does not show. */
export interface SessionNotes {
  readonly lines: readonly LineItem[];
  readonly intentData: {
    readonly metadata: Stripe.Metadata;
    readonly description: string | null;
    readonly setupFutureUsage: "off_session" | "on_session" | null;
    readonly receiptEmail: string | null;
    readonly statementDescriptorSuffix: string | null;
  };
}

/** What an attempt to pay or to save must remember while the bank is asked. */
export interface AttemptNotes {
  /** Where the payer goes once the bank has answered. */
  readonly returnUrl: string | null;
  /** The payer ticked "save my card". */
  readonly savesCard: boolean;
}

export type EventType = Stripe.Event["type"];

export interface StoreOptions {
  readonly clock: SandboxClock;
  /** Where the hosted pages are, without a slash at the end. */
  readonly pagesUrl: string;
  readonly idSalt: string;
}

export class Store {
  readonly clock: SandboxClock;
  readonly ids: Ids;
  /** Settled once the server knows its port. */
  pagesUrl: string;
  readonly accountId: string;
  readonly customers = new Table<Stripe.Customer>();
  readonly deletedCustomers = new Set<string>();
  readonly paymentMethods = new Table<Stripe.PaymentMethod>();
  readonly cards = new Map<string, CardState>();
  readonly intents = new Table<Stripe.PaymentIntent>();
  readonly attemptNotes = new Map<string, AttemptNotes>();
  readonly setupIntents = new Table<Stripe.SetupIntent>();
  readonly charges = new Table<Stripe.Charge>();
  readonly refunds = new Table<Stripe.Refund>();
  readonly disputes = new Table<Stripe.Dispute>();
  readonly warnings = new Table<Stripe.Radar.EarlyFraudWarning>();
  readonly sessions = new Table<Stripe.Checkout.Session>();
  /** The sessions of payment and setup intents, by the intent's id. */
  readonly sessionOf = new Map<string, Stripe.Checkout.Session>();
  readonly sessionNotes = new Map<string, SessionNotes>();
  readonly portalConfigurations = new Table<Stripe.BillingPortal.Configuration>();
  readonly portalSessions = new Table<Stripe.BillingPortal.Session>();
  readonly balanceTransactions = new Table<Stripe.BalanceTransaction>();
  readonly endpoints = new Table<Stripe.WebhookEndpoint>();
  readonly endpointSecrets = new Map<string, string>();
  readonly events = new Table<Stripe.Event>(EVENTS_MAX);
  /** Timers of settlements and expiries, by the id of what they are for. */
  readonly timers = new Map<string, Cancel>();
  /** The call that is being carried out, which its events name. */
  request: Stripe.Event.Request = { id: null, idempotency_key: null };
  readonly #eventListeners = new Set<(event: Stripe.Event) => void>();
  readonly #changeListeners = new Set<() => void>();

  constructor(options: StoreOptions) {
    this.clock = options.clock;
    this.pagesUrl = options.pagesUrl;
    this.ids = new Ids(options.idSalt);
    this.accountId = this.ids.next("acct_", 16);
  }

  /** Unix seconds by the sandbox's clock. */
  now(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** Tells that `object` is now as it is; `before` are the top-level fields that were otherwise. */
  emit(type: EventType, object: object, before?: object): Stripe.Event {
    const event = {
      id: this.ids.next("evt_"),
      object: "event",
      api_version: API_VERSION,
      created: this.now(),
      data: {
        object: structuredClone(object),
        ...(before && { previous_attributes: structuredClone(before) }),
      },
      livemode: false,
      pending_webhooks: 0,
      request: { ...this.request },
      type,
    } as Stripe.Event;
    this.events.add(event);
    for (const listener of this.#eventListeners) listener(event);
    this.changed();
    return event;
  }

  /** Changes `object` and tells it, with the fields as they were before. */
  change<T extends object>(object: T, change: Partial<T>, ...types: readonly EventType[]): void {
    const before: Partial<T> = {};
    for (const key of Object.keys(change) as (keyof T)[]) {
      if (!Bun.deepEquals(object[key], change[key])) before[key] = structuredClone(object[key]);
    }
    Object.assign(object, change);
    for (const type of types) this.emit(type, object, TELLS_BEFORE.test(type) ? before : undefined);
    this.changed();
  }

  /** Runs `run` after `delayMs` of the sandbox's clock, unless `disarm(id)` comes first. */
  arm(id: string, delayMs: number, run: () => void): void {
    this.disarm(id);
    this.timers.set(
      id,
      this.clock.after(delayMs, () => {
        this.timers.delete(id);
        run();
      }),
    );
  }

  disarm(id: string): void {
    this.timers.get(id)?.();
    this.timers.delete(id);
  }

  onEvent(listener: (event: Stripe.Event) => void): Cancel {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onChange(listener: () => void): Cancel {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#changeListeners) listener();
  }
}

/** The id behind a field that may hold an id, an expanded object or nothing. */
export function idOf(field: string | { readonly id: string } | null | undefined): string | null {
  if (field === null || field === undefined) return null;
  return typeof field === "string" ? field : field.id;
}
