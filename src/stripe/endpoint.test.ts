import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { clientOf, openTestStripe } from "#src/sandbox/stripe/testing.ts";
import { checkClock, checkEndpoint, checkKey, checkPortal, modeOf } from "./check.ts";
import { endpointsOf, setEndpoint } from "./endpoint.ts";
import { EVENT_KINDS } from "./events.ts";

const PUBLIC = "https://stage.example";

describe("the webhook endpoint", () => {
  test("is made once, with our events and version, and its secret is told once", async () => {
    await using stripe = openTestStripe();
    const made = await setEndpoint(stripe.client, PUBLIC);
    expect(made).toEqual({
      url: `${PUBLIC}/stripe-webhook`,
      newSecret: expect.stringMatching(/^whsec_/) as string,
      removed: 0,
    });
    expect(await setEndpoint(stripe.client, PUBLIC)).toMatchObject({ newSecret: null, removed: 0 });
    const own = await endpointsOf(stripe.client, PUBLIC);
    expect(own).toHaveLength(1);
    expect(own[0]?.api_version).toBe(Stripe.API_VERSION);
    expect(own[0]?.enabled_events.toSorted()).toEqual([...EVENT_KINDS].toSorted());
    expect(await checkEndpoint(stripe.client, PUBLIC)).toBeNull();
  });

  test("that somebody has changed or switched off is mended in place", async () => {
    await using stripe = openTestStripe();
    const { webhookEndpoints } = stripe.client;
    await setEndpoint(stripe.client, PUBLIC);
    const [own] = await endpointsOf(stripe.client, PUBLIC);
    const id = own?.id ?? "";
    await webhookEndpoints.update(id, { enabled_events: ["payment_intent.succeeded"] });
    expect(await checkEndpoint(stripe.client, PUBLIC)).toMatchObject({
      wrong: expect.stringContaining("charge.dispute.created") as string,
      mend: "bun run webhooks:set",
    });
    await webhookEndpoints.update(id, { disabled: true });
    expect(await checkEndpoint(stripe.client, PUBLIC)).toMatchObject({
      wrong: expect.stringContaining("switched off") as string,
    });
    expect(await setEndpoint(stripe.client, PUBLIC)).toMatchObject({ newSecret: null });
    expect(await checkEndpoint(stripe.client, PUBLIC)).toBeNull();
  });

  test("of an older version goes on until the new one's secret is in force", async () => {
    await using stripe = openTestStripe();
    const { webhookEndpoints } = stripe.client;
    const url = `${PUBLIC}/stripe-webhook`;
    await webhookEndpoints.create({ url, enabled_events: ["*"], api_version: "2019-02-19" });
    expect(await checkEndpoint(stripe.client, PUBLIC)).toMatchObject({
      wrong: expect.stringContaining("2019-02-19") as string,
    });
    const made = await setEndpoint(stripe.client, PUBLIC);
    expect(made.newSecret).not.toBeNull();
    expect(await checkEndpoint(stripe.client, PUBLIC)).toMatchObject({
      wrong: expect.stringContaining("several") as string,
    });
    expect(await setEndpoint(stripe.client, PUBLIC)).toMatchObject({ newSecret: null, removed: 1 });
    expect(await checkEndpoint(stripe.client, PUBLIC)).toBeNull();
  });

  test("of another deployment is left alone", async () => {
    await using stripe = openTestStripe();
    await setEndpoint(stripe.client, "https://other.example");
    await setEndpoint(stripe.client, PUBLIC);
    expect(await endpointsOf(stripe.client, "https://other.example")).toHaveLength(1);
  });

  test("is missed where there is none, and not where nobody can be called", async () => {
    await using stripe = openTestStripe();
    expect(await checkEndpoint(stripe.client, PUBLIC)).toMatchObject({
      wrong: expect.stringContaining("no webhook endpoint") as string,
    });
    expect(await checkEndpoint(stripe.client, null)).toBeNull();
  });
});

test("a clock that would refuse good webhooks is named, with how far it is off", async () => {
  await using stripe = openTestStripe();
  const check = (aheadMs: number) => checkClock(stripe.client, () => Date.now() + aheadMs);
  expect(await check(60_000)).toBeNull();
  expect(await check(-60_000)).toBeNull();
  expect(await check(600_000)).toMatchObject({
    wrong: expect.stringMatching(/ahead of/) as string,
  });
  expect(await check(-600_000)).toMatchObject({ wrong: expect.stringMatching(/behind/) as string });
});

describe("the key", () => {
  test("is good, or Stripe does not know it", async () => {
    await using stripe = openTestStripe();
    expect(await checkKey(stripe.client)).toBeNull();
    expect(await checkPortal(stripe.client)).toBeNull();
    const revoked = clientOf(stripe, "sk_test_revoked_0123456789");
    expect(await checkKey(revoked)).toMatchObject({ wrong: "Stripe does not know this key" });
  });

  test("says its mode", () => {
    expect(["sk_live_1", "rk_live_1", "sk_test_1", "rk_test_1", "sk_x"].map(modeOf)).toEqual([
      "live mode",
      "live mode",
      "test mode",
      "test mode",
      "test mode",
    ]);
  });
});
