import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Effect } from "#actors/kernel/effect.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import { fanText, invoiceText } from "#src/i18n/index.ts";
import { mia } from "#src/sandbox/testing.ts";
import { unpackPayload } from "./invoice-payload.ts";
import { NOW, PerformWorld, sentId } from "./perform-testing.ts";

let world: PerformWorld;
beforeEach(async () => {
  world = await PerformWorld.open();
});
afterEach(() => world.sandbox.stop());

const SALE = {
  purchaseId: "p7-m",
  sku: "credits_25",
  gives: { credits: 25, seconds: 0 },
  amount: 250,
  currency: "xtr",
};

const lastCall = (method: string): Record<string, unknown> => {
  const call = world.sandbox.state().calls.findLast((each) => each.method === method);
  return JSON.parse(call?.params ?? "{}") as Record<string, unknown>;
};

describe("an invoice in Stars", () => {
  const send = (): ReturnType<PerformWorld["perform"]> =>
    world.perform({ verb: "sendInvoice", sale: SALE, language: "de" });

  test("is sent in the fan's language and names its purchase, fan and price", async () => {
    const messageId = sentId(await send());
    expect(world.inChat().at(-1)?.id).toBe(messageId);
    const { title, description } = invoiceText(SALE, "de");
    const { payload, ...call } = lastCall("sendInvoice");
    expect(call).toMatchObject({
      title,
      description,
      provider_token: "",
      currency: "XTR",
      prices: [{ label: title, amount: 250 }],
    });
    expect(unpackPayload(String(payload))).toEqual({
      purchaseId: "p7-m",
      fanId: mia.id,
      amount: 250,
      sku: "credits_25",
    });
  });

  test("cannot be paid by whoever it is forwarded to", async () => {
    await send();
    expect(lastCall("sendInvoice")["start_parameter"]).toMatch(/^[\w-]+$/);
  });
});

describe("Stars", () => {
  /** Mia pays an invoice; answers Telegram's id of the payment. */
  async function paid(): Promise<string> {
    const messageId = sentId(
      await world.perform({ verb: "sendInvoice", sale: SALE, language: "en" }),
    );
    const { sandbox } = world;
    await sandbox.updates();
    const paying = sandbox.act({
      act: "payInvoice",
      personId: mia.id,
      chatId: mia.id,
      messageId,
    });
    const query = (await sandbox.updates()).at(-1)?.pre_checkout_query;
    await sandbox.must("answerPreCheckoutQuery", {
      pre_checkout_query_id: query?.id ?? "",
      ok: true,
    });
    await paying;
    const message = (await sandbox.updates()).at(-1)?.message;
    return message?.successful_payment?.telegram_payment_charge_id ?? "";
  }
  const refund = (paymentId: string): Effect => ({
    verb: "refundStars",
    purchaseId: "p7-m",
    paymentId,
    amount: 250,
  });
  const starsOf = (): number | undefined =>
    world.sandbox.state().people.find(({ id }) => id === mia.id)?.stars;

  test("are given back once, and a second call tells the same", async () => {
    const paymentId = await paid();
    const before = starsOf() ?? 0;
    const once = await world.perform(refund(paymentId));
    const twice = await world.perform(refund(paymentId));
    expect(starsOf()).toBe(before + 250);
    expect(twice).toEqual(once);
    expect(once.outcome).toEqual({
      type: "done",
      sent: null,
      answer: {
        type: "facts",
        facts: [
          {
            type: "refund",
            purchaseId: "p7-m",
            paymentId,
            refundId: paymentId,
            at: NOW,
            amount: 250,
            currency: "xtr",
            state: "succeeded",
          },
        ],
      },
    });
  });

  test("of a payment that Telegram does not know are not given back", async () => {
    const { outcome } = await world.perform(refund("stx_of_nobody"));
    expect(outcome).toMatchObject({ type: "refused", code: "bad-request" });
  });
});

