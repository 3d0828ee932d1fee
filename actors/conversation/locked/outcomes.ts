// What came of the effects of locked media, and to whom it is told.
import type { Turn } from "#actors/conversation/turn.ts";
import type { EffectVerb } from "#actors/kernel/effect.ts";
import type { OutcomeMessage } from "#actors/kernel/envelope.ts";
import { onDeliveryRefused } from "./delivery.ts";
import { onCardOutcome } from "./offer.ts";
import { onItemFound } from "./topic-shelf.ts";

/** Effects that go into the fan's chat: a refusal of the chat is about the fan. */
export const LOCKED_TO_FAN: readonly EffectVerb[] = [
  "offerLocked",
  "editLocked",
  "deliverLocked",
  "showUnlocked",
];

/** Tells whoever waits for it; others' effects are none of ours. */
export function onLockedOutcome(turn: Turn, { verb, tag, outcome }: OutcomeMessage): void {
  if (verb === "offerLocked") onCardOutcome(turn, tag, outcome);
  if (verb === "deliverLocked" && outcome.type === "refused") {
    onDeliveryRefused(turn, tag, outcome);
  }
  if (verb === "lookUpItem" && outcome.type === "done" && outcome.answer?.type === "item") {
    onItemFound(turn, tag, outcome.answer.item);
  }
}
