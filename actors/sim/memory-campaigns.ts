// Campaigns and their lists in memory, by the rules that the database's statements have: an enlisting
// or a recall is one step, a fate is settled once, and one that was only given up on is set right.
// `store-contract-campaigns.ts` holds it and Postgres to one suite.
import type { Address } from "#actors/kernel/address.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import {
  type CampaignStatus,
  FATES,
  type Fate,
  type Figures,
  OVERDUE_MS,
  type Plan,
  RECALL_WINDOW_MS,
} from "#actors/kernel/campaign.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { CampaignRow, CampaignSendRow, Projection } from "#actors/kernel/rows.ts";

/** A few minutes are left for the way, as the database leaves them. */
const RECALLABLE_MS = RECALL_WINDOW_MS - 600_000;

export interface StoredCampaign {
  readonly id: number;
  readonly plan: Plan;
  status: CampaignStatus;
  startsAt: number | null;
  finishedAt: number | null;
  /** The last user that was enlisted. */
  cursor: number;
}

export interface StoredSend {
  readonly campaignId: number;
  readonly userId: number;
  fate: Fate;
  messageIds: readonly number[] | null;
  at: number;
}

/** The tables that say who is there. */
export interface FanTables {
  readonly actors: ReadonlyMap<
    string,
    { readonly address: Address; readonly userId: number | null }
  >;
  readonly users: ReadonlyMap<number, { readonly projection: Projection | null }>;
}

/** What the books are asked for: at most so many on their way at once, as of a moment. */
export interface Asked {
  readonly campaignId: number;
  readonly limit: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The answer, and the mail that belongs into the inbox in the same step. */
export interface Pumped {
  readonly answer: AnswerOf<"campaign">;
  readonly mail: readonly Arrival[];
}

/** The inbox key of a fan's mail. */
export type MailKey = (campaignId: number, userId: number) => string;

const mailKeyOf: MailKey = (campaignId, userId) => `campaign:${campaignId}:${userId}`;

/** The two tables, and what turns write into them. */
export class MemoryCampaigns {
  readonly rows = new Map<number, StoredCampaign>();
  /** By campaign and user. */
  readonly sends = new Map<string, StoredSend>();

  /** Whether it was made now: one with the same id is the same launch. */
  launch(id: number, plan: Plan, startsAt: number | null, at: number): boolean {
    if (this.rows.has(id)) return false;
    const status = (startsAt ?? 0) > at ? "scheduled" : "running";
    this.rows.set(id, { id, plan, status, startsAt, finishedAt: null, cursor: 0 });
    return true;
  }

  show({ campaignId, status, startsAt, finishedAt }: CampaignRow): void {
    const row = this.rows.get(campaignId);
    if (row !== undefined) Object.assign(row, { status, startsAt, finishedAt });
  }

  /** Nobody comes onto a list by a fate. */
  settle({ campaignId, fate, messageIds, at }: CampaignSendRow, userId: number): void {
    const send = this.sends.get(sendKey(campaignId, userId));
    if (send === undefined || !settledFrom(fate).includes(send.fate)) return;
    Object.assign(send, { fate, at, messageIds: messageIds ?? send.messageIds });
  }

  /** A fan is erased: what is on its way to them comes to nothing. */
  forget(userId: number): void {
    for (const send of this.sends.values()) {
      if (send.userId !== userId) continue;
      send.messageIds = null;
      if (send.fate === "queued") send.fate = "skipped";
      if (send.fate === "recalling") send.fate = "kept";
    }
  }

  /** A campaign's list, by user. */
  listOf(campaignId: number): StoredSend[] {
    return [...this.sends.values()]
      .filter((send) => send.campaignId === campaignId)
      .toSorted((a, b) => a.userId - b.userId);
  }

