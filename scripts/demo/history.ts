// A month that has passed before the demo opens, so that its lists, charts and reports have something
// to show: fans who came, wrote, paid and were answered. They are rows and nothing more: nobody of them
// is in the sandbox, takes broadcasts or has a topic. The books hold as if it had happened: every
// balance is the sum of its ledger lines, every grant has its purchase.
import type { Purchase } from "#actors/kernel/purchase.ts";
import { purchaseIdOf } from "#actors/kernel/purchase.ts";
import type { Database } from "#db/client.ts";

const DAYS = 45;
const FANS = 120;
/** Far from the sandbox's own people. */
const FIRST_FAN = 5_900_000_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WELCOME = 10;

const NAMES = [
  "Alma", "Bruno", "Carla", "Diego", "Emma", "Felix", "Greta", "Hugo", "Ines", "Jonas",
  "Kira", "Liam", "Maya", "Nico", "Olga", "Pablo", "Quinn", "Rosa", "Sven", "Tara",
  "Uma", "Viktor", "Wanda", "Xavier", "Yara", "Zeno",
] as const; // biome-ignore format: a list of names reads better in rows
const LANGUAGES = ["en", "es", "pt", "ru", "de"] as const;
const SOURCES = ["instagram", "tiktok", "newsletter", null] as const;
const WORDS = [
  "hi! loved the last show",
  "when is the next one?",
  "can you say happy birthday to my sister?",
  "thank you so much",
  "is the blue dress for sale?",
  "good night from Lisbon",
] as const;
const KINDS = [
  ["text", 1],
  ["text", 1],
  ["text", 1],
  ["photo", 3],
  ["voice", 5],
] as const;
const PACKS = [
  { sku: "credits_10", credits: 10, cents: 499, stars: 350 },
  { sku: "credits_25", credits: 25, cents: 999, stars: 700 },
  { sku: "credits_50", credits: 50, cents: 1799, stars: 1250 },
  { sku: "credits_100", credits: 100, cents: 2999, stars: 2100 },
] as const;

type Row = Record<string, string | number | boolean | null>;

/** What is to be written, table by table; fans are known by their Telegram ids until they have others. */
interface History {
  readonly users: Row[];
  readonly conversations: Row[];
  readonly messages: Row[];
  readonly transactions: Row[];
  readonly purchases: Row[];
}

/** A small generator of its own, so that every demo has the same month. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One fan's month. */
class Fan {
  readonly id: number;
  readonly #random: () => number;
  readonly #history: History;
  readonly #now: number;
  #credits = 0;
  #spentCents = 0;
  #messages = 1;
  #in = 0;
  #out = 0;
  #lastAt: number;

  constructor(index: number, now: number, history: History, random: () => number) {
    this.id = FIRST_FAN + index;
    this.#random = random;
    this.#history = history;
    this.#now = now;
    this.#lastAt = now;
  }

