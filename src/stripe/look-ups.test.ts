import { expect, test } from "bun:test";
import { customerWithCard } from "#src/sandbox/stripe/testing.ts";
import { chargeOf, factsIn, openPurchase, World } from "./stripe-testing.ts";

/** A world whose calls go by a desk that answers some paths itself. */
async function withDesk(path: string, answer: () => Response) {
  let stripe = "";
  const desk = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      if (request.method === "GET" && pathname === path) return answer();
      const headers = new Headers(request.headers);
      headers.delete("host");
      const { method } = request;
      const body = method === "GET" ? null : await request.text();
      return fetch(`${stripe}${pathname}${search}`, { method, headers, body });
    },
  });
  const world = new World({ apiBase: desk.url.origin });
  stripe = world.stripe.url;
  return Object.assign(world, { stopDesk: () => desk.stop(true) });
}

const forbidden = () =>
  Response.json(
    { error: { type: "invalid_request_error", message: "The key lacks a permission." } },
    { status: 403 },
  );

const recharge = openPurchase({ kind: "recharge" });
const look = { verb: "lookUpPayment", purchaseId: recharge.id, sessionId: null } as const;

test("a key without a right to fraud warnings can look a payment up all the same", async () => {
  await using world = await withDesk("/v1/radar/early_fraud_warnings", forbidden);
  const owner = await customerWithCard(world.stripe);
  const [paid] = factsIn(await world.do(chargeOf(recharge, owner)));
  const paymentId = paid?.type === "payment" ? paid.paymentId : "";
  expect(factsIn(await world.do({ ...look, paymentId }))[0]).toMatchObject({ state: "succeeded" });
  await world.stopDesk();
});

test("a key without a right to fraud warnings can reconcile", async () => {
  await using world = await withDesk("/v1/radar/early_fraud_warnings", forbidden);
  const { sessionId } = await world.openPage();
  world.stripe.world.faults.set({ dropNextEvents: 100 });
  world.stripe.world.pay(sessionId);
  await world.side.reconciler.start();
  for (let wait = await world.clock.next(); wait.ms !== 600_000; wait = await world.clock.next()) {
    wait.end();
  }
  expect(world.facts()).toContainEqual(expect.objectContaining({ state: "paid", sessionId }));
  await world.stopDesk();
});

test("a look-up that could not read all payments does not say that there is none", async () => {
  const other = { id: "pi_other", object: "payment_intent", metadata: {} };
  const page = { object: "list", url: "/v1/payment_intents", data: [other], has_more: true };
  await using world = await withDesk("/v1/payment_intents", () => Response.json(page));
  world.rows.put(recharge);
  expect(await world.do({ ...look, paymentId: null })).toMatchObject({ type: "unknown" });
  await world.stopDesk();
});
