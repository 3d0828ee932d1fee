import { describe, expect, test } from "bun:test";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createReconciler, type ReconcilerParts } from "./reconciler.ts";
import { BOT_ID, openPurchase, type Wait, World } from "./stripe-testing.ts";

const FIRST_MS = 20_000;
const SETTLE_MS = 15_000;
const PASS_MS = 600_000;
const EVENTS_MS = 10_000;

/** The next long wait of that length; those before it are ended, and the clock goes along. */
async function until(world: World, ms: number): Promise<Wait> {
  for (;;) {
    const wait = await world.clock.next();
    if (wait.ms === ms) return wait;
    world.stripe.clock.advance(wait.ms);
    wait.end();
  }
}

/** A first pass with webhooks, from its start to the wait for the next. */
async function pass(world: World): Promise<void> {
  await world.side.reconciler.start();
  await until(world, PASS_MS);
  await world.side.reconciler.stop();
}

/** What Stripe sends from now on is lost. */
function loseWebhooks(world: World): void {
  world.stripe.world.faults.set({ dropNextEvents: 1_000 });
}

const told = (world: World) =>
  world.facts().map((fact) => `${fact.type} ${"state" in fact ? fact.state : ""}`.trim());

describe("a pass", () => {
  test("tells what a lost webhook left out, and the owner that it did", async () => {
    await using world = new World();
    const { sessionId, row } = await world.openPage();
    loseWebhooks(world);
    world.stripe.world.pay(sessionId);
    world.stripe.clock.advance(300_000);
    await pass(world);
    // The events first; then the lists, because no conversation has taken the events in.
    expect(told(world)).toEqual([
      "payment succeeded",
      "session paid",
      "session paid",
      "payment succeeded",
    ]);
    for (const fact of world.facts())
      expect(fact).toMatchObject({ purchaseId: row.id, amount: 500 });
    expect(world.incidents).toMatchObject([
      { kind: "mended", detail: expect.stringContaining("payment_intent.succeeded") as string },
    ]);
  });

  test("says nothing where nothing was lost", async () => {
    await using world = new World();
    const { sessionId, row } = await world.openPage();
    world.stripe.world.pay(sessionId);
    await world.takeLetters();
    const [intent] = (await world.stripe.client.paymentIntents.list()).data;
    world.rows.put({ ...row, paymentId: intent?.id ?? "", state: "paid" });
    const before = world.arrivals.length;
    world.stripe.clock.advance(300_000);
    await pass(world);
    expect([world.arrivals.length, world.incidents]).toEqual([before, []]);
  });

  test("leaves to its webhook what has only just happened", async () => {
    await using world = new World();
    const { sessionId, row } = await world.openPage();
    world.stripe.world.pay(sessionId);
    await world.side.reconciler.start();
    const settling = await until(world, SETTLE_MS);
    // The webhook comes while the pass waits, and the conversation writes its row.
    const [intent] = (await world.stripe.client.paymentIntents.list()).data;
    world.rows.put({ ...row, paymentId: intent?.id ?? "", state: "paid" });
    settling.end();
    await until(world, PASS_MS);
    await world.side.reconciler.stop();
    expect([world.arrivals, world.incidents]).toEqual([[], []]);
  });

  test("finds refunds, disputes and warnings that nobody told", async () => {
    await using world = new World();
    const { sessionId, row } = await world.openPage();
    world.stripe.world.pay(sessionId);
    const [intent] = (await world.stripe.client.paymentIntents.list()).data;
    const paymentId = intent?.id ?? "";
    world.rows.put({ ...row, paymentId, state: "paid" });
    await world.forget();
    loseWebhooks(world);
    world.stripe.world.refund(paymentId, 100);
    world.stripe.world.warnOfFraud(paymentId);
    world.stripe.world.dispute(paymentId, { amount: 400 });
    // Stripe's events are gone after thirty days; its objects are not.
    await pass(world);
    expect(world.facts()).toMatchObject([
      { type: "refunded", amount: 100 },
      { type: "refund", state: "succeeded" },
      { type: "dispute", status: "needs_response", funds: "withdrawn" },
      { type: "fraudWarning" },
    ]);
  });

  test("says each state once, pass after pass", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    loseWebhooks(world);
    world.stripe.world.pay(sessionId);
    world.stripe.clock.advance(300_000);
    await world.side.reconciler.start();
    await until(world, PASS_MS);
    const { length } = world.arrivals;
    world.stripe.clock.advance(PASS_MS);
    await world.side.reconciler.stop();
    await pass(world);
    expect(world.arrivals).toHaveLength(length);
    expect(world.incidents).toHaveLength(1);
  });

  test("asks for what is open one by one, however old it is", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    world.stripe.world.pay(sessionId, "pm_card_sandboxSettlesLater");
    await world.takeLetters();
    const [intent] = (await world.stripe.client.paymentIntents.list()).data;
    const paymentId = intent?.id ?? "";
    const found = await world.rows.purchaseBySession(sessionId);
    world.rows.put({ ...(found?.purchase ?? openPurchase()), paymentId, state: "processing" });
    loseWebhooks(world);
    world.stripe.clock.advance(20 * 86_400_000);
    await world.forget();
    await pass(world);
    expect(told(world)).toEqual(["payment succeeded", "session paid"]);
  });

  test("tells a payment that is nobody's once, and goes on behind it", async () => {
    await using world = new World();
    const erased = await world.openPage({ id: "p9-gone" });
    world.rows.put(erased.row, -1);
    const { sessionId } = await world.openPage();
    loseWebhooks(world);
    world.stripe.world.pay(erased.sessionId);
    world.stripe.world.pay(sessionId);
    await pass(world);
    const orphans = world.incidents.filter(({ kind }) => kind.startsWith("orphan-payment"));
    // The page and its payment, each once.
    expect(orphans).toHaveLength(2);
    expect(new Set(world.facts().map((fact) => "purchaseId" in fact && fact.purchaseId))).toEqual(
      new Set(["p1-abc"]),
    );
  });

  test("that fails looks as far back the next time", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    loseWebhooks(world);
    world.stripe.world.pay(sessionId);
    world.stripe.world.faults.set({ isStripeDown: true });
    await world.side.reconciler.start();
    await until(world, PASS_MS);
    expect([world.arrivals, world.logged.at(-1)]).toEqual([
      [],
      expect.stringContaining("could not be reconciled") as string,
    ]);
    await world.side.reconciler.stop();
    world.stripe.world.faults.set({ isStripeDown: false });
    world.stripe.clock.advance(86_400_000);
    await pass(world);
    expect(world.arrivals.length).toBeGreaterThan(0);
  });

  test("tells of a key that was revoked", async () => {
    await using world = new World({ apiKey: "sk_test_revoked_0123456789abcdef" });
    await pass(world);
    expect(world.incidents).toMatchObject([{ kind: "stripe-key" }]);
  });
});

