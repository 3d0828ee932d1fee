// What the sandbox's Telegram is made of: people, groups, topics, messages, files. Plain records;
// world.ts changes them, telegram/wire.ts shows them to the bot and state.ts to the page.

import type { Entity, Media, Person } from "./protocol.ts";

/** The user id that stands for every anonymous administrator, the same on all of Telegram. */
export const ANONYMOUS_ADMIN_ID = 1087968824;

export interface PersonRecord {
  readonly id: number;
  readonly firstName: string;
  readonly username: string | null;
  readonly languageCode: string;
  /** In every group of the sandbox; a fan is in none. */
  role: Person["role"];
  /** A bot cannot write to a person who never wrote to it. */
  hasStarted: boolean;
  hasBlockedBot: boolean;
}

export interface BotRights {
  readonly canManageTopics: boolean;
  readonly canPinMessages: boolean;
  readonly canDeleteMessages: boolean;
}

export interface BotMembership {
  readonly status: "administrator" | "member" | "left" | "kicked";
  readonly rights: BotRights;
}

export interface TopicRecord {
  readonly id: number;
  readonly iconColor: number;
  readonly iconCustomEmojiId: string | null;
  readonly createdById: number;
  name: string;
  isClosed: boolean;
  lastMessageId: number;
}

export type FileKind = Exclude<Media["kind"], "location" | "contact" | "poll">;

export interface StoredFile {
  readonly fileId: string;
  readonly uniqueId: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  readonly mimeType: string;
  /** Pixels; 0 where the kind has none. */
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number | null;
  readonly emoji: string;
  /** A data: URL that draws it, where it can be drawn. */
  readonly previewUrl: string | null;
  /** The small picture that Telegram makes of it; null for what has none. */
  readonly thumbnail: StoredFile | null;
}

export interface Poll {
  readonly id: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly isAnonymous: boolean;
  readonly allowsMultipleAnswers: boolean;
}

export type Attachment =
  | { readonly kind: FileKind; readonly file: StoredFile; readonly isSpoiler: boolean }
  | { readonly kind: "location"; readonly latitude: number; readonly longitude: number }
  | {
      readonly kind: "contact";
      readonly phoneNumber: string;
      readonly firstName: string;
      readonly lastName: string | null;
    }
  | { readonly kind: "poll"; readonly poll: Poll };

/** An entity as Telegram writes it, with the fields that only some types carry. */
export interface TextEntity extends Entity {
  readonly language?: string;
  readonly user?: { readonly id: number };
  readonly custom_emoji_id?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly TextEntity[];
}

/** Something to be paid for in Stars, as `sendInvoice` describes it. */
export interface Invoice {
  readonly title: string;
  readonly description: string;
  /** The bot's own word for it; nobody else is shown it. */
  readonly payload: string;
  readonly startParameter: string;
  /** Whole Stars. */
  readonly amount: number;
}

/** Media that is seen by whoever pays for it. */
export interface PaidMedia {
  /** Whole Stars. */
  readonly amount: number;
  /** The bot's own word for it, "" for none; nobody else is shown it. */
  readonly payload: string;
  readonly files: readonly StoredFile[];
  /** Who has paid. */
  readonly buyers: Set<number>;
}

/** What the service messages about a payment carry. */
export interface StarsReceipt {
  /** Whole Stars. */
  readonly amount: number;
  readonly payload: string;
  readonly chargeId: string;
}

export type Service =
  | { readonly type: "topicCreated"; readonly name: string; readonly iconColor: number }
  | { readonly type: "topicEdited"; readonly name: string }
  | { readonly type: "topicClosed" }
  | { readonly type: "topicReopened" }
  | { readonly type: "pinned"; readonly messageId: number }
  | ({ readonly type: "paid" | "refunded" } & StarsReceipt)
  | { readonly type: "migratedTo"; readonly chatId: number }
  | { readonly type: "migratedFrom"; readonly chatId: number };

export type Content =
  | { readonly type: "text"; readonly body: FormattedText }
  | { readonly type: "media"; readonly attachment: Attachment; readonly caption: FormattedText }
  | { readonly type: "invoice"; readonly invoice: Invoice }
  | { readonly type: "paidMedia"; readonly paid: PaidMedia; readonly caption: FormattedText }
  | { readonly type: "service"; readonly service: Service };

/** One button of an inline keyboard, in Telegram's own words. */
export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly web_app?: { readonly url: string };
  readonly copy_text?: { readonly text: string };
  readonly pay?: boolean;
  readonly icon_custom_emoji_id?: string;
  readonly style?: "danger" | "success" | "primary";
}

export type InlineKeyboard = readonly (readonly InlineButton[])[];

export interface ReplyReference {
  readonly messageId: number;
  readonly quote: { readonly text: string; readonly position: number } | null;
}

export interface StoredMessage {
  readonly id: number;
  readonly chatId: number;
  /** Null in private chats, in General and in groups without topics. */
  readonly threadId: number | null;
  readonly fromId: number;
  /** The group, when an anonymous administrator wrote. */
  readonly senderChatId: number | null;
  /** Unix milliseconds. */
  readonly at: number;
  readonly albumId: string | null;
  readonly replyTo: ReplyReference | null;
  /** Who wrote the original and when, if this is a forward. */
  readonly forwardedFrom: { readonly userId: number; readonly at: number } | null;
  readonly isProtected: boolean;
  /** Sent with a reply keyboard: Telegram then refuses every edit. */
  readonly hasReplyKeyboard: boolean;
  content: Content;
  keyboard: InlineKeyboard;
  /** One reaction an actor. */
  readonly reactions: Map<number, string>;
  editedAt: number | null;
  isPinned: boolean;
}

/** What a caller says of a new message; the rest is the world's. */
export type Draft = Pick<StoredMessage, "chatId" | "fromId" | "content"> &
  Partial<
    Pick<
      StoredMessage,
      | "threadId"
      | "senderChatId"
      | "albumId"
      | "replyTo"
      | "forwardedFrom"
      | "isProtected"
      | "hasReplyKeyboard"
      | "keyboard"
    >
  >;

/** The kinds that carry a caption; Telegram has nowhere to put one on the others. */
const CAPTIONED: ReadonlySet<Media["kind"]> = new Set([
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "animation",
]);

/** Whether a message of this kind can have a caption. */
export function takesCaption(kind: Media["kind"]): boolean {
  return CAPTIONED.has(kind);
}

/** Which kinds may share an album: pictures and films mix, the others only with their own. */
export function albumFamily(kind: Media["kind"]): "visual" | "document" | "audio" | null {
  if (kind === "photo" || kind === "video") return "visual";
  return kind === "document" || kind === "audio" ? kind : null;
}

/** The text or caption of a message; empty for those that have neither. */
export function bodyOf(message: StoredMessage): FormattedText {
  switch (message.content.type) {
    case "text":
      return message.content.body;
    case "media":
    case "paidMedia":
      return message.content.caption;
    case "invoice":
    case "service":
      return NO_TEXT;
  }
}

export const NO_TEXT: FormattedText = { text: "", entities: [] };
