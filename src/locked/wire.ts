// What performing locked media takes, made of the database and of Telegram's file server.
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "#db/client.ts";
import { boughtItem, shelfPage, unlockedOf } from "#db/shelf.ts";
import type { Config } from "#src/config.ts";
import type { TelegramApi } from "#src/telegram/api.ts";
import { ITEMS_A_PAGE, type LockedKit } from "#src/telegram/locked-kit.ts";
import { drawCard } from "./preview.ts";
import { createThumbnails } from "./thumbnails.ts";

/** Makes it for a process. */
export function wireLocked(
  { botToken: token, telegramApiRoot: root }: Pick<Config, "botToken" | "telegramApiRoot">,
  parts: { readonly api: TelegramApi; readonly database: Database; readonly log: Logger },
): LockedKit {
  const { api, database, log } = parts;
  const fetchThumbnail = createThumbnails({ api, root, token });
  return {
    boughtItem: (fanId, itemId) => boughtItem(database, fanId, itemId),
    unlockedOf: (fanId, page) => unlockedOf(database, { fanId, page, size: ITEMS_A_PAGE }),
    shelfPage: (page) =>
      shelfPage(database, { query: "", page, size: ITEMS_A_PAGE, onlyActive: true }),
    drawCard: (thumbnailId, words) => drawCard(thumbnailId, words, { fetchThumbnail, log }),
    cards: new Map(),
  };
}
