// Payments in Stars (core.telegram.org/bots/api#payments). The sandbox knows no payment provider,
// so an invoice is in XTR or it is refused. Parameters that Telegram has no use for with Stars (tips,
// shipping, names) are not in the table, and so are refused rather than ignored.

import type { Invoice } from "#src/sandbox/model.ts";
import type { Handler } from "#src/sandbox/telegram/context.ts";
import { parseInvoiceMarkup } from "#src/sandbox/telegram/markup.ts";
import type { ParamsOf } from "#src/sandbox/telegram/method-table.ts";
import { badRequest, QUERY_TOO_OLD } from "#src/sandbox/telegram/refusal.ts";
import type { StarsTransaction } from "#src/sandbox/telegram/stars.ts";
import { STARS, type Wire, wireDate, wireMessage, wireUser } from "#src/sandbox/telegram/wire.ts";
import type { World } from "#src/sandbox/world.ts";
import { openDestination, writeTo } from "./send.ts";

const TITLE_MAX = 32;
const DESCRIPTION_MAX = 255;
const PAYLOAD_BYTES_MAX = 128;
const AMOUNT_MAX = 100_000;
const TRANSACTIONS_MAX = 100;

export const sendInvoice: Handler<"sendInvoice"> = (telegram, { params }) => {
  const invoice = readInvoice(params);
  const { reply_markup: markup, ...rest } = params;
  const destination = openDestination(telegram, rest);
  const keyboard = parseInvoiceMarkup(markup, destination.chat.person !== null, invoice.amount);
  const message = writeTo(
    telegram,
    { ...destination, markup: { keyboard, isReplyKeyboard: false } },
    { type: "invoice", invoice },
  );
  return wireMessage(telegram.world, message);
};

function readInvoice(params: ParamsOf<"sendInvoice">): Invoice {
  const { title, description, payload, currency, prices, start_parameter: start = "" } = params;
  checkLength("title", title.length, TITLE_MAX);
  checkLength("description", description.length, DESCRIPTION_MAX);
  if (Buffer.byteLength(payload) > PAYLOAD_BYTES_MAX) throw badRequest("INVOICE_PAYLOAD_INVALID");
  if (currency !== STARS) throw badRequest("PAYMENT_PROVIDER_INVALID");
  const [price, ...others] = prices;
  if (!price || others.length > 0 || params.provider_token) {
    throw badRequest("STARS_INVOICE_INVALID");
  }
  const { amount } = price;
  if (amount < 1 || amount > AMOUNT_MAX) throw badRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
  return { title, description, payload, startParameter: start, amount };
}

function checkLength(what: string, length: number, max: number): void {
  if (length > max) throw badRequest(`an invoice's ${what} has 1-${max} characters`);
}

/** Once, within ten seconds; a refusal carries words for the person. */
export const answerPreCheckoutQuery: Handler<"answerPreCheckoutQuery"> = (telegram, { params }) => {
  const { pre_checkout_query_id: id, ok, error_message: words = "" } = params;
  if (!ok && words === "") throw badRequest('parameter "error_message" is required');
  const end = ok ? ({ type: "approved" } as const) : ({ type: "refused", words } as const);
  if (!telegram.stars.answer(id, end)) throw badRequest(QUERY_TOO_OLD);
  return true;
};

/** Leaves a service message in the person's chat, of which the bot hears too. */
export const refundStarPayment: Handler<"refundStarPayment"> = (telegram, { params }) => {
  const { user_id: personId, telegram_payment_charge_id: chargeId } = params;
  const { world, stars, feed } = telegram;
  if (!world.people.has(personId)) throw badRequest("USER_ID_INVALID");
  const payment = stars.paymentBy(personId, chargeId);
  if (!payment) throw badRequest("CHARGE_NOT_FOUND");
  if (payment.isRefunded) throw badRequest("CHARGE_ALREADY_REFUNDED");
  stars.refund(payment);
  const { amount, payload } = payment;
  const service = { type: "refunded", amount, payload, chargeId } as const;
  const content = { type: "service", service } as const;
  feed.message(world.post({ chatId: personId, fromId: world.bot.id, content }));
  return true;
};

export const getStarTransactions: Handler<"getStarTransactions"> = (telegram, { params }) => {
  const { offset = 0, limit = TRANSACTIONS_MAX } = params;
  if (limit < 1 || limit > TRANSACTIONS_MAX) {
    throw badRequest(`limit must be between 1 and ${TRANSACTIONS_MAX}`);
  }
  const { transactions } = telegram.stars;
  const page = transactions.slice(offset, offset + limit);
  return { transactions: page.map((one) => wireTransaction(telegram.world, one)) };
};

export const getMyStarBalance: Handler<"getMyStarBalance"> = ({ stars }) => {
  return { amount: stars.botBalance };
};

function wireTransaction(world: World, { payment, isRefund, at }: StarsTransaction): Wire {
  const { payload, isForMedia } = payment;
  const about = isForMedia
    ? { transaction_type: "paid_media_payment", ...(payload && { paid_media_payload: payload }) }
    : { transaction_type: "invoice_payment", invoice_payload: payload };
  const partner = { type: "user", user: wireUser(world, payment.personId), ...about };
  return {
    id: payment.chargeId,
    amount: payment.amount,
    date: wireDate(at),
    ...(isRefund ? { receiver: partner } : { source: partner }),
  };
}
