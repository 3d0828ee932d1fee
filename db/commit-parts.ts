// What the commit writes beside the actor's own row, one part for each kind of row. A part reads its
// rows from arrays and joins `taken`, the turns that are committed; the fan's user id always comes
// from there, that is from the actor's row, and never from outside.
import type {
  AuditItem,
  Batch,
  ChangeItem,
  HeldItem,
  LedgerItem,
  MessageItem,
  NoteItem,
  OutboxItem,
  ProjectionItem,
  TimerItem,
  TopicItem,
} from "./batch.ts";
import type { Parameter } from "./client.ts";
import { arrays, type Column, moment, unnest } from "./columns.ts";

export interface Part {
  readonly name: string;
  /** How many parameters it takes. */
  readonly width: number;
  count(batch: Batch): number;
  parameters(batch: Batch): readonly Parameter[];
  /** Its common table expressions; parameters are numbered from `first`. */
  write(first: number, hasErasures: boolean): string;
}

function part<Item>(
  name: keyof Batch,
  itemsOf: (batch: Batch) => readonly Item[],
  columns: readonly Column<Item>[],
  write: (rows: string, hasErasures: boolean) => string,
): Part {
  return {
    name,
    width: columns.length,
    count: (batch) => itemsOf(batch).length,
    parameters: (batch) => arrays(columns, itemsOf(batch)),
    write: (first, hasErasures) => write(unnest(columns, "item", first), hasErasures),
  };
}

const TURN = { name: "n", type: "integer", of: ({ n }: { readonly n: number }) => n } as const;
const AT = { name: "at", type: "bigint", of: ({ at }: { readonly at: number }) => at } as const;

const projections = part<ProjectionItem>(
  "projections",
  (batch) => batch.projections,
  [
    TURN,
    { name: "username", type: "text", of: ({ user }) => user.username },
    { name: "first_name", type: "text", of: ({ user }) => user.firstName },
    { name: "language_tag", type: "text", of: ({ user }) => user.languageTag },
    { name: "credits", type: "integer", of: ({ user }) => user.credits },
    { name: "session_ends_at", type: "bigint", of: ({ user }) => user.sessionEndsAt },
    { name: "tier", type: "text", of: ({ user }) => user.tier },
    { name: "spent_cents", type: "bigint", of: ({ user }) => user.spentCents },
    { name: "is_banned", type: "boolean", of: ({ user }) => user.isBanned },
    { name: "is_unreachable", type: "boolean", of: ({ user }) => user.isUnreachable },
    { name: "source", type: "text", of: ({ user }) => user.source },
    { name: "created_at", type: "bigint", of: ({ user }) => user.createdAt },
    { name: "last_seen_at", type: "bigint", of: ({ user }) => user.lastSeenAt },
    { name: "group_id", type: "bigint", of: ({ conversation: c }) => c.groupId },
    { name: "topic_id", type: "integer", of: ({ conversation: c }) => c.topicId },
    { name: "unread_messages", type: "integer", of: ({ conversation: c }) => c.unreadMessages },
    { name: "priority_level", type: "text", of: ({ conversation: c }) => c.priorityLevel },
    { name: "is_pinned", type: "boolean", of: ({ conversation: c }) => c.isPinned },
    { name: "assigned_to", type: "bigint", of: ({ conversation: c }) => c.assignedTo },
    { name: "status", type: "text", of: ({ conversation: c }) => c.status },
    { name: "messages_in", type: "integer", of: ({ conversation: c }) => c.messagesIn },
    { name: "messages_out", type: "integer", of: ({ conversation: c }) => c.messagesOut },
    { name: "last_message_at", type: "bigint", of: ({ conversation: c }) => c.lastMessageAt },
    { name: "waiting_since", type: "bigint", of: ({ conversation: c }) => c.waitingSince },
  ],
  // The books are checked as they are written: a balance that is not the old one plus the turn's
  // ledger rows becomes -1, which `users_credits_check` refuses.
  (rows, hasErasures) => `
shown as materialized (
  select item.*, taken.user_id, taken.credits_moved, taken.is_erasure
  from ${rows} join taken using (n)
),
written_users as (
  update users
  set credits = case
      when users.credits + shown.credits_moved = shown.credits then shown.credits else -1 end,
    ${hasErasures ? ERASED_USER : ""}
    username = shown.username, first_name = shown.first_name, language_tag = shown.language_tag,
    session_ends_at = ${moment("shown.session_ends_at")}, tier = shown.tier,
    spent_cents = shown.spent_cents, is_banned = shown.is_banned,
    is_unreachable = shown.is_unreachable, source = shown.source,
    created_at = ${moment("shown.created_at")}, last_seen_at = ${moment("shown.last_seen_at")}
  from shown
  where users.id = shown.user_id
),
written_conversations as (
  update conversations
  set group_id = shown.group_id, topic_id = shown.topic_id,
    unread_messages = shown.unread_messages, priority_level = shown.priority_level,
    is_pinned = shown.is_pinned, assigned_to = shown.assigned_to, status = shown.status,
    messages_in = shown.messages_in, messages_out = shown.messages_out,
    last_message_at = ${moment("shown.last_message_at")},
    waiting_since = ${moment("shown.waiting_since")}
  from shown
  where conversations.user_id = shown.user_id
)`,
);

