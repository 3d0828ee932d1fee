// What the panel shows of campaigns. Every answer is bounded, and as committed.
import {
  type CampaignStatus,
  FATES,
  Figures,
  Plan,
  type Segment,
} from "#actors/kernel/campaign.ts";
import type { Database } from "#db/client.ts";
import { moment, unixMs } from "#db/columns.ts";
import { IS_IN_SEGMENT, segmentOf } from "#db/segment.ts";

/** A campaign as a list shows it. Times are Unix milliseconds. */
export interface CampaignLine {
  readonly id: number;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly startsAt: number | null;
  readonly createdAt: number;
  readonly audience: number;
  /** Fans whose fate is settled. */
  readonly settled: number;
}

export interface CampaignView {
  readonly id: number;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly plan: Plan;
  readonly by: string | null;
  readonly startsAt: number | null;
  readonly finishedAt: number | null;
  readonly audience: number;
  readonly figures: Figures;
  /** The first and the last that was sent, null where nothing was. */
  readonly firstSentAt: number | null;
}

/** What can be offered to many. */
export interface OfferLine {
  readonly id: number;
  readonly name: string;
}

export interface CampaignReads {
  campaigns(
    page: number,
    size: number,
  ): Promise<{
    readonly lines: readonly CampaignLine[];
    readonly count: number;
  }>;
  campaign(campaignId: number): Promise<CampaignView | null>;
  /** How many fans are in a segment at a moment, or were up to a minute before. */
  audienceOf(segment: Segment, at: number): Promise<number>;
  offer(itemId: number): Promise<OfferLine | null>;
  offers(
    page: number,
    size: number,
  ): Promise<{
    readonly lines: readonly OfferLine[];
    readonly count: number;
  }>;
}

const CAMPAIGNS = `
select id, name, status, ${unixMs("starts_at")} as "startsAt", ${unixMs("created_at")} as "createdAt",
  audience,
  (select count(*)::integer from campaign_sends
    where campaign_id = campaigns.id and fate <> 'queued') as settled
from campaigns
order by id desc
limit $1::integer offset $1::integer * $2::integer`;

const COUNTS = FATES.map((fate) => `'${fate}', count(*) filter (where fate = '${fate}')`);

const CAMPAIGN = `
select campaigns.id, campaigns.name, status, plan, ${unixMs("starts_at")} as "startsAt",
  ${unixMs("finished_at")} as "finishedAt", audience,
  (select name from team where telegram_id = created_by) as by,
  (select ${unixMs("min(at)")} from campaign_sends
    where campaign_id = campaigns.id and fate = 'sent') as "firstSentAt",
  (select json_build_object(${COUNTS.join(", ")}) from campaign_sends
    where campaign_id = campaigns.id) as figures
from campaigns where campaigns.id = $1::bigint`;

const AUDIENCE = `
with ${segmentOf("$1::text::json", moment("$2::bigint"))}
select count(*)::integer as count
from users join conversations on conversations.user_id = users.id, segment
where ${IS_IN_SEGMENT}`;

const OFFERS = `
select id, name from shelf_items where is_active
order by id desc
limit $1::integer offset $1::integer * $2::integer`;

/** The reads on a database. */
export function createCampaignReads(database: Database): CampaignReads {
  const countOf = async (statement: string): Promise<number> => {
    const rows = await database.query<{ readonly count: number }>("count", statement);
    return rows[0]?.count ?? 0;
  };
  return {
    async campaigns(page, size) {
      const [lines, count] = await Promise.all([
        database.query<CampaignLine>("campaigns", CAMPAIGNS, [size, page]),
        countOf("select count(*)::integer as count from campaigns"),
      ]);
      return { lines, count };
    },
    async campaign(campaignId) {
      const [row] = await database.query<CampaignView>("campaign", CAMPAIGN, [campaignId]);
      if (row === undefined) return null;
      return { ...row, plan: Plan.parse(row.plan), figures: Figures.parse(row.figures) };
    },
    audienceOf: remembered(async (segment, at) => {
      const rows = await database.query<{ readonly count: number }>("audience", AUDIENCE, [
        segment,
        at,
      ]);
      return rows[0]?.count ?? 0;
    }),
    async offer(itemId) {
      const [row] = await database.query<OfferLine>(
        "offer",
        "select id, name from shelf_items where id = $1::bigint and is_active",
        [itemId],
      );
      return row ?? null;
    },
    async offers(page, size) {
      const [lines, count] = await Promise.all([
        database.query<OfferLine>("offers", OFFERS, [size, page]),
        countOf("select count(*)::integer as count from shelf_items where is_active"),
      ]);
      return { lines, count };
    },
  };
}

const COUNT_LIFE_MS = 60_000;
const COUNTS_MAX = 32;

/**
 * Counting looks through everybody, and a draft is drawn at every press: so each segment is counted
 * once a minute. A count that fails is forgotten.
 */
function remembered(
  count: (segment: string, at: number) => Promise<number>,
): CampaignReads["audienceOf"] {
  const counts = new Map<string, { readonly at: number; readonly count: Promise<number> }>();
  return async (segment, at) => {
    const key = JSON.stringify(segment);
    const known = counts.get(key);
    if (known !== undefined && at - known.at < COUNT_LIFE_MS) return known.count;
    counts.delete(key);
    const counting = { at, count: count(key, at) };
    counts.set(key, counting);
    const [oldest] = counts.keys();
    if (counts.size > COUNTS_MAX && oldest !== undefined) counts.delete(oldest);
    try {
      return await counting.count;
    } catch (error) {
      if (counts.get(key) === counting) counts.delete(key);
      throw error;
    }
  };
}
