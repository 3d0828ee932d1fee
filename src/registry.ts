// Every kind of actor there is, by name: what the runtime is given to run.
import { campaign } from "#actors/campaign/index.ts";
import { conversation } from "#actors/conversation/index.ts";
import { desk } from "#actors/desk/index.ts";
import { erase, type Registry } from "#actors/kernel/actor.ts";
import { watch } from "#actors/watch/index.ts";

export const REGISTRY: Registry = {
  conversation: erase(conversation),
  desk: erase(desk),
  campaign: erase(campaign),
  watch: erase(watch),
};
