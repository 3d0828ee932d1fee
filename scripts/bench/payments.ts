// What the shop takes in: 10,000 of Stripe's events, a fifth of them twice, all shuffled, posted to the
// webhook of a server with its own Postgres. The purchases behind them are made the long way, by fans
// who ask for a page, so that the books have something to come out equal to: at the end every fan has
// what Stripe says was paid and kept, and the ledger verifies.
import { Stripe } from "stripe";
import { openDatabase } from "#db/client.ts";
import { verifyLedger } from "#db/verify-ledger.ts";
import { type StripeServer, serveStripe } from "#src/sandbox/stripe/server.ts";
import { report, round, spread } from "./figures.ts";
import { HttpLine } from "./http-line.ts";
import { openStage, SECRET, type Stage } from "./stage.ts";

const EVENTS = 10_000;
const DUPLICATED_SHARE = 0.2;
const FANS = 2_200;
const FIRST_FAN = 8_000_000_000;
const CONNECTIONS = 32;
const STRIPE_SECRET = "whsec_bench";
const FULL_PRICE = 499;
const CREDITS = 10;
const WELCOME = 5;
const WAIT_MS = 25;
const WAIT_MS_MAX = 120_000;

/** Kinds that the server does something with; the others are answered and forgotten. */
const USED =
  /^(?:checkout\.session|payment_intent\.(?:succeeded|processing)|charge\.(?:refunded|dispute)|refund)/;

/** Measures how fast events are taken in and booked, and whether the books come out right. */
export async function payments(): Promise<void> {
  await using stage = await openStage();
  const stripe = serveStripe({ idSalt: "bench" });
  try {
    const url = await stage.database("payments");
    await using bot = await stage.startBot(url, {
      STRIPE_API_KEY: stripe.apiKey,
      STRIPE_WEBHOOK_SECRET: STRIPE_SECRET,
      STRIPE_API_BASE: stripe.url,
      WELCOME_CREDITS: String(WELCOME),
    });
    await openPages(stage, bot.webhook, stripe);
    const events = shuffled(withDuplicates(payAll(stripe)));
    const letters = await Promise.all(events.map(sign));
    const database = openDatabase(url);
    try {
      const began = performance.now();
      const answers = await post(`${bot.base}/stripe-webhook`, letters);
      const answeredMs = performance.now() - began;
      await settled(async () => (await waiting(database)) === 0);
      const bookedMs = performance.now() - began;
      const faults = await verifyLedger(database);
      const wrong = await wrongBalances(database, stripe);
      report("payments", {
        events: letters.length,
        duplicates: Math.round(EVENTS * DUPLICATED_SHARE),
        fans: FANS,
        answeredPerSecond: Math.round((letters.length / answeredMs) * 1000),
        bookedPerSecond: Math.round((letters.length / bookedMs) * 1000),
        seconds: round(bookedMs / 1000),
        answerMs: spread(answers.map(({ ms }) => ms)),
        refusals: answers.filter(({ status }) => status !== 200).length,
        ledgerFaults: faults.length,
        wrongBalances: wrong,
      });
    } finally {
      await database.close();
    }
  } finally {
    await stripe.stop();
  }
}

type Database = ReturnType<typeof openDatabase>;

/** Every fan asks for a page to pay at. */
async function openPages(stage: Stage, webhook: string, { world }: StripeServer): Promise<void> {
  const headers = { "x-telegram-bot-api-secret-token": SECRET };
  const ask = async (at: number): Promise<void> => {
    const line = await HttpLine.open(webhook, headers);
    for (let i = at; i < FANS; i += CONNECTIONS) await line.post(buyUpdate(i));
    line.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => ask(at)));
  await settled(() => Promise.resolve(world.store.sessions.size >= FANS));
  // The bot has heard of each of them once nothing is on its way any more.
  const one = { firstFan: 1, fans: 1, texts: 1, connections: 1 };
  await stage.order({ how: "flood", webhook, ...one, rate: 0 });
}

