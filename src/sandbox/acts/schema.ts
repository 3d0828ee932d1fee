// The acts of protocol.ts as zod reads them from a request. What it reads is an Act or it does not
// compile; that it reads every Act is a test.

import { z } from "zod";
import type { Act } from "#src/sandbox/protocol.ts";
import type { StripeFaults } from "#src/sandbox/stripe/faults.ts";
import { CARD_TURNS, DISPUTE_TURNS, MANNERS, PAYMENT_TURNS } from "#src/sandbox/stripe/protocol.ts";

const id = z.int();
const text = z.string().max(10_000);
const MEDIA_KINDS = [
  "photo",
  "video",
  "voice",
  "audio",
  "video_note",
  "document",
  "sticker",
  "animation",
  "location",
  "contact",
  "poll",
] as const;

const place = z.discriminatedUnion("in", [
  z.strictObject({ in: z.literal("private") }),
  z.strictObject({ in: z.literal("group"), groupId: id, topicId: id.nullable() }),
]);

const faults = z.strictObject({
  floodNext: z.int().min(0).exactOptional(),
  floodRetryAfterSeconds: z.int().min(1).exactOptional(),
  isTelegramDown: z.boolean().exactOptional(),
  loseNextAnswers: z.int().min(0).exactOptional(),
  duplicatesUpdates: z.boolean().exactOptional(),
  latencyMs: z.int().min(0).exactOptional(),
  enforcesLimits: z.boolean().exactOptional(),
});

const count = z.int().min(0).exactOptional();
const isOn = z.boolean().exactOptional();

const stripeFaults = z.strictObject({
  rateLimitNext: count,
  lockTimeoutNext: count,
  breakNext: count,
  loseNextAnswers: count,
  loseNextRequests: count,
  isStripeDown: isOn,
  latencyMs: count,
  webhookOrder: z.enum(["asMade", "reversed", "shuffled"]).exactOptional(),
  duplicatesEvents: isOn,
  dropNextEvents: count,
  delayNextEvents: count,
  eventDelayMs: count,
  misSignNextEvents: count,
}) satisfies z.ZodType<Partial<StripeFaults>>;

const stripeId = z.string().max(255);
const EVENTS_MAX = 100;
const STARS_MAX = 100_000;

const written = {
  personId: id,
  place,
  replyToId: id.exactOptional(),
  isAnonymous: z.boolean().exactOptional(),
};
const message = { personId: id, chatId: id, messageId: id };
const topic = { groupId: id, topicId: id };
const right = z.boolean().exactOptional();

export const actSchema = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("send"), ...written, text, quote: text.exactOptional() }),
  z.strictObject({
    act: z.literal("sendMedia"),
    ...written,
    kinds: z.array(z.enum(MEDIA_KINDS)).min(1).max(10).readonly(),
    caption: text.exactOptional(),
  }),
  z.strictObject({ act: z.literal("edit"), ...message, text }),
  z.strictObject({ act: z.literal("press"), ...message, callbackData: z.string() }),
  z.strictObject({ act: z.literal("react"), ...message, emoji: z.string().nullable() }),
  z.strictObject({ act: z.literal("pin"), ...message, isPinned: z.boolean() }),
  z.strictObject({ act: z.literal("block"), personId: id, isBlocked: z.boolean() }),
  z.strictObject({
    act: z.literal("addFan"),
    firstName: z.string().min(1).max(64),
    username: z
      .string()
      .regex(/^[a-z]\w{3,31}$/iu)
      .nullable(),
    languageCode: z.string().min(2).max(10),
  }),
  z.strictObject({
    act: z.literal("topic"),
    ...topic,
    to: z.enum(["closed", "open", "deleted"]),
    personId: id.exactOptional(),
  }),
  z.strictObject({ act: z.literal("newTopic"), personId: id, groupId: id, name: text }),
  z.strictObject({ act: z.literal("renameTopic"), personId: id, ...topic, name: text }),
  z.strictObject({
    act: z.literal("setRole"),
    personId: id,
    role: z.enum(["fan", "administrator", "creator", "member"]),
  }),
  z.strictObject({
    act: z.literal("setBot"),
    groupId: id,
    status: z.enum(["administrator", "member", "left", "kicked"]).exactOptional(),
    canManageTopics: right,
    canPinMessages: right,
    canDeleteMessages: right,
  }),
  z.strictObject({ act: z.literal("setForum"), groupId: id, isForum: z.boolean() }),
  z.strictObject({ act: z.literal("migrateGroup"), groupId: id }),
  z.strictObject({ act: z.literal("fault"), set: faults }),
  z.strictObject({ act: z.literal("duplicateLastUpdate") }),
  z.strictObject({ act: z.literal("advanceClock"), byMs: z.int().min(0) }),
  z.strictObject({
    act: z.literal("topUpStars"),
    personId: id,
    amount: z.int().min(1).max(STARS_MAX),
  }),
  z.strictObject({ act: z.literal("payInvoice"), ...message }),
  z.strictObject({ act: z.literal("buyMedia"), ...message }),
  z.strictObject({
    act: z.literal("stripePayment"),
    paymentId: stripeId,
    to: z.enum(PAYMENT_TURNS),
  }),
  z.strictObject({
    act: z.literal("stripeDispute"),
    disputeId: stripeId,
    to: z.enum(DISPUTE_TURNS),
  }),
  z.strictObject({ act: z.literal("stripeCard"), cardId: stripeId, to: z.enum(CARD_TURNS) }),
  z.strictObject({ act: z.literal("deleteCustomer"), customerId: stripeId }),
  z.strictObject({
    act: z.literal("sendEvent"),
    eventId: stripeId,
    manner: z.enum(MANNERS),
    inAnHour: isOn,
  }),
  z.strictObject({
    act: z.literal("sendEventsBackwards"),
    count: z.int().min(1).max(EVENTS_MAX),
  }),
  z.strictObject({ act: z.literal("stripeFault"), set: stripeFaults }),
  z.strictObject({ act: z.literal("bot"), to: z.enum(["kill", "start", "stop"]) }),
]) satisfies z.ZodType<Act>;
