// The actor kind `conversation`: one a fan, keyed by the fan's Telegram id.
import type { ActorDefinition } from "#actors/kernel/actor.ts";
import { decide } from "./decide.ts";
import { ConversationMessage } from "./message.ts";
import { projectionOf } from "./projection.ts";
import { initialState, loadState, routeOf, STATE_VERSION, type State } from "./state.ts";

export const conversation: ActorDefinition<State, ConversationMessage> = {
  kind: "conversation",
  stateVersion: STATE_VERSION,
  initial: initialState,
  load: loadState,
  parse: (body) => ConversationMessage.parse(body),
  decide,
  project: projectionOf,
  route: routeOf,
};
