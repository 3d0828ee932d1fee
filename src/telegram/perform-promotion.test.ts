// Broadcasts at the border: what a fan has said since it was decided counts.
import { afterEach, beforeEach, expect, test } from "bun:test";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import { PerformWorld, sentId, text } from "./perform-testing.ts";

let world: PerformWorld;
beforeEach(async () => {
  world = await PerformWorld.open();
});
afterEach(() => world.sandbox.stop());

const NEWS: Effect = { verb: "promote", parts: [text("News")], language: "en" };
const ITEM: Item = {
  id: 7,
  name: "Beach",
  caption: "",
  parts: [{ kind: "photo", fileId: "p", uniqueId: "u", thumbnailId: null }],
  priceCredits: 3,
  priceStars: null,
};
const CARD: Extract<Effect, { verb: "offerLocked" }> = {
  verb: "offerLocked",
  item: ITEM,
  price: { unit: "credits", amount: 3 },
  say: { key: "promotionsHint", with: {} },
  language: "en",
  keyboard: [],
};

test("whoever has said /stop since is sent neither words nor an offer to many", async () => {
  const before = world.inChat().length;
  world.takesPromotions = false;
  for (const effect of [NEWS, { ...CARD, isPromotion: true as const }]) {
    const { outcome } = await world.perform(effect);
    expect(outcome).toMatchObject({ type: "refused", code: "unwanted" });
  }
  expect(world.inChat()).toHaveLength(before);
});

test("whoever wants them is sent them, and what is for one fan alone goes whatever they said", async () => {
  sentId(await world.perform(NEWS));
  sentId(await world.perform({ ...CARD, isPromotion: true }));
  world.takesPromotions = false;
  const id = sentId(await world.perform(CARD));
  expect(world.inChat().at(-1)?.id).toBe(id);
});