  /** Puts the next fans on the list, and mail for each; nothing unless the campaign runs. */
  enlist(db: FanTables, { campaignId, limit, at }: Asked, mailKey = mailKeyOf): Pumped {
    const before = this.#figures(campaignId, at);
    const campaign = this.rows.get(campaignId);
    const places = campaign?.status === "running" ? Math.max(0, limit - before.queued) : 0;
    const picked = campaign === undefined ? [] : audience(db, campaign).slice(0, places);
    const mail = picked.map(({ userId, key }) => {
      const send = { campaignId, userId, fate: "queued", messageIds: null, at } as const;
      this.sends.set(sendKey(campaignId, userId), { ...send });
      if (campaign !== undefined) campaign.cursor = userId;
      const promotion = campaign?.plan.promotion;
      const body = { type: "promotion", campaignId, promotion };
      return mailTo(key, mailKey(campaignId, userId), body, at);
    });
    const figures = { ...before, queued: before.queued + mail.length };
    return { answer: answerOf(figures, places, mail.length, 0), mail };
  }

  /** Asks the next fans' conversations to take back what they sent not too long ago. */
  recall(db: FanTables, { campaignId, limit, at }: Asked): Pumped {
    const before = this.#figures(campaignId, at);
    const isOffer = this.rows.get(campaignId)?.plan.promotion.what === "offer";
    const places = Math.max(0, limit - before.recalling);
    const sent = this.listOf(campaignId).filter(({ fate }) => fate === "sent");
    const young = sent.filter((send) => send.at >= at - RECALLABLE_MS);
    const picked = young.filter(({ messageIds }) => messageIds !== null).slice(0, places);
    const mail = picked.flatMap((send) => {
      Object.assign(send, { fate: "recalling", at });
      const key = fans(db).find(({ userId }) => userId === send.userId)?.key;
      const body = { type: "recall", campaignId, messageIds: send.messageIds, isOffer };
      return key === undefined
        ? []
        : [mailTo(key, `recall:${campaignId}:${send.userId}`, body, at)];
    });
    const taken = picked.length;
    const { sent: stood, recalling } = before;
    const figures = { ...before, sent: stood - taken, recalling: recalling + taken };
    return { answer: answerOf(figures, places, taken, sent.length - young.length), mail };
  }

  /** Fans by fate; whose mail or call was lost is given up, and counted as what it becomes. */
  #figures(campaignId: number, at: number): Figures {
    const list = this.listOf(campaignId);
    for (const send of list) {
      if (send.at >= at - OVERDUE_MS) continue;
      if (send.fate === "queued") send.fate = "failed";
      if (send.fate === "recalling") send.fate = "kept";
    }
    const counts = FATES.map((fate) => [fate, list.filter((one) => one.fate === fate).length]);
    return Object.fromEntries(counts) as Figures;
  }
}

function sendKey(campaignId: number, userId: number): string {
  return `${campaignId}/${userId}`;
}

function settledFrom(fate: Fate): readonly Fate[] {
  if (fate === "deleted") return ["recalling", "kept"];
  return fate === "kept" ? ["recalling"] : ["queued", "failed"];
}

interface Fan {
  readonly userId: number;
  /** Of their conversation. */
  readonly key: string;
}

/** Conversations of those who are somebody, by user. */
function fans(db: FanTables): readonly Fan[] {
  return [...db.actors.values()]
    .flatMap(({ userId, address }) => (userId === null ? [] : { userId, key: address.key }))
    .toSorted((a, b) => a.userId - b.userId);
}

/** Everybody after the cursor who was there when it started, and may be written to. */
function audience(db: FanTables, { cursor, startsAt }: StoredCampaign): readonly Fan[] {
  return fans(db).filter(({ userId }) => {
    const { user, conversation } = db.users.get(userId)?.projection ?? {};
    if (userId <= cursor || user === undefined || startsAt === null) return false;
    const isWilling = user.isPromotable && !user.isBanned && !user.isUnreachable;
    const isKnown = user.lastSeenAt > 0 && conversation?.groupId !== null;
    return isWilling && isKnown && user.createdAt <= startsAt;
  });
}

function mailTo(key: string, dedupeKey: string, body: object, at: number): Arrival {
  const address = { kind: "conversation", key } as const;
  return { dedupeKey, address, lane: "normal", at, body: JSON.stringify(body), raw: null };
}

function answerOf(
  figures: Figures,
  places: number,
  taken: number,
  tooOld: number,
): AnswerOf<"campaign"> {
  return { type: "campaign", figures, isExhausted: places > 0 && taken < places, tooOld };
}
