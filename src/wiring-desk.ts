// The parts of a process that have to do with the team's side: the panel, its acts, and messages
// between actors.
import type { Clock, Nudges, Performer } from "#actors/kernel/ports.ts";
import type { Database } from "#db/client.ts";
import { createCampaignReads } from "#db/queries/campaigns.ts";
import { topicOf } from "#db/queries/topic-of.ts";
import type { Config } from "./config.ts";
import { type CampaignActs, campaignActs } from "./panel/acts/campaigns.ts";
import { createDeskPerformer, type DeskActs } from "./desk-perform.ts";
import type { Append } from "./http/inbox-batcher.ts";
import { createTokens, type TeamActs, teamActs } from "./panel/acts/team.ts";
import { createPanelPerformer } from "./panel/perform.ts";
import { createViews } from "./panel/views/index.ts";
import type { LiveSettings } from "./settings-source.ts";
import type { TelegramApi } from "./telegram/api.ts";
import { wireCampaigns } from "./wiring-campaign.ts";

/** What carries out the effects of desks. */
export interface DeskSide {
  readonly panel: Performer;
  readonly desk: Performer;
  readonly campaign: Performer;
}

export function wireDesk(parts: {
  readonly config: Pick<Config, "ownerId" | "botToken">;
  readonly database: Database;
  readonly api: TelegramApi;
  readonly append: Append;
  readonly nudges: Nudges;
  readonly settings: LiveSettings;
  readonly botUsername: () => string | null;
  readonly clock: Clock;
}): DeskSide {
  const { config, database, api, append, nudges, settings, botUsername, clock } = parts;
  const tokenOf = createTokens(config.botToken);
  const team = { settings: () => settings.current(), tokenOf };
  const campaigns = {
    ...createCampaignReads(database),
    settings: () => settings.current(),
  };
  const views = createViews({ now: () => clock.now(), campaigns, team });
  const acts: DeskActs = {
    ...NOT_YET,
    ...campaignActs(database, nudges),
    ...teamActs({ database, ownerId: config.ownerId, tokenOf }),
  };
  return {
    panel: createPanelPerformer({
      api,
      views,
      clock,
      botUsername,
      topicOf: (fanId) => topicOf(database, fanId),
    }),
    campaign: wireCampaigns({ api, database, nudges, clock }),
    desk: createDeskPerformer({ acts, append, clock, onChanged: () => settings.refresh() }),
  };
}

const later = async (): Promise<{
  isDone: false;
  say: { key: "stale"; with: Record<string, never> };
  goTo: null;
}> => ({
  isDone: false,
  say: { key: "stale", with: {} },
  goTo: null,
});

const NOT_YET: Omit<DeskActs, keyof TeamActs | keyof CampaignActs> = {
  redrive: later,
};
