// What the sandbox's page and its tests say to the sandbox, and what they see of it. The page
// polls nothing: `GET /sandbox/events` (SSE) says "changed", and `GET /sandbox/state` is the whole
// truth (small: one developer's world). Everything a person can do is one `POST /sandbox/act`.
// The Bot API side (`/bot<token>/<method>`) never reads these types: it speaks Telegram's own.

import type { StripeAct, StripeState } from "./stripe/protocol.ts";

/** A person of the sandbox. Fans write in private; team people sit in the admin group. */
export interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly username: string | null;
  /** IETF tag as Telegram sends it, e.g. "en", "pt-br". */
  readonly languageCode: string;
  readonly role: "fan" | "administrator" | "creator" | "member";
  /** The private chat with the bot is blocked by this person. */
  readonly hasBlockedBot: boolean;
  /** Telegram's Stars that this person has. */
  readonly stars: number;
}

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface Button {
  readonly text: string;
  readonly callbackData?: string;
  readonly url?: string;
  /** The Pay button of an invoice. */
  readonly isPay?: true;
  readonly style?: "danger" | "success" | "primary";
}

/** Something to be paid for in Stars. */
export interface Invoice {
  readonly title: string;
  readonly description: string;
  /** Whole Stars. */
  readonly amount: number;
  readonly isPaid: boolean;
}

/** Media that is locked in Stars. */
export interface PaidMediaView {
  /** Whole Stars. */
  readonly amount: number;
  readonly count: number;
  /** The fan whose chat it is has paid. */
  readonly isOpen: boolean;
  /** Empty until it is open. */
  readonly media: readonly Media[];
}

export interface Media {
  readonly kind:
    | "photo"
    | "video"
    | "voice"
    | "audio"
    | "video_note"
    | "document"
    | "sticker"
    | "animation"
    | "location"
    | "contact"
    | "poll";
  readonly fileId: string;
  /** What to draw: an emoji, a file name, a length, a generated picture (data: URL). */
  readonly label: string;
  readonly previewUrl: string | null;
  /** Where the file itself can be fetched, for what is kept rather than looked at. */
  readonly downloadUrl: string | null;
  readonly durationSeconds: number | null;
  readonly isSpoiler: boolean;
}

export interface Message {
  readonly id: number;
  readonly chatId: number;
  /** Forum topic, null in private chats and in General. */
  readonly threadId: number | null;
  readonly from: { readonly id: number; readonly name: string; readonly isBot: boolean };
  /** Unix milliseconds of the sandbox's clock. */
  readonly at: number;
  readonly text: string | null;
  readonly entities: readonly Entity[];
  readonly media: Media | null;
  readonly invoice: Invoice | null;
  readonly paidMedia: PaidMediaView | null;
  readonly albumId: string | null;
  readonly buttons: readonly (readonly Button[])[];
  readonly reactions: readonly { readonly emoji: string; readonly byId: number }[];
  readonly replyToId: number | null;
  readonly isEdited: boolean;
  readonly isPinned: boolean;
  /** A line such as "created the topic", drawn in the middle; null for ordinary messages. */
  readonly service: string | null;
  readonly isProtected: boolean;
}

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly iconColor: number;
  /** Of the icon that it was given; null: the first letter of its name. */
  readonly iconEmoji: string | null;
  readonly isClosed: boolean;
  readonly lastMessageId: number;
}

export interface Group {
  readonly id: number;
  readonly title: string;
  readonly isForum: boolean;
  /** The bot's commands that its administrators are offered. */
  readonly commands: readonly Command[];
  readonly topics: readonly Topic[];
  readonly messages: readonly Message[];
}

/** One Bot API call as the sandbox saw it, newest last; the last 300 are kept. */
export interface ApiCall {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  readonly chatId: number | null;
  readonly threadId: number | null;
  /** The request's parameters as JSON, token never included. */
  readonly params: string;
  readonly ok: boolean;
  readonly status: number;
  readonly description: string | null;
  readonly tookMs: number;
}

/** What goes wrong on purpose. Each field is off at null/false/0. */
export interface Faults {
  /** The next N sends answer 429 with this retry_after (seconds). */
  readonly floodNext: number;
  readonly floodRetryAfterSeconds: number;
  /** Every Bot API call answers 502 with an HTML body. */
  readonly isTelegramDown: boolean;
  /** The next N calls are done, then the connection is cut before the answer. */
  readonly loseNextAnswers: number;
  /** Every update is delivered twice. */
  readonly duplicatesUpdates: boolean;
  /** Added to every Bot API answer, milliseconds. */
  readonly latencyMs: number;
  /** Real limits (30/s, 1/s a private chat, 20/min a group) are enforced with 429. */
  readonly enforcesLimits: boolean;
}

/** One of the bot's commands, without its slash. */
export interface Command {
  readonly command: string;
  readonly description: string;
}

