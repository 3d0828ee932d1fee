// The events that we ask Stripe for, and what each one says. The list is what the webhook endpoint is
// made with (set-up.ts), so an event that is not read here is not sent either.
//
// Events come in any order, twice, and days late. Each is read as a statement about one object at the
// event's own time; which of two statements is the newer one is the conversation's to decide.
import { z } from "zod";
import {
  type Reading,
  readCharge,
  readDeletedCustomer,
  readDispute,
  readIntent,
  readMethod,
  readRefund,
  readSession,
  readSetup,
  readWarning,
} from "./facts.ts";

type Reader = (object: unknown, at: number, before: unknown) => Reading;

const session: Reader = (object, at) => readSession(object, at);
const intent: Reader = (object, at) => readIntent(object, at);
const refund: Reader = (object, at) => readRefund(object, at);
const dispute: Reader = (object, at) => readDispute(object, at);
const setup: Reader = (object, at) => readSetup(object, at);

const READERS = {
  "checkout.session.completed": session,
  "checkout.session.async_payment_succeeded": session,
  "checkout.session.async_payment_failed": (object, at) => readSession(object, at, true),
  "checkout.session.expired": session,
  "payment_intent.succeeded": intent,
  "payment_intent.payment_failed": intent,
  "payment_intent.requires_action": intent,
  "payment_intent.processing": intent,
  "payment_intent.canceled": intent,
  "payment_method.attached": (object, at) => readMethod(object, at, "attached"),
  "payment_method.updated": (object, at) => readMethod(object, at, "updated"),
  "payment_method.automatically_updated": (object, at) => readMethod(object, at, "updated"),
  "payment_method.detached": (object, at, before) => readMethod(object, at, "detached", before),
  "setup_intent.succeeded": setup,
  "setup_intent.setup_failed": setup,
  "charge.refunded": (object, at) => readCharge(object, at),
  "refund.created": refund,
  "refund.updated": refund,
  "refund.failed": refund,
  "charge.dispute.created": dispute,
  "charge.dispute.updated": dispute,
  "charge.dispute.funds_withdrawn": (object, at) => readDispute(object, at, "withdrawn"),
  "charge.dispute.funds_reinstated": (object, at) => readDispute(object, at, "reinstated"),
  "charge.dispute.closed": dispute,
  "radar.early_fraud_warning.created": (object, at) => readWarning(object, at),
  "customer.deleted": (object, at) => readDeletedCustomer(object, at),
} as const satisfies Readonly<Record<string, Reader>>;

export type EventKind = keyof typeof READERS;

/** The kinds of events that we use, each once. */
export const EVENT_KINDS = Object.keys(READERS) as readonly EventKind[];

/** What of every event is read, whatever its API version. */
export const Event = z.object({
  id: z.string().regex(/^[\w-]{1,255}$/),
  object: z.literal("event"),
  type: z.string(),
  /** Unix seconds. */
  created: z.int().min(0).max(100_000_000_000),
  livemode: z.boolean(),
  api_version: z.string().nullish(),
  /** Only events of connected accounts have it. */
  account: z.string().nullish(),
  data: z.object({ object: z.unknown(), previous_attributes: z.unknown().optional() }),
});
export type Event = z.infer<typeof Event>;

/** Whether an event's kind is one of ours. */
export function isUsed(type: string): type is EventKind {
  return Object.hasOwn(READERS, type);
}

/** What an event says. */
export function readEvent({ type, created, data }: Event): Reading {
  if (!isUsed(type)) return { type: "silent", why: "a kind of event that we do not use" };
  const read: Reader = READERS[type];
  return read(data.object, created * 1000, data.previous_attributes);
}
