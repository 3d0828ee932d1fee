// A Stripe for tests: its clock stands still until turned, calls go through the real client without
// retries of its own, and a receiver takes the webhooks and keeps what came.

import { Stripe } from "stripe";
import { SandboxClock } from "#src/sandbox/clock.ts";
import { type StripeServer, type StripeServerOptions, serveStripe } from "./server.ts";

export const WEBHOOK_SECRET = "whsec_of_the_tests";

/** What a webhook brought: the body as it came, and the header. */
export interface Letter {
  readonly body: string;
  readonly signature: string | null;
}

export interface TestStripe extends StripeServer, AsyncDisposable {
  readonly client: Stripe;
  readonly clock: SandboxClock;
  /** What the receiver got, in the order of coming. */
  readonly letters: Letter[];
  /** The kinds of the events that came, in the order of coming. */
  kinds(): readonly string[];
  /** What the receiver answers, from now on. */
  answer: (letter: Letter) => number;
}

type Options = Omit<StripeServerOptions, "clock" | "webhook">;

/** Opens a Stripe and a receiver for its events; `await using` closes both. */
export function openTestStripe(options: Options = {}): TestStripe {
  const clock = SandboxClock.frozen();
  const letters: Letter[] = [];
  const receiver = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const signature = request.headers.get("stripe-signature");
      const letter = { body: await request.text(), signature };
      letters.push(letter);
      return new Response(null, { status: test.answer(letter) });
    },
  });
  const webhook = { url: `http://127.0.0.1:${receiver.port}/hook`, secret: WEBHOOK_SECRET };
  const server = serveStripe({ idSalt: "tests", ...options, clock, webhook });
  const test: TestStripe = {
    ...server,
    client: clientOf(server),
    clock,
    letters,
    kinds: () => letters.map(({ body }) => (JSON.parse(body) as Stripe.Event).type),
    answer: () => 200,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await receiver.stop(true);
    },
  };
  return test;
}

/** The real client, pointed at a server. */
export function clientOf(
  server: Pick<StripeServer, "url" | "apiKey">,
  apiKey = server.apiKey,
): Stripe {
  const { hostname: host, port } = new URL(server.url);
  return new Stripe(apiKey, {
    host,
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** A session for ten dollars, for a new customer unless another one is named. */
export async function openSession(
  { client }: Pick<TestStripe, "client">,
  change: Stripe.Checkout.SessionCreateParams = {},
): Promise<Stripe.Checkout.Session> {
  const customer = change.customer ?? (await client.customers.create()).id;
  return client.checkout.sessions.create({
    mode: "payment",
    customer,
    line_items: [
      {
        price_data: {
          currency: "usd",
          unit_amount: 1_000,
          product_data: { name: "10 credits" },
        },
        quantity: 1,
      },
    ],
    success_url: "http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:9/cancelled",
    ...change,
  });
}

/** A customer with one saved card, ready for payments while they are away. */
export async function customerWithCard(
  { client }: Pick<TestStripe, "client">,
  card = "pm_card_visa",
): Promise<{ readonly customer: string; readonly card: string }> {
  const customer = await client.customers.create();
  const method = await client.paymentMethods.attach(card, { customer: customer.id });
  return { customer: customer.id, card: method.id };
}

/** The id in a field that holds one, which the types let be an expanded object or nothing. */
export function idIn(field: string | { readonly id: string } | null): string {
  if (typeof field !== "string") throw new TypeError("this field holds no id");
  return field;
}

/** The error that a call ends with; fails the test if it ends well. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome.status === "fulfilled") throw new Error("the call was not refused");
  if (outcome.reason instanceof Stripe.errors.StripeError) return outcome.reason;
  throw outcome.reason;
}
