// Telegram's updates as far as we use them. Snake case ends in this folder. What is listed here is
// checked strictly; what is not listed is not read. Every string is made fit for Postgres on the
// way in (NUL becomes U+FFFD, lone surrogates likewise; lengths stay, so entity offsets hold).
import { z } from "zod";

/** NUL and lone surrogates cannot be stored as text; both become U+FFFD, one unit for one. */
function storable(value: string): string {
  const noNul = value.includes("\0") ? value.replaceAll("\0", "\u{FFFD}") : value;
  return noNul.isWellFormed() ? noNul : noNul.toWellFormed();
}

const Text = z.string().overwrite(storable);
/** Ids have up to 52 significant bits (core.telegram.org/bots/api#user). */
const Id = z.int();

const User = z.object({
  id: Id,
  is_bot: z.boolean(),
  first_name: Text,
  username: Text.optional(),
  language_code: Text.optional(),
});
export type User = z.infer<typeof User>;

const Chat = z.object({
  id: Id,
  type: z.enum(["private", "group", "supergroup", "channel"]),
  username: Text.optional(),
});

const MessageEntity = z.object({
  type: Text,
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  url: Text.optional(),
  language: Text.optional(),
  custom_emoji_id: Text.optional(),
});
export type MessageEntity = z.infer<typeof MessageEntity>;

/** What a payment in Stars and its refund say alike; the payload is our own (invoice-payload.ts). */
const Receipt = z.object({
  currency: Text,
  total_amount: z.int(),
  invoice_payload: Text,
  telegram_payment_charge_id: Text.min(1).max(255),
});
export type Receipt = z.infer<typeof Receipt>;

const File = z.object({
  file_id: Text,
  file_unique_id: Text.optional(),
  thumbnail: z.object({ file_id: Text }).optional(),
});
const Anything = z.unknown().optional();

/** What a message says, whatever is around it. */
const Words = {
  text: Text.optional(),
  entities: z.array(MessageEntity).optional(),
  caption: Text.optional(),
  caption_entities: z.array(MessageEntity).optional(),
  has_media_spoiler: z.boolean().optional(),
  photo: z.array(File).optional(),
  video: File.optional(),
  voice: File.optional(),
  audio: File.optional(),
  video_note: File.optional(),
  document: File.optional(),
  sticker: File.optional(),
  animation: File.optional(),
  location: Anything,
  contact: Anything,
  poll: Anything,
};

const Quote = z.object({
  text: Text,
  entities: z.array(MessageEntity).optional(),
  is_manual: z.boolean().optional(),
});

const Replied = z.object({
  message_id: z.int(),
  from: User.optional(),
  media_group_id: Text.optional(),
  edit_date: z.int().optional(),
  quote: Quote.optional(),
  ...Words,
});

/** Kept loose: the names of the keys we do not know tell service messages from content. */
const Message = z.looseObject({
  message_id: z.int(),
  /** Unix seconds. */
  date: z.int().default(0),
  chat: Chat,
  from: User.optional(),
  sender_chat: Chat.optional(),
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  media_group_id: Text.optional(),
  /** Itself without what it replies to. */
  reply_to_message: Replied.optional(),
  quote: Quote.optional(),
  ...Words,
  successful_payment: Receipt.optional(),
  refunded_payment: Receipt.optional(),
  migrate_to_chat_id: Id.optional(),
  forum_topic_created: z.object({ name: Text }).optional(),
  forum_topic_edited: z.object({ name: Text.optional() }).optional(),
  forum_topic_closed: Anything,
  forum_topic_reopened: Anything,
});
export type Message = z.infer<typeof Message>;

const Reaction = z.object({ type: Text, emoji: Text.optional() });

const MessageReaction = z.object({
  chat: Chat,
  message_id: z.int(),
  user: User.optional(),
  actor_chat: Chat.optional(),
  new_reaction: z.array(Reaction),
});
export type MessageReaction = z.infer<typeof MessageReaction>;

