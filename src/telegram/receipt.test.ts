import { describe, expect, test } from "bun:test";
import { ConversationMessage } from "#actors/conversation/message.ts";
import { type Sorted, sortUpdate } from "./ingest.ts";
import { packPayload } from "./invoice-payload.ts";
import { parseUpdate } from "./update.ts";

const FAN = { id: 5_000_000_001, is_bot: false, first_name: "Mia" };
const BOT = { id: 7_000_000_001, is_bot: true, first_name: "Stagedoor" };
const PLACE = { botId: BOT.id, botUsername: null, isOurGroup: () => false };
const RECEIPT = {
  currency: "XTR",
  total_amount: 350,
  invoice_payload: packPayload({ purchaseId: "p7-m", fanId: FAN.id, amount: 350, sku: "a" }),
  telegram_payment_charge_id: "stx_1",
  provider_payment_charge_id: "5_0",
};

function sorted(message: object, kind = "message"): Sorted {
  const chat = { id: FAN.id, type: "private" };
  const whole = { message_id: 11, date: 1_700_000_000, from: FAN, chat, ...message };
  const update = parseUpdate({ update_id: 900_000_001, [kind]: whole });
  if (update === null) throw new Error("not an update");
  return sortUpdate(update, PLACE);
}

function factOf(result: Sorted): unknown {
  if (result.type !== "payment") throw new Error(result.type);
  const { fact } = result;
  const message = ConversationMessage.parse({ type: "payment", fact, purchase: null });
  return message.type === "payment" ? message.fact : null;
}

describe("Telegram's word on Stars", () => {
  test("that were paid is a payment, named by its charge", () => {
    const result = sorted({ successful_payment: RECEIPT });
    expect(result).toMatchObject({ type: "payment", fanId: FAN.id });
    expect(factOf(result)).toEqual({
      type: "payment",
      purchaseId: "p7-m",
      at: 1_700_000_000_000,
      rail: "stars",
      paymentId: "stx_1",
      state: "succeeded",
      amount: 350,
      currency: "xtr",
      customerId: null,
      cardId: null,
      savesCard: false,
      decline: null,
    });
  });

  test("that were given back is a refund of the chat's fan, though the bot writes it", () => {
    const result = sorted({ from: BOT, refunded_payment: RECEIPT });
    expect(result).toMatchObject({ type: "payment", fanId: FAN.id });
    expect(factOf(result)).toEqual({
      type: "refund",
      purchaseId: "p7-m",
      at: 1_700_000_000_000,
      paymentId: "stx_1",
      refundId: "stx_1",
      amount: 350,
      currency: "xtr",
      state: "succeeded",
    });
  });

  test("about a payload that is not ours names the payload, for whoever looks into it", () => {
    const result = sorted({ successful_payment: { ...RECEIPT, invoice_payload: "gift 1" } });
    expect(factOf(result)).toMatchObject({ purchaseId: "gift 1", paymentId: "stx_1" });
  });

  test("without a charge id, or with half a Star, is no update", () => {
    for (const wrong of [{ telegram_payment_charge_id: "" }, { total_amount: 0.5 }]) {
      expect(() => sorted({ successful_payment: { ...RECEIPT, ...wrong } })).toThrow();
    }
  });
});

test("an invoice is nobody's message", () => {
  expect(sorted({ invoice: { title: "25 credits" } })).toMatchObject({ reason: "service" });
});
