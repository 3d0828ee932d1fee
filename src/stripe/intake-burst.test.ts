// Many webhooks at one moment: they must not take every connection of the database from the people who
// are answered meanwhile.
import { expect, test } from "bun:test";
import { World } from "./stripe-testing.ts";

/** As many as Stripe sends in some minutes when it makes up for an outage. */
const BURST = 200;

/** Looking a purchase up takes until everything else has run; counts how many do so at once. */
function slowRows(world: World): { most: number } {
  const seen = { now: 0, most: 0 };
  const find = world.rows.purchaseById.bind(world.rows);
  world.rows.purchaseById = async (id) => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await Bun.sleep(0);
    seen.now -= 1;
    return find(id);
  };
  return seen;
}

/** One webhook about a page, as it came. */
async function letter(world: World): Promise<{ body: string; signature: string }> {
  const { sessionId } = await world.openPage();
  await world.forget();
  world.stripe.world.expire(sessionId);
  await world.stripe.world.idle();
  const { body = "", signature } = world.stripe.letters.at(-1) ?? {};
  return { body, signature: signature ?? "" };
}

test("a burst of webhooks looks up a few at a time, and each is answered", async () => {
  await using world = new World();
  const { body, signature } = await letter(world);
  const seen = slowRows(world);
  const answers = await Promise.all(
    Array.from({ length: BURST }, () => world.side.take(body, signature)),
  );
  expect(seen.most).toBeGreaterThan(1);
  expect(seen.most).toBeLessThanOrEqual(5);
  const types = answers.map(({ type }) => type);
  expect(types.filter((type) => type === "stored")).toHaveLength(1);
  expect(types.filter((type) => type === "duplicate")).toHaveLength(BURST - 1);
});

test("more than can wait are told to come again, and nothing of them is kept", async () => {
  await using world = new World();
  const { body, signature } = await letter(world);
  const seen = slowRows(world);
  const answers = await Promise.all(
    Array.from({ length: 1_200 }, () => world.side.take(body, signature)),
  );
  const later = answers.filter(({ type }) => type === "later");
  expect(later.length).toBeGreaterThan(0);
  expect(later[0]).toEqual({ type: "later", retryAfterSeconds: 1 });
  expect(seen.most).toBeLessThanOrEqual(5);
  expect(world.arrivals).toHaveLength(1);
});
