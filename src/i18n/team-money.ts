// To the team, in English: money in, money back, and what the team decides about it.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { Account, LineFacts, Price, TeamSays } from "#actors/kernel/say.ts";
import type { SomeTeamWords } from "./catalogue.ts";
import { disputeReason, disputeStatus } from "./disputes.ts";
import { nouns } from "./en/nouns.ts";
import { accountLines, hasUnits, signedCredits } from "./layout.ts";
import { money, price, spentText, unitsText } from "./money.ts";
import { cutText, day, figure, lines, moment, plainName } from "./words.ts";

const L = "en";
const { credits } = nouns;
const REASON_LENGTH_MAX = 200;
const REQUEST_LENGTH_MAX = 3_000;

const units = (of: Parameters<typeof unitsText>[0]): string => unitsText(of, nouns);

/** ` of $5.00`, or nothing where not everybody may read it. */
const ofPrice = (of: Price | null): string => (of === null ? "" : ` of ${price(of, L)}`);

/** What a fan has, as the team reads it: what is owed is theirs, not "yours". */
function has(account: Account): string {
  const { debt } = account;
  const [bar = ""] = accountLines(account, nouns);
  return hasUnits(debt) ? `${bar}, owes ${units(debt)}` : bar;
}

const WHY_OFF: Readonly<Record<TeamSays["rechargeOff"]["why"], string>> = {
  dispute: "a payment is disputed.",
  card: "the card is gone or keeps being declined.",
  customer: "the customer was deleted at Stripe.",
  shop: "the pack is no longer sold.",
};

const STATES: Readonly<Record<string, string>> = {
  open: "being charged",
  processing: "on its way",
  requiresAction: "waits for their bank",
  paid: "paid",
  mismatch: "not what was asked for",
};

type Line = TeamSays["purchases"]["purchases"][number];

function purchaseLine(line: Line): string {
  const { sale, refunded } = line;
  const notes = [
    line.isRecharge ? "auto-recharge" : null,
    STATES[line.state] ?? line.state,
    refunded > 0 ? `${money(refunded, sale.currency, L)} refunded` : null,
    line.isDisputed ? "⚖️ disputed" : null,
  ].filter((note) => note !== null);
  return `${line.name}. ${day(line.at, L)} · ${units(sale.gives)} · ${price(sale, L)} · ${notes.join(", ")}`;
}

