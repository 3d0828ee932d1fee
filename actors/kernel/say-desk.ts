// What the panel says about what happened: results, questions and prompts, by name and parameters.
// The words are in `src/panel/words/`, typed by this file. Lists and cards are no words but screens.

import type { TeamSay } from "./say.ts";
import type { CampaignSays } from "./say-campaign.ts";
import type { DeskDutySays } from "./say-duty.ts";
import type { HouseDeskSays } from "./say-house.ts";
import type { ListSays } from "./say-lists.ts";
import type { ReplyDeskSays } from "./say-replies.ts";
import type { ShelfDeskSays } from "./say-shelf.ts";
import type { TeamDeskSays } from "./say-team.ts";
import type { Role } from "./team.ts";

type Nothing = Readonly<Record<string, never>>;

/** Said by the desk itself. */
export interface CommonDeskSays {
  /** What an act came to, in the words of the fan's topic. */
  fromTopic: { readonly say: TeamSay };
  /** Sent on to the conversation, whose answer is not there yet. */
  asked: Nothing;
  denied: { readonly role: Role };
  /** The button is of another version of the panel, or what it was about is gone. */
  stale: Nothing;
  /** Another person's panel. */
  notYours: Nothing;
  cancelled: Nothing;
  failed: { readonly reason: string };
  /** A wizard waits for something else than what came. */
  expected: { readonly what: string };
  /** Nobody answered the wizard's question in time. */
  expired: Nothing;
}

/** Each part of the panel adds its own here. */
export interface DeskSays
  extends HouseDeskSays,
    ReplyDeskSays,
    CommonDeskSays,
    CampaignSays,
    ListSays,
    DeskDutySays,
    ShelfDeskSays,
    TeamDeskSays {}

export type DeskSay = {
  [Key in keyof DeskSays]: { readonly key: Key; readonly with: DeskSays[Key] };
}[keyof DeskSays];