export interface State {
  /** Unix milliseconds of the sandbox's clock (real time plus what was turned forward). */
  readonly now: number;
  readonly people: readonly Person[];
  /** Private chats by the person's id. */
  readonly chats: readonly { readonly personId: number; readonly messages: readonly Message[] }[];
  readonly groups: readonly Group[];
  /** Chat actions that are showing now. */
  readonly typing: readonly {
    readonly chatId: number;
    readonly threadId: number | null;
    readonly action: string;
    readonly until: number;
  }[];
  readonly calls: readonly ApiCall[];
  readonly faults: Faults;
  readonly stripe: StripeState;
  readonly bot: {
    readonly username: string;
    readonly status: "starting" | "running" | "stopped";
    readonly commands: readonly Command[];
    /** Updates waiting to be taken by the bot. */
    readonly pendingUpdates: number;
  };
  /** Ephemeral answers to presses (answerCallbackQuery), newest last, by person. */
  readonly toasts: readonly {
    readonly personId: number;
    readonly text: string;
    readonly at: number;
    readonly isAlert: boolean;
  }[];
}

/** Where a person writes: the private chat with the bot, or a group (topic null = General). */
export type Place =
  | { readonly in: "private" }
  | { readonly in: "group"; readonly groupId: number; readonly topicId: number | null };

export type Act =
  | {
      readonly act: "send";
      readonly personId: number;
      readonly place: Place;
      readonly text: string;
      readonly replyToId?: number;
      /** The part of the answered message that is quoted, word for word. */
      readonly quote?: string;
      /** An administrator writes in the group's name. */
      readonly isAnonymous?: boolean;
    }
  | {
      readonly act: "sendMedia";
      readonly personId: number;
      readonly place: Place;
      readonly kinds: readonly Media["kind"][];
      readonly caption?: string;
      readonly replyToId?: number;
      readonly isAnonymous?: boolean;
    }
  | {
      readonly act: "edit";
      readonly personId: number;
      readonly chatId: number;
      readonly messageId: number;
      readonly text: string;
    }
  | {
      readonly act: "press";
      readonly personId: number;
      readonly chatId: number;
      readonly messageId: number;
      readonly callbackData: string;
    }
  | {
      readonly act: "react";
      readonly personId: number;
      readonly chatId: number;
      readonly messageId: number;
      readonly emoji: string | null;
    }
  | { readonly act: "block"; readonly personId: number; readonly isBlocked: boolean }
  | {
      readonly act: "addFan";
      readonly firstName: string;
      readonly username: string | null;
      readonly languageCode: string;
    }
  | {
      readonly act: "topic";
      readonly groupId: number;
      readonly topicId: number;
      readonly to: "closed" | "open" | "deleted";
      /** Who does it; the group's creator if nobody is named. */
      readonly personId?: number;
    }
  | {
      readonly act: "newTopic";
      readonly personId: number;
      readonly groupId: number;
      readonly name: string;
    }
  | {
      readonly act: "renameTopic";
      readonly personId: number;
      readonly groupId: number;
      readonly topicId: number;
      readonly name: string;
    }
  | {
      readonly act: "pin";
      readonly personId: number;
      readonly chatId: number;
      readonly messageId: number;
      readonly isPinned: boolean;
    }
  | { readonly act: "setRole"; readonly personId: number; readonly role: Person["role"] }
  /** What the bot is and may do in a group; rights that are not named stay as they are. */
  | {
      readonly act: "setBot";
      readonly groupId: number;
      readonly status?: "administrator" | "member" | "left" | "kicked";
      readonly canManageTopics?: boolean;
      readonly canPinMessages?: boolean;
      readonly canDeleteMessages?: boolean;
    }
  /** Topics switched on or off in the group's settings. */
  | { readonly act: "setForum"; readonly groupId: number; readonly isForum: boolean }
  /** The group gets another id; calls to the old one say so. */
  | { readonly act: "migrateGroup"; readonly groupId: number }
  | { readonly act: "fault"; readonly set: Partial<Faults> }
  | { readonly act: "duplicateLastUpdate" }
  | { readonly act: "advanceClock"; readonly byMs: number }
  | { readonly act: "bot"; readonly to: "kill" | "start" | "stop" }
  | { readonly act: "topUpStars"; readonly personId: number; readonly amount: number }
  /** Confirms an invoice; answered once the bot has approved, refused or let it lapse. */
  | {
      readonly act: "payInvoice";
      readonly personId: number;
      readonly chatId: number;
      readonly messageId: number;
    }
  /** Pays for media that is locked in Stars; it is seen at once. */
  | {
      readonly act: "buyMedia";
      readonly personId: number;
      readonly chatId: number;
      readonly messageId: number;
    }
  | StripeAct;

/** `POST /sandbox/act` answers one of these; `messageIds` are what the act created. */
export type ActResult =
  | { readonly ok: true; readonly messageIds: readonly number[] }
  | { readonly ok: false; readonly why: string };
