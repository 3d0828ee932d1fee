// From Stripe's objects to what the program says about payments (kernel/payment.ts). Pure: an object
// and a moment in, a statement out, and nothing is looked up. The same readers serve events, answers
// to our own calls and lists, so a thing is understood alike whichever way it was heard.
//
// Nothing here throws. What is not as it must be is `unreadable`, with the field that is wrong; what
// says nothing that anybody needs (a payment that nobody has tried to make yet) is `silent`. Stripe's
// lists of words are open: one that is not known is silent too, never taken for another.
import { z } from "zod";
import type { Card, PaymentFact } from "#actors/kernel/payment.ts";
import { declineOf, wantsTheOwner } from "./declines.ts";
import { type Tags, tagsOf } from "./tags.ts";

/** A fact before it is known whose purchase it is about. */
type Unowned<Fact> = Fact extends { readonly purchaseId: string } ? Omit<Fact, "purchaseId"> : Fact;
export type Said = Unowned<PaymentFact>;
export type SaidOf<Type extends Said["type"]> = Extract<Said, { type: Type }>;

/** What was said, and what of the object tells whose it is. */
export interface Statement {
  readonly said: Said;
  readonly tags: Tags;
}

export type Reading =
  | { readonly type: "said"; readonly statement: Statement }
  | { readonly type: "silent"; readonly why: string }
  | { readonly type: "unreadable"; readonly why: string };

/** More than any price: what is above is no amount but a mistake. */
const AMOUNT_MAX = 1_000_000_000_000;

const Id = z.string().regex(/^[\w-]{1,255}$/);
/** A word of Stripe's, or of a bank's: what cannot be stored or shown is taken out. */
const Word = z.string().transform((word) => word.replaceAll(/[^\x20-\x7e]/g, "").slice(0, 100));
const Amount = z.int().min(0).max(AMOUNT_MAX);
const Currency = z.string().regex(/^[a-z]{3}$/);
/** Unix seconds. */
const Seconds = z.int().min(0).max(100_000_000_000);

/** A field that holds an id, an object in its place, or nothing. */
const Ref = z
  .union([Id, z.object({ id: Id }).transform(({ id }) => id)])
  .nullish()
  .transform((id) => id ?? null);

const Metadata = z.unknown().optional().transform(tagsOf);

const Failure = z.object({
  code: Word.nullish(),
  decline_code: Word.nullish(),
  advice_code: Word.nullish(),
  payment_method: z.unknown().optional(),
});

const Session = z.object({
  id: Id,
  mode: Word,
  status: Word.nullish(),
  payment_status: Word.nullish(),
  amount_total: Amount.nullish(),
  currency: Currency.nullish(),
  payment_intent: z.unknown().optional(),
  setup_intent: z.unknown().optional(),
  customer: Ref,
  metadata: Metadata,
});

const Intent = z.object({
  id: Id,
  status: Word,
  amount: Amount,
  amount_received: Amount.nullish(),
  currency: Currency,
  customer: Ref,
  payment_method: Ref,
  setup_future_usage: Word.nullish(),
  last_payment_error: Failure.nullish(),
  metadata: Metadata,
});

const Charge = z.object({
  amount_refunded: Amount,
  currency: Currency,
  payment_intent: Ref,
  metadata: Metadata,
});

const Refund = z.object({
  id: Id,
  amount: Amount,
  currency: Currency,
  status: Word.nullish(),
  payment_intent: Ref,
  metadata: Metadata,
});

const Dispute = z.object({
  id: Id,
  amount: Amount,
  currency: Currency,
  status: Word,
  reason: Word,
  payment_intent: Ref,
  evidence_details: z.object({ due_by: Seconds.nullish() }).nullish(),
  balance_transactions: z.array(z.object({ amount: z.int() })).nullish(),
  metadata: Metadata,
});

const Warning = z.object({ payment_intent: Ref });

const Method = z.object({
  id: Id,
  type: Word,
  card: z
    .object({
      brand: Word,
      last4: Word,
      exp_month: z.int(),
      exp_year: z.int(),
    })
    .nullish(),
  customer: Ref,
  metadata: Metadata,
});

const SetupIntent = z.object({
  id: Id,
  status: Word,
  customer: Ref,
  payment_method: Ref,
  last_setup_error: z.unknown().optional(),
  metadata: Metadata,
});

