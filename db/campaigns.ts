// Campaigns: launched by the panel, enlisted and recalled for their actors. Each is one statement that
// can be asked for again after a lost answer.
//
// Enlisting takes the next users of the segment after the campaign's cursor, puts them on its list and
// mail into their conversations, and moves the cursor: all of it or nothing. The campaign's row is
// locked first, so of two that ask at a time the second sees the cursor of the first; `queued` of an
// older moment can only make it take too many, never the same again. The mail's dedupe key names the
// user's row and not the fan, so it says nothing of anybody who was erased.
import { partitionOf } from "#actors/kernel/address.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import {
  FATES,
  type LaunchedHeard,
  OVERDUE_MS,
  type Plan,
  RECALL_WINDOW_MS,
} from "#actors/kernel/campaign.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import { insertArrivals } from "./inbox.ts";
import { IS_IN_SEGMENT, segmentOf } from "./segment.ts";

export interface Launch {
  /** The effect that asks for it: a launch with the same id is the same launch. */
  readonly campaignId: number;
  readonly name: string;
  readonly plan: Plan;
  readonly startsAt: number | null;
  readonly by: { readonly id: number; readonly name: string };
  /** Unix milliseconds. */
  readonly at: number;
}

const LAUNCH = `
with made as (
  insert into campaigns (id, name, status, plan, created_by, created_at, starts_at)
  select $1::bigint, $2, case when $7::bigint > $6::bigint then 'scheduled' else 'running' end,
    $3::text::json, $4::bigint, ${moment("$6::bigint")},
    ${moment("$7::bigint")}
  on conflict (id) do nothing
  returning id
),
written_audit as (
  insert into audit_log (user_id, by_id, by_name, act, detail, created_at)
  select null, $4::bigint, $5, 'campaign.launch',
    json_build_object('campaignId', id, 'name', $2), ${moment("$6::bigint")}
  from made
),${insertArrivals(`
    select 'campaign:' || id, 'campaign', id::text, $8::integer, 0, $9, null, ${moment("$6::bigint")}
    from made`)}
select id from made`;

/** Makes a campaign and tells its actor, in one. @throws StoreError */
export async function launchCampaign(database: Database, launch: Launch): Promise<void> {
  const { campaignId, name, plan, startsAt, by, at } = launch;
  const heard: LaunchedHeard = { type: "launched", name, makerId: by.id, startsAt };
  await database.query("launch campaign", LAUNCH, [
    campaignId,
    name,
    JSON.stringify(plan),
    by.id,
    by.name,
    at,
    startsAt,
    partitionOf({ kind: "campaign", key: String(campaignId) }),
    JSON.stringify(heard),
  ]);
}

const IS_OVERDUE = `(fate in ('queued', 'recalling')
    and at < ${moment(`($3::bigint - ${OVERDUE_MS})`)})`;

const COUNTS = FATES.map((fate) => `count(*) filter (where fate = '${fate}')::integer as ${fate}`);

/**
 * Fans by fate, of those who were on the list when the statement began. Whose mail or whose call was
 * lost is given up with it, and is counted as what it becomes. `$3` is the moment.
 */
const FIGURES = `
given_up as (
  update campaign_sends set fate = case fate when 'queued' then 'failed' else 'kept' end
  where campaign_id = $1::bigint and ${IS_OVERDUE}
),
figures as materialized (
  select ${COUNTS.join(", ")}
  from (
    select case when not ${IS_OVERDUE} then fate when fate = 'queued' then 'failed'
      else 'kept' end as fate
    from campaign_sends where campaign_id = $1::bigint
  ) sends
)`;

const ENLIST = `
with campaign as materialized (
  select * from campaigns where id = $1::bigint for update
),
${segmentOf("(select plan -> 'segment' from campaign)", "(select starts_at from campaign)")},
${FIGURES},
room as (
  select case when campaign.status = 'running' then greatest(0, $2::integer - figures.queued)
    else 0 end as places
  from campaign, figures
),
picked as materialized (
  -- Fan by fan after the cursor, and no further than there are places: with the segment outside, the
  -- order of the index is the order that is asked for, and nothing is sorted.
  select next.id, next.telegram_id
  from segment, lateral (
    select users.id, users.telegram_id
    from users, lateral (
      select * from conversations where user_id = users.id offset 0
    ) conversations
    where users.id > (select cursor from campaign) and (select places from room) > 0
      and ${IS_IN_SEGMENT}
    order by users.id
    limit (select places from room)
  ) next
),
listed as (
  insert into campaign_sends (campaign_id, user_id, fate, at)
  select $1::bigint, id, 'queued', ${moment("$3::bigint")} from picked
),
moved as (
  update campaigns
  set cursor = coalesce((select max(id) from picked), campaigns.cursor),
    audience = case when $4::text = 'true' and (select places from room) > 0
      then (select count(*)::integer
        from users join conversations on conversations.user_id = users.id, segment
        where ${IS_IN_SEGMENT})
      else campaigns.audience end
  from campaign where campaigns.id = campaign.id
),${insertArrivals(`
    select 'campaign:' || $1::bigint || ':' || picked.id, 'conversation', actors.key,
      actors.partition, 1,
      json_build_object('type', 'promotion', 'campaignId', $1::bigint,
        'promotion', (select plan -> 'promotion' from campaign))::text,
      null, ${moment("$3::bigint")}
    from picked join actors
      on actors.kind = 'conversation' and actors.key = picked.telegram_id::text
    order by picked.id`)}
select (select json_agg(key) from news) as keys, (select count(*)::integer from picked) as taken,
  coalesce((select places from room), 0) as places, row_to_json(figures) as figures, 0 as "tooOld"
from figures`;

