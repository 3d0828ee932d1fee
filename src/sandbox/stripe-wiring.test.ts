// The sandbox's Stripe reaches a bot: webhooks come signed to where they are aimed, at each new
// address too, and the page can send them again in every way that a receiver must survive.

import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { clientOf, openSession } from "./stripe/testing.ts";
import { openTestSandbox, type TestSandbox } from "./testing.ts";

interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly got: { readonly type: string; readonly isSigned: boolean }[];
}

/** Takes webhooks as a bot does: 400 where the signature does not hold by the sandbox's clock. */
function receive(sandbox: TestSandbox): Receiver {
  const got: Receiver["got"] = [];
  const { webhookSecret } = sandbox.stripe;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = await request.text();
      const now = sandbox.clock.now();
      const signature = request.headers.get("stripe-signature") ?? "";
      const { webhooks } = Stripe;
      const [check] = await Promise.allSettled([
        webhooks.constructEventAsync(body, signature, webhookSecret, 300, undefined, now),
      ]);
      const isSigned = check.status === "fulfilled";
      got.push({ type: (JSON.parse(body) as Stripe.Event).type, isSigned });
      return new Response(null, { status: isSigned ? 200 : 400 });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/stripe-webhook`,
    got,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

async function pay(sandbox: TestSandbox): Promise<void> {
  const { id } = await openSession({ client: clientOf(sandbox.stripe) });
  sandbox.stripe.world.pay(id);
  await sandbox.stripe.world.idle();
}

const newestEvent = (sandbox: TestSandbox) => sandbox.state().stripe.events[0];

describe("webhooks", () => {
  test("come signed to where they are aimed, and say how they were taken", async () => {
    await using sandbox = await openTestSandbox();
    await using receiver = receive(sandbox);
    sandbox.stripe.aim(receiver.url);
    await pay(sandbox);
    expect(receiver.got.at(-1)).toEqual({ type: "checkout.session.completed", isSigned: true });
    expect(receiver.got.every(({ isSigned }) => isSigned)).toBe(true);
    expect(newestEvent(sandbox)).toMatchObject({
      type: "checkout.session.completed",
      deliveries: 1,
      delivery: { state: "delivered", status: 200 },
    });
  });

  test("that nobody took are tried again at the address that the bot has by then", async () => {
    await using sandbox = await openTestSandbox();
    sandbox.stripe.aim("http://127.0.0.1:1/stripe-webhook");
    await pay(sandbox);
    expect(newestEvent(sandbox)?.delivery).toMatchObject({ state: "resting", status: null });
    await using receiver = receive(sandbox);
    sandbox.stripe.aim(receiver.url);
    await sandbox.mustAct({ act: "advanceClock", byMs: 10_000 });
    await sandbox.stripe.world.idle();
    expect(receiver.got.at(-1)).toEqual({ type: "checkout.session.completed", isSigned: true });
    expect(sandbox.stripe.world.store.endpoints.size).toBe(1);
  });

  test("are withheld on request; the event is there all the same", async () => {
    await using sandbox = await openTestSandbox();
    await using receiver = receive(sandbox);
    sandbox.stripe.aim(receiver.url);
    await sandbox.mustAct({ act: "stripeFault", set: { dropNextEvents: 100 } });
    await pay(sandbox);
    expect(receiver.got).toEqual([]);
    expect(newestEvent(sandbox)?.delivery?.state).toBe("lost");
  });
});

describe("an event is sent once more", () => {
  test.each([
    ["asItIs", true],
    ["badSignature", false],
    ["noSignature", false],
    ["stale", false],
    ["tampered", false],
    ["liveMode", true],
    ["otherAccount", true],
  ] as const)("%s", async (manner, isSigned) => {
    await using sandbox = await openTestSandbox();
    await using receiver = receive(sandbox);
    sandbox.stripe.aim(receiver.url);
    await pay(sandbox);
    const before = receiver.got.length;
    const eventId = newestEvent(sandbox)?.id ?? "";
    await sandbox.mustAct({ act: "sendEvent", eventId, manner });
    await sandbox.stripe.world.idle();
    expect(receiver.got.slice(before)).toEqual([{ type: "checkout.session.completed", isSigned }]);
    expect(newestEvent(sandbox)).toMatchObject({ deliveries: 2, delivery: { manner } });
  });

  test("an hour late", async () => {
    await using sandbox = await openTestSandbox();
    await using receiver = receive(sandbox);
    sandbox.stripe.aim(receiver.url);
    await pay(sandbox);
    const before = receiver.got.length;
    const eventId = newestEvent(sandbox)?.id ?? "";
    await sandbox.mustAct({ act: "sendEvent", eventId, manner: "asItIs", inAnHour: true });
    await sandbox.mustAct({ act: "advanceClock", byMs: 3_599_999 });
    await sandbox.stripe.world.idle();
    expect(receiver.got.length).toBe(before);
    await sandbox.mustAct({ act: "advanceClock", byMs: 1 });
    await sandbox.stripe.world.idle();
    expect(receiver.got.slice(before)).toEqual([
      { type: "checkout.session.completed", isSigned: true },
    ]);
  });

  test("with others, the newest first", async () => {
    await using sandbox = await openTestSandbox();
    await using receiver = receive(sandbox);
    sandbox.stripe.aim(receiver.url);
    await pay(sandbox);
    const types = receiver.got.map(({ type }) => type);
    await sandbox.mustAct({ act: "sendEventsBackwards", count: 3 });
    await sandbox.stripe.world.idle();
    expect(receiver.got.slice(types.length).map(({ type }) => type)).toEqual(
      types.slice(-3).toReversed(),
    );
  });

  test("and nobody knows it: that is said", async () => {
    await using sandbox = await openTestSandbox();
    const act = { act: "sendEvent", eventId: "evt_none", manner: "asItIs" } as const;
    expect(await sandbox.act(act)).toMatchObject({ ok: false });
  });
});
