// The acts of protocol.ts as zod reads them from a request. What it reads is an Act or it does not
// compile; that it reads every Act is a test.

import { z } from "zod";
import type { Act } from "#src/sandbox/protocol.ts";

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
  z.strictObject({ act: z.literal("bot"), to: z.enum(["kill", "start", "stop"]) }),
]) satisfies z.ZodType<Act>;
