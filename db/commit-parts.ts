// What the commit writes beside the actor's own row, one part for each kind of row.
import { queueKeyOf } from "#actors/kernel/queue-order.ts";
import type {
  AuditItem,
  ChangeItem,
  ClearItem,
  HeldItem,
  LedgerItem,
  MessageItem,
  NoteItem,
  OutboxItem,
  ProjectionItem,
  TimerItem,
  TopicItem,
} from "./batch.ts";
import { CAMPAIGN_SENDS, CAMPAIGNS } from "./campaign-part.ts";
import { bigint, boolean, integer, json, matches, moment, text } from "./columns.ts";
import {
  at,
  envelopeId,
  isTaken,
  key,
  kind,
  type Part,
  part,
  partition,
  userId,
} from "./commit-part.ts";
import { SHELF, UNLOCKS } from "./locked-part.ts";
import { PURCHASES } from "./purchase-part.ts";

const projections = part<ProjectionItem>(
  "projections",
  (batch) => batch.projections,
  [
    envelopeId,
    userId,
    boolean("is_erasure", (item) => item.isErasure),
    integer("credits_moved", (item) => item.creditsMoved),
    text("username", ({ user }) => user.username),
    text("first_name", ({ user }) => user.firstName),
    text("language_tag", ({ user }) => user.languageTag),
    integer("credits", ({ user }) => user.credits),
    bigint("session_ends_at", ({ user }) => user.sessionEndsAt),
    text("tier", ({ user }) => user.tier),
    bigint("spent_cents", ({ user }) => user.spentCents),
    boolean("auto_recharge", ({ user }) => user.autoRecharge),
    text("stripe_customer_id", ({ user }) => user.stripeCustomerId),
    integer("debt_credits", ({ user }) => user.debtCredits),
    integer("debt_seconds", ({ user }) => user.debtSeconds),
    boolean("is_banned", ({ user }) => user.isBanned),
    boolean("is_unreachable", ({ user }) => user.isUnreachable),
    text("source", ({ user }) => user.source),
    bigint("created_at", ({ user }) => user.createdAt),
    bigint("last_seen_at", ({ user }) => user.lastSeenAt),
    bigint("group_id", ({ conversation }) => conversation.groupId),
    integer("topic_id", ({ conversation }) => conversation.topicId),
    integer("unread_messages", ({ conversation }) => conversation.unreadMessages),
    text("priority_level", ({ conversation }) => conversation.priorityLevel),
    boolean("is_pinned", ({ conversation }) => conversation.isPinned),
    bigint("assigned_to", ({ conversation }) => conversation.assignedTo),
    text("status", ({ conversation }) => conversation.status),
    integer("messages_in", ({ conversation }) => conversation.messagesIn),
    integer("messages_out", ({ conversation }) => conversation.messagesOut),
    bigint("last_message_at", ({ conversation }) => conversation.lastMessageAt),
    bigint("waiting_since", ({ conversation }) => conversation.waitingSince),
    boolean("is_promotable", ({ user }) => user.isPromotable),
    json("tags", ({ conversation }) => JSON.stringify(conversation.tags)),
    bigint("snoozed_until", ({ conversation }) => conversation.snoozedUntil),
    bigint("claimed_by", ({ conversation }) => conversation.claimedBy),
    bigint("claimed_until", ({ conversation }) => conversation.claimedUntil),
    text("cards", ({ user }) => (user.cards ?? []).join(" ")),
    bigint("queue_key", ({ user, conversation, isErasure }) =>
      isErasure ? null : queueKeyOf({ ...conversation, tier: user.tier }),
    ),
  ],
  // The books are checked as they are written: a balance that is not the old one plus the turn's
  // ledger rows becomes -1, which `users_credits_check` refuses.
  (items, hasErasures) => `
shown as materialized (
  select * from ${items} where ${isTaken("item")}
),
written_users as (
  update users
  set credits = case
      when users.credits + shown.credits_moved = shown.credits then shown.credits else -1 end,
    ${hasErasures ? ERASED_USER : ""}
    username = shown.username, first_name = shown.first_name, language_tag = shown.language_tag,
    session_ends_at = ${moment("shown.session_ends_at")}, tier = shown.tier,
    spent_cents = shown.spent_cents, auto_recharge = shown.auto_recharge,
    stripe_customer_id = shown.stripe_customer_id, debt_credits = shown.debt_credits,
    debt_seconds = shown.debt_seconds, is_banned = shown.is_banned,
    is_unreachable = shown.is_unreachable, is_promotable = shown.is_promotable, source = shown.source,
    cards = shown.cards,
    created_at = ${moment("shown.created_at")}, last_seen_at = ${moment("shown.last_seen_at")}
  from shown
  where ${matches("users.id", "shown.user_id")}
),
written_conversations as (
  update conversations
  set group_id = shown.group_id, topic_id = shown.topic_id,
    unread_messages = shown.unread_messages, priority_level = shown.priority_level,
    is_pinned = shown.is_pinned, assigned_to = shown.assigned_to, status = shown.status,
    messages_in = shown.messages_in, messages_out = shown.messages_out,
    last_message_at = ${moment("shown.last_message_at")},
    waiting_since = ${moment("shown.waiting_since")}, tags = shown.tags::jsonb,
    snoozed_until = ${moment("shown.snoozed_until")}, claimed_by = shown.claimed_by,
    claimed_until = ${moment("shown.claimed_until")}, queue_key = shown.queue_key
  from shown
  where ${matches("conversations.user_id", "shown.user_id")}
)`,
);

