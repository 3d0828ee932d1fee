// What the panel changes about the shelf.

import { pathOf } from "#actors/kernel/screen.ts";
import type { Database } from "#db/client.ts";
import { changeItem, shelfEntry } from "#db/shelf.ts";
import type { DeskActs } from "#src/desk-perform.ts";

/** Makes it. */
export function shelfActs(database: Database): Pick<DeskActs, "changeItem"> {
  return {
    async changeItem({ act: _act, ...change }, { by, at }) {
      const isThere = await changeItem(database, change, by, at);
      const entry = isThere ? await shelfEntry(database, change.itemId) : null;
      if (entry === null) return { isDone: false, say: { key: "shelfGone", with: {} }, goTo: null };
      const goTo = pathOf({ at: "item", itemId: change.itemId });
      return { isDone: true, say: { key: "shelfChanged", with: { name: entry.item.name } }, goTo };
    },
  };
}
