import { describe, expect, test } from "bun:test";
import { leo, mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

const INVOICE = {
  chat_id: mia.id,
  title: "25 credits",
  description: "25 messages to the team",
  payload: "p-1",
  provider_token: "",
  currency: "XTR",
  prices: [{ label: "25 credits", amount: 250 }],
} as const;

const PAY = { text: "Pay", pay: true } as const;
const OTHER = { text: "Back", callback_data: "back" } as const;

/** A sandbox whose bot may write to Mia, and has heard her. */
async function opened(): Promise<TestSandbox> {
  const sandbox = await openTestSandbox();
  await sandbox.say(mia.id, "/start");
  await sandbox.updates();
  return sandbox;
}

async function invoiced(sandbox: TestSandbox): Promise<number> {
  return (await sandbox.must("sendInvoice", INVOICE)).message_id;
}

/** Mia confirms; answers the query's id, and how the payment will have gone. */
async function confirmed(sandbox: TestSandbox, messageId: number) {
  const paid = sandbox.act({ act: "payInvoice", personId: mia.id, chatId: mia.id, messageId });
  const query = (await sandbox.updates()).at(-1)?.pre_checkout_query;
  return { query, paid };
}

async function bought(sandbox: TestSandbox): Promise<string> {
  const checkout = await confirmed(sandbox, await invoiced(sandbox));
  const pre_checkout_query_id = checkout.query?.id ?? "";
  await sandbox.must("answerPreCheckoutQuery", { pre_checkout_query_id, ok: true });
  await checkout.paid;
  const message = (await sandbox.updates()).at(-1)?.message;
  return message?.successful_payment?.telegram_payment_charge_id ?? "";
}

const starsOf = (sandbox: TestSandbox): number | undefined =>
  sandbox.state().people.find((person) => person.id === mia.id)?.stars;

describe("an invoice", () => {
  test("shows its price, never its payload, and has a Pay button of its own", async () => {
    await using sandbox = await opened();
    const message = await sandbox.must("sendInvoice", INVOICE);
    expect(message.invoice).toEqual({
      title: "25 credits",
      description: "25 messages to the team",
      start_parameter: "",
      currency: "XTR",
      total_amount: 250,
    });
    expect(message.reply_markup).toEqual({
      inline_keyboard: [[{ text: "Pay ⭐️250", pay: true }]],
    });
    expect(JSON.stringify(message)).not.toContain("p-1");
  });

  test.each([
    ["another currency", { currency: "USD" }, "PAYMENT_PROVIDER_INVALID"],
    ["a provider's token", { provider_token: "1:TEST:2" }, "STARS_INVOICE_INVALID"],
    ["no price", { prices: [] }, "STARS_INVOICE_INVALID"],
    [
      "two prices",
      { prices: [...INVOICE.prices, { label: "tip", amount: 1 }] },
      "STARS_INVOICE_INVALID",
    ],
    ["nothing", { prices: [{ label: "a", amount: 0 }] }, "CURRENCY_TOTAL_AMOUNT_INVALID"],
    ["too much", { prices: [{ label: "a", amount: 1e6 }] }, "CURRENCY_TOTAL_AMOUNT_INVALID"],
    ["a payload of 129 bytes", { payload: `${"é".repeat(64)}a` }, "INVOICE_PAYLOAD_INVALID"],
    ["no payload", { payload: "" }, 'parameter "payload" is required'],
    ["a title of 33", { title: "a".repeat(33) }, "an invoice's title has 1-32 characters"],
    [
      "a long description",
      { description: "a".repeat(256) },
      "an invoice's description has 1-255 characters",
    ],
    ["tips", { max_tip_amount: 5 }, 'unknown parameter "max_tip_amount"'],
    [
      "buttons without Pay",
      { reply_markup: { inline_keyboard: [[OTHER]] } },
      "REPLY_MARKUP_BUY_EMPTY",
    ],
    [
      "Pay behind another button",
      { reply_markup: { inline_keyboard: [[OTHER, PAY]] } },
      "BUTTON_POS_INVALID",
    ],
  ])("for %s is refused", async (_what, change, description) => {
    await using sandbox = await opened();
    const answer = await sandbox.call("sendInvoice", { ...INVOICE, ...change });
    expect([answer.status, answer.description]).toEqual([400, `Bad Request: ${description}`]);
  });

  test("takes more buttons behind Pay; other messages take no Pay button", async () => {
    await using sandbox = await opened();
    const reply_markup = { inline_keyboard: [[PAY], [OTHER]] };
    expect((await sandbox.call("sendInvoice", { ...INVOICE, reply_markup })).ok).toBe(true);
    const plain = { chat_id: mia.id, text: "hi", reply_markup };
    expect((await sandbox.call("sendMessage", plain)).description).toBe(
      "Bad Request: BUTTON_TYPE_INVALID",
    );
  });

  test("cannot be turned into words, or copied", async () => {
    await using sandbox = await opened();
    const message_id = await invoiced(sandbox);
    const edit = { chat_id: mia.id, message_id, text: "paid" };
    expect((await sandbox.call("editMessageText", edit)).description).toContain("there is no text");
    const copy = { chat_id: mia.id, from_chat_id: mia.id, message_id };
    expect((await sandbox.call("copyMessage", copy)).description).toContain("can't be copied");
  });
});

describe("a checkout", () => {
  test("asks the bot, and on its word takes the Stars and says so with a charge id", async () => {
    await using sandbox = await opened();
    const messageId = await invoiced(sandbox);
    const { query, paid: payment } = await confirmed(sandbox, messageId);
    expect(query).toMatchObject({
      from: { id: mia.id },
      currency: "XTR",
      total_amount: 250,
      invoice_payload: "p-1",
    });
    expect(starsOf(sandbox)).toBe(500);
    const answer = { pre_checkout_query_id: query?.id, ok: true };
    expect(await sandbox.must("answerPreCheckoutQuery", answer)).toBe(true);
    const result = await payment;
    const message = (await sandbox.updates()).at(-1)?.message;
    expect(result).toEqual({ ok: true, messageIds: [message?.message_id ?? 0] });
    expect(message).toMatchObject({
      from: { id: mia.id },
      successful_payment: { currency: "XTR", total_amount: 250, invoice_payload: "p-1" },
    });
    expect(starsOf(sandbox)).toBe(250);
    expect(await sandbox.must("getMyStarBalance")).toEqual({ amount: 250 });
    const again = await sandbox.call("answerPreCheckoutQuery", answer);
    expect(again.description).toContain("query is too old");
  });

  test("fails when the bot is silent for ten seconds, and a late word is refused", async () => {
    await using sandbox = await opened();
    const messageId = await invoiced(sandbox);
    const { query, paid: payment } = await confirmed(sandbox, messageId);
    sandbox.clock.advance(10_000);
    expect(await payment).toMatchObject({ ok: false });
    const late = { pre_checkout_query_id: query?.id, ok: true };
    expect((await sandbox.call("answerPreCheckoutQuery", late)).description).toContain(
      "query is too old",
    );
    expect([starsOf(sandbox), await sandbox.updates()]).toEqual([500, []]);
  });

  test("waits for just less than ten seconds", async () => {
    await using sandbox = await opened();
    const { query, paid: payment } = await confirmed(sandbox, await invoiced(sandbox));
    sandbox.clock.advance(9_999);
    await sandbox.must("answerPreCheckoutQuery", { pre_checkout_query_id: query?.id, ok: true });
    expect(await payment).toMatchObject({ ok: true });
  });

  test("is refused in the bot's own words, which it must have", async () => {
    await using sandbox = await opened();
    const { query, paid: payment } = await confirmed(sandbox, await invoiced(sandbox));
    const pre_checkout_query_id = query?.id ?? "";
    const silent = await sandbox.call("answerPreCheckoutQuery", {
      pre_checkout_query_id,
      ok: false,
    });
    expect(silent.description).toBe('Bad Request: parameter "error_message" is required');
    const words = { pre_checkout_query_id, ok: false, error_message: "Sold out" };
    await sandbox.must("answerPreCheckoutQuery", words);
    expect(await payment).toEqual({ ok: false, why: "Sold out" });
    expect(starsOf(sandbox)).toBe(500);
  });

  test("is not told to a bot that has not asked for its kind, and lapses", async () => {
    await using sandbox = await opened();
    await sandbox.must("getUpdates", { allowed_updates: ["message"] });
    const { query, paid: payment } = await confirmed(sandbox, await invoiced(sandbox));
    expect(query).toBeUndefined();
    sandbox.clock.advance(10_000);
    expect(await payment).toMatchObject({ ok: false });
  });

  test("is opened once at a time, for an invoice that is one's own and unpaid", async () => {
    await using sandbox = await opened();
    await sandbox.say(leo.id, "/start");
    const messageId = await invoiced(sandbox);
    const pay = { act: "payInvoice", personId: mia.id, chatId: mia.id, messageId } as const;
    expect(await sandbox.act({ ...pay, personId: leo.id })).toMatchObject({ ok: false });
    expect(await sandbox.act({ ...pay, messageId: 1 })).toMatchObject({ ok: false });
    const { query, paid: payment } = await confirmed(sandbox, messageId);
    expect(await sandbox.act(pay)).toMatchObject({ ok: false, why: "the payment is under way" });
    await sandbox.must("answerPreCheckoutQuery", { pre_checkout_query_id: query?.id, ok: true });
    await payment;
    expect(await sandbox.act(pay)).toMatchObject({ ok: false, why: "this invoice is paid" });
  });

  test("needs the Stars to be there; a top-up brings them", async () => {
    await using sandbox = await opened();
    const prices = [{ label: "100 credits", amount: 900 }];
    const { message_id: messageId } = await sandbox.must("sendInvoice", { ...INVOICE, prices });
    const pay = { act: "payInvoice", personId: mia.id, chatId: mia.id, messageId } as const;
    expect(await sandbox.act(pay)).toMatchObject({ why: "400 Stars are missing: top up first" });
    await sandbox.mustAct({ act: "topUpStars", personId: mia.id, amount: 400 });
    const { query, paid: payment } = await confirmed(sandbox, messageId);
    await sandbox.must("answerPreCheckoutQuery", { pre_checkout_query_id: query?.id, ok: true });
    expect(await payment).toMatchObject({ ok: true });
    expect(starsOf(sandbox)).toBe(0);
  });
});

describe("a refund", () => {
  test("gives the Stars back, leaves a service message, and is made once", async () => {
    await using sandbox = await opened();
    const telegram_payment_charge_id = await bought(sandbox);
    const refund = { user_id: mia.id, telegram_payment_charge_id };
    expect(await sandbox.must("refundStarPayment", refund)).toBe(true);
    expect(starsOf(sandbox)).toBe(500);
    expect((await sandbox.updates()).at(-1)?.message?.refunded_payment).toEqual({
      currency: "XTR",
      total_amount: 250,
      invoice_payload: "p-1",
      telegram_payment_charge_id,
    });
    expect((await sandbox.call("refundStarPayment", refund)).description).toBe(
      "Bad Request: CHARGE_ALREADY_REFUNDED",
    );
    expect(starsOf(sandbox)).toBe(500);
  });

  test.each([
    ["of nobody", { user_id: 1 }, "USER_ID_INVALID"],
    ["of another person", { user_id: leo.id }, "CHARGE_NOT_FOUND"],
    ["of an unknown payment", { telegram_payment_charge_id: "stx_none" }, "CHARGE_NOT_FOUND"],
  ])("%s is refused", async (_what, change, description) => {
    await using sandbox = await opened();
    const telegram_payment_charge_id = await bought(sandbox);
    const refund = { user_id: mia.id, telegram_payment_charge_id, ...change };
    expect((await sandbox.call("refundStarPayment", refund)).description).toBe(
      `Bad Request: ${description}`,
    );
  });

  test("is a transaction of its own, under the payment's id", async () => {
    await using sandbox = await opened();
    const id = await bought(sandbox);
    await sandbox.must("refundStarPayment", { user_id: mia.id, telegram_payment_charge_id: id });
    const { transactions } = await sandbox.must("getStarTransactions");
    expect(transactions).toMatchObject([
      { id, amount: 250, source: { type: "user", user: { id: mia.id }, invoice_payload: "p-1" } },
      { id, amount: 250, receiver: { type: "user", user: { id: mia.id } } },
    ]);
    const second = await sandbox.must("getStarTransactions", { offset: 1, limit: 1 });
    expect(second.transactions).toEqual([transactions[1]] as typeof transactions);
    expect(await sandbox.must("getMyStarBalance")).toEqual({ amount: 0 });
  });
});