/** An erased user is known by minus its own id: unique, and nobody's in Telegram. */
const ERASED_USER = `
    telegram_id = case when shown.is_erasure then -users.id else users.telegram_id end,
    stripe_customer_id = case when shown.is_erasure then null else users.stripe_customer_id end,`;

const messages = part<MessageItem>(
  "messages",
  (batch) => batch.messages,
  [
    TURN,
    { name: "ref", type: "text", of: (item) => item.ref },
    { name: "direction", type: "text", of: (item) => item.direction },
    { name: "message_kind", type: "text", of: (item) => item.kind },
    { name: "text", type: "text", of: (item) => item.text },
    { name: "file_id", type: "text", of: (item) => item.fileId },
    { name: "cost", type: "integer", of: (item) => item.cost },
    { name: "status", type: "text", of: (item) => item.status },
    { name: "by_id", type: "bigint", of: (item) => item.byId },
    AT,
  ],
  (rows) => `
written_messages as (
  insert into messages
    (user_id, ref, direction, kind, text, file_id, cost, status, by_id, created_at)
  select taken.user_id, item.ref, item.direction, item.message_kind, item.text, item.file_id,
    item.cost, item.status, item.by_id, ${moment("item.at")}
  from ${rows} join taken using (n)
)`,
);

const changes = part<ChangeItem>(
  "changes",
  (batch) => batch.changes,
  [
    TURN,
    { name: "ref", type: "text", of: (item) => item.ref },
    { name: "status", type: "text", of: (item) => item.status ?? null },
    { name: "cost", type: "integer", of: (item) => item.cost ?? null },
    { name: "text", type: "text", of: (item) => item.text ?? null },
    AT,
  ],
  (rows) => `
changed_messages as (
  update messages
  set status = coalesce(item.status, messages.status), cost = coalesce(item.cost, messages.cost),
    text = coalesce(item.text, messages.text),
    history = case when item.text is null or item.text = messages.text then messages.history
      else coalesce(messages.history, '[]')
        || jsonb_build_object('text', messages.text, 'until', item.at) end
  from ${rows} join taken using (n)
  where messages.user_id = taken.user_id and messages.ref = item.ref
)`,
);

const ledger = part<LedgerItem>(
  "ledger",
  (batch) => batch.ledger,
  [
    TURN,
    { name: "ledger_kind", type: "text", of: (item) => item.kind },
    { name: "credits", type: "integer", of: (item) => item.credits },
    { name: "seconds", type: "integer", of: (item) => item.seconds },
    { name: "amount_cents", type: "integer", of: (item) => item.amountCents },
    { name: "currency", type: "text", of: (item) => item.currency },
    { name: "reference", type: "text", of: (item) => item.reference },
    { name: "note", type: "text", of: (item) => item.note },
    AT,
  ],
  (rows) => `
written_transactions as (
  insert into transactions
    (user_id, kind, credits, seconds, amount_cents, currency, reference, note, created_at)
  select taken.user_id, item.ledger_kind, item.credits, item.seconds, item.amount_cents,
    item.currency, item.reference, item.note, ${moment("item.at")}
  from ${rows} join taken using (n)
)`,
);

const outbox = part<OutboxItem>(
  "outbox",
  (batch) => batch.outbox,
  [
    TURN,
    { name: "id", type: "bigint", of: ({ entry }) => entry.id },
    { name: "effect", type: "json", of: ({ entry }) => JSON.stringify(entry.effect) },
    { name: "after_id", type: "bigint", of: ({ afterId }) => afterId },
    { name: "delivers", type: "json", of: ({ entry }) => jsonOrNull(entry.delivers) },
    { name: "status", type: "text", of: ({ entry }) => (entry.held === true ? "held" : "pending") },
  ],
  (rows) => `
written_outbox as (
  insert into outbox (id, kind, key, partition, effect, after_id, delivers, status, at)
  select item.id, taken.kind, taken.key, taken.partition, item.effect::json, item.after_id,
    item.delivers::json, item.status, ${moment("taken.at")}
  from ${rows} join taken using (n)
)`,
);

function jsonOrNull(values: readonly string[] | undefined): string | null {
  return values === undefined || values.length === 0 ? null : JSON.stringify(values);
}

