// Everything a conversation can hear. Facts about what people did come from `src/telegram/`'s
// ingest, outcomes and timers from the runtime. Ids are Telegram's own; texts are as they were
// written: a team's text or caption that begins with `//` arrives as `teamWrote` like any other,
// and what it means (a note, never sent) is decided here.
import { z } from "zod";
import { PromotionHeard, RecallHeard } from "#actors/kernel/campaign.ts";
import { Content } from "#actors/kernel/content.ts";
import { OutcomeHeard, TimerHeard } from "#actors/kernel/heard.ts";
import { OrderHeard } from "#actors/kernel/order.ts";
import { PaymentFact } from "#actors/kernel/payment.ts";
import { Purchase } from "#actors/kernel/purchase.ts";
import { Teammate } from "#actors/kernel/team.ts";

const Id = z.int();

/** The fan, as Telegram's `from` shows them at that moment. */
export const Person = z.object({
  id: Id.positive(),
  firstName: z.string(),
  username: z.string().nullable(),
  /** IETF tag of the client's language, e.g. `pt-br`. */
  languageTag: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

const fan = {
  /** Plain text, an album's part, or anything else that is no command. */
  wrote: z.object({
    type: z.literal("fanWrote"),
    person: Person,
    messageId: Id,
    content: Content,
    /** The message in the fan's own chat that this one replies to. */
    replyToMessageId: Id.nullable(),
    /** Telegram's `media_group_id`: the same for every part of an album. */
    albumId: z.string().nullable(),
  }),
  command: z.object({
    type: z.literal("fanCommand"),
    person: Person,
    messageId: Id,
    /** Without the slash and the bot's name, lower case: `start`, `buy25`. */
    command: z.string(),
    /** The rest of the text, trimmed; "" when there is none. */
    argument: z.string(),
  }),
  edited: z.object({
    type: z.literal("fanEdited"),
    person: Person,
    messageId: Id,
    content: Content,
  }),
  pressed: z.object({
    type: z.literal("fanPressed"),
    person: Person,
    queryId: z.string(),
    /** Our message that the button stands under. */
    messageId: Id,
    /** Callback data as it came: may be forged. */
    data: z.string(),
  }),
  /** The fan's reaction on a message of their chat; null when it was taken off. */
  reacted: z.object({
    type: z.literal("fanReacted"),
    messageId: Id,
    emoji: z.string().nullable(),
  }),
  /** Media was paid for in Stars; Telegram has shown it to them. */
  boughtMedia: z.object({
    type: z.literal("fanBoughtMedia"),
    /** Our own (kernel/shelf.ts). */
    payload: z.string(),
  }),
  blocked: z.object({ type: z.literal("fanBlocked") }),
  unblocked: z.object({ type: z.literal("fanUnblocked") }),
};

const team = {
  wrote: z.object({
    type: z.literal("teamWrote"),
    by: Teammate,
    groupId: Id,
    topicId: Id,
    messageId: Id,
    content: Content,
    replyToMessageId: Id.nullable(),
    albumId: z.string().nullable(),
  }),
  command: z.object({
    type: z.literal("teamCommand"),
    by: Teammate,
    groupId: Id,
    topicId: Id,
    messageId: Id,
    command: z.string(),
    argument: z.string(),
    replyToMessageId: Id.nullable(),
    /** Only of `/save` and `/lock`: the message that it replies to, as it is now. */
    replied: z
      .object({
        byId: Id.nullable(),
        content: Content,
        isBot: z.boolean(),
        isOfAlbum: z.boolean(),
        isEdited: z.boolean(),
      })
      .optional(),
  }),
  edited: z.object({
    type: z.literal("teamEdited"),
    by: Teammate,
    groupId: Id,
    topicId: Id,
    messageId: Id,
    content: Content,
  }),
  pressed: z.object({
    type: z.literal("teamPressed"),
    by: Teammate,
    queryId: z.string(),
    groupId: Id,
    messageId: Id,
    data: z.string(),
  }),
  reacted: z.object({
    type: z.literal("teamReacted"),
    by: Teammate,
    groupId: Id,
    messageId: Id,
    emoji: z.string().nullable(),
  }),
  /** A service message of the fan's topic: never relayed. */
  topic: z.object({
    type: z.literal("topicEvent"),
    event: z.enum(["created", "closed", "reopened", "edited"]),
    groupId: Id,
    topicId: Id,
    /** Our own act came back, rather than a person's. */
    byBot: z.boolean(),
    /** The service message, of an `edited` alone. */
    messageId: Id.optional(),
  }),
  /** Somebody who looked after this fan, or held the conversation, is not of the team any more. */
  left: z.object({
    type: z.literal("memberLeft"),
    memberId: Id,
    by: z.object({ id: Id, name: z.string() }),
  }),
  /** A group became another chat; its topics keep their ids. */
  migrated: z.object({ type: z.literal("groupMigrated"), from: Id, to: Id }),
};

/** What a payment service said, whichever way it was heard (kernel/payment.ts). */
const Payment = z.object({
  type: z.literal("payment"),
  fact: PaymentFact,
  /**
   * The purchase as the table had it when the fact came in, for one that the conversation has let go
   * of; what the conversation remembers itself is newer. null: the fact is about none, or there is none.
   */
  purchase: Purchase.nullable(),
});

export const ConversationMessage = z.discriminatedUnion("type", [
  fan.wrote,
  fan.command,
  fan.edited,
  fan.pressed,
  fan.reacted,
  fan.boughtMedia,
  fan.blocked,
  fan.unblocked,
  team.wrote,
  team.command,
  team.edited,
  team.pressed,
  team.reacted,
  team.topic,
  team.left,
  team.migrated,
  Payment,
  OrderHeard,
  PromotionHeard,
  RecallHeard,
  OutcomeHeard,
  TimerHeard,
]);
export type ConversationMessage = z.infer<typeof ConversationMessage>;

/** One kind of message by its type. */
export type Heard<Type extends ConversationMessage["type"]> = Extract<
  ConversationMessage,
  { type: Type }
>;
