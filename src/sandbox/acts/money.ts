// What people do with money: the fan at an invoice; at Stripe the payer's bank, the payer and the
// owner, each with the means they have there.

import type { StoredMessage } from "#src/sandbox/model.ts";
import type { Act } from "#src/sandbox/protocol.ts";
import type {
  CardTurn,
  DisputeTurn,
  PaymentTurn,
  StripeAct,
} from "#src/sandbox/stripe/protocol.ts";
import { StripeRefusal } from "#src/sandbox/stripe/refusal.ts";
import type { StripeWorld } from "#src/sandbox/stripe/world.ts";
import type { Telegram } from "#src/sandbox/telegram/context.ts";
import { Impossible, need } from "./impossible.ts";
import { messageAt, personOf } from "./messages.ts";

type ActOf<K extends Act["act"]> = Extract<Act, { readonly act: K }>;

const HOUR_MS = 3_600_000;

/** The test cards whose banks do what a turn of a card is called. */
const BANKS: Readonly<Record<Exclude<CardTurn, "renewed" | "removed">, string>> = {
  works: "4242424242424242",
  empty: "4000000000009995",
  revoked: "4000000000009979",
  asksTheBank: "4000002760003184",
};

/** What a renewed card shows. */
const RENEWED = { last4: "1881", expYear: 2039 } as const;

export function topUpStars({ world, stars }: Telegram, act: ActOf<"topUpStars">): void {
  stars.add(personOf(world, act.personId).id, act.amount);
  world.changed();
}

/**
 * Confirms an invoice and waits until the bot has approved it, has refused it, or has let its ten
 * seconds go by. Answers the id of the message that says it is paid; throws Impossible if it is not.
 */
export async function payInvoice(telegram: Telegram, act: ActOf<"payInvoice">): Promise<number> {
  const { world, stars, feed } = telegram;
  const message = messageAt(world, act);
  const { content, id: messageId } = message;
  need(content.type === "invoice", "there is nothing to pay");
  need(act.chatId === act.personId, "the sandbox pays invoices in private chats only");
  need(!stars.isPaid(messageId), "this invoice is paid");
  need(!stars.isAtCheckout(messageId), "the payment is under way");
  const { invoice } = content;
  const missing = invoice.amount - stars.balanceOf(act.personId);
  need(missing <= 0, `${missing} Stars are missing: top up first`);
  const { id, ended } = stars.open(messageId);
  feed.preCheckout({ id, personId: act.personId, invoice });
  const end = await ended;
  need(end.type !== "lapsed", "the bot did not answer within ten seconds; nothing was taken");
  if (end.type === "refused") throw new Impossible(end.words);
  const { amount, payload, chargeId } = stars.pay(act.personId, messageId, invoice);
  const service = { type: "paid", amount, payload, chargeId } as const;
  const receipt: StoredMessage = world.post({
    chatId: act.chatId,
    fromId: act.personId,
    content: { type: "service", service },
  });
  feed.message(receipt);
  return receipt.id;
}

/** Telegram takes the Stars without asking the bot, shows the media, and tells the bot after. */
export function buyMedia({ world, stars, feed }: Telegram, act: ActOf<"buyMedia">): void {
  const { content, id: messageId } = messageAt(world, act);
  need(content.type === "paidMedia", "there is nothing to buy");
  const { amount, payload, buyers } = content.paid;
  need(!buyers.has(act.personId), "it is bought already");
  const missing = amount - stars.balanceOf(act.personId);
  need(missing <= 0, `${missing} Stars are missing: top up first`);
  stars.buyMedia(act.personId, messageId, { amount, payload });
  buyers.add(act.personId);
  feed.paidMedia(act.personId, payload);
  world.changed();
}

/** Does something at Stripe; what Stripe refuses is impossible, in Stripe's words. */
export function actAtStripe(world: StripeWorld, act: StripeAct): void {
  try {
    carryOut(world, act);
  } catch (error) {
    if (error instanceof StripeRefusal) throw new Impossible(error.message);
    throw error;
  }
}

function carryOut(world: StripeWorld, act: StripeAct): void {
  switch (act.act) {
    case "stripePayment":
      return turnPayment(world, act.paymentId, act.to);
    case "stripeDispute":
      return turnDispute(world, act.disputeId, act.to);
    case "stripeCard":
      return turnCard(world, act.cardId, act.to);
    case "deleteCustomer":
      return world.deleteCustomer(act.customerId);
    case "sendEvent":
      return sendEvent(world, act);
    case "sendEventsBackwards":
      return sendBackwards(world, act.count);
    case "stripeFault":
      world.faults.set(act.set);
      return world.store.changed();
  }
}

function sendEvent(world: StripeWorld, act: ActOf<"sendEvent">): void {
  const { eventId, manner, inAnHour = false } = act;
  if (inAnHour) world.store.clock.after(HOUR_MS, () => world.resend(eventId, manner));
  else world.resend(eventId, manner);
}

function sendBackwards(world: StripeWorld, count: number): void {
  const newest = world.store.events.newestFirst().slice(0, count);
  for (const event of newest) world.resend(event.id);
}

function turnPayment(world: StripeWorld, id: string, to: PaymentTurn): void {
  switch (to) {
    case "settled":
      settle(world, id, "succeeded");
      break;
    case "unsettled":
      settle(world, id, "failed");
      break;
    case "refunded":
      world.refund(id);
      break;
    case "halfRefunded":
      world.refund(id, Math.floor(amountOf(world, id) / 2));
      break;
    case "refundFailed":
      world.settleRefund(newestRefund(world, id), "failed");
      break;
    case "disputed":
      world.dispute(id);
      break;
    case "inquired":
      world.dispute(id, { isInquiry: true });
      break;
    case "warned":
      world.warnOfFraud(id);
      break;
    case "expired":
      world.expire(world.store.sessionOf.get(id)?.id ?? id);
      break;
  }
}

function settle(world: StripeWorld, id: string, as: "succeeded" | "failed"): void {
  const isOnItsWay = world.store.intents.get(id)?.status === "processing";
  need(isOnItsWay, "no money is on its way");
  world.settle(id, as);
}

function turnDispute(world: StripeWorld, id: string, to: DisputeTurn): void {
  if (to === "escalated") world.escalateDispute(id);
  else world.closeDispute(id, to === "closed" ? "warning_closed" : to);
}

function turnCard(world: StripeWorld, id: string, to: CardTurn): void {
  if (to === "renewed") world.renewCard(id, RENEWED.last4, RENEWED.expYear);
  else if (to === "removed") world.removeCard(id);
  else {
    world.changeBank(id, BANKS[to]);
    world.store.changed();
  }
}

function amountOf(world: StripeWorld, id: string): number {
  const intent = world.store.intents.get(id);
  need(intent !== undefined, "nobody has paid that yet");
  return intent.amount;
}

function newestRefund({ store }: StripeWorld, paymentId: string): string {
  const [refund] = store.refunds.newestFirst((one) => one.payment_intent === paymentId);
  need(refund !== undefined, "nothing of it was refunded");
  return refund.id;
}
