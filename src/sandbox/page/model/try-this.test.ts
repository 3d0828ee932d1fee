import { describe, expect, test } from "bun:test";
import { ADA, BOT, by, group, MIA, message, state } from "#src/sandbox/page/testing/samples.ts";
import type { Message, State } from "#src/sandbox/protocol.ts";
import type { StripePayment } from "#src/sandbox/stripe/protocol.ts";
import { stepsTaken } from "./try-this.ts";

const world = (chat: readonly Message[], topic: readonly Message[] = []): State =>
  state({
    chats: [{ personId: MIA.id, messages: chat }],
    groups: [group({ messages: topic })],
  });
const steps = (given: State, aheadMs = 0): readonly string[] => [
  ...stepsTaken(null, given, aheadMs),
];
const inTopic = (text: string, from = by(ADA)): Message =>
  message(30, { chatId: -100, threadId: 10, from, text });

describe("a step is done when its trace is there", () => {
  test("nothing is done in a fresh sandbox", () => {
    expect(steps(state())).toEqual([]);
  });

  test("pressing Start is not yet writing", () => {
    expect(steps(world([message(1, { text: "/start" })]))).toEqual(["start"]);
  });

  test("the bot's own words are nobody's step", () => {
    expect(steps(world([message(1, { from: BOT, text: "Welcome" })]))).toEqual([]);
  });

  test("the owner's chat with the bot is nobody's step", () => {
    expect(steps(world([message(1, { from: by(ADA), text: "/start" })]))).toEqual([]);
  });

  test("a word of the fan is", () => {
    expect(steps(world([message(1, { text: "hello" })]))).toEqual(["write"]);
  });

  test("an answer is a person's word in a topic; a command or the bot's copy is not", () => {
    expect(steps(world([], [inTopic("hi")]))).toContain("answer");
    expect(steps(world([], [inTopic("/info")]))).not.toContain("answer");
    expect(steps(world([], [inTopic("hello", BOT)]))).not.toContain("answer");
  });

  test("a receipt counts once a person has acted: 👀 does, 👌 and the fan's own do not", () => {
    const reacted = (emoji: string, byId: number): State =>
      world([message(1, { text: "hello", reactions: [{ emoji, byId }] })]);
    expect(steps(reacted("👀", BOT.id))).toContain("look");
    expect(steps(reacted("👌", BOT.id))).not.toContain("look");
    expect(steps(reacted("👀", MIA.id))).not.toContain("look");
  });

  test("money leaves its traces at Stripe: a payment, a refund, an event sent again", () => {
    const payment: StripePayment = {
      id: "pi_1",
      sessionId: "cs_1",
      personId: MIA.id,
      at: 0,
      what: "25 credits",
      amount: 999,
      currency: "usd",
      state: "paid",
      decline: null,
      card: null,
      refunded: 0,
      dispute: null,
    };
    const at = (payments: readonly StripePayment[], deliveries: number): readonly string[] => {
      const event = { id: "evt_1", type: "a", at: 0, delivery: null, deliveries };
      const { stripe } = state();
      return steps(state({ stripe: { ...stripe, payments, events: [event] } }));
    };
    expect(steps(world([message(1, { text: "/buy10" })]))).toContain("shop");
    expect(at([{ ...payment, state: "open" }], 1)).toEqual([]);
    expect(at([payment], 1)).toEqual(["pay"]);
    expect(at([{ ...payment, refunded: 500 }], 2)).toEqual(["pay", "trouble", "stripe"]);
  });

  test("turning the clock counts too", () => {
    expect(steps(state(), 60_000)).toContain("look");
  });
});

describe("a step once taken", () => {
  const written = message(1, { text: "hello" });
  const seen = world([{ ...written, reactions: [{ emoji: "👀", byId: BOT.id }] }]);

  test("stays when its trace fades", () => {
    const before = stepsTaken(null, seen, 0);
    expect(stepsTaken(before, world([written]), 0)).toContain("look");
  });

  test("is open again when the sandbox begins anew", () => {
    const before = stepsTaken(null, seen, 0);
    expect(stepsTaken(before, state(), 0).size).toBe(0);
  });
});