/** An erased user is known by minus its own id: unique, and nobody's in Telegram. */
const ERASED_USER = `
    telegram_id = case when shown.is_erasure then -users.id else users.telegram_id end,`;

const messages = part<MessageItem>(
  "messages",
  (batch) => batch.messages,
  [
    envelopeId,
    userId,
    text("ref", (item) => item.ref),
    text("direction", (item) => item.direction),
    text("kind", (item) => item.kind),
    text("text", (item) => item.text),
    text("file_id", (item) => item.fileId),
    integer("cost", (item) => item.cost),
    text("status", (item) => item.status),
    bigint("by_id", (item) => item.byId),
    integer("waited_seconds", (item) => item.waitedSeconds ?? null),
    at,
  ],
  (items) => `
written_messages as (
  insert into messages
    (user_id, ref, direction, kind, text, file_id, cost, status, by_id, waited_seconds, created_at)
  select user_id, ref, direction, kind, text, file_id, cost, status, by_id, waited_seconds,
    ${moment("at")}
  from ${items} where ${isTaken("item")}
)`,
);

const changes = part<ChangeItem>(
  "changes",
  (batch) => batch.changes,
  [
    envelopeId,
    userId,
    text("ref", (item) => item.ref),
    text("status", (item) => item.status ?? null),
    integer("cost", (item) => item.cost ?? null),
    text("text", (item) => item.text ?? null),
    at,
  ],
  (items) => `
changed_messages as (
  update messages
  set status = coalesce(item.status, messages.status), cost = coalesce(item.cost, messages.cost),
    text = coalesce(item.text, messages.text),
    history = case when item.text is null or item.text = messages.text then messages.history
      else coalesce(messages.history, '[]')
        || jsonb_build_object('text', messages.text, 'until', item.at) end
  from ${items}
  where ${matches("messages.user_id", "item.user_id")} and ${matches("messages.ref", "item.ref")}
    and ${isTaken("item")}
)`,
);

const ledger = part<LedgerItem>(
  "ledger",
  (batch) => batch.ledger,
  [
    envelopeId,
    userId,
    text("kind", (item) => item.kind),
    integer("credits", (item) => item.credits),
    integer("seconds", (item) => item.seconds),
    integer("amount_cents", (item) => item.amountCents),
    text("currency", (item) => item.currency),
    text("reference", (item) => item.reference),
    text("note", (item) => item.note),
    at,
  ],
  (items) => `
written_transactions as (
  insert into transactions
    (user_id, kind, credits, seconds, amount_cents, currency, reference, note, created_at)
  select user_id, kind, credits, seconds, amount_cents, currency, reference, note, ${moment("at")}
  from ${items} where ${isTaken("item")}
)`,
);

