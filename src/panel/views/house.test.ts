// Screens of settings, the shop and replies at their widest: whoever looks, whatever stands there, no
// button is longer than Telegram takes, and each setting has its name on one.
import { expect, test } from "bun:test";
import type { Viewer } from "#actors/kernel/effect-desk.ts";
import { SETTING_FIELDS, SETTING_GROUPS } from "#actors/kernel/setting-fields.ts";
import { Settings } from "#actors/kernel/settings.ts";
import { rightsOf } from "#actors/kernel/team.ts";
import type { ShelvedProduct } from "#db/products.ts";
import type { Looking, View } from "#src/panel/view.ts";
import { SETTING_WORDS } from "#src/panel/words/settings.ts";
import { replyViews } from "./replies.ts";
import { settingViews } from "./settings.ts";
import { shopViews } from "./shop.ts";

const STORED = Settings.parse({ welcomeText: "w".repeat(2000), termsText: "t".repeat(3500) });
/** Telegram's ids have 52 bits at most (core.telegram.org/bots/api#user). */
const VIEWER: Viewer = {
  id: 2 ** 52 - 1,
  name: "Ada",
  role: "owner",
  rights: rightsOf("owner", STORED.rights),
};
const LOOKING: Looking = {
  viewer: VIEWER,
  context: { notice: null, prompt: null, question: null, query: null, form: {} },
  now: 0,
  botUsername: null,
};
const PACK: ShelvedProduct = {
  sku: "s".repeat(28),
  kind: "credits",
  credits: 1_000_000,
  seconds: 0,
  priceCents: 10,
  currency: "usd",
  priceStars: null,
  position: 0,
  isActive: true,
};
const CODE = {
  code: "C".repeat(32),
  kind: "percent",
  value: 95,
  maxUses: 10,
  maxUsesPerFan: 1,
  startsAt: null,
  endsAt: null,
  uses: 3,
  isActive: true,
  createdAt: 0,
} as const;

const settings = settingViews({
  stored: async () => STORED,
  lastChange: async () => ({ by: "Ben\u202E\n", at: 0, from: null }),
});
const shop = shopViews({
  products: async () => [PACK, { ...PACK, sku: "l".repeat(40) }],
  promos: async () => [CODE],
  promoCount: async () => 11,
  promo: async () => CODE,
  currency: async () => "usd",
});

function labels({ buttons }: View): readonly string[] {
  return buttons.flat().map(({ text }) => text);
}

test("each setting is on a button with its name, and has a screen", async () => {
  const groups = await Promise.all(
    SETTING_GROUPS.map((group) => settings.settingGroup({ at: "settingGroup", group }, LOOKING)),
  );
  const all = groups.flatMap(labels);
  for (const { id } of SETTING_FIELDS) {
    const { name } = SETTING_WORDS[id as keyof typeof SETTING_WORDS];
    expect(all.some((text) => text.startsWith(`${name} · `))).toBe(true);
    const view = await settings.setting({ at: "setting", key: id }, LOOKING);
    expect(view.title).toContain(name);
    expect(view.body.text.length).toBeLessThan(3800);
    expect(view.body.text).not.toMatch(/undefined|NaN|\[object/);
  }
  const first = await settings.settings({ at: "settings" }, LOOKING);
  expect(labels(first)).toContainEqual(expect.stringMatching(/^Photo · 3$/));
});

test("a setting that is gone says so", async () => {
  const view = await settings.setting({ at: "setting", key: "ownerId" }, LOOKING);
  expect(view.body.text).toContain("no such setting");
});

test("a product whose name leaves its buttons no room is not kept in the panel", async () => {
  const list = await shop.shop({ at: "shop" }, LOOKING);
  expect(labels(list).filter((text) => text.includes("1,000,000 credits"))).toHaveLength(1);
  expect(list.body.text).toContain("1 more have names too long");
  const view = await shop.product({ at: "product", sku: PACK.sku }, LOOKING);
  expect(view.body.text).toContain("Cards are charged $0.50 at least.");
  expect(labels(view)).toContain("⬇️ Down");
});

test("codes show their use", async () => {
  const list = await shop.promos({ at: "promos", page: 0 }, LOOKING);
  expect(labels(list)).toContain(`${CODE.code} · used 3 of 10`);
  expect(labels(list)).toContain("1 / 2");
  const view = await shop.promo({ at: "promo", code: CODE.code }, LOOKING);
  expect(view.body.text).toContain("95 % off");
  const over = { ...LOOKING, now: 1 };
  expect(labels(await shop.promo({ at: "promo", code: CODE.code }, over))).toContain(
    "⏸ Switch off",
  );
});

test("a reply that is gone says so, and a long one is cut", async () => {
  const content = { kind: "text", text: "x".repeat(4096), entities: [], fileId: null } as const;
  const views = replyViews({
    list: async () => ({ lines: [], total: 0 }),
    byId: async (id) =>
      id === 1 ? { id, name: "n", content: { ...content, entities: [] }, uses: 1 } : null,
  });
  const gone = await views.savedReply({ at: "savedReply", replyId: 2 }, LOOKING);
  expect(gone.body.text).toBe("This reply is gone.");
  const view = await views.savedReply({ at: "savedReply", replyId: 1 }, LOOKING);
  expect(view.body.text.length).toBeLessThan(3200);
  expect(labels(view)).toEqual(["👁 Preview", "✏️ Rename", "🗑 Delete"]);
});
