// What people see: the newest of what the bot has shown in a fan's chat or in a topic.
import { addressKey } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { unpackPress } from "#actors/kernel/press.ts";
import type { Shown, SimTelegram } from "./vendor.ts";

/** A fan's own chat, or a topic of the group. */
export type Place = { readonly fanId: number } | { readonly topicId: number };

/** The fan's newest topic as the people of the group see it; null: there is none. */
export function topicOf({ shown }: SimTelegram, fanId: number): number | null {
  const actor = addressKey({ kind: "conversation", key: String(fanId) });
  const opened = shown.findLast((one) => one.actor === actor && one.effect.verb === "openTopic");
  return opened?.topicId ?? null;
}

/** The callback data of all buttons of a verb that stand in a place, oldest first. */
export function buttonsOf({ shown }: SimTelegram, place: Place, verb: string): readonly string[] {
  return shown
    .filter((one) => isIn(one, place))
    .flatMap(({ effect }) => keyboardOf(effect).flat())
    .flatMap((button) => ("data" in button ? button.data : []))
    .filter((data) => unpackPress(data)?.verb === verb);
}

/** The newest invoice in a fan's chat. */
export function invoiceOf(
  { shown }: SimTelegram,
  fanId: number,
): Extract<Effect, { verb: "sendInvoice" }> | null {
  const found = shown.findLast(
    ({ chatId, effect }) => chatId === fanId && effect.verb === "sendInvoice",
  );
  return found?.effect.verb === "sendInvoice" ? found.effect : null;
}

function isIn({ chatId, topicId }: Shown, place: Place): boolean {
  return "topicId" in place ? topicId === place.topicId : chatId === place.fanId;
}

function keyboardOf(effect: Effect) {
  return "keyboard" in effect ? effect.keyboard : [];
}