/** Deleting is refused after 48 hours; a few minutes are left for the way. */
const RECALLABLE_MS = RECALL_WINDOW_MS - 600_000;

const IS_YOUNG = `at >= ${moment(`($3::bigint - ${RECALLABLE_MS})`)}`;

const RECALL = `
with campaign as materialized (
  select * from campaigns where id = $1::bigint for update
),
${FIGURES},
room as (
  select greatest(0, $2::integer - figures.recalling) as places from campaign, figures
),
picked as materialized (
  select user_id, message_ids from campaign_sends
  where campaign_id = $1::bigint and fate = 'sent' and ${IS_YOUNG}
    and message_ids is not null and (select places from room) > 0
  order by user_id
  limit (select places from room)
),
marked as (
  update campaign_sends set fate = 'recalling', at = ${moment("$3::bigint")}
  from picked
  where campaign_sends.campaign_id = $1::bigint and campaign_sends.user_id = picked.user_id
    and campaign_sends.fate = 'sent'
  returning campaign_sends.user_id, campaign_sends.message_ids
),${insertArrivals(`
    select 'recall:' || $1::bigint || ':' || marked.user_id, 'conversation', actors.key,
      actors.partition, 1,
      json_build_object('type', 'recall', 'campaignId', $1::bigint,
        'messageIds', marked.message_ids,
        'isOffer', (select plan -> 'promotion' ->> 'what' from campaign) = 'offer')::text,
      null, ${moment("$3::bigint")}
    from marked join actors on actors.kind = 'conversation' and actors.key =
      (select telegram_id::text from users where users.id = marked.user_id)
    order by marked.user_id`)}
select (select json_agg(key) from news) as keys, (select count(*)::integer from picked) as taken,
  coalesce((select places from room), 0) as places, row_to_json(figures) as figures,
  (select count(*)::integer from campaign_sends
    where campaign_id = $1::bigint and fate = 'sent' and not ${IS_YOUNG}) as "tooOld"
from figures`;

interface PumpRow {
  readonly keys: readonly string[] | null;
  readonly taken: number;
  readonly places: number;
  readonly figures: AnswerOf<"campaign">["figures"];
  readonly tooOld: number;
}

/** What the actor hears, and the keys of the conversations that have mail. */
export interface Pumped {
  readonly answer: AnswerOf<"campaign">;
  readonly fans: readonly string[];
}

/** Puts the next fans on a campaign's list. @throws StoreError */
export async function enlist(
  database: Database,
  asked: {
    readonly campaignId: number;
    readonly limit: number;
    readonly isFirst: boolean;
    /** Unix milliseconds. */
    readonly at: number;
  },
): Promise<Pumped> {
  const { campaignId, limit, isFirst, at } = asked;
  const parameters = [campaignId, limit, at, String(isFirst)];
  return pumped(await database.query<PumpRow>("enlist", ENLIST, parameters), "queued");
}

/** Asks the next fans' conversations to take back what they sent. @throws StoreError */
export async function recallSends(
  database: Database,
  asked: { readonly campaignId: number; readonly limit: number; readonly at: number },
): Promise<Pumped> {
  const { campaignId, limit, at } = asked;
  return pumped(await database.query<PumpRow>("recall", RECALL, [campaignId, limit, at]), "sent");
}

/** The figures are from before; those who were taken are counted where they are now. */
function pumped([row]: readonly PumpRow[], from: "queued" | "sent"): Pumped {
  const { keys = null, taken = 0, places = 0, tooOld = 0 } = row ?? {};
  const before = row?.figures ?? NOBODY;
  const figures =
    from === "queued"
      ? { ...before, queued: before.queued + taken }
      : { ...before, sent: before.sent - taken, recalling: before.recalling + taken };
  const isExhausted = places > 0 && taken < places;
  return { answer: { type: "campaign", figures, isExhausted, tooOld }, fans: keys ?? [] };
}

const NOBODY = Object.fromEntries(
  FATES.map((fate) => [fate, 0]),
) as AnswerOf<"campaign">["figures"];