const CallbackQuery = z.object({
  id: Text,
  from: User,
  /** Its date is 0 when the message is too old to be shown to bots; ids are there all the same. */
  message: z
    .object({
      message_id: z.int(),
      chat: Chat,
      message_thread_id: z.int().optional(),
      is_topic_message: z.boolean().optional(),
      photo: z.array(z.unknown()).optional(),
    })
    .optional(),
  data: Text.optional(),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

const ChatMember = z.object({ status: Text, user: User });

const ChatMemberUpdated = z.object({
  chat: Chat,
  from: User,
  old_chat_member: ChatMember,
  new_chat_member: ChatMember,
});
export type ChatMemberUpdated = z.infer<typeof ChatMemberUpdated>;

const PreCheckoutQuery = z.object({
  id: Text,
  from: User,
  currency: Text,
  total_amount: z.int(),
  invoice_payload: Text,
});
export type PreCheckoutQuery = z.infer<typeof PreCheckoutQuery>;

/** Only of media that was sent with a payload (core.telegram.org/bots/api#paidmediapurchased). */
const PaidMediaPurchased = z.object({ from: User, paid_media_payload: Text });

const PAYLOADS = {
  message: Message,
  edited_message: Message,
  message_reaction: MessageReaction,
  callback_query: CallbackQuery,
  my_chat_member: ChatMemberUpdated,
  chat_member: ChatMemberUpdated,
  pre_checkout_query: PreCheckoutQuery,
  purchased_paid_media: PaidMediaPurchased,
} as const;
type UpdateKind = keyof typeof PAYLOADS;

/** Asked of Telegram by name: unset would leave out reactions and members, or keep an old list. */
export const ALLOWED_UPDATES = Object.keys(PAYLOADS) as readonly UpdateKind[];

type Known = {
  [Kind in UpdateKind]: {
    readonly kind: Kind;
    readonly updateId: number;
    readonly payload: z.infer<(typeof PAYLOADS)[Kind]>;
  };
}[UpdateKind];

/** `unknown`: a good Update of a kind we did not ask for. */
export type Update = Known | { readonly kind: "unknown"; readonly updateId: number };

/**
 * Reads an Update from parsed JSON; null when it is none (not an object, no id, wrong shape of a
 * kind that we use).
 */
export function parseUpdate(json: unknown): Update | null {
  if (typeof json !== "object" || json === null) return null;
  const fields = json as Readonly<Record<string, unknown>>;
  const updateId = fields["update_id"];
  if (!Number.isSafeInteger(updateId) || typeof updateId !== "number" || updateId < 0) return null;
  for (const kind of ALLOWED_UPDATES) {
    if (!Object.hasOwn(fields, kind)) continue;
    const parsed = PAYLOADS[kind].safeParse(fields[kind]);
    return parsed.success ? ({ kind, updateId, payload: parsed.data } as Known) : null;
  }
  return { kind: "unknown", updateId };
}

/**
 * Service messages say that something happened; nobody wrote them, so they are never relayed. Nor is
 * an invoice: no person can write one, and whoever forwards one could not be paid by us.
 */
const SERVICE_KEYS: ReadonlySet<string> = new Set(
  `new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title
   new_chat_photo delete_chat_photo group_chat_created supergroup_chat_created
   channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
   migrate_from_chat_id pinned_message invoice successful_payment refunded_payment users_shared
   chat_shared gift unique_gift gift_upgrade_sent connected_website write_access_allowed
   passport_data proximity_alert_triggered boost_added chat_background_set
   checklist_tasks_done checklist_tasks_added community_chat_added community_chat_joined
   community_chat_removed direct_message_price_changed forum_topic_created
   forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden
   general_forum_topic_unhidden giveaway_created giveaway_completed managed_bot_created
   paid_message_price_changed poll_option_added poll_option_deleted suggested_post_approved
   suggested_post_approval_failed suggested_post_declined suggested_post_paid
   suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended
   video_chat_participants_invited web_app_data`.split(/\s+/),
);

/** Whether a message is Telegram's own line in the chat. */
export function isService(message: Message): boolean {
  return Object.keys(message).some((key) => SERVICE_KEYS.has(key));
}
