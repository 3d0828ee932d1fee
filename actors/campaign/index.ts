// The actor kind `campaign`: one for each broadcast, keyed by its id.
import type { ActorDefinition } from "#actors/kernel/actor.ts";
import { decide } from "./decide.ts";
import { CampaignMessage } from "./message.ts";
import { type CampaignState, initialState, loadState, STATE_VERSION } from "./state.ts";

export const campaign: ActorDefinition<CampaignState, CampaignMessage> = {
  kind: "campaign",
  stateVersion: STATE_VERSION,
  initial: initialState,
  load: loadState,
  parse: (body) => CampaignMessage.parse(body),
  decide,
  project: () => null,
  route: () => ({ fanChatId: null, groupId: null, topicId: null }),
};
