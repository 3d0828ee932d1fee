// Acts of settings, the shop, promo codes and saved replies: what the desk asked for, carried out in
// the books, and in words what came of it.
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { HouseDeskActs } from "#actors/kernel/desk-act-house.ts";
import type { Logger } from "#actors/kernel/ports.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { pathOf, type Screen } from "#actors/kernel/screen.ts";
import { settingField, settingValue } from "#actors/kernel/setting-fields.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Database } from "#db/client.ts";
import { addProduct, changeProduct, moveProduct } from "#db/product-changes.ts";
import { createPromo, promoByCode, switchOffPromo } from "#db/promos.ts";
import { deleteReply, renameReply, saveReply } from "#db/replies.ts";
import { changeSetting, takesValue } from "#db/setting-changes.ts";
import { loadSettings } from "#db/settings.ts";
import type { DeskActs } from "#src/desk-perform.ts";

type Acted = Omit<AnswerOf<"acted">, "type">;
export type HouseActs = Pick<DeskActs, keyof HouseDeskActs>;

interface Parts {
  readonly database: Database;
  readonly log: Logger;
}

const STALE: Acted = { isDone: false, say: { key: "stale", with: {} }, goTo: null };

/** Makes them. */
export function houseActs(parts: Parts): HouseActs {
  return { ...settingActs(parts), ...shopActs(parts), ...replyActs(parts) };
}

function done(say: DeskSay, goTo: Screen | null = null): Acted {
  return { isDone: true, say, goTo: goTo === null ? null : pathOf(goTo) };
}

function settingActs({ database, log }: Parts): Pick<HouseActs, "setSetting"> {
  return {
    async setSetting({ field: id, json, readAt }, { by, at }) {
      const field = settingField(id);
      if (field === null) return STALE;
      const value: unknown = JSON.parse(json);
      if (!takesValue(field, value)) return STALE;
      // First, so that no choice of rails is in force whose reading is not put down.
      if (readAt !== null) {
        const reading = { key: "railsReadAt", part: null } as const;
        await changeSetting(database, reading, readAt, by, at);
      }
      const { isChanged, from } = await changeSetting(database, field, value, by, at);
      if (!isChanged) return done({ key: "settingUnchanged", with: { field: id } });
      const { currency } = await loadSettings(database, log);
      const was = from === undefined ? settingValue(field, Settings.parse({})) : from;
      return done({ key: "settingChanged", with: { field: id, from: was, to: value, currency } });
    },
  };
}

type ShopActs = Pick<
  HouseActs,
  "addProduct" | "changeProduct" | "moveProduct" | "addPromo" | "endPromo"
>;

function shopActs({ database, log }: Parts): ShopActs {
  return {
    async addProduct({ sku, kind, size, priceCents, priceStars, currency }, { by, at }) {
      const isCredits = kind === "credits";
      const [credits, seconds] = isCredits ? [size, 0] : [0, size * 60];
      const product = { sku, kind, credits, seconds, priceCents, priceStars, currency };
      await addProduct(database, product, by, at, log);
      return done({ key: "productAdded", with: { sku } }, { at: "product", sku });
    },
    async changeProduct({ sku, change }, { by, at }) {
      const isDone = await changeProduct(database, sku, change, by, at, log);
      return isDone ? done({ key: "productChanged", with: { sku } }) : STALE;
    },
    async moveProduct({ sku, place }, { by, at }) {
      await moveProduct(database, sku, place, by, at);
      return done({ key: "productMoved", with: { sku } });
    },
    async addPromo({ madeAt, ...promo }, { by }) {
      const { code } = promo;
      const isNew = await createPromo(database, { ...promo, startsAt: null }, by, madeAt);
      // Carried out before: the code of that name is this one.
      const isOurs = isNew || (await promoByCode(database, code))?.createdAt === madeAt;
      if (!isOurs) return { ...STALE, say: { key: "promoTaken", with: { code } } };
      return done({ key: "promoAdded", with: { code } }, { at: "promo", code });
    },
    async endPromo({ code }, { by, at }) {
      await switchOffPromo(database, code, by, at);
      return done({ key: "promoEnded", with: { code } });
    },
  };
}

function replyActs({
  database,
}: Parts): Pick<HouseActs, "saveReply" | "renameReply" | "deleteReply"> {
  return {
    async saveReply({ name, content }, { by, at }) {
      const { id: replyId, isNew } = await saveReply(database, { name, content }, by, at);
      return done({ key: "replyKept", with: { name, isNew } }, { at: "savedReply", replyId });
    },
    async renameReply({ replyId, name }, { by, at }) {
      const renamed = await renameReply(database, replyId, name, by, at);
      if (renamed === null) return STALE;
      const { from, isDone } = renamed;
      if (!isDone) return { ...STALE, say: { key: "replyNameTaken", with: { name } } };
      return done({ key: "replyRenamed", with: { from, to: name } });
    },
    async deleteReply({ replyId }, { by, at }) {
      const name = await deleteReply(database, replyId, by, at);
      const list: Screen = { at: "replies", page: 0 };
      if (name === null) return { ...STALE, goTo: pathOf(list) };
      return done({ key: "replyDeleted", with: { name } }, list);
    },
  };
}
