import { describe, expect, test } from "bun:test";
import { TelegramError } from "gramio";
import type { SettingsSource } from "#actors/kernel/ports.ts";
import type { Product } from "#actors/kernel/product.ts";
import { purchaseIdOf } from "#actors/kernel/purchase.ts";
import { fanText } from "#src/i18n/index.ts";
import { mia, openTestSandbox } from "#src/sandbox/testing.ts";
import { createTelegramApi } from "./api.ts";
import { packPayload } from "./invoice-payload.ts";
import { createPreCheckout, judge } from "./pre-checkout.ts";
import { type PreCheckoutQuery, parseUpdate } from "./update.ts";

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const FAN = 5_000_000_001;

const PACK: Product = {
  sku: "credits_25",
  kind: "credits",
  credits: 25,
  seconds: 0,
  priceCents: 999,
  currency: "usd",
  priceStars: 350,
};
const SHOP = { rails: ["stripe", "stars"] as const, products: [PACK] };

interface Asked {
  readonly amount?: number;
  readonly at?: number;
  readonly sku?: string;
  readonly fanId?: number;
}

function query(asked: Asked = {}, over: Partial<PreCheckoutQuery> = {}): PreCheckoutQuery {
  const { amount = 350, at = NOW, sku = PACK.sku, fanId = FAN } = asked;
  return {
    id: "557",
    from: { id: FAN, is_bot: false, first_name: "Mia", language_code: "de" },
    currency: "XTR",
    total_amount: amount,
    invoice_payload: packPayload({
      purchaseId: purchaseIdOf(7, at, "checkout"),
      fanId,
      amount,
      sku,
    }),
    ...over,
  };
}

describe("an invoice", () => {
  test("of today, of this fan and at its price is to be paid", () => {
    expect(judge(query(), SHOP, NOW)).toBe("ok");
    expect(judge(query({ at: NOW - DAY }), SHOP, NOW)).toBe("ok");
  });

  test("is to be paid at any price that a code can make, and at no other", () => {
    // 95 % off 350 is 18 after the kernel's rounding.
    expect(judge(query({ amount: 18 }), SHOP, NOW)).toBe("ok");
    expect(judge(query({ amount: 17 }), SHOP, NOW)).toBe("other-price");
    expect(judge(query({ amount: 351 }), SHOP, NOW)).toBe("other-price");
    expect(judge(query({ amount: 350 }, { total_amount: 349 }), SHOP, NOW)).toBe("other-price");
  });

  test.each([
    ["in another currency", "other-currency", query({}, { currency: "USD" })],
    ["that is not ours", "not-ours", query({}, { invoice_payload: "gift-1" })],
    [
      "with a purchase that is not ours",
      "not-ours",
      query({}, { invoice_payload: "abc.1.350.credits_25" }),
    ],
    ["that was made for somebody else", "other-fan", query({ fanId: FAN + 1 })],
    ["of the day before yesterday", "too-old", query({ at: NOW - DAY - 1 })],
    ["for what is no longer sold", "not-sold", query({ sku: "credits_7" })],
  ] as const)("%s is %s", (_, verdict, asked) => {
    expect(judge(asked, SHOP, NOW)).toBe(verdict);
  });

  test("for what is no longer sold for Stars, or while nothing is, is not to be paid", () => {
    const products = [{ ...PACK, priceStars: null }];
    expect(judge(query(), { ...SHOP, products }, NOW)).toBe("not-sold");
    expect(judge(query(), { ...SHOP, rails: ["stripe"] }, NOW)).toBe("closed");
  });
});

function world(shop: object = SHOP, answer: () => Promise<true> = async () => true) {
  const answered: object[] = [];
  const logged: string[] = [];
  const log = {
    debug() {},
    info: (_: object, words: string) => void logged.push(words),
    warn() {},
    error: (_: object, words: string) => void logged.push(words),
  };
  const preCheckout = createPreCheckout({
    api: {
      answerPreCheckoutQuery: (params: object) => {
        answered.push(params);
        return answer();
      },
    },
    settings: { current: () => shop } as unknown as SettingsSource,
    clock: { now: () => NOW },
    log,
  });
  return { preCheckout, answered, logged };
}

describe("Telegram's question", () => {
  test("is answered yes, and again when it comes again", async () => {
    const { preCheckout, answered } = world();
    await preCheckout(query());
    await preCheckout(query());
    expect(answered).toEqual([
      { pre_checkout_query_id: "557", ok: true },
      { pre_checkout_query_id: "557", ok: true },
    ]);
  });

  test("is answered no in the fan's language, with what to do", async () => {
    const { preCheckout, answered, logged } = world();
    await preCheckout(query({ at: 1 }));
    expect(answered).toEqual([
      {
        pre_checkout_query_id: "557",
        ok: false,
        error_message: fanText({ key: "invoiceStale", with: {} }, "de").text,
      },
    ]);
    expect(logged).toEqual(["an invoice is not to be paid"]);
  });

  test("is told that the shop is closed where it is", async () => {
    const { preCheckout, answered } = world({ rails: [], products: [] });
    await preCheckout(query());
    expect(answered[0]).toMatchObject({
      error_message: fanText({ key: "shopClosed", with: {} }, "de").text,
    });
  });

  test("that is over already is nobody's news; a call that fails is", async () => {
    const refusal = (description: string): Error =>
      new TelegramError({ ok: false, error_code: 400, description }, "answerPreCheckoutQuery", {
        pre_checkout_query_id: "557",
        ok: true,
      });
    const late = world(SHOP, () =>
      Promise.reject(refusal("Bad Request: query is too old and response timeout expired")),
    );
    await late.preCheckout(query());
    expect(late.logged).toEqual([]);
    const down = world(SHOP, () => Promise.reject(new TypeError("fetch failed")));
    await down.preCheckout(query());
    expect(down.logged).toEqual(["a checkout in Stars was not answered"]);
  });
});

test.each([
  ["paid where it holds", NOW, true],
  ["not paid where it is too old, and the fan is told why", NOW + DAY + 1, false],
] as const)("an invoice is %s", async (_, now, isPaid) => {
  await using sandbox = await openTestSandbox();
  const { token, telegram } = sandbox;
  const preCheckout = createPreCheckout({
    api: createTelegramApi({ token, root: telegram.url, timeoutMs: 5_000 }),
    settings: { current: () => SHOP } as unknown as SettingsSource,
    clock: { now: () => now },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await sandbox.say(mia.id, "/start");
  const { message_id: messageId } = await sandbox.must("sendInvoice", {
    chat_id: mia.id,
    title: "25 credits",
    description: "25 credits",
    payload: query({ fanId: mia.id }).invoice_payload,
    currency: "XTR",
    prices: [{ label: "25 credits", amount: 350 }],
  });
  await sandbox.updates();
  const paying = sandbox.act({ act: "payInvoice", personId: mia.id, chatId: mia.id, messageId });
  const update = parseUpdate((await sandbox.updates()).at(-1));
  if (update?.kind !== "pre_checkout_query") throw new Error(update?.kind);
  await preCheckout(update.payload);
  const said = await paying;
  expect(said.ok).toBe(isPaid);
  const stale = fanText({ key: "invoiceStale", with: {} }, "en").text;
  if (!isPaid) expect(JSON.stringify(said)).toContain(stale);
});
