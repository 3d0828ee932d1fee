// Whose a statement of Stripe's is. The row of a purchase decides; metadata only says where to look,
// because whoever has Stripe's dashboard can change it, and because an account may sell other things.
//
//   metadata names a purchase   its row, unless that row has another page or payment, or belongs to
//                               another fan or customer
//   else the payment is known   the row that it paid
//   else the page is known      the row that it was made for
//   else Stripe is asked        refunds and disputes carry no metadata: the payment's own is read
//   a card, a customer          the fan who has that customer
//
// A contradiction credits nothing and is told; so is a payment that is ours and has no row, or one
// that cannot be read: it must not hold up what comes behind it. What is not tagged as ours, or as
// another bot's, is somebody else's business.
import { isUnreadable, type PaymentReads, type PurchaseAt } from "#db/payments.ts";
import type { Said, Statement } from "./facts.ts";
import { createGate } from "./gate.ts";
import type { Tags } from "./tags.ts";

/** The database's side of it. Rejections mean that it could not be asked. */
export type OwnerReads = Pick<
  PaymentReads,
  "purchaseById" | "purchaseByPayment" | "purchaseBySession" | "fanOfCustomer"
>;

export type Owner =
  | ({ readonly type: "purchase" } & PurchaseAt)
  | { readonly type: "fan"; readonly fanId: number }
  /** Theirs was erased, and money is concerned. */
  | { readonly type: "erased"; readonly purchaseId: string }
  /** Not of this program. */
  | { readonly type: "foreign"; readonly why: string }
  /** Tagged as ours, and yet nothing of ours; or in contradiction with our rows. */
  | { readonly type: "orphan" | "contradiction"; readonly why: string };

/** Rejects when the database or Stripe cannot be asked, or too many wait for one of them. */
export type FindOwner = (statement: Statement) => Promise<Owner>;

/** Rows looked up at a time: half of the database's connections. */
const READS_MAX = 5;
/** Payments asked for at Stripe at a time: who asks there holds up nobody who need not. */
const ASKS_MAX = 5;
/** Events that wait for either; more than a storm of Stripe's brings. */
const WAITING_MAX = 1_000;

/** @param tagsOfPayment asks Stripe for a payment's metadata; null: there is no such payment. */
export function createOwners(parts: {
  readonly reads: OwnerReads;
  readonly tagsOfPayment: (paymentId: string) => Promise<Tags | null>;
  /** Ours: another bot's purchases are in another database. */
  readonly botId: number;
}): FindOwner {
  const { botId } = parts;
  const reads = inTurn(parts.reads);
  const asks = createGate(ASKS_MAX, WAITING_MAX);
  const tagsOfPayment = (paymentId: string) => asks.pass(() => parts.tagsOfPayment(paymentId));

  const byTags = async (said: Said, tags: Tags): Promise<Owner> => {
    const { purchaseId } = tags;
    const found = purchaseId === null ? null : await reads.purchaseById(purchaseId);
    if (found === null) {
      const why = `purchase ${purchaseId ?? "(none named)"}`;
      const isOfThisBot = tags.isOurs && (tags.botId ?? botId) === botId;
      return isOfThisBot
        ? { type: "orphan", why }
        : { type: "foreign", why: "no purchase of ours" };
    }
    const paymentId = paymentOf(said);
    const paid = found.purchase.paymentId;
    if (paid !== null && paymentId !== null && paid !== paymentId) {
      return contradiction(`${found.purchase.id} was paid by ${paid}, not by ${paymentId}`);
    }
    const other = paid === null && paymentId !== null && (await reads.purchaseByPayment(paymentId));
    if (other && other.purchase.id !== found.purchase.id) {
      return contradiction(`${paymentId} paid for ${other.purchase.id}, not ${found.purchase.id}`);
    }
    if (tags.fanId !== null && found.fanId > 0 && tags.fanId !== found.fanId) {
      return contradiction(`${found.purchase.id} is not of fan ${tags.fanId}`);
    }
    return (await strangerTo(reads, found, said)) ?? ownedBy(found);
  };

  const ofPurchase = async ({ said, tags }: Statement): Promise<Owner> => {
    if (tags.purchaseId !== null) return byTags(said, tags);
    const paymentId = paymentOf(said);
    const known =
      (paymentId === null ? null : await reads.purchaseByPayment(paymentId)) ??
      (said.type === "session" ? await reads.purchaseBySession(said.sessionId) : null);
    if (known !== null) return ownedBy(known);
    // A session and a payment carry their own metadata: there is nothing more to be learnt.
    const isItself = said.type === "session" || said.type === "payment";
    if (isItself || paymentId === null) return byTags(said, tags);
    return byTags(said, (await tagsOfPayment(paymentId)) ?? tags);
  };

  return async (statement) => {
    const { said, tags } = statement;
    switch (said.type) {
      case "card":
      case "setup":
      case "customerDeleted":
        return ofCustomer(reads, said.customerId, tags);
      default:
        return ofPurchase(statement).catch(unreadable);
    }
  };
}

function inTurn(reads: OwnerReads): OwnerReads {
  const gate = createGate(READS_MAX, WAITING_MAX);
  return {
    purchaseById: (id) => gate.pass(() => reads.purchaseById(id)),
    purchaseByPayment: (id, rail) => gate.pass(() => reads.purchaseByPayment(id, rail)),
    purchaseBySession: (id) => gate.pass(() => reads.purchaseBySession(id)),
    fanOfCustomer: (id) => gate.pass(() => reads.fanOfCustomer(id)),
  };
}

/** Metadata is whatever somebody wrote; a page and a customer are whose they were made for. */
async function strangerTo(
  reads: OwnerReads,
  { fanId, purchase }: PurchaseAt,
  said: Said,
): Promise<Owner | null> {
  if (said.type !== "session" && said.type !== "payment") return null;
  // Of a page that was made and never shown only its end is heard: arrival.ts knows what that means.
  const isPaidAt = said.type === "session" && (said.state === "paid" || said.state === "unpaid");
  const page = isPaidAt ? said.sessionId : null;
  if (page !== null && purchase.sessionId !== null && page !== purchase.sessionId) {
    return contradiction(`${purchase.id} is asked for at ${purchase.sessionId}, not at ${page}`);
  }
  const { customerId } = said;
  const payer = customerId === null ? null : await reads.fanOfCustomer(customerId);
  if (payer === null || payer < 0 || fanId < 0 || payer === fanId) return null;
  return contradiction(`${purchase.id} is not of customer ${customerId ?? ""}`);
}

function unreadable(error: unknown): Owner {
  if (!isUnreadable(error)) throw error;
  return contradiction("the row of its purchase cannot be read (bun run ledger:verify)");
}

async function ofCustomer(
  reads: OwnerReads,
  customerId: string | null,
  tags: Tags,
): Promise<Owner> {
  const fanId = customerId === null ? null : await reads.fanOfCustomer(customerId);
  if (fanId === null || fanId < 0) return { type: "foreign", why: "no customer of ours" };
  if (tags.fanId !== null && tags.fanId !== fanId) {
    return contradiction(`customer ${customerId ?? ""} is not of fan ${tags.fanId}`);
  }
  return { type: "fan", fanId };
}

function paymentOf(said: Said): string | null {
  return "paymentId" in said ? said.paymentId : null;
}

function ownedBy(found: PurchaseAt): Owner {
  if (found.fanId > 0) return { type: "purchase", ...found };
  return { type: "erased", purchaseId: found.purchase.id };
}

function contradiction(why: string): Owner {
  return { type: "contradiction", why };
}
