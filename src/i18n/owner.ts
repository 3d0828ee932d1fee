// To the owner, in private, in English: what cannot wait until somebody looks. Each says what
// happened, to whom, and what to do now.
import { bold, code, type Rich, rich } from "#actors/kernel/rich.ts";
import type { OwnerSays } from "#actors/kernel/say.ts";
import type { OwnerWords } from "./catalogue.ts";
import { disputeReason, disputeStatus } from "./disputes.ts";
import { nouns } from "./en/nouns.ts";
import { hasUnits } from "./layout.ts";
import { price, unitsText } from "./money.ts";
import { cutText, day, figure, lines, plainName } from "./words.ts";

const L = "en";
const TEXT_PART_MAX = 1_000;
const ID_LENGTH_MAX = 255;

export const owner: OwnerWords = {
  dispute: (w) =>
    lines(
      rich("⚖️ ", bold(`${price(w.price, L)} is disputed`), ": ", disputeReason(w.reason), "."),
      who(w),
      `Status: ${disputeStatus(w.status)}.`,
      w.evidenceDueAt === null
        ? null
        : rich(bold(`Evidence is due ${day(w.evidenceDueAt, L)}`), " (UTC)."),
      "",
      bold("What speaks for the sale"),
      `• bought: ${unitsText(w.gives, nouns)}${w.paidAt === null ? "" : `, paid ${day(w.paidAt, L)}`}`,
      `• wrote ${nouns.messages(w.messagesIn)} and got ${figure(w.messagesOut, L)} back`,
      `• here ${w.firstSeenAt === null ? "" : `since ${day(w.firstSeenAt, L)}, `}last on ${day(w.lastSeenAt, L)}`,
      "",
      rich(bold("What to do: "), whatToDo(w.status)),
      rich("Dispute ", id(w.disputeId), ", payment ", id(w.paymentId)),
    ),
  disputeEnded: (w) =>
    lines(
      rich(
        w.isWon ? "✅ " : "❌ ",
        bold(`The dispute about ${price(w.price, L)} is ${w.isWon ? "won" : "lost"}.`),
      ),
      who(w),
      hasUnits(w.moved)
        ? `${w.isWon ? "The fan has again" : "Taken from the fan"}: ${unitsText(w.moved, nouns)}.`
        : null,
      w.isWon ? null : "The money is gone with it; Stripe's fee stays with you too.",
      rich("Dispute ", id(w.disputeId), ", payment ", id(w.paymentId)),
    ),
  fraudWarning: (w) =>
    lines(
      rich("🕵️ ", bold(`The card's bank suspects fraud in a payment of ${price(w.price, L)}.`)),
      who(w),
      rich(
        bold("What to do: "),
        "if you do not know this fan, refund it from their topic (/purchases) or in the Stripe Dashboard: that costs less than a dispute.",
      ),
      rich("Payment ", id(w.paymentId)),
    ),
  mismatch: (w) =>
    lines(
      rich("🚨 ", bold("A payment is not what was asked for. Nothing was credited.")),
      who(w),
      `Asked for: ${price(w.wanted, L)}. Came: ${price(w.got, L)}.`,
      rich(
        bold("What to do: "),
        "look the payment up and refund it, or give the credits by hand with /gift in the topic.",
      ),
      rich("Payment ", id(w.paymentId)),
    ),
  paidTwice: (w) =>
    lines(
      rich("↩️ ", bold(`An invoice was paid twice: ${price(w.price, L)} came again.`)),
      who(w),
      w.refusal === null
        ? "The second payment is being given back by itself. Nothing is to be done."
        : cutText(`Telegram would not give it back: ${w.refusal}`, TEXT_PART_MAX),
      w.refusal === null
        ? null
        : rich(bold("What to do: "), "settle it with the fan, in their topic."),
      rich("Payment ", id(w.paymentId)),
    ),
  orphanPayment: (w) =>
    lines(
      rich("🚨 ", bold(`${price(w.price, L)} came for a purchase that is not ours to credit.`)),
      "The fan has deleted their data, nobody here knows the purchase, or it asked for another sum. Nothing was credited.",
      rich(bold("What to do: "), "look the payment up and refund it where it was made."),
      rich("Payment ", id(w.paymentId), ", purchase ", id(w.purchaseId)),
    ),
  incident: (w) =>
    lines(
      rich("🚨 ", bold(w.kind), w.count > 1 ? `  ×${figure(w.count, L)} since the last alert` : ""),
      cutText(w.detail, TEXT_PART_MAX),
      w.mend === "" ? null : rich(bold("What to do: "), cutText(w.mend, TEXT_PART_MAX)),
    ),
};

function who({ name, fanId }: { readonly name: string; readonly fanId: number }): Rich {
  return rich("From: ", bold(plainName(name)), " (ID: ", code(String(fanId)), ")");
}

/** An id of a payment service, to copy with a tap. */
function id(value: string): Rich {
  return code(plainName(value, ID_LENGTH_MAX));
}

/** By the status: an inquiry can still be ended by a refund, a dispute cannot. */
function whatToDo(status: OwnerSays["dispute"]["status"]): string {
  if (status.startsWith("warning_")) {
    return "answer the inquiry in the Stripe Dashboard, or refund the payment now: then it cannot become a dispute.";
  }
  if (status.endsWith("needs_response")) {
    return "send the facts above, and the talk in their topic, as evidence in the Stripe Dashboard (Payments, Disputes), or accept it there. Without an answer it is lost. Do not refund it as well: the bank has the money already.";
  }
  return "nothing now; the Stripe Dashboard (Payments, Disputes) has the details.";
}