const outbox = part<OutboxItem>(
  "outbox",
  (batch) => batch.outbox,
  [
    envelopeId,
    kind,
    key,
    partition,
    bigint("id", ({ entry }) => entry.id),
    json("effect", ({ entry }) => JSON.stringify(entry.effect)),
    bigint("after_id", ({ afterId }) => afterId),
    json("delivers", ({ entry }) => jsonOrNull(entry.delivers)),
    text("status", ({ entry }) => (entry.held === true ? "held" : "pending")),
    bigint("at", ({ turn }) => turn.at),
  ],
  (items) => `
written_outbox as (
  insert into outbox (id, kind, key, partition, effect, after_id, delivers, status, at)
  select id, kind, key, partition, effect::json, after_id, delivers::json, status, ${moment("at")}
  from ${items} where ${isTaken("item")}
)`,
);

function jsonOrNull(values: readonly string[] | undefined): string | null {
  return values === undefined || values.length === 0 ? null : JSON.stringify(values);
}

const held = part<HeldItem>(
  "held",
  (batch) => batch.held,
  [
    envelopeId,
    bigint("id", (item) => item.effectId),
    boolean("is_released", (item) => item.to === "released"),
    json("header", (item) =>
      item.to === "released" && item.header !== null ? JSON.stringify(item.header) : null,
    ),
  ],
  (items) => `
held_items as materialized (
  select * from ${items} where ${isTaken("item")}
),
released_outbox as (
  update outbox
  set status = 'pending', header = coalesce(held_items.header::json, outbox.header)
  from held_items
  where ${matches("outbox.id", "held_items.id")} and outbox.status = 'held'
    and held_items.is_released
),
dropped_outbox as (
  delete from outbox using held_items
  where ${matches("outbox.id", "held_items.id")} and outbox.status = 'held'
    and not held_items.is_released
)`,
);

const timersSet = part<TimerItem>(
  "timersSet",
  (batch) => batch.timersSet,
  [
    envelopeId,
    kind,
    key,
    partition,
    text("name", (item) => item.name),
    bigint("due_at", (item) => item.dueAt),
  ],
  (items) => `
set_timers as (
  insert into timers (kind, key, name, partition, due_at)
  select kind, key, name, partition, ${moment("due_at")}
  from ${items} where ${isTaken("item")}
  on conflict (key, kind, name) do update set due_at = excluded.due_at
)`,
);

const timersCleared = part<ClearItem>(
  "timersCleared",
  (batch) => batch.timersCleared,
  [envelopeId, kind, key, text("name", (item) => item.name)],
  (items) => `
cleared_timers as (
  delete from timers using ${items}
  where ${matches("timers.key", "item.key")} and ${matches("timers.kind", "item.kind")}
    and ${matches("timers.name", "item.name")} and ${isTaken("item")}
)`,
);

const notes = part<NoteItem>(
  "notes",
  (batch) => batch.notes,
  [
    envelopeId,
    userId,
    bigint("by_id", (item) => item.byId),
    text("by_name", (item) => item.byName),
    text("text", (item) => item.text),
    at,
  ],
  (items) => `
written_notes as (
  insert into notes (user_id, by_id, by_name, text, created_at)
  select user_id, by_id, by_name, text, ${moment("at")} from ${items} where ${isTaken("item")}
)`,
);

const audits = part<AuditItem>(
  "audits",
  (batch) => batch.audits,
  [
    envelopeId,
    userId,
    bigint("by_id", (item) => item.byId),
    text("by_name", (item) => item.byName),
    text("act", (item) => item.act),
    json("detail", (item) => JSON.stringify(item.detail)),
    at,
  ],
  (items) => `
written_audits as (
  insert into audit_log (user_id, by_id, by_name, act, detail, created_at)
  select user_id, by_id, by_name, act, detail::json, ${moment("at")}
  from ${items} where ${isTaken("item")}
)`,
);

const topics = part<TopicItem>(
  "topics",
  (batch) => batch.topics,
  [
    envelopeId,
    userId,
    bigint("group_id", (item) => item.groupId),
    integer("topic_id", (item) => item.topicId),
    at,
  ],
  (items) => `
written_topics as (
  insert into topics (group_id, topic_id, user_id, created_at)
  select group_id, topic_id, user_id, ${moment("at")} from ${items} where ${isTaken("item")}
  on conflict (group_id, topic_id) do update set user_id = excluded.user_id
)`,
);

export const PARTS: readonly Part[] = [
  projections,
  messages,
  changes,
  ledger,
  PURCHASES,
  outbox,
  held,
  timersSet,
  timersCleared,
  notes,
  audits,
  topics,
  SHELF,
  UNLOCKS,
  CAMPAIGNS,
  CAMPAIGN_SENDS,
];
