// `/shelf` in a fan's topic: the shelf as a message with a button for each item. Which items there are
// is read when it is shown; a press names one, which is looked up and then offered like any other.

import type { Heard } from "#actors/conversation/message.ts";
import { denial } from "#actors/conversation/rights.ts";
import type { Press } from "#actors/conversation/team-answer.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import { offerItem, refusal } from "./offer.ts";

/** `/shelf` shows the first page. */
export function onShelfCommand(turn: Turn, { by, messageId }: Heard<"teamCommand">): void {
  const why = denial(turn, by, "sell");
  if (why !== null) return tellTeam(turn, why, { replyTo: messageId });
  turn.emit({ verb: "showShelf", page: 0, messageId: null });
}

/** Another page, or an item to offer; answers the press. */
export function onShelfPressed(
  turn: Turn,
  verb: "shelfPage" | "shelfOffer",
  { by, messageId, argument }: Press,
): TeamSay | null {
  const why = denial(turn, by, "sell");
  if (why !== null) return why;
  if (!/^\d{1,16}$/.test(argument)) return { key: "pressStale", with: {} };
  if (verb === "shelfPage") turn.emit({ verb: "showShelf", page: Number(argument), messageId });
  else turn.emit({ verb: "lookUpItem", itemId: Number(argument), tag: `${by.id}:${by.name}` });
  return null;
}

/** The item that was asked for, or null where it was switched off meanwhile. */
export function onItemFound(turn: Turn, tag: string | null, item: Item | null): void {
  const [, id, name = ""] = /^(-?\d+):([\s\S]*)$/.exec(tag ?? "") ?? [];
  if (id === undefined) return;
  const say = item === null ? refusal("gone") : offerItem(turn, item, { id: Number(id), name });
  tellTeam(turn, say);
}
