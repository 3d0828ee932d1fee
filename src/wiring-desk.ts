// The parts of a process that have to do with the team's side: the panel, its acts, and messages
// between actors.
import type { Clock, Logger, Nudges, Performer } from "#actors/kernel/ports.ts";
import type { Role, Teammate } from "#actors/kernel/team.ts";
import type { Database } from "#db/client.ts";
import { openInvites } from "#db/invites.ts";
import { createCampaignReads } from "#db/queries/campaigns.ts";
import { topicOf } from "#db/queries/topic-of.ts";
import { createReads } from "#db/reads.ts";
import { replyById } from "#db/replies.ts";
import { shelfEntry, shelfPage } from "#db/shelf.ts";
import { membershipOf } from "#db/team.ts";
import type { Config } from "./config.ts";
import { createDeskPerformer, type DeskActs, type Standing } from "./desk-perform.ts";
import type { Append } from "./http/inbox-batcher.ts";
import { wireLocked } from "./locked/wire.ts";
import { campaignActs } from "./panel/acts/campaigns.ts";
import { houseActs } from "./panel/acts/house.ts";
import { letterActs } from "./panel/acts/letters.ts";
import { shelfActs } from "./panel/acts/shelf.ts";
import { createTokens, type TokenOf, teamActs } from "./panel/acts/team.ts";
import { createFanExport } from "./panel/fan-export.ts";
import { houseReads } from "./panel/house-reads.ts";
import { createListReads } from "./panel/list-reads.ts";
import { createPanelPerformer } from "./panel/perform.ts";
import { createViews } from "./panel/views/index.ts";
import type { LiveSettings } from "./settings-source.ts";
import type { TelegramApi } from "./telegram/api.ts";
import { wireCampaigns } from "./wiring-campaign.ts";
import { wireReports } from "./wiring-reports.ts";

/** What carries out the effects of desks. */
export interface DeskSide {
  readonly panel: Performer;
  readonly desk: Performer;
  readonly campaign: Performer;
}

interface Parts {
  readonly config: Pick<
    Config,
    | "ownerId"
    | "botToken"
    | "telegramApiRoot"
    | "stripeApiKey"
    | "stripeApiBase"
    | "anthropicApiKey"
  >;
  readonly database: Database;
  readonly api: TelegramApi;
  readonly append: Append;
  readonly nudges: Nudges;
  readonly settings: LiveSettings;
  readonly botUsername: () => string | null;
  readonly clock: Clock;
  readonly log: Logger;
}

export function wireDesk(parts: Parts): DeskSide {
  const { config, database, api, append, nudges, settings, botUsername, clock, log } = parts;
  const tokenOf = createTokens(config.botToken);
  const team = {
    settings: () => settings.current(),
    tokenOf,
    openInvites: (limit: number) => openInvites(database, clock.now(), limit),
  };
  const campaigns = {
    ...createCampaignReads(database),
    settings: () => settings.current(),
  };
  const lists = createListReads(database, () => settings.current());
  const reports = wireReports({ config, database, api, settings, clock });
  const views = createViews({
    now: () => clock.now(),
    ...houseReads(database, log),
    campaigns,
    lists,
    reports,
    team,
    shelf: {
      shelfPage: (query, page, size) =>
        shelfPage(database, { query, page, size, onlyActive: false }),
      shelfEntry: (itemId) => shelfEntry(database, itemId),
    },
  });
  return {
    panel: createPanelPerformer({
      api,
      views,
      clock,
      botUsername,
      reports,
      fanExport: createFanExport(database, createReads(database)),
      topicOf: (fanId) => topicOf(database, fanId),
      replyById: (id) => replyById(database, id),
    }),
    campaign: wireCampaigns({
      api,
      database,
      locked: wireLocked(config, { api, database, log }),
      nudges,
      clock,
    }),
    desk: createDeskPerformer({
      acts: wireActs(parts, tokenOf),
      standingOf: (by) => standingOf(by, parts),
      append,
      clock,
      log,
      onChanged: () => settings.refresh(),
    }),
  };
}

function wireActs(parts: Parts, tokenOf: TokenOf): DeskActs {
  const { config, database, nudges, log } = parts;
  return {
    ...letterActs(database, async (sender) => (await standingOf(sender, parts)).role),
    ...shelfActs(database),
    ...campaignActs(database, nudges),
    ...houseActs({ database, log }),
    ...teamActs({ database, nudges, ownerId: config.ownerId, tokenOf }),
  };
}

/**
 * The row and the table of this moment. Until there is a team, an administrator of a group, by name or
 * not, is what ingest took them for.
 */
async function standingOf(
  by: Teammate,
  { config, database, settings }: Pick<Parts, "config" | "database" | "settings">,
): Promise<Standing> {
  const [{ role: own, isFormed }] = await Promise.all([
    membershipOf(database, by.id),
    settings.refresh(),
  ]);
  const isOfGroup = !isFormed && (by.role === "admin" || by.role === "anonymous");
  const ofGroup: Role = isOfGroup ? by.role : "stranger";
  const role: Role = by.id === config.ownerId ? "owner" : (own ?? ofGroup);
  return { role, table: settings.current().rights };
}
