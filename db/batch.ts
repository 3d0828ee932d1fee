// A batch of turns, its rows sorted by kind, each with its turn. A statement changes a row only once,
// so what a turn says twice of one thing becomes one row here.
import type { HeldChange } from "#actors/kernel/actor.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { OutboxEntry, TurnCommit } from "#actors/kernel/ports.ts";
import type {
  AuditRow,
  CampaignRow,
  CampaignSendRow,
  LedgerRow,
  MessageChangeRow,
  MessageRow,
  NoteRow,
  Projection,
  PurchaseRow,
  Row,
  ShelfRow,
  TopicRow,
  UnlockRow,
} from "#actors/kernel/rows.ts";

export interface TurnItem {
  readonly turn: TurnCommit;
  readonly isErasure: boolean;
}

type Of<Item> = Item & { readonly turn: TurnCommit };
export type ProjectionItem = Of<Projection> & {
  readonly isErasure: boolean;
  /** The sum of the turn's ledger rows. */
  readonly creditsMoved: number;
};
export type MessageItem = Of<MessageRow>;
export type ChangeItem = Of<MessageChangeRow>;
export type LedgerItem = Of<LedgerRow>;
export type PurchaseItem = Of<PurchaseRow>;
export type NoteItem = Of<NoteRow>;
export type AuditItem = Of<AuditRow>;
export type TopicItem = Of<TopicRow>;
export type ShelfItem = Of<ShelfRow>;
export type UnlockItem = Of<UnlockRow>;
export type CampaignItem = Of<CampaignRow>;
export type CampaignSendItem = Of<CampaignSendRow>;
export type HeldItem = Of<HeldChange>;
export type OutboxItem = Of<{ readonly entry: OutboxEntry; readonly afterId: number | null }>;
export type TimerItem = Of<{ readonly name: string; readonly dueAt: number }>;
export type ClearItem = Of<{ readonly name: string }>;

export interface Batch {
  hasErasures: boolean;
  readonly turns: TurnItem[];
  readonly projections: ProjectionItem[];
  readonly messages: MessageItem[];
  readonly changes: ChangeItem[];
  readonly ledger: LedgerItem[];
  readonly purchases: PurchaseItem[];
  readonly notes: NoteItem[];
  readonly audits: AuditItem[];
  readonly topics: TopicItem[];
  readonly shelf: ShelfItem[];
  readonly unlocks: UnlockItem[];
  readonly campaigns: CampaignItem[];
  readonly campaignSends: CampaignSendItem[];
  readonly outbox: OutboxItem[];
  readonly held: HeldItem[];
  readonly timersSet: TimerItem[];
  readonly timersCleared: ClearItem[];
}

/** Sorts turns into a batch. */
export function batchOf(turns: readonly TurnCommit[]): Batch {
  const batch: Batch = {
    hasErasures: false,
    turns: [],
    projections: [],
    messages: [],
    changes: [],
    ledger: [],
    purchases: [],
    notes: [],
    audits: [],
    topics: [],
    shelf: [],
    unlocks: [],
    campaigns: [],
    campaignSends: [],
    outbox: [],
    held: [],
    timersSet: [],
    timersCleared: [],
  };
  for (const turn of turns) addTurn(batch, turn);
  return batch;
}

function addTurn(batch: Batch, turn: TurnCommit): void {
  const isErasure = turn.rows.some((row) => row.row === "erase");
  let creditsMoved = 0;
  for (const row of mergeRows(turn.rows)) {
    if (row.row === "ledger") creditsMoved += row.credits;
    addRow(batch, turn, row, isErasure);
  }
  batch.turns.push({ turn, isErasure });
  if (turn.projection !== null) {
    const projection = isErasure ? blank(turn.projection) : turn.projection;
    batch.projections.push({ turn, ...projection, isErasure, creditsMoved });
  }
  for (const entry of turn.outbox) {
    const afterId = entry.after === undefined ? null : effectId(turn.envelopeId, entry.after);
    batch.outbox.push({ turn, entry, afterId });
  }
  batch.hasErasures ||= isErasure;
  if (isErasure) return;
  for (const change of turn.held) batch.held.push({ turn, ...change });
  for (const change of new Map(turn.timers.map((each) => [each.name, each])).values()) {
    if ("set" in change) batch.timersSet.push({ turn, name: change.name, dueAt: change.set });
    else batch.timersCleared.push({ turn, name: change.name });
  }
}

/** Of a turn that forgets its fan only the books, purchases among them, and the audit are written. */
function addRow(batch: Batch, turn: TurnCommit, row: Row, isErasure: boolean): void {
  if (row.row === "ledger") batch.ledger.push({ turn, ...row });
  else if (row.row === "purchase") batch.purchases.push({ turn, ...row });
  else if (row.row === "audit") batch.audits.push({ turn, ...row });
  else if (isErasure) return;
  else if (row.row === "message") batch.messages.push({ turn, ...row });
  else if (row.row === "messageChange") batch.changes.push({ turn, ...row });
  else if (row.row === "note") batch.notes.push({ turn, ...row });
  else if (row.row === "topic") batch.topics.push({ turn, ...row });
  else if (row.row === "shelf") batch.shelf.push({ turn, ...row });
  else if (row.row === "unlock") batch.unlocks.push({ turn, ...row });
  else if (row.row === "campaign") batch.campaigns.push({ turn, ...row });
  else if (row.row === "campaignSend") batch.campaignSends.push({ turn, ...row });
}

/** One row for each message and purchase of a turn, whatever was said of it in how many steps. */
function mergeRows(rows: readonly Row[]): readonly Row[] {
  const merged: Row[] = [];
  const places = new Map<string, number>();
  for (const row of rows) {
    const subject = subjectOf(row);
    const place = subject === null ? undefined : places.get(subject);
    const earlier = place === undefined ? undefined : merged[place];
    if (place === undefined || earlier === undefined) {
      const last = merged.push(row) - 1;
      if (subject !== null) places.set(subject, last);
    } else {
      merged[place] = { ...earlier, ...row, row: earlier.row } as Row;
    }
  }
  return merged;
}

function subjectOf(row: Row): string | null {
  if (row.row === "message" || row.row === "messageChange") return `message ${row.ref}`;
  if (row.row === "unlock") return `unlock ${row.itemId}`;
  return row.row === "purchase" ? `purchase ${row.purchase.id}` : null;
}

function blank({ user, conversation }: Projection): Projection {
  return {
    user: {
      ...user,
      username: null,
      firstName: "",
      languageTag: null,
      source: null,
      autoRecharge: false,
      stripeCustomerId: null,
    },
    conversation: {
      ...conversation,
      topicId: null,
      unreadMessages: 0,
      isPinned: false,
      assignedTo: null,
      waitingSince: null,
      tags: [],
      snoozedUntil: null,
      claimedBy: null,
      claimedUntil: null,
    },
  };
}