/** A checkout page. `at` in Unix milliseconds, here and below. */
export function readSession(object: unknown, at: number, hasFailed = false): Reading {
  return reading(Session, object, (session) => {
    const { id, metadata: tags, customer: customerId } = session;
    if (session.mode === "setup") return setupOfSession(session, at);
    if (session.mode !== "payment") return silent(`a session of mode ${session.mode}`);
    const state = hasFailed || paymentHasFailed(session) ? "failed" : sessionState(session);
    if (state === null) return silent(`a session with the status ${session.status ?? "none"}`);
    const { amount_total: amount, currency } = session;
    if (typeof amount !== "number" || typeof currency !== "string") {
      return unreadable("a session without amount or currency");
    }
    const paymentId = Ref.safeParse(session.payment_intent).data ?? null;
    const said = { type: "session", at, sessionId: id, state, amount, currency } as const;
    return statement({ ...said, paymentId, customerId }, tags);
  });
}

type SessionState = SaidOf<"session">["state"];

function sessionState(session: z.infer<typeof Session>): SessionState | null {
  const { status, payment_status: paid } = session;
  if (status === "open" || status === "expired") return status;
  if (status !== "complete") return null;
  if (paid === "unpaid") return "unpaid";
  return paid === "paid" || paid === "no_payment_required" ? "paid" : null;
}

/** A page that is complete, and whose money has not come: told only where the payment is included. */
function paymentHasFailed(session: z.infer<typeof Session>): boolean {
  if (session.status !== "complete" || session.payment_status !== "unpaid") return false;
  const { data } = Intent.safeParse(session.payment_intent);
  return data?.status === "requires_payment_method" || data?.status === "canceled";
}

/** What a page to save a card says: that it ran out, or, where the intent is included, its end. */
function setupOfSession(session: z.infer<typeof Session>, at: number): Reading {
  const { metadata: tags, customer: customerId } = session;
  if (session.status === "expired") {
    const { setupId } = tags;
    return statement(
      { type: "setup", at, state: "expired", setupId, customerId, cardId: null },
      tags,
    );
  }
  if (typeof session.setup_intent === "object" && session.setup_intent !== null) {
    return readSetup(session.setup_intent, at);
  }
  return silent("a page to save a card: its intent says what came of it");
}

/** A payment. */
export function readIntent(object: unknown, at: number): Reading {
  return reading(Intent, object, (intent) => {
    const { last_payment_error: error, metadata: tags } = intent;
    const words = error && {
      code: error.code ?? "unknown",
      declineCode: error.decline_code ?? null,
      adviceCode: error.advice_code ?? null,
    };
    const state = intentState(intent.status, words ?? null);
    if (state === null) return silent(`a payment that is ${intent.status}`);
    const received = intent.amount_received ?? intent.amount;
    return statement(
      {
        type: "payment",
        at,
        rail: "stripe",
        paymentId: intent.id,
        state,
        amount: state === "succeeded" ? received : intent.amount,
        currency: intent.currency,
        customerId: intent.customer,
        cardId: intent.payment_method ?? Ref.safeParse(error?.payment_method).data ?? null,
        savesCard: intent.setup_future_usage === "off_session",
        decline: state === "failed" && words ? declineOf(words) : null,
      },
      tags,
    );
  });
}

type IntentState = SaidOf<"payment">["state"];

function intentState(
  status: string,
  error: Parameters<typeof wantsTheOwner>[0] | null,
): IntentState | null {
  switch (status) {
    case "succeeded":
    case "processing":
    case "canceled":
      return status;
    case "requires_action":
      return "requiresAction";
    case "requires_payment_method":
      // Without an error nobody has tried to pay yet.
      if (error === null) return null;
      return wantsTheOwner(error) ? "requiresAction" : "failed";
    default:
      return null;
  }
}

/** What of a charge was refunded in all. */
export function readCharge(object: unknown, at: number): Reading {
  return reading(Charge, object, ({ payment_intent: paymentId, currency, metadata, ...charge }) => {
    if (paymentId === null) return NOT_OF_AN_INTENT;
    const { amount_refunded: amount } = charge;
    return statement({ type: "refunded", at, paymentId, amount, currency }, metadata);
  });
}

const REFUND_STATES: Readonly<Record<string, SaidOf<"refund">["state"]>> = {
  pending: "pending",
  requires_action: "pending",
  succeeded: "succeeded",
  failed: "failed",
  canceled: "failed",
};

