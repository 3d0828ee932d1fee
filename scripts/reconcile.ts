/**
 * `bun run reconcile`: asks Stripe for what has happened in the last days, and Telegram for all that was
 * ever paid in Stars where they are sold or were, and tells conversations what nobody has told them.
 * Prints one line for each, and exits with 1 where it failed.
 *
 *   bun run reconcile            the last three days of Stripe's
 *   bun run reconcile --days 30  further back; Stripe keeps events for thirty days
 *
 * The server does the same by itself, every ten minutes or oftener; this is for an operator who has
 * restored a backup, or wants to see. What it puts into the inbox is taken up by the running server.
 */
import { parseArgs } from "node:util";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { createMediaReads } from "#db/paid-media.ts";
import { createPaymentReads } from "#db/payments.ts";
import { provideDatabase } from "#db/provide.ts";
import { loadSettings } from "#db/settings.ts";
import { createStore } from "#db/store.ts";
import { systemClock } from "#src/clock.ts";
import { type Config, ConfigError, readConfig } from "#src/config.ts";
import { errorWords, redact } from "#src/errors.ts";
import type { Incident } from "#src/incidents.ts";
import { railsOf } from "#src/settings-source.ts";
import { PAGES_BY_HAND_MAX, reconcileOnce } from "#src/stripe/reconciler.ts";
import { wireReconciliation } from "#src/stripe/wire.ts";
import { createTelegramApi } from "#src/telegram/api.ts";
import { reconcileStarsOnce } from "#src/telegram/stars-reconciler.ts";

const DAY_MS = 86_400_000;
const DAYS_DEFAULT = 3;
const DAYS_MAX = 30;
const CALL_TIMEOUT_MS = 15_000;

const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

function readDays(): number {
  const { values } = parseArgs({ options: { days: { type: "string" } } });
  const days = Number(values.days ?? DAYS_DEFAULT);
  if (Number.isSafeInteger(days) && days >= 1 && days <= DAYS_MAX) return days;
  throw new Error(`--days takes a whole number from 1 to ${DAYS_MAX}`);
}

async function pass(
  config: Config,
  apiKey: string,
  database: Database,
  days: number,
): Promise<readonly string[]> {
  const store = createStore(database, `reconcile:${crypto.randomUUID()}`, log);
  const hasWebhooks = config.publicUrl !== null;
  const parts = wireReconciliation({
    apiKey,
    apiBase: config.stripeApiBase,
    botId: config.botId,
    webhookSecret: null,
    hasWebhooks,
    reads: createPaymentReads(database),
    append: (arrivals) => store.append(arrivals),
    pressure: { isOverloaded: () => false, isFull: () => false },
    onEvent: () => undefined,
    onIncident: ({ detail, mend }: Incident) => console.log(`! ${detail}\n  → ${mend}`),
    clock: systemClock,
    random: Math.random,
    log,
  });
  const since = systemClock.now() - days * DAY_MS;
  const { signal } = new AbortController();
  return reconcileOnce(parts, { since, hasWebhooks, signal, pagesMax: PAGES_BY_HAND_MAX });
}

/** null: Stars are not sold, and never were. */
async function starsPass(config: Config, database: Database): Promise<readonly string[] | null> {
  const { botToken: token, telegramApiRoot: root, stripeApiKey } = config;
  const reads = createPaymentReads(database);
  const { paymentRails } = await loadSettings(database, log);
  const isSold = railsOf(paymentRails, stripeApiKey !== null).includes("stars");
  const media = createMediaReads(database);
  const wasSold = (await reads.hasPurchases("stars")) || (await media.hasMediaForStars());
  if (!isSold && !wasSold) return null;
  const store = createStore(database, `reconcile:${crypto.randomUUID()}`, log);
  const append = (arrivals: readonly Arrival[]) => store.append(arrivals);
  const api = createTelegramApi({ token, root, timeoutMs: CALL_TIMEOUT_MS });
  const all = { ...reads, ...media };
  return reconcileStarsOnce({ reads: all, append, clock: systemClock }, api);
}

async function main(): Promise<void> {
  const days = readDays();
  const config = readConfig(process.env);
  const { stripeApiKey: apiKey, databaseUrl, dataDir } = config;
  const home = await provideDatabase({ databaseUrl, dataDir, log });
  const database = openDatabase(home.url);
  try {
    const inStars = await starsPass(config, database);
    if (apiKey === null && inStars === null) {
      throw new Error("STRIPE_API_KEY is not set, and no Stars are sold: there is nobody to ask");
    }
    const byCard = apiKey === null ? [] : await pass(config, apiKey, database, days);
    const mended = [...(inStars ?? []), ...byCard];
    for (const line of mended) console.log(`mended ${line}`);
    const text = mended.length === 0 ? "nothing was left out" : `mended: ${mended.length}`;
    console.log(`${text} (${days} days)`);
  } finally {
    await database.close();
    await home.stop();
  }
}

try {
  await main();
} catch (error) {
  const problems = error instanceof ConfigError ? error.problems : [redact(errorWords(error))];
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