/** `Jun 15, 2025, 2:05 PM UTC · message (photo) · −3 credits`. */
function ledgerLine(line: LineFacts): string {
  const { kind, messageKind } = line;
  const of = messageKind === null ? "" : ` (${plainName(messageKind, 32)})`;
  const parts = [
    moment(line.at, L),
    plainName(kind, 32) + of,
    line.credits === 0 && line.seconds !== 0 ? null : signedCredits(line.credits, nouns),
    line.seconds === 0
      ? null
      : `${line.seconds < 0 ? "−" : "+"}${nouns.time(Math.abs(line.seconds))}`,
    line.price === null ? null : price(line.price, L),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

export const teamMoney = {
  paid: (w) =>
    rich(
      w.isRecharge ? "🔄 " : "💰 ",
      bold(w.sale.amount === null ? "Paid" : money(w.sale.amount, w.sale.currency, L)),
      w.sale.amount === null ? " by " : " from ",
      `${plainName(w.name)}: ${units(w.sale.gives)}${w.isRecharge ? ", by auto-recharge" : ""}.`,
    ),
  refunded: (w) =>
    lines(
      rich(
        "↩️ ",
        bold(w.price === null ? "Refunded" : `${price(w.price, L)} refunded`),
        `, ${units(w.takes)} taken back.`,
      ),
      has(w.account),
    ),
  refundFailed: (w) =>
    rich(
      "⚠️ ",
      bold(`The refund${ofPrice(w.price)} failed at the bank.`),
      ` The fan has ${units(w.gives)} again. Find another way with them.`,
    ),
  disputed: (w) =>
    lines(
      rich(
        "⚖️ ",
        bold(`${w.price === null ? "A payment" : price(w.price, L)} is disputed: `),
        disputeReason(w.reason),
        ".",
      ),
      `Status: ${disputeStatus(w.status)}.`,
      hasUnits(w.freezes) ? `Frozen meanwhile: ${units(w.freezes)}.` : null,
      "The owner has been told. Please keep what was said here.",
    ),
  disputeEnded: (w) =>
    lines(
      rich(
        w.isWon ? "✅ " : "❌ ",
        bold(`The dispute${ofPrice(w.price)} is ${w.isWon ? "won" : "lost"}.`),
      ),
      has(w.account),
    ),
  fraudWarning: (w) =>
    rich(
      "🕵️ ",
      bold(`The card's bank suspects fraud in the payment${ofPrice(w.price)}.`),
      " A refund now can prevent a dispute.",
    ),
  rechargeOff: (w) => rich(`🔄 Auto-recharge switched off: ${WHY_OFF[w.why]}`),
  purchases: (w) =>
    lines(
      rich("🧾 ", bold(plainName(w.name)), `, paid ${spentText(w)}`),
      has(w.account),
      "",
      ...(w.purchases.length === 0 ? ["Nothing bought yet."] : w.purchases.map(purchaseLine)),
    ),
  refundMenu: (w) =>
    lines(
      rich("↩️ ", bold(`${units(w.sale.gives)} for ${price(w.sale, L)}`)),
      `Not refunded yet: ${price(w.left, L)}. How much goes back?`,
    ),
  refundConfirm: (w) =>
    lines(
      rich("↩️ Refund ", bold(price(w.price, L)), "?"),
      hasUnits(w.takes) ? `Goes with it: ${units(w.takes)}.` : null,
      hasUnits(w.owes) ? `Spent already, and so owed: ${units(w.owes)}.` : null,
    ),
  refundAsked: (w) =>
    rich("↩️ ", bold(`Refund${ofPrice(w.price)}`), ` asked for by ${plainName(w.by)}.`),
  refundRefused: (w) =>
    lines(
      rich("❌ ", bold(`The refund${ofPrice(w.price)} was refused.`)),
      w.reason === "" ? null : code(cutText(w.reason, REASON_LENGTH_MAX)),
    ),
  refundUsage: () =>
    rich(
      "↩️ Reply with ",
      code("/refund"),
      " to a message to give its credits back. For money, ",
      code("/purchases"),
      " shows what they bought.",
    ),
  nothingToGiveBack: () => rich("Nothing to give back: it was free, or is given back already."),
  adjustUsage: (w) =>
    rich(
      "⚖️ ",
      code("/adjust -5 reason"),
      " or ",
      code("/adjust 5 reason"),
      ` puts the balance right, by at most ${figure(w.max, L)} at once. The reason is kept.`,
    ),
  adjusted: (w) =>
    lines(
      rich(
        "⚖️ ",
        bold(signedCredits(w.credits, nouns)),
        ` by ${plainName(w.by)}. Balance: ${figure(w.balance, L)}.`,
      ),
      cutText(plainName(w.reason, REASON_LENGTH_MAX), REASON_LENGTH_MAX),
    ),
  wrong: (w) =>
    lines(rich("🙋 ", bold(`${plainName(w.name)} says this was wrong:`)), ledgerLine(w.line)),
  giveBackConfirm: (w) =>
    lines(rich("↩️ Give ", bold(credits(-w.line.credits)), " back?"), ledgerLine(w.line)),
  lineGivenBack: (w) =>
    lines(
      rich(
        "↩️ ",
        bold(`${credits(-w.line.credits)} given back`),
        ` by ${plainName(w.by)}. Balance: ${figure(w.balance, L)}.`,
      ),
      ledgerLine(w.line),
    ),
  lineRefused: (w) =>
    lines(
      rich("🙅 ", bold("Declined"), ` by ${plainName(w.by)}. The fan has been told.`),
      ledgerLine(w.line),
    ),
  paySupport: (w) =>
    lines(
      rich("🆘 ", bold(`${plainName(w.name)} asks for help with a payment`)),
      cutText(w.text, REQUEST_LENGTH_MAX),
    ),
} satisfies SomeTeamWords;
