// What the screens of settings, the shop and saved replies read of the database.
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "#db/client.ts";
import { loadShelf } from "#db/products.ts";
import { countPromos, listPromos, promoByCode } from "#db/promos.ts";
import { listReplies, replyById } from "#db/replies.ts";
import { lastChangeOf } from "#db/setting-changes.ts";
import { loadSettings } from "#db/settings.ts";
import type { PanelReads } from "./views/index.ts";

/** The reads on a database. */
export function houseReads(
  database: Database,
  log: Logger,
): Pick<PanelReads, "settings" | "shop" | "replies"> {
  const stored = () => loadSettings(database, log);
  return {
    settings: { stored, lastChange: (name) => lastChangeOf(database, name) },
    shop: {
      products: () => loadShelf(database, log),
      promos: (limit, offset) => listPromos(database, limit, offset),
      promoCount: () => countPromos(database),
      promo: (code) => promoByCode(database, code),
      currency: async () => (await stored()).currency,
    },
    replies: {
      list: (page) => listReplies(database, page),
      byId: (id) => replyById(database, id),
    },
  };
}
