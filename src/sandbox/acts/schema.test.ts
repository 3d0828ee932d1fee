import { expect, test } from "bun:test";
import type { Act } from "#src/sandbox/protocol.ts";
import { actSchema } from "./schema.ts";

const place = { in: "group", groupId: -1, topicId: null } as const;
const message = { personId: 1, chatId: 1, messageId: 1 } as const;

/** One of each, with every optional field: an act that is missing here does not compile. */
const ACTS: { readonly [K in Act["act"]]: Required<Extract<Act, { readonly act: K }>> } = {
  send: { act: "send", personId: 1, place, text: "a", replyToId: 1, quote: "a", isAnonymous: true },
  sendMedia: {
    act: "sendMedia",
    personId: 1,
    place: { in: "private" },
    kinds: ["photo", "poll"],
    caption: "a",
    replyToId: 1,
    isAnonymous: false,
  },
  edit: { act: "edit", ...message, text: "a" },
  press: { act: "press", ...message, callbackData: "a" },
  react: { act: "react", ...message, emoji: null },
  pin: { act: "pin", ...message, isPinned: true },
  block: { act: "block", personId: 1, isBlocked: true },
  addFan: { act: "addFan", firstName: "A", username: "anna", languageCode: "en" },
  topic: { act: "topic", groupId: -1, topicId: 2, to: "open", personId: 1 },
  newTopic: { act: "newTopic", personId: 1, groupId: -1, name: "a" },
  renameTopic: { act: "renameTopic", personId: 1, groupId: -1, topicId: 2, name: "a" },
  setRole: { act: "setRole", personId: 1, role: "member" },
  setBot: {
    act: "setBot",
    groupId: -1,
    status: "member",
    canManageTopics: true,
    canPinMessages: true,
    canDeleteMessages: true,
  },
  setForum: { act: "setForum", groupId: -1, isForum: false },
  migrateGroup: { act: "migrateGroup", groupId: -1 },
  fault: {
    act: "fault",
    set: {
      floodNext: 1,
      floodRetryAfterSeconds: 1,
      isTelegramDown: true,
      loseNextAnswers: 1,
      duplicatesUpdates: true,
      latencyMs: 1,
      enforcesLimits: true,
    },
  },
  duplicateLastUpdate: { act: "duplicateLastUpdate" },
  advanceClock: { act: "advanceClock", byMs: 1 },
  topUpStars: { act: "topUpStars", personId: 1, amount: 100 },
  payInvoice: { act: "payInvoice", ...message },
  buyMedia: { act: "buyMedia", ...message },
  stripePayment: { act: "stripePayment", paymentId: "pi_1", to: "halfRefunded" },
  stripeDispute: { act: "stripeDispute", disputeId: "du_1", to: "won" },
  stripeCard: { act: "stripeCard", cardId: "pm_1", to: "revoked" },
  deleteCustomer: { act: "deleteCustomer", customerId: "cus_1" },
  sendEvent: { act: "sendEvent", eventId: "evt_1", manner: "badSignature", inAnHour: true },
  sendEventsBackwards: { act: "sendEventsBackwards", count: 10 },
  stripeFault: {
    act: "stripeFault",
    set: {
      rateLimitNext: 1,
      lockTimeoutNext: 1,
      breakNext: 1,
      loseNextAnswers: 1,
      loseNextRequests: 1,
      isStripeDown: true,
      latencyMs: 1,
      webhookOrder: "shuffled",
      duplicatesEvents: true,
      dropNextEvents: 1,
      delayNextEvents: 1,
      eventDelayMs: 1,
      misSignNextEvents: 1,
    },
  },
  bot: { act: "bot", to: "stop" },
};

test.each(Object.values(ACTS))("the act $act is read as it was written", (act) => {
  expect(actSchema.parse(act)).toEqual(act);
});
