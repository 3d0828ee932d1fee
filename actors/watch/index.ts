// The actor kind `watch`: one for the whole deployment, under the key `incidents`.
import type { ActorDefinition } from "#actors/kernel/actor.ts";
import type { Address } from "#actors/kernel/address.ts";
import { decide } from "./decide.ts";
import { WatchMessage } from "./message.ts";
import { initialState, loadState, STATE_VERSION, type WatchState } from "./state.ts";

/** Where incidents are reported to. */
export const WATCH: Address = { kind: "watch", key: "incidents" };

export const watch: ActorDefinition<WatchState, WatchMessage> = {
  kind: "watch",
  stateVersion: STATE_VERSION,
  initial: initialState,
  load: loadState,
  parse: (body) => WatchMessage.parse(body),
  decide,
  project: () => null,
  route: () => ({ fanChatId: null, groupId: null, topicId: null }),
};
