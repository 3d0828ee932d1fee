// Purchases in a commit. Each turn that changes a purchase writes it one version on: version 1 is a
// new row, any other one is the row with the version before it, of the same fan. Where that is not
// so (a conversation that remembers less than the row, a fan who was erased meanwhile) the version
// becomes -1, which `purchases_version_check` refuses, and the commit breaks as it does for a balance
// that is not its ledger's sum. So no turn writes over what it has not seen.
//
//   version 1, no row        inserted
//   version 1, a row         `purchases_pkey` refuses it
//   later, the row before it updated
//   later, any other row     updated to version -1: refused
//   later, no row            inserted with version -1: refused
//
// A check constraint is looked at before a conflict is (so `on conflict` cannot say this), and what is
// inserted beside an update in one statement does not see it: hence two steps, told apart by whether
// there was a row when the statement began.
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { PurchaseItem } from "./batch.ts";
import { bigint, boolean, integer, json, matches, moment, text } from "./columns.ts";
import { at, envelopeId, isTaken, type Part, part, userId } from "./commit-part.ts";

/** Statuses of a dispute that took nothing, or nothing for good; all others count against a fan. */
const HARMLESS: ReadonlySet<string> = new Set(["won", "warning_closed", "prevented"]);

export const PURCHASES: Part = part<PurchaseItem>(
  "purchases",
  (batch) => batch.purchases,
  [
    envelopeId,
    userId,
    text("id", ({ purchase }) => purchase.id),
    text("rail", ({ purchase }) => purchase.rail),
    text("kind", ({ purchase }) => purchase.kind),
    text("sku", ({ purchase }) => purchase.sku),
    integer("credits", ({ purchase }) => purchase.gives.credits),
    integer("seconds", ({ purchase }) => purchase.gives.seconds),
    integer("amount", ({ purchase }) => purchase.amount),
    text("currency", ({ purchase }) => purchase.currency),
    text("promo", ({ purchase }) => purchase.promo),
    text("state", ({ purchase }) => purchase.state),
    text("session_id", ({ purchase }) => purchase.sessionId),
    text("payment_id", ({ purchase }) => purchase.paymentId),
    integer("refunded_amount", ({ purchase }) => refundedAmount(purchase)),
    boolean("is_disputed", ({ purchase }) => isDisputed(purchase)),
    boolean("is_granted", ({ purchase }) => purchase.isGranted),
    json("record", ({ purchase }) => JSON.stringify(purchase)),
    integer("version", ({ purchase }) => purchase.version),
    bigint("created_at", ({ purchase }) => purchase.createdAt),
    bigint("paid_at", ({ purchase }) => purchase.paidAt),
    at,
  ],
  (items) => `
bought as materialized (
  select * from ${items} where ${isTaken("item")}
),
changed_purchases as (
  update purchases
  set version = case
      when purchases.version = bought.version - 1 and purchases.user_id = bought.user_id
      then bought.version else -1 end,
    rail = bought.rail, kind = bought.kind, sku = bought.sku, credits = bought.credits,
    seconds = bought.seconds, amount = bought.amount, currency = bought.currency,
    promo = bought.promo, state = bought.state, session_id = bought.session_id,
    payment_id = bought.payment_id, refunded_amount = bought.refunded_amount,
    is_disputed = bought.is_disputed, is_granted = bought.is_granted,
    record = bought.record::json, created_at = ${moment("bought.created_at")},
    updated_at = ${moment("bought.at")}, paid_at = ${moment("bought.paid_at")}
  from bought
  where ${matches("purchases.id", "bought.id")} and bought.version > 1
),
new_purchases as (
  insert into purchases
    (id, user_id, rail, kind, sku, credits, seconds, amount, currency, promo, state, session_id,
      payment_id, refunded_amount, is_disputed, is_granted, record, version, created_at,
      updated_at, paid_at)
  select id, user_id, rail, kind, sku, credits, seconds, amount, currency, promo, state, session_id,
    payment_id, refunded_amount, is_disputed, is_granted, record::json,
    case when version = 1 then 1 else -1 end, ${moment("created_at")}, ${moment("at")},
    ${moment("paid_at")}
  from bought
  where version = 1
    or not exists (select from purchases where ${matches("purchases.id", "bought.id")})
)`,
);

/** What has been given back of the money, by whichever of the two ways it is told tells of more. */
function refundedAmount({ refunds, refunded }: Purchase): number {
  const succeeded = refunds.filter((refund) => refund.state === "succeeded");
  const sum = succeeded.reduce((total, refund) => total + refund.amount, 0);
  return Math.max(sum, refunded?.amount ?? 0);
}

function isDisputed({ disputes }: Purchase): boolean {
  return disputes.some((dispute) => !HARMLESS.has(dispute.status));
}
