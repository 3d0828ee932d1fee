// Every screen with what draws it; a screen without one does not compile.

import { rich } from "#actors/kernel/rich.ts";
import type { Screen } from "#actors/kernel/screen.ts";
import type { View, Views } from "#src/panel/view.ts";
import { type CampaignPanelReads, campaignViews } from "./campaigns.ts";
import { homeViews } from "./home.ts";
import { type TeamReads, teamViews } from "./team.ts";

/** What the views read; each part brings its own. */
export interface PanelReads {
  readonly now: () => number;
  readonly campaigns: CampaignPanelReads;
  readonly team: TeamReads;
}

export function createViews(reads: PanelReads): Views {
  const empty = async ({ at }: Screen): Promise<View> => ({
    title: at,
    body: rich(""),
    buttons: [],
  });
  return {
    ...homeViews(),
    queue: empty,
    fans: empty,
    found: empty,
    fan: empty,
    charts: empty,
    settings: empty,
    setting: empty,
    shop: empty,
    product: empty,
    promos: empty,
    promo: empty,
    ...teamViews(reads.team),
    ...campaignViews(reads.campaigns),
    shelf: empty,
    item: empty,
    replies: empty,
    savedReply: empty,
    audit: empty,
    letters: empty,
    letter: empty,
  };
}
