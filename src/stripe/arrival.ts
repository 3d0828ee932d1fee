// What Stripe said, as the envelope of the conversation that it concerns. Webhooks and reconciliation
// both end here, so both say the same of a purchase that is not ours, erased, or contradicted.
import type { ConversationMessage } from "#actors/conversation/message.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { PaymentFact } from "#actors/kernel/payment.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Incident } from "#src/incidents.ts";
import type { Said, Statement } from "./facts.ts";
import type { Owner } from "./owners.ts";

/** Where and how a statement was heard. */
export interface Hearing {
  readonly dedupeKey: string;
  /** Unix milliseconds at which it was taken in. */
  readonly at: number;
  /** As it was received; null when we asked for it. */
  readonly raw: string | null;
}

export type Addressed =
  | { readonly type: "arrival"; readonly arrival: Arrival; readonly purchase: Purchase | null }
  | { readonly type: "ignored"; readonly why: string }
  /** A person must look; nothing is credited. */
  | { readonly type: "incident"; readonly incident: Incident };

/** Turns a statement into its owner's envelope, or says why there is none. */
export function address(statement: Statement, owner: Owner, hearing: Hearing): Addressed {
  const { said } = statement;
  switch (owner.type) {
    case "purchase": {
      const why = staleness(said, owner.purchase);
      if (why !== null) return { type: "ignored", why };
      return arrivalOf({ ...said, purchaseId: owner.purchase.id }, owner, hearing);
    }
    case "fan":
      return arrivalOf(said, { fanId: owner.fanId, purchase: null }, hearing);
    case "foreign":
      return { type: "ignored", why: owner.why };
    case "erased":
      return concernsMoney(said)
        ? incident("orphan-payment", said, `purchase ${owner.purchaseId} of an erased fan`)
        : { type: "ignored", why: "of a fan who was erased" };
    case "orphan":
      return concernsMoney(said)
        ? incident("orphan-payment", said, `${owner.why} is not in our books`)
        : { type: "ignored", why: `${owner.why} is not in our books` };
    case "contradiction":
      return incident("payment-contradiction", said, owner.why);
  }
}

function arrivalOf(
  fact: object,
  owner: { readonly fanId: number; readonly purchase: Purchase | null },
  { dedupeKey, at, raw }: Hearing,
): Addressed {
  const parsed = PaymentFact.safeParse(fact);
  if (!parsed.success) return { type: "ignored", why: "it says nothing that we know" };
  const { purchase, fanId } = owner;
  const message: ConversationMessage = { type: "payment", fact: parsed.data, purchase };
  const arrival: Arrival = {
    dedupeKey,
    address: { kind: "conversation", key: String(fanId) },
    lane: "urgent",
    at,
    body: JSON.stringify(message),
    raw,
  };
  return { type: "arrival", arrival, purchase };
}

/**
 * A page whose answer was lost is made anew, and nobody has ever seen the first: that it ran out is
 * no news of the purchase.
 */
function staleness(said: Said, purchase: Purchase): string | null {
  if (said.type !== "session" || purchase.sessionId === said.sessionId) return null;
  const isOver = said.state === "expired" || said.state === "open";
  return isOver && purchase.sessionId !== null ? "another page of this purchase is open" : null;
}

/** Whether money has moved, or is about to. */
function concernsMoney(said: Said): boolean {
  switch (said.type) {
    case "session":
      return said.state === "paid" || said.state === "unpaid";
    case "payment":
      return said.state === "succeeded" || said.state === "processing";
    case "refunded":
      return said.amount > 0;
    default:
      return true;
  }
}

/** Each payment is a kind of its own: an alert throttles by kind, and this is somebody's money. */
function incident(kind: string, said: Said, why: string): Addressed {
  const money = "amount" in said ? ` of ${said.amount} ${said.currency} (smallest unit)` : "";
  const id = "paymentId" in said ? (said.paymentId ?? "") : "";
  const subject = id === "" && "sessionId" in said ? said.sessionId : id;
  const detail = `${said.type}${money} ${id}: ${why}; nothing was credited`.replaceAll(/\s+/g, " ");
  const mend = "Look the payment up at Stripe, and refund it there if nobody can be given it.";
  return { type: "incident", incident: { kind: `${kind} ${subject}`.trim(), detail, mend } };
}
