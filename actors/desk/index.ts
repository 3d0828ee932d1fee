// The actor kind `desk`: one for each person of the team and chat, keyed as kernel/desk.ts says.
import type { ActorDefinition } from "#actors/kernel/actor.ts";
import { deskRoute } from "#actors/kernel/desk.ts";
import { decide } from "./decide.ts";
import { DeskMessage } from "./message.ts";
import { type DeskState, initialState, loadState, STATE_VERSION } from "./state.ts";

export const desk: ActorDefinition<DeskState, DeskMessage> = {
  kind: "desk",
  stateVersion: STATE_VERSION,
  initial: initialState,
  load: loadState,
  parse: (body) => DeskMessage.parse(body),
  decide,
  project: () => null,
  route: (state) => deskRoute(state.key),
};
