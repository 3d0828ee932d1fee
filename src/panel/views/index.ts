// Every screen with what draws it; a screen without one does not compile.

import type { ListReads } from "#src/panel/list-reads.ts";
import type { Views } from "#src/panel/view.ts";
import { type CampaignPanelReads, campaignViews } from "./campaigns.ts";
import { chartViews } from "./charts.ts";
import { type HomeReads, homeViews } from "./home.ts";
import { listViews } from "./lists.ts";
import { type ReplyReads, replyViews } from "./replies.ts";
import { type SettingReads, settingViews } from "./settings.ts";
import { type ShelfReads, shelfViews } from "./shelf.ts";
import { type ShopReads, shopViews } from "./shop.ts";
import { type TeamReads, teamViews } from "./team.ts";

/** What the views read; each part brings its own. */
export interface PanelReads {
  readonly now: () => number;
  readonly settings: SettingReads;
  readonly shop: ShopReads;
  readonly replies: ReplyReads;
  readonly campaigns: CampaignPanelReads;
  readonly lists: ListReads;
  readonly reports: HomeReads;
  readonly team: TeamReads;
  readonly shelf: ShelfReads;
}

export function createViews(reads: PanelReads): Views {
  return {
    ...listViews(reads.lists),
    ...homeViews(reads.reports),
    ...chartViews(reads.reports),
    ...settingViews(reads.settings),
    ...shopViews(reads.shop),
    ...teamViews(reads.team),
    ...campaignViews(reads.campaigns),
    ...shelfViews(reads.shelf),
    ...replyViews(reads.replies),
  };
}
