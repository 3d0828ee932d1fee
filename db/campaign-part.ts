// Campaigns in a commit: their standing, as their actor decides it, and their fates, as the fans'
// conversations do. A fate is settled once: a fan who is not on the list any more, or whose fate is
// settled, stays as they are. But one that was only given up on (db/campaigns.ts) is set right.
import type { CampaignItem, CampaignSendItem } from "./batch.ts";
import { bigint, json, matches, moment, text } from "./columns.ts";
import { at, envelopeId, isTaken, type Part, part, userId } from "./commit-part.ts";

export const CAMPAIGNS: Part = part<CampaignItem>(
  "campaigns",
  (batch) => batch.campaigns,
  [
    envelopeId,
    bigint("id", ({ campaignId }) => campaignId),
    text("status", ({ status }) => status),
    bigint("starts_at", ({ startsAt }) => startsAt),
    bigint("finished_at", ({ finishedAt }) => finishedAt),
  ],
  (items) => `
shown_campaigns as (
  update campaigns
  set status = item.status, starts_at = ${moment("item.starts_at")},
    finished_at = ${moment("item.finished_at")}
  from ${items}
  where ${matches("campaigns.id", "item.id")} and ${isTaken("item")}
)`,
);

export const CAMPAIGN_SENDS: Part = part<CampaignSendItem>(
  "campaignSends",
  (batch) => batch.campaignSends,
  [
    envelopeId,
    userId,
    bigint("campaign_id", ({ campaignId }) => campaignId),
    text("fate", ({ fate }) => fate),
    json("message_ids", ({ messageIds }) =>
      messageIds === null ? null : JSON.stringify(messageIds),
    ),
    at,
  ],
  (items) => `
settled_sends as (
  update campaign_sends
  set fate = item.fate, at = ${moment("item.at")},
    message_ids = coalesce(item.message_ids::json, campaign_sends.message_ids)
  from ${items}
  where ${matches("campaign_sends.campaign_id", "item.campaign_id")}
    and ${matches("campaign_sends.user_id", "item.user_id")} and ${isTaken("item")}
    and campaign_sends.fate = any(case
      when item.fate = 'deleted' then array['recalling', 'kept']
      when item.fate = 'kept' then array['recalling']
      else array['queued', 'failed'] end)
)`,
);
