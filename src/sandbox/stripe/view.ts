// The sandbox's Stripe as the page shows it: one plain value, built anew each time it is asked for.

import type { Stripe } from "stripe";
import { cardName } from "./pages/cards.ts";
import { cardsOf } from "./payment-methods.ts";
import type {
  StripeCard,
  StripeCustomer,
  StripeEvent,
  StripePage,
  StripePayment,
  StripeState,
} from "./protocol.ts";
import { idOf, type Store } from "./store.ts";
import type { StripeWorld } from "./world.ts";

const PAGES_MAX = 50;
const PAYMENTS_MAX = 50;
const CUSTOMERS_MAX = 50;
const EVENTS_MAX = 80;

type Intent = Stripe.PaymentIntent;
type Session = Stripe.Checkout.Session;

/** Whom an id of the program's metadata means; null for nobody of the sandbox. */
export type FindPerson = (word: string) => number | null;

export function viewStripe(world: StripeWorld, findPerson: FindPerson): StripeState {
  const { store, faults } = world;
  const view = new View(store, findPerson);
  const intents = store.intents.newestFirst().map((intent) => view.payment(intent));
  const sessions = store.sessions.newestFirst();
  const untouched = sessions.filter((one) => one.mode === "payment" && !one.payment_intent);
  const waiting = untouched.map((session) => view.untouched(session));
  const customers = store.customers.newestFirst().slice(0, CUSTOMERS_MAX);
  return {
    pages: sessions.slice(0, PAGES_MAX).map(viewPage),
    payments: [...intents, ...waiting].toSorted((a, b) => b.at - a.at).slice(0, PAYMENTS_MAX),
    customers: customers.map((customer) => view.customer(customer)),
    events: viewEvents(world),
    faults: faults.current,
  };
}

function viewPage({ id, status }: Session): StripePage {
  // Stripe may grow more words for it; a page of the sandbox has these three.
  const [known = "open"] = (["complete", "expired"] as const).filter((word) => word === status);
  return { id, status: known };
}

class View {
  readonly #store: Store;
  readonly #findPerson: FindPerson;

  constructor(store: Store, findPerson: FindPerson) {
    this.#store = store;
    this.#findPerson = findPerson;
  }

  payment(intent: Intent): StripePayment {
    const charge = this.#store.charges.get(idOf(intent.latest_charge) ?? "");
    const session = this.#store.sessionOf.get(intent.id);
    const method = this.#store.paymentMethods.get(idOf(intent.payment_method) ?? "");
    return {
      id: intent.id,
      sessionId: session?.id ?? null,
      personId: this.#person(intent.metadata, idOf(intent.customer)),
      at: intent.created * 1000,
      what: intent.description ?? (session && this.#lines(session)) ?? "Charge without a page",
      amount: intent.amount,
      currency: intent.currency,
      state: stateOf(intent),
      decline: intent.status === "succeeded" ? null : declineOf(intent),
      card: method ? cardName(method) : null,
      refunded: charge?.amount_refunded ?? 0,
      dispute: charge ? this.#dispute(charge.id) : null,
    };
  }

  /** A page at which nobody has tried to pay. */
  untouched(session: Session): StripePayment {
    return {
      id: session.id,
      sessionId: session.id,
      personId: this.#person(session.metadata ?? {}, idOf(session.customer)),
      at: session.created * 1000,
      what: this.#lines(session),
      amount: session.amount_total ?? 0,
      currency: session.currency ?? "usd",
      state: session.status === "open" ? "open" : "expired",
      decline: null,
      card: null,
      refunded: 0,
      dispute: null,
    };
  }

  customer(customer: Stripe.Customer): StripeCustomer {
    const chosen = idOf(customer.invoice_settings.default_payment_method);
    return {
      id: customer.id,
      personId: this.#person({}, customer.id),
      cards: cardsOf(this.#store, customer.id).map((method): StripeCard => {
        const bank = this.#store.cards.get(method.id)?.card.label ?? "";
        return { id: method.id, name: cardName(method), isDefault: method.id === chosen, bank };
      }),
    };
  }

  /** By what the program wrote on the object, else on its customer. */
  #person(metadata: Stripe.Metadata, customerId: string | null): number | null {
    const customer = this.#store.customers.get(customerId ?? "");
    const words = [...Object.values(metadata), ...Object.values(customer?.metadata ?? {})];
    for (const word of words) {
      const personId = this.#findPerson(word);
      if (personId !== null) return personId;
    }
    return null;
  }

  #lines(session: Session): string {
    const lines = this.#store.sessionNotes.get(session.id)?.lines ?? [];
    return lines.map((line) => line.description ?? "").join(", ");
  }

  #dispute(chargeId: string): StripePayment["dispute"] {
    const dispute = this.#store.disputes.newestFirst((row) => row.charge === chargeId)[0];
    if (!dispute) return null;
    const { id, status } = dispute;
    const isInquiry = status.startsWith("warning_");
    return { id, status, isInquiry, isOver: OVER.has(status) };
  }
}

const OVER: ReadonlySet<string> = new Set(["won", "lost", "warning_closed", "prevented"]);

function stateOf(intent: Intent): StripePayment["state"] {
  switch (intent.status) {
    case "succeeded":
      return "paid";
    case "processing":
      return "onItsWay";
    case "requires_action":
      return "asksTheBank";
    case "canceled":
      return "canceled";
    default:
      return intent.last_payment_error === null ? "open" : "declined";
  }
}

function declineOf({ last_payment_error: error }: Intent): string | null {
  return error?.decline_code ?? error?.code ?? null;
}

function viewEvents({ store, courier }: StripeWorld): StripeEvent[] {
  const byEvent = Map.groupBy(courier.deliveries, (delivery) => delivery.eventId);
  return store.events
    .newestFirst()
    .slice(0, EVENTS_MAX)
    .map(({ id, type, created }) => {
      const deliveries = byEvent.get(id) ?? [];
      const last = deliveries.at(-1);
      return {
        id,
        type,
        at: created * 1000,
        deliveries: deliveries.length,
        delivery: last
          ? {
              state: last.state,
              attempts: last.attempts,
              status: last.lastStatus,
              nextTryAt: last.nextTryAt,
              manner: last.manner,
            }
          : null,
      };
    });
}
