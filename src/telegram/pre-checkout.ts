// The word that Telegram waits for before it takes a fan's Stars: ten seconds, and nobody pays without
// it. So it is given from memory alone, at once and on the way in: no database, no actor, no outbox.
// What it lets through can still turn out wrong later (a fan was banned meanwhile, an invoice was paid
// on two phones at once); then the conversation sees the payment and settles it.
//
// An update that comes again is answered again; Telegram says that the query is over, which is fine.
import type { Clock, Logger, SettingsSource } from "#actors/kernel/ports.ts";
import { type Product, quote, STARS_CURRENCY } from "#actors/kernel/product.ts";
import { purchaseBegunAt } from "#actors/kernel/purchase.ts";
import { languageOf } from "#actors/kernel/say.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { errorWords, redact } from "#src/errors.ts";
import { fanText } from "#src/i18n/index.ts";
import type { TelegramApi } from "./api.ts";
import { unpackPayload } from "./invoice-payload.ts";
import { outcomeOf } from "./outcome.ts";
import type { PreCheckoutQuery } from "./update.ts";

/** What the client that answers may take for a call, with time left of Telegram's ten seconds. */
export const PRE_CHECKOUT_TIMEOUT_MS = 7_000;

/** An invoice holds for a day: prices and fans change. */
const INVOICE_LIFE_MS = 86_400_000;

/** The largest discount a promo code can be (kernel/product.ts, `Promo.value`), in percent. */
const PERCENT_MAX = 95;

export type Verdict =
  | "ok"
  | "closed" // nothing is sold for Stars now
  | "other-currency"
  | "not-ours" // the payload is none that we pack
  | "other-fan" // a forwarded invoice
  | "too-old"
  | "not-sold" // the product is gone, or no longer sold for Stars
  | "other-price";

/** Whether an invoice may be paid. Pure: `now` is in Unix milliseconds. */
export function judge(
  query: PreCheckoutQuery,
  { rails, products }: Pick<Settings, "rails" | "products">,
  now: number,
): Verdict {
  const { currency, total_amount: amount } = query;
  if (!rails.includes("stars")) return "closed";
  if (currency.toLowerCase() !== STARS_CURRENCY) return "other-currency";
  const payload = unpackPayload(query.invoice_payload);
  const begunAt = payload === null ? null : purchaseBegunAt(payload.purchaseId);
  if (payload === null || begunAt === null) return "not-ours";
  if (payload.fanId !== query.from.id) return "other-fan";
  if (now - begunAt > INVOICE_LIFE_MS) return "too-old";
  const product = products.find(({ sku }) => sku === payload.sku);
  if (product === undefined || quote(product, "stars", null) === null) return "not-sold";
  return payload.amount === amount && isPriceOf(product, amount) ? "ok" : "other-price";
}

/** From the full price down to what the largest code could make of it: codes are not in memory. */
function isPriceOf(product: Product, amount: number): boolean {
  const largest = { code: "LARGEST", kind: "percent", value: PERCENT_MAX, until: null } as const;
  const least = quote(product, "stars", largest);
  return least !== null && amount >= least.amount && amount <= least.fullAmount;
}

/** Makes the answerer; it never rejects. */
export function createPreCheckout(parts: {
  /** With a time-out of {@link PRE_CHECKOUT_TIMEOUT_MS}. */
  readonly api: Pick<TelegramApi, "answerPreCheckoutQuery">;
  readonly settings: SettingsSource;
  readonly clock: Pick<Clock, "now">;
  readonly log: Logger;
}): (query: PreCheckoutQuery) => Promise<void> {
  const { api, settings, clock, log } = parts;

  const answer = async (query: PreCheckoutQuery): Promise<void> => {
    const verdict = judge(query, settings.current(), clock.now());
    const { id, from } = query;
    if (verdict !== "ok") log.info({ fanId: from.id, verdict }, "an invoice is not to be paid");
    const key = verdict === "closed" ? "shopClosed" : "invoiceStale";
    await api.answerPreCheckoutQuery({
      pre_checkout_query_id: id,
      ...(verdict === "ok"
        ? { ok: true }
        : {
            ok: false,
            error_message: fanText({ key, with: {} }, languageOf(from.language_code)).text,
          }),
    });
  };

  return async (query) => {
    try {
      await answer(query);
    } catch (error) {
      const outcome = outcomeOf(error, { chatId: null, attempt: 0 });
      if (outcome.type === "done") return;
      const words = redact(errorWords(error));
      log.error({ fanId: query.from.id, error: words }, "a checkout in Stars was not answered");
    }
  };
}