function buyUpdate(i: number): string {
  const id = FIRST_FAN + i;
  const from = { id, is_bot: false, first_name: `Fan ${i}` };
  const message = {
    message_id: 1,
    date: Math.floor(Date.now() / 1000),
    chat: { id, type: "private", first_name: from.first_name },
    from,
    text: "/buy10",
    entities: [{ type: "bot_command", offset: 0, length: 6 }],
  };
  return JSON.stringify({ update_id: 500_000_000 + i, message });
}

/** All pay; some are refunded in whole or in part, some dispute; the events of it, as many as wanted. */
function payAll({ world }: StripeServer): readonly Stripe.Event[] {
  for (const [i, session] of [...world.store.sessions.newestFirst()].entries()) {
    world.pay(session.id);
    const intent = world.store.intents.newestFirst()[0];
    if (intent === undefined) throw new Error("a payment has an intent");
    if (i % 4 === 0) world.refund(intent.id);
    if (i % 4 === 1) world.refund(intent.id, Math.floor(FULL_PRICE / 2));
    if (i % 4 === 2) world.closeDispute(world.dispute(intent.id).id, i % 8 === 2 ? "won" : "lost");
  }
  const used = world.store.events.newestFirst().filter(({ type }) => USED.test(type));
  const distinct = Math.round(EVENTS * (1 - DUPLICATED_SHARE));
  if (used.length < distinct) throw new Error(`only ${used.length} events`);
  // The first ones are those that the books depend on; what is too much is left out by whole kinds.
  return used.toSorted((a, b) => weightOf(a.type) - weightOf(b.type)).slice(0, distinct);
}

/** Lower is needed more. */
function weightOf(type: string): number {
  if (type === "payment_intent.succeeded" || type === "refund.created") return 0;
  if (type === "charge.dispute.closed" || type === "charge.dispute.created") return 0;
  return type === "checkout.session.completed" ? 1 : 2;
}

function withDuplicates(events: readonly Stripe.Event[]): readonly Stripe.Event[] {
  return [...events, ...events.slice(0, Math.round(EVENTS * DUPLICATED_SHARE))];
}

/** The same order in every run. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  let seed = 42;
  const draw = (): number => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff);
  return items
    .map((item) => ({ item, at: draw() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

interface Letter {
  readonly body: string;
  readonly signature: string;
}

async function sign(event: Stripe.Event): Promise<Letter> {
  const body = JSON.stringify(event);
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: STRIPE_SECRET,
  });
  return { body, signature };
}

async function post(
  url: string,
  letters: readonly Letter[],
): Promise<readonly { readonly status: number; readonly ms: number }[]> {
  const answers: { status: number; ms: number }[] = [];
  const from = async (at: number): Promise<void> => {
    for (let i = at; i < letters.length; i += CONNECTIONS) {
      const { body = "", signature = "" } = letters[i] ?? {};
      const began = performance.now();
      const headers = { "content-type": "application/json", "stripe-signature": signature };
      const { status } = await fetch(url, { method: "POST", body, headers });
      answers.push({ status, ms: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => from(at)));
  return answers;
}

async function waiting(database: Database): Promise<number> {
  const [row] = await database.query<{ n: number }>(
    "bench: waiting",
    "select count(*)::integer as n from mailbox",
  );
  return row?.n ?? 0;
}

/** Fans whose credits are not the welcome's and what Stripe says they paid and kept. */
async function wrongBalances(database: Database, { world }: StripeServer): Promise<number> {
  const rows = await database.query<{ id: number; has: number }>(
    "bench: balances",
    "select telegram_id as id, credits - debt_credits as has from users where telegram_id >= $1",
    [FIRST_FAN],
  );
  const has = new Map(rows.map((row) => [row.id, row.has]));
  return world.books().filter(({ metadata, paid, refunded, disputed }) => {
    const lost = Math.min(paid, refunded + disputed);
    const kept = CREDITS - (lost >= paid ? CREDITS : Math.floor((CREDITS * lost) / paid));
    return has.get(Number(metadata["telegram_id"])) !== WELCOME + kept;
  }).length;
}

async function settled(isSettled: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WAIT_MS_MAX;
  while (!(await isSettled())) {
    if (performance.now() > deadline) throw new Error("the bench does not come to rest");
    await Bun.sleep(WAIT_MS);
  }
}