/** One refund. */
export function readRefund(object: unknown, at: number): Reading {
  return reading(Refund, object, ({ id, payment_intent: paymentId, metadata, ...refund }) => {
    if (paymentId === null) return NOT_OF_AN_INTENT;
    const status = refund.status ?? "none";
    const state = Object.hasOwn(REFUND_STATES, status) ? REFUND_STATES[status] : undefined;
    if (state === undefined) return silent(`a refund that is ${status}`);
    const { amount, currency } = refund;
    return statement(
      { type: "refund", at, paymentId, refundId: id, amount, currency, state },
      metadata,
    );
  });
}

type Funds = SaidOf<"dispute">["funds"];

/** A dispute; `funds` is what the event itself says of the money, if it does. */
export function readDispute(object: unknown, at: number, funds: Funds = null): Reading {
  return reading(Dispute, object, ({ id, payment_intent: paymentId, metadata, ...dispute }) => {
    if (paymentId === null) return NOT_OF_AN_INTENT;
    const { amount, currency, status, reason, evidence_details: evidence } = dispute;
    const evidenceDueAt = evidence?.due_by ? evidence.due_by * 1000 : null;
    const about = { disputeId: id, amount, currency, status, reason, funds, evidenceDueAt };
    return statement({ type: "dispute", at, paymentId, ...about }, metadata);
  });
}

/** A dispute as it is looked up: the money is where its bookings say. */
export function readDisputeWithFunds(object: unknown, at: number): Reading {
  const { data } = Dispute.safeParse(object);
  const booked = data?.balance_transactions ?? [];
  if (booked.length === 0) return readDispute(object, at);
  const balance = booked.reduce((sum, { amount }) => sum + amount, 0);
  return readDispute(object, at, balance < 0 ? "withdrawn" : "reinstated");
}

/** An early fraud warning. */
export function readWarning(object: unknown, at: number): Reading {
  return reading(Warning, object, ({ payment_intent: paymentId }) =>
    paymentId === null ? NOT_OF_AN_INTENT : statement({ type: "fraudWarning", at, paymentId }),
  );
}

/**
 * A saved card. `before` are the fields as they were before the event: the card of `detached` has no
 * customer any more, and only they say whose it was.
 */
export function readMethod(
  object: unknown,
  at: number,
  state: SaidOf<"card">["state"],
  before: unknown = null,
): Reading {
  return reading(Method, object, ({ id, type, card, customer, metadata }) => {
    if (!card) return silent(`a payment method of type ${type}`);
    const wasOf = z.object({ customer: Ref }).safeParse(before).data?.customer ?? null;
    const { brand, last4, exp_month: expMonth, exp_year: expYear } = card;
    const known: Card = { id, brand, last4, expMonth, expYear };
    return statement(
      { type: "card", at, customerId: customer ?? wasOf, state, card: known },
      metadata,
    );
  });
}

/** Saving a card without paying. */
export function readSetup(object: unknown, at: number): Reading {
  return reading(SetupIntent, object, (setup) => {
    const { metadata: tags, customer: customerId, payment_method: cardId } = setup;
    const { setupId } = tags;
    const state = setupState(setup);
    if (state === null) return silent(`a setup that is ${setup.status}`);
    return statement({ type: "setup", at, state, setupId, customerId, cardId }, tags);
  });
}

function setupState(setup: z.infer<typeof SetupIntent>): SaidOf<"setup">["state"] | null {
  if (setup.status === "succeeded") return "succeeded";
  if (setup.status === "canceled") return "expired";
  const hasFailed = setup.last_setup_error !== null && setup.last_setup_error !== undefined;
  return setup.status === "requires_payment_method" && hasFailed ? "failed" : null;
}

/** A customer that was deleted, at the dashboard or by us. */
export function readDeletedCustomer(object: unknown, at: number): Reading {
  return reading(z.object({ id: Id, metadata: Metadata }), object, ({ id, metadata }) =>
    statement({ type: "customerDeleted", at, customerId: id }, metadata),
  );
}

const NOT_OF_AN_INTENT: Reading = {
  type: "silent",
  why: "nothing that we charge is without an intent",
};

function reading<Shape extends z.ZodType>(
  shape: Shape,
  object: unknown,
  read: (parsed: z.infer<Shape>) => Reading,
): Reading {
  const parsed = shape.safeParse(object);
  if (parsed.success) return read(parsed.data);
  const field = parsed.error.issues[0]?.path.join(".");
  return unreadable(field === undefined || field === "" ? "no object" : `its ${field}`);
}

function statement(said: Said, tags: Tags = tagsOf(null)): Reading {
  return { type: "said", statement: { said, tags } };
}

function silent(why: string): Reading {
  return { type: "silent", why };
}

function unreadable(why: string): Reading {
  return { type: "unreadable", why };
}