  live(): void {
    const random = this.#random;
    const age = Math.floor(DAYS * random() ** 1.4);
    const zeal = 0.08 + 0.6 * random() ** 2;
    const cameAt = this.#moment(age);
    this.#lastAt = cameAt;
    this.#book(cameAt, { kind: "welcome", credits: WELCOME, reference: `welcome:${this.id}` });
    for (let day = age; day >= 0; day -= 1) {
      if (day !== age && random() > zeal) continue;
      const count = 1 + Math.floor(random() * 6 * zeal + random() * 2);
      const from = Math.max(cameAt, this.#moment(day));
      for (let n = 0; n < count; n += 1) this.#write(from + n * 7 * 60_000);
    }
    this.#settle(cameAt);
  }

  /** A moment of so many days ago, in the evening rather than at night. */
  #moment(daysAgo: number): number {
    const midnight = Math.floor(this.#now / DAY_MS) * DAY_MS;
    const hour = 9 + 13 * Math.sqrt(this.#random());
    const at = midnight - daysAgo * DAY_MS + Math.round(hour * HOUR_MS);
    return Math.min(this.#now - 3 * HOUR_MS, at);
  }

  #write(at: number): void {
    if (at > this.#now - HOUR_MS) return;
    const [kind, cost] = pick(KINDS, this.#random);
    if (this.#credits < cost && !this.#pay(at - 60_000)) return;
    const id = (this.#messages += 1);
    const text = kind === "text" ? pick(WORDS, this.#random) : "";
    this.#say({ ref: `f${id}`, direction: "in", kind, text, cost, at });
    const reference = `message:${this.id}:${id}`;
    this.#book(at, { kind: "message", credits: -cost, reference });
    this.#in += 1;
    this.#lastAt = at;
    if (this.#random() < 0.8) this.#answer(at);
  }

  #answer(at: number): void {
    const waited = Math.round(40 + 5_400 * this.#random() ** 3);
    const id = (this.#messages += 1);
    const text = "Thank you! I'll see to it.";
    const sent = { ref: `g-1:${this.id}-${id}`, direction: "out", kind: "text", text, cost: 0 };
    this.#say({ ...sent, at: at + waited * 1000, waited_seconds: waited });
    this.#out += 1;
  }

  /** Buys a pack; most do, some of them in Stars. */
  #pay(at: number): boolean {
    if (this.#random() > 0.75) return false;
    const pack = PACKS[Math.floor(this.#random() ** 1.6 * PACKS.length)] ?? PACKS[0];
    const inStars = this.#random() < 0.3;
    const id = purchaseIdOf(this.id - FIRST_FAN + this.#messages * 1_000, at, "checkout");
    const amount = inStars ? pack.stars : pack.cents;
    const currency = inStars ? "xtr" : "usd";
    const paymentId = `${inStars ? "stx" : "pi"}_history_${id}`;
    const purchase: Purchase = {
      id,
      rail: inStars ? "stars" : "stripe",
      kind: "checkout",
      sku: pack.sku,
      gives: { credits: pack.credits, seconds: 0 },
      amount,
      currency,
      promo: null,
      createdAt: at,
      expiresAt: null,
      noticeId: null,
      sessionId: null,
      paymentId,
      state: "paid",
      paidAt: at,
      refunds: [],
      refunded: null,
      disputes: [],
      isFraudWarned: false,
      isGranted: true,
      reversed: { credits: 0, seconds: 0 },
      frozen: { credits: 0, seconds: 0 },
      version: 1,
    };
    this.#history.purchases.push({ ...rowOf(purchase), fan: this.id });
    const { credits } = pack;
    const reference = `payment:${paymentId}`;
    this.#book(at, { kind: "purchase", credits, reference, amount_cents: amount, currency });
    if (!inStars) this.#spentCents += amount;
    return true;
  }

  #say(row: Row & { at: number }): void {
    const { at, ...said } = row;
    const status = "delivered";
    this.#history.messages.push({
      waited_seconds: null,
      ...said,
      status,
      fan: this.id,
      created_at: iso(at),
    });
  }

  #book(at: number, line: Row & { credits: number }): void {
    this.#credits += line.credits;
    const created_at = iso(at);
    this.#history.transactions.push({
      amount_cents: 0,
      currency: null,
      ...line,
      fan: this.id,
      created_at,
    });
  }

  #settle(cameAt: number): void {
    const random = this.#random;
    const name = pick(NAMES, random);
    const tier = this.#spentCents >= 10_000 ? "vip" : this.#spentCents > 0 ? "regular" : "new";
    this.#history.users.push({
      telegram_id: this.id,
      username: random() < 0.6 ? `${name.toLowerCase()}_${this.id % 1000}` : null,
      first_name: name,
      language_tag: pick(LANGUAGES, random),
      credits: this.#credits,
      tier,
      spent_cents: this.#spentCents,
      is_promotable: false,
      source: pick(SOURCES, random),
      created_at: iso(cameAt),
      last_seen_at: iso(this.#lastAt),
    });
    this.#history.conversations.push({
      fan: this.id,
      status: "closed",
      messages_in: this.#in,
      messages_out: this.#out,
      last_message_at: iso(this.#lastAt),
    });
  }
}

function rowOf(purchase: Purchase): Row {
  const { id, rail, kind, sku, gives, amount, currency, state, paymentId, version } = purchase;
  const at = iso(purchase.createdAt);
  return {
    id,
    rail,
    kind,
    sku,
    credits: gives.credits,
    seconds: 0,
    amount,
    currency,
    state,
    payment_id: paymentId,
    refunded_amount: 0,
    is_disputed: false,
    is_granted: true,
    record: JSON.stringify(purchase),
    version,
    created_at: at,
    updated_at: at,
    paid_at: at,
  };
}

function pick<T>(from: readonly [T, ...T[]] | readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error("there is nothing to pick from");
  return found;
}

const iso = (at: number): string => new Date(at).toISOString();

/** Writes the month into a database in which nobody has been yet; `now` is in Unix milliseconds. */
export async function fillHistory(database: Database, now: number): Promise<void> {
  const [known] = await database.query<{ id: number }>("any user", "select id from users limit 1");
  if (known !== undefined) return;
  const history: History = {
    users: [],
    conversations: [],
    messages: [],
    transactions: [],
    purchases: [],
  };
  const random = dice(20_261);
  for (let i = 0; i < FANS; i += 1) new Fan(i, now, history, random).live();
  history.transactions.sort((a, b) =>
    String(a["created_at"]).localeCompare(String(b["created_at"])),
  );
  await write(database, "users", history.users, USERS);
  await write(database, "conversations", history.conversations, CONVERSATIONS);
  await write(database, "messages", history.messages, MESSAGES);
  await write(database, "transactions", history.transactions, TRANSACTIONS);
  await write(database, "purchases", history.purchases, PURCHASES);
}

async function write(
  database: Database,
  table: string,
  rows: readonly Row[],
  insert: string,
): Promise<void> {
  await database.query(`history of ${table}`, insert, [JSON.stringify(rows)]);
}

const ROWS = (columns: string): string => `json_to_recordset($1::text::json) as row(${columns})`;
const OF_FAN = "join users on users.telegram_id = row.fan";

const USERS = `
insert into users (telegram_id, username, first_name, language_tag, credits, tier, spent_cents,
  is_promotable, source, created_at, last_seen_at)
select * from ${ROWS(`telegram_id bigint, username text, first_name text, language_tag text,
  credits integer, tier text, spent_cents bigint, is_promotable boolean, source text,
  created_at timestamptz, last_seen_at timestamptz`)}`;

const CONVERSATIONS = `
insert into conversations (user_id, status, messages_in, messages_out, last_message_at)
select users.id, row.status, messages_in, messages_out, last_message_at
from ${ROWS(`fan bigint, status text, messages_in integer, messages_out integer,
  last_message_at timestamptz`)} ${OF_FAN}`;

const MESSAGES = `
insert into messages (user_id, ref, direction, kind, text, cost, status, waited_seconds, created_at)
select users.id, ref, direction, kind, text, cost, status, waited_seconds, row.created_at
from ${ROWS(`fan bigint, ref text, direction text, kind text, text text, cost integer, status text,
  waited_seconds integer, created_at timestamptz`)} ${OF_FAN}
order by row.created_at`;

const TRANSACTIONS = `
insert into transactions (user_id, kind, credits, seconds, amount_cents, currency, reference,
  created_at)
select users.id, kind, row.credits, 0, amount_cents, currency, reference, row.created_at
from ${ROWS(`fan bigint, kind text, credits integer, amount_cents integer, currency text,
  reference text, created_at timestamptz`)} ${OF_FAN}
order by row.created_at`;

const PURCHASES = `
insert into purchases (id, user_id, rail, kind, sku, credits, seconds, amount, currency, state,
  payment_id, refunded_amount, is_disputed, is_granted, record, version, created_at, updated_at,
  paid_at)
select row.id, users.id, rail, kind, sku, row.credits, seconds, amount, currency, state, payment_id,
  refunded_amount, is_disputed, is_granted, record::json, version, row.created_at, updated_at, paid_at
from ${ROWS(`fan bigint, id text, rail text, kind text, sku text, credits integer, seconds integer,
  amount integer, currency text, state text, payment_id text, refunded_amount integer,
  is_disputed boolean, is_granted boolean, record text, version integer, created_at timestamptz,
  updated_at timestamptz, paid_at timestamptz`)} ${OF_FAN}`;