describe("without webhooks", () => {
  test("payments, cards and refunds are heard of within ten seconds, and nobody is told", async () => {
    await using world = new World({ hasWebhooks: false });
    const { sessionId, customerId } = await world.openPage();
    await world.side.reconciler.start();
    await until(world, EVENTS_MS);
    expect(world.arrivals).toEqual([]);
    world.stripe.world.pay(sessionId);
    const card = await world.stripe.client.paymentMethods.attach("pm_card_visa", {
      customer: customerId,
    });
    world.stripe.world.removeCard(card.id);
    await world.side.reconciler.stop();
    await world.side.reconciler.start();
    await until(world, EVENTS_MS);
    await world.side.reconciler.stop();
    expect(told(world)).toEqual([
      "payment succeeded",
      "session paid",
      "card attached",
      "card detached",
    ]);
    expect(world.incidents).toEqual([]);
  });

  test("an event is looked at once, though it is listed for minutes", async () => {
    await using world = new World({ hasWebhooks: false });
    const { sessionId } = await world.openPage();
    world.stripe.world.pay(sessionId);
    for (let times = 0; times < 3; times += 1) {
      await world.side.reconciler.start();
      await until(world, EVENTS_MS);
      await world.side.reconciler.stop();
    }
    expect(world.counted.toSorted()).toEqual([
      "checkout.session.completed stored",
      "payment_intent.succeeded stored",
    ]);
  });
});

describe("of several processes", () => {
  test("one asks Stripe, and another that takes over looks back to where it stood itself", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    loseWebhooks(world);
    world.stripe.world.pay(sessionId);
    const clock = new VirtualClock(world.stripe.clock.now());
    let isOthers = true;
    let asked = 0;
    const parts: ReconcilerParts = {
      ...partsOf(world),
      clock,
      alone: async (run) => {
        if (isOthers) return null;
        asked += 1;
        return run();
      },
    };
    const reconciler = createReconciler(parts);
    await reconciler.start();
    await clock.advance(FIRST_MS + PASS_MS);
    expect(asked).toBe(0);
    isOthers = false;
    await clock.advance(PASS_MS);
    expect(asked).toBe(1);
    await reconciler.stop();
  });
});

/** The parts of a reconciler that asks nobody. */
function partsOf(world: World): ReconcilerParts {
  const { rows, inbox, stripe, clock, incidents } = world;
  return {
    botId: BOT_ID,
    connect: () => stripe.client,
    reads: rows,
    takeListed: async () => ({ type: "duplicate" }),
    append: inbox.append,
    onIncident: (incident) => void incidents.push(incident),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    hasWebhooks: true,
    alone: async () => [],
    random: () => 0.5,
    clock,
  };
}

describe("the start/stop contract of the reconciler", () => {
  exerciseService(async () => {
    const clock = new VirtualClock();
    const world = new World();
    const service = createReconciler({ ...partsOf(world), clock });
    await world.stripe[Symbol.asyncDispose]();
    return { service, isQuiet: async () => !(await clock.step()) };
  });
});
