// What a turn writes besides its actor's state: the rows that people, reports and the contract see.
// All of a turn's rows, its state and its effects are one commit.
import type { CampaignStatus, Fate } from "./campaign.ts";
import type { Content } from "./content.ts";
import type { LedgerKind } from "./credits.ts";
import type { Purchase } from "./purchase.ts";
import type { Tier } from "./say.ts";
import type { Item } from "./shelf.ts";

export type MessageStatus =
  | "held" // waits to be paid for
  | "queued" // paid; its outbox row waits
  | "delivered"
  | "failed" // could not be delivered for good; refunded where it was charged
  | "withdrawn";

/** A message in either direction (contract: `messages`). `ref` is unique for a user. */
export interface MessageRow {
  readonly row: "message";
  /** `f<id>` a fan's message, `g<group>:<id>` the team's, `c<id>` a campaign's. */
  readonly ref: string;
  readonly direction: "in" | "out";
  readonly kind: Content["kind"] | "album";
  readonly text: string;
  readonly fileId: string | null;
  readonly cost: number;
  readonly status: MessageStatus;
  /** Telegram id of the team member who wrote it; null for the fan, and for a campaign's. */
  readonly byId: number | null;
  /** Of an answer of the team: how long the fan had waited; absent where nobody waited. */
  readonly waitedSeconds?: number;
  /** The effects that carry it; their delivery makes the row `delivered`. */
  readonly at: number;
}

/**
 * A change to a message row: a new status, or an edit that keeps the old text. A `ref` that has no
 * row changes nothing (an edit of a message that was never taken in), nor does the same text again.
 */
export interface MessageChangeRow {
  readonly row: "messageChange";
  readonly ref: string;
  readonly status?: MessageStatus;
  readonly cost?: number;
  /** The new text; the old one is appended to the row's history. */
  readonly text?: string;
  readonly at: number;
}

/** A ledger line (contract: `transactions`); append-only. */
export interface LedgerRow {
  readonly row: "ledger";
  readonly kind: LedgerKind;
  readonly credits: number;
  readonly seconds: number;
  readonly amountCents: number;
  readonly currency: string | null;
  /** The business key: unique over all users for ever. */
  readonly reference: string | null;
  /** Why, in a few words, for statements and audits. */
  readonly note: string | null;
  readonly at: number;
}

/**
 * A purchase as it is now: a new row at version 1, the next version of an old one after that. One
 * that does not follow on the version in the table breaks the commit, as a reference used twice does.
 */
export interface PurchaseRow {
  readonly row: "purchase";
  readonly purchase: Purchase;
  readonly at: number;
}

/** A team's note on a fan; never sent. */
export interface NoteRow {
  readonly row: "note";
  readonly byId: number;
  readonly byName: string;
  readonly text: string;
  readonly at: number;
}

/** Who did what; append-only. */
export interface AuditRow {
  readonly row: "audit";
  readonly byId: number;
  readonly byName: string;
  readonly act: string;
  /** Figures and reasons as plain JSON. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly at: number;
}

/** A forum topic that belongs to this fan; kept after it is gone, for replies that come late. */
export interface TopicRow {
  readonly row: "topic";
  readonly groupId: number;
  readonly topicId: number;
  readonly at: number;
}

/** An item on the shelf. One that is there already stays as it is, with its name and its prices. */
export interface ShelfRow {
  readonly row: "shelf";
  readonly item: Item;
  readonly byId: number;
  readonly at: number;
}

/**
 * What an item is to this fan. An offer changes nothing about one that was bought; `returned` takes
 * back that it was.
 */
export interface UnlockRow {
  readonly row: "unlock";
  readonly itemId: number;
  readonly standing: "offered" | "bought" | "returned";
  /** What was paid; 0 but for `bought`. */
  readonly credits: number;
  readonly stars: number;
  /** Who offered it; null where nobody did anew. */
  readonly byId: number | null;
  readonly at: number;
}

/**
 * The fan asked to be forgotten: names, texts, files and links go, the ledger stays under a
 * pseudonym, and the user's row is let go, so that the next turn of this actor makes a new one.
 * It is applied after the turn's other rows and its projection (whose last ledger row brings the
 * balance to 0). The actor's own state is kept: it is a tombstone already, and what little it says
 * (that the welcome was given, whether there is a ban) is what a new start must not wash away.
 */
export interface EraseRow {
  readonly row: "erase";
  readonly at: number;
}

/** A campaign's standing, as its actor has just decided it. */
export interface CampaignRow {
  readonly row: "campaign";
  readonly campaignId: number;
  readonly status: CampaignStatus;
  /** Unix milliseconds; null: not yet. */
  readonly startsAt: number | null;
  readonly finishedAt: number | null;
  readonly at: number;
}

/** What became of a campaign at this fan. One that is not on its list any more changes nothing. */
export interface CampaignSendRow {
  readonly row: "campaignSend";
  readonly campaignId: number;
  readonly fate: Fate;
  /** In the fan's chat; null where that is known already, or there is nothing. */
  readonly messageIds: readonly number[] | null;
  readonly at: number;
}

export type Row =
  | MessageRow
  | MessageChangeRow
  | LedgerRow
  | PurchaseRow
  | NoteRow
  | AuditRow
  | TopicRow
  | ShelfRow
  | UnlockRow
  | EraseRow
  | CampaignRow
  | CampaignSendRow;

/** A conversation's state as `users` and `conversations` show it, written with every turn. */
export interface Projection {
  readonly user: {
    readonly telegramId: number;
    readonly username: string | null;
    readonly firstName: string;
    readonly languageTag: string | null;
    readonly credits: number;
    readonly sessionEndsAt: number | null;
    readonly tier: Tier;
    readonly spentCents: number;
    readonly autoRecharge: boolean;
    readonly stripeCustomerId: string | null;
    /** Last four digits of the cards that are kept; absent: none. */
    readonly cards?: readonly string[];
    /** Taken back by refunds and lost disputes beyond what was left; worked off by what comes in. */
    readonly debtCredits: number;
    readonly debtSeconds: number;
    readonly isBanned: boolean;
    readonly isUnreachable: boolean;
    /** Takes broadcasts. */
    readonly isPromotable: boolean;
    readonly source: string | null;
    readonly createdAt: number;
    readonly lastSeenAt: number;
  };
  readonly conversation: {
    readonly groupId: number;
    readonly topicId: number | null;
    readonly unreadMessages: number;
    readonly priorityLevel: "low" | "normal" | "high" | "urgent";
    readonly isPinned: boolean;
    readonly assignedTo: number | null;
    readonly status: string;
    readonly messagesIn: number;
    readonly messagesOut: number;
    readonly lastMessageAt: number | null;
    /** When the fan began to wait for an answer; null when nobody waits. */
    readonly waitingSince: number | null;
    readonly tags: readonly string[];
    readonly snoozedUntil: number | null;
    readonly claimedBy: number | null;
    readonly claimedUntil: number | null;
  };
}
