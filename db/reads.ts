// Questions about one fan or one topic, asked outside the turns: by ingest, to find whose a message
// in a group is, and by performers, to find a message's other side. Answers are as committed.
import type { Content } from "#actors/kernel/content.ts";
import type { Database } from "./client.ts";
import { unixMs } from "./columns.ts";

/** A message as it was kept. */
export interface KeptMessage {
  readonly direction: "in" | "out";
  readonly kind: Content["kind"] | "album";
  readonly text: string;
}

/** A fan at a glance (view `user_dashboard`); times are Unix milliseconds. */
export interface Overview {
  readonly fanId: number;
  readonly username: string | null;
  readonly firstName: string;
  readonly tier: string;
  readonly credits: number;
  readonly spentCents: number;
  readonly groupId: number | null;
  readonly topicId: number | null;
  readonly status: string;
  readonly unreadMessages: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly waitingSince: number | null;
  readonly lastMessageAt: number | null;
}

export interface Reads {
  /** The fan whose topic this is or was. */
  fanOfTopic(groupId: number, topicId: number): Promise<number | null>;
  /** The fan that a message of a group was copied from or to. */
  fanOfTopicMessage(groupId: number, messageId: number): Promise<number | null>;
  /** Everybody who has or had a topic in a group. */
  fansOfGroup(groupId: number): Promise<readonly number[]>;
  /**
   * The messages of a group that belong to a message of the fan's chat, oldest first, and how many
   * messages of the fan's chat each carries (several when texts were merged). Those that are only
   * about it, a header alone, are none of them.
   */
  topicCopies(
    fanId: number,
    fanMessageId: number,
    groupId: number,
  ): Promise<readonly { readonly topicMessageId: number; readonly carries: number }[]>;
  /**
   * The messages of the fan's chat that belong to a message of a topic, oldest first: those that the
   * fan wrote (`in`), the team did (`out`), or any.
   */
  fanCopies(
    fanId: number,
    groupId: number,
    topicMessageId: number,
    direction?: "in" | "out",
  ): Promise<readonly number[]>;
  /** The last messages that reached the other side, oldest first. */
  recentMessages(fanId: number, limit: number): Promise<readonly KeptMessage[]>;
  /** Whether a fan may be sent a broadcast at this moment: known, not banned, no /stop. */
  takesPromotions(fanId: number): Promise<boolean>;
  /** Everything that is held of a fan, as a JSON document for people. */
  exportOf(fanId: number): Promise<string>;
  overviewOf(fanId: number): Promise<Overview | null>;
}

const FAN_OF_TOPIC = `
select users.telegram_id as id from topics join users on users.id = topics.user_id
where topics.group_id = $1::bigint and topics.topic_id = $2::integer`;

const FAN_OF_TOPIC_MESSAGE = `
select fan_id as id from message_links
where group_id = $1::bigint and topic_message_id = $2::integer
limit 1`;

const FANS_OF_GROUP = `
select distinct users.telegram_id as id from topics join users on users.id = topics.user_id
where topics.group_id = $1::bigint
order by id`;

const TOPIC_COPIES = `
select topic_message_id as "topicMessageId",
  (select count(*)::integer from message_links shared
    where shared.group_id = link.group_id
      and shared.topic_message_id = link.topic_message_id) as carries
from message_links link
where fan_id = $1::bigint and fan_message_id = $2::integer and group_id = $3::bigint
  and direction <> 'about'
order by topic_message_id`;

const FAN_COPIES = `
select fan_message_id as id from message_links
where fan_id = $1::bigint and group_id = $2::bigint and topic_message_id = $3::integer
  and ($4::text is null or direction = $4::text)
order by fan_message_id`;

/** What waits will be posted by itself, and what is held is not the team's to read yet. */
const RECENT = `
select direction, kind, text from (
  select messages.* from messages join users on users.id = messages.user_id
  where users.telegram_id = $1::bigint and messages.status = 'delivered'
  order by messages.id desc
  limit $2::integer
) last
order by id`;

const TAKES_PROMOTIONS = `
select from users where telegram_id = $1::bigint and is_promotable and not is_banned`;

/**
 * Of what a conversation remembers, what is about the team at work rather than about the fan, and where
 * the team sits. `locked` has files that are not the fan's; what they were offered is told apart.
 */
const INNER_STATE = [
  "groupId",
  "topicId",
  "lostTopicId",
  "cardId",
  "answering",
  "strangers",
  "strangerToldAt",
  "locked",
  "duty",
  "moved",
  "albumOut",
  "asks",
  "refundsAsked",
  "askedAt",
  "disputedLines",
];
/** The same of its row: where it is, who it is given to, who holds it. */
const INNER_ROW = [
  "group_id",
  "topic_id",
  "assigned_to",
  "claimed_by",
  "claimed_until",
  "snoozed_until",
  "queue_key",
];
/** Of the team's messages: their ids in the group, and files, which the fan may not have been sent. */
const INNER_OUT = ["ref", "file_id"];