describe("the statement", () => {
  const line = (id: number, over: Partial<LedgerLine> = {}): LedgerLine => ({
    id,
    kind: "message",
    credits: -3,
    seconds: 0,
    amount: 0,
    currency: null,
    reference: null,
    at: 1_750_000_000_000,
    isGivenBack: false,
    messageKind: "photo",
    ...over,
  });
  const show = (page: number, messageId: number | null = null): Effect => {
    return { verb: "showHistory", page, messageId, language: "en" };
  };
  const UNLOCKED = ["🔓 Unlocked"];
  const keys = (): unknown =>
    world
      .inChat()
      .at(-1)
      ?.buttons.map((row) => row.map(({ text }) => text));

  test("has a button for every line, by its number, and one for older pages", async () => {
    world.ledger = Array.from({ length: 20 }, (_, n) => line(100 - n));
    await world.perform(show(0));
    expect(world.inChat().at(-1)?.text).toContain("page 1 of 3");
    expect(keys()).toEqual([["1", "2", "3", "4"], ["5", "6", "7", "8"], ["Older ➡️"], UNLOCKED]);
    const { reply_markup: markup } = lastCall("sendMessage");
    expect(JSON.stringify(markup)).toContain('"callback_data":"_.line.100:0"');
    expect(JSON.stringify(markup)).toContain('"callback_data":"_.history.1"');
  });

  test("turns its page in place, both ways, as far as there are pages", async () => {
    world.ledger = Array.from({ length: 20 }, (_, n) => line(100 - n));
    const messageId = sentId(await world.perform(show(0)));
    const before = world.inChat().length;
    await world.perform(show(1, messageId));
    expect(keys()).toContainEqual(["⬅️ Newer", "Older ➡️"]);
    await world.perform(show(2, messageId));
    expect(keys()).toEqual([["1", "2", "3", "4"], ["⬅️ Newer"], UNLOCKED]);
    expect(world.inChat().length).toBe(before);
    // The same page once more changes nothing, which is fine.
    expect((await world.perform(show(2, messageId))).outcome.type).toBe("done");
  });

  test("says what was paid, and the kind of message that was charged", async () => {
    const bought = { kind: "purchase", credits: 25, amount: 999, currency: "usd" };
    const refunded = { kind: "refund", credits: -25, amount: -999, currency: "usd" };
    world.ledger = [line(3, refunded), line(2), line(1, { ...bought, messageKind: null })];
    await world.perform(show(0));
    const text = world.inChat().at(-1)?.text ?? "";
    expect(text).toContain("1. Money back  −25 credits · $9.99");
    expect(text).toContain("2. Your photo  −3 credits");
    expect(text).toContain("3. Purchase  +25 credits · $9.99");
  });

  test("of a fan without a line says so, with no button", async () => {
    await world.perform(show(0));
    const empty = fanText({ key: "history", with: { lines: [], page: 0, pages: 1 } }, "en");
    expect(world.inChat().at(-1)).toMatchObject({ text: empty.text, buttons: [] });
  });
});

test("a button can open a page", async () => {
  const url = "https://checkout.stripe.com/c/pay/cs_1#fid";
  const facts = { amount: 999, currency: "usd", gives: { credits: 25, seconds: 0 } };
  await world.perform({
    verb: "notify",
    say: { key: "checkoutReady", with: { sale: facts, savesCard: false, leftSeconds: 1800 } },
    language: "en",
    keyboard: [[{ label: { price: facts, of: "pay" }, url }]],
    replyToFanMessageId: null,
  });
  expect(lastCall("sendMessage")["reply_markup"]).toEqual({
    inline_keyboard: [[{ text: "💳 Pay · $9.99", url }]],
  });
});

test("what is Stripe's or the books' to do is not done here", async () => {
  const { outcome } = await world.perform({ verb: "claimPromo", code: "SUMMER" });
  expect(outcome).toMatchObject({ type: "refused", code: "bad-request" });
});
