// Effects of money that are Telegram's: an invoice in Stars, Stars given back, a page of the ledger.
import type { Effect } from "#actors/kernel/effect.ts";
import type { FactOf, LedgerLine } from "#actors/kernel/payment.ts";
import type { Performed } from "#actors/kernel/ports.ts";
import { packPress } from "#actors/kernel/press.ts";
import { STARS_CURRENCY } from "#actors/kernel/product.ts";
import type { ButtonSpec, FanSays, Keyboard } from "#actors/kernel/say.ts";
import { fanText, invoiceText } from "#src/i18n/index.ts";
import { packPayload } from "./invoice-payload.ts";
import { outcomeOf } from "./outcome.ts";
import type { FanTarget } from "./perform-fan.ts";
import { DONE, done, type PerformKit } from "./perform-kit.ts";
import { refundOf } from "./receipt.ts";
import { markupOf, NO_PREVIEW, textOf } from "./render.ts";

type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

/** Without one, a forwarded invoice could be paid by whoever it was forwarded to. */
const START_PARAMETER = "shop";
const LINES_PER_ROW = 4;
/** The list of what was unlocked, in a message of its own: the statement stays. */
const UNLOCKED = packPress({ fanId: null, verb: "unlocked", argument: "0:new" });

/** An invoice that its fan alone can pay. */
export async function sendInvoice(
  kit: PerformKit,
  { fanId, chatId }: FanTarget,
  { sale, language }: Of<"sendInvoice">,
): Promise<Performed> {
  const { purchaseId, sku, amount } = sale;
  const { title, description } = invoiceText(sale, language);
  const { message_id: messageId } = await kit.api.sendInvoice({
    chat_id: chatId,
    title,
    description,
    payload: packPayload({ purchaseId, fanId, amount, sku }),
    provider_token: "",
    currency: "XTR",
    prices: [{ label: title, amount }],
    start_parameter: START_PARAMETER,
  });
  return done({ chatId, messageIds: [messageId] });
}

/** Gives all Stars of a payment back; once given back, it is as good as done by us. */
export async function refundStars(
  kit: PerformKit,
  fanId: number,
  { purchaseId, paymentId, amount }: Of<"refundStars">,
): Promise<Performed> {
  try {
    await kit.api.refundStarPayment({ user_id: fanId, telegram_payment_charge_id: paymentId });
  } catch (error) {
    const outcome = outcomeOf(error, { chatId: fanId, attempt: 0 });
    if (outcome.type !== "done") throw error;
  }
  const paid = { purchaseId, paymentId, amount, currency: STARS_CURRENCY };
  const fact: FactOf<"refund"> = refundOf(paid, kit.clock.now());
  return {
    outcome: { type: "done", sent: null, answer: { type: "facts", facts: [fact] } },
    links: [],
  };
}

/** A page of the fan's ledger, new or in the place of another page. */
export async function showHistory(
  kit: PerformKit,
  { fanId, chatId }: FanTarget,
  { page, messageId, language }: Of<"showHistory">,
): Promise<Performed> {
  const { lines, pages } = await kit.reads.historyOf(fanId, page);
  const shown = { page, pages: Math.max(1, pages), lines: lines.map(lineOf) };
  const message = {
    chat_id: chatId,
    ...textOf(fanText({ key: "history", with: shown }, language)),
    ...NO_PREVIEW,
    ...markupOf(historyKeyboard(lines, page, pages), language),
  };
  if (messageId === null) {
    const sent = await kit.api.sendMessage(message);
    return done({ chatId, messageIds: [sent.message_id] });
  }
  await kit.api.editMessageText({ ...message, message_id: messageId });
  return DONE;
}

function lineOf(line: LedgerLine, index: number): FanSays["history"]["lines"][number] {
  const { kind, credits, seconds, amount, currency, messageKind, at } = line;
  const isPaid = currency !== null && amount !== 0;
  const price = isPaid ? { amount: Math.abs(amount), currency } : null;
  return { name: nameOf(index), kind, credits, seconds, price, messageKind, at };
}

/** What stands before a line, and on its button. */
function nameOf(index: number): string {
  return String(index + 1);
}

/** The lines' buttons in short rows, and the way to the pages beside this one. */
function historyKeyboard(lines: readonly LedgerLine[], page: number, pages: number): Keyboard {
  const ofLines = lines.map(
    ({ id }, index): ButtonSpec => ({
      label: { literal: nameOf(index) },
      data: packPress({ fanId: null, verb: "line", argument: `${id}:${page}` }),
    }),
  );
  const turn = (label: "newer" | "older", to: number): ButtonSpec => ({
    label,
    data: packPress({ fanId: null, verb: "history", argument: String(to) }),
  });
  const turns = [
    ...(page > 0 ? [turn("newer", page - 1)] : []),
    ...(page + 1 < pages ? [turn("older", page + 1)] : []),
  ];
  const rows = [
    ofLines.slice(0, LINES_PER_ROW),
    ofLines.slice(LINES_PER_ROW, 2 * LINES_PER_ROW),
    turns,
    lines.length === 0 ? [] : [{ label: "unlockedMedia" as const, data: UNLOCKED }],
  ];
  return rows.filter((row) => row.length > 0);
}