const without = (names: readonly string[]): string => `- '{${names.join()}}'::text[]`;

/**
 * What is held *of the fan*: also what the team has put down about them (notes, tags, reasons), but not
 * who of the team did or is to do what: their names and ids, drafts, reminders and claims are theirs, and
 * so is media that was not sent or not bought, which Telegram would serve by its id. Not the raw
 * envelopes: what they say is in the messages, and finding them is a scan.
 */
const EXPORT = `
select json_build_object(
  'user', to_json(users),
  'conversation', (select to_jsonb(c) ${without(INNER_ROW)} from conversations c where c.user_id = users.id),
  'messages', (select coalesce(json_agg(case m.direction when 'in' then to_jsonb(m)
    else to_jsonb(m) ${without(INNER_OUT)} end - 'by_id' order by m.id), '[]') from messages m
    where m.user_id = users.id),
  'transactions', (select coalesce(json_agg(to_jsonb(t) || jsonb_build_object('note',
    regexp_replace(t.note, '^by -?\\d+(?:: )?', '')) order by t.id), '[]') from transactions t
    where t.user_id = users.id),
  'purchases', (select coalesce(json_agg(p.record order by p.created_at, p.id), '[]')
    from purchases p where p.user_id = users.id),
  'unlocked', (select coalesce(json_agg(json_build_object('name', s.name, 'boughtAt', u.bought_at,
    'credits', u.credits, 'stars', u.stars) order by u.bought_at), '[]')
    from unlocks u join shelf_items s on s.id = u.item_id
    where u.user_id = users.id and u.bought_at is not null),
  'notes', (select coalesce(json_agg(json_build_object('text', n.text, 'at', n.created_at)
    order by n.id), '[]') from notes n where n.user_id = users.id),
  'topics', (select coalesce(json_agg(json_build_object('created_at', t.created_at)
    order by t.created_at), '[]') from topics t where t.user_id = users.id),
  'offers', (select coalesce(jsonb_agg(offer - 'itemId' - 'noticeId'), '[]')
    from actors a, jsonb_array_elements(a.state::jsonb -> 'locked' -> 'offers') as offer
    where a.kind = 'conversation' and a.user_id = users.id and a.key = users.telegram_id::text),
  'state', (select a.state::jsonb ${without(INNER_STATE)} from actors a where a.kind = 'conversation' and a.user_id = users.id
    and a.key = users.telegram_id::text)
)::text as document
from users where users.telegram_id = $1::bigint`;

const OVERVIEW = `
select telegram_id as "fanId", username, first_name as "firstName", tier, credits,
  spent_cents as "spentCents", group_id as "groupId", topic_id as "topicId", status,
  unread_messages as "unreadMessages", messages_in as "messagesIn",
  messages_out as "messagesOut", ${unixMs("waiting_since")} as "waitingSince",
  ${unixMs("last_message_at")} as "lastMessageAt"
from user_dashboard where telegram_id = $1::bigint`;

/** The reads on a database. */
export function createReads(database: Database): Reads {
  const ids = async (
    operation: string,
    statement: string,
    parameters: readonly (number | string | null)[],
  ) => {
    const rows = await database.query<{ id: number }>(operation, statement, parameters);
    return rows.map((row) => row.id);
  };
  return {
    async fanOfTopic(groupId, topicId) {
      return (await ids("fan of topic", FAN_OF_TOPIC, [groupId, topicId]))[0] ?? null;
    },
    async fanOfTopicMessage(groupId, messageId) {
      const found = await ids("fan of topic message", FAN_OF_TOPIC_MESSAGE, [groupId, messageId]);
      return found[0] ?? null;
    },
    fansOfGroup: (groupId) => ids("fans of group", FANS_OF_GROUP, [groupId]),
    topicCopies: (fanId, fanMessageId, groupId) =>
      database.query("topic copies", TOPIC_COPIES, [fanId, fanMessageId, groupId]),
    fanCopies: (fanId, groupId, topicMessageId, direction) =>
      ids("fan copies", FAN_COPIES, [fanId, groupId, topicMessageId, direction ?? null]),
    recentMessages: (fanId, limit) => database.query("recent messages", RECENT, [fanId, limit]),
    async takesPromotions(fanId) {
      return (await database.query("takes promotions", TAKES_PROMOTIONS, [fanId])).length > 0;
    },
    async exportOf(fanId) {
      const rows = await database.query<{ document: string }>("export", EXPORT, [fanId]);
      const document: unknown = JSON.parse(rows[0]?.document ?? "{}");
      return JSON.stringify(document, null, 2);
    },
    async overviewOf(fanId) {
      return (await database.query<Overview>("overview", OVERVIEW, [fanId]))[0] ?? null;
    },
  };
}