const held = part<HeldItem>(
  "held",
  (batch) => batch.held,
  [
    TURN,
    { name: "id", type: "bigint", of: (item) => item.effectId },
    { name: "is_released", type: "boolean", of: (item) => item.to === "released" },
    {
      name: "header",
      type: "json",
      of: (item) =>
        item.to === "released" && item.header !== null ? JSON.stringify(item.header) : null,
    },
  ],
  (rows) => `
held_items as materialized (
  select item.* from ${rows} join taken using (n)
),
released_outbox as (
  update outbox
  set status = 'pending', header = coalesce(held_items.header::json, outbox.header)
  from held_items
  where outbox.id = held_items.id and outbox.status = 'held' and held_items.is_released
),
dropped_outbox as (
  delete from outbox using held_items
  where outbox.id = held_items.id and outbox.status = 'held' and not held_items.is_released
)`,
);

const timersSet = part<TimerItem>(
  "timersSet",
  (batch) => batch.timersSet,
  [
    TURN,
    { name: "name", type: "text", of: (item) => item.name },
    { name: "due_at", type: "bigint", of: (item) => item.dueAt },
  ],
  (rows) => `
set_timers as (
  insert into timers (kind, key, name, partition, due_at)
  select taken.kind, taken.key, item.name, taken.partition, ${moment("item.due_at")}
  from ${rows} join taken using (n)
  on conflict (key, kind, name) do update set due_at = excluded.due_at
)`,
);

const timersCleared = part<{ readonly n: number; readonly name: string }>(
  "timersCleared",
  (batch) => batch.timersCleared,
  [TURN, { name: "name", type: "text", of: (item) => item.name }],
  (rows) => `
cleared_timers as (
  delete from timers using ${rows} join taken using (n)
  where timers.key = taken.key and timers.kind = taken.kind and timers.name = item.name
)`,
);

const notes = part<NoteItem>(
  "notes",
  (batch) => batch.notes,
  [
    TURN,
    { name: "by_id", type: "bigint", of: (item) => item.byId },
    { name: "by_name", type: "text", of: (item) => item.byName },
    { name: "text", type: "text", of: (item) => item.text },
    AT,
  ],
  (rows) => `
written_notes as (
  insert into notes (user_id, by_id, by_name, text, created_at)
  select taken.user_id, item.by_id, item.by_name, item.text, ${moment("item.at")}
  from ${rows} join taken using (n)
)`,
);

const audits = part<AuditItem>(
  "audits",
  (batch) => batch.audits,
  [
    TURN,
    { name: "by_id", type: "bigint", of: (item) => item.byId },
    { name: "by_name", type: "text", of: (item) => item.byName },
    { name: "act", type: "text", of: (item) => item.act },
    { name: "detail", type: "json", of: (item) => JSON.stringify(item.detail) },
    AT,
  ],
  (rows) => `
written_audits as (
  insert into audit_log (user_id, by_id, by_name, act, detail, created_at)
  select taken.user_id, item.by_id, item.by_name, item.act, item.detail::json,
    ${moment("item.at")}
  from ${rows} join taken using (n)
)`,
);

const topics = part<TopicItem>(
  "topics",
  (batch) => batch.topics,
  [
    TURN,
    { name: "group_id", type: "bigint", of: (item) => item.groupId },
    { name: "topic_id", type: "integer", of: (item) => item.topicId },
    AT,
  ],
  (rows) => `
written_topics as (
  insert into topics (group_id, topic_id, user_id, created_at)
  select item.group_id, item.topic_id, taken.user_id, ${moment("item.at")}
  from ${rows} join taken using (n)
  on conflict (group_id, topic_id) do update set user_id = excluded.user_id
)`,
);

export const PARTS: readonly Part[] = [
  projections,
  messages,
  changes,
  ledger,
  outbox,
  held,
  timersSet,
  timersCleared,
  notes,
  audits,
  topics,
];

/**
 * Forgets fans: the actor lets go of its user, so that the next contact makes a new one; the old
 * user keeps the ledger under a pseudonym. Envelopes that are done with are blanked right after the
 * commit (db/erasure.ts): to find them takes a scan that no turn should wait for.
 */
export const ERASE = `
erased as materialized (
  select * from taken where is_erasure
),
erased_messages as (
  update messages set text = '', file_id = null, history = null
  from erased where messages.user_id = erased.user_id
),
erased_links as (
  delete from message_links using erased where message_links.fan_id = erased.key::bigint
),
erased_topics as (
  delete from topics using erased where topics.user_id = erased.user_id
),
erased_notes as (
  delete from notes using erased where notes.user_id = erased.user_id
),
erased_outbox as (
  delete from outbox using erased where outbox.key = erased.key and outbox.kind = erased.kind
),
erased_timers as (
  delete from timers using erased where timers.key = erased.key and timers.kind = erased.kind
),
noted_erasures as (
  insert into erasures (user_id, key, until_inbox_id)
  select user_id, key, inbox_id from erased
)`;
