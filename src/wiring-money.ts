// The parts of a process that have to do with money: Stripe's side where there is a key, what asks
// Telegram for Stars, the books, and the one performer that all effects go through.
import type { Clock, Performer, SettingsSource } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { chargeOf, claimPromo, lineOf } from "#db/books.ts";
import type { Database } from "#db/client.ts";
import { createMediaReads } from "#db/paid-media.ts";
import { createPaymentReads } from "#db/payments.ts";
import { itemForSale } from "#db/shelf.ts";
import { withSoleRight } from "#db/solo.ts";
import { createBooksPerformer } from "./books-perform.ts";
import type { Config } from "./config.ts";
import type { TakeSigned } from "./http/app.ts";
import type { Append } from "./http/inbox-batcher.ts";
import { unitsName } from "./i18n/index.ts";
import { dispatch } from "./perform.ts";
import { createReplyBooks } from "./reply-books.ts";
import type { Pressure } from "./stripe/intake.ts";
import { type StripeParts, type StripeSide, wireStripe } from "./stripe/wire.ts";
import { createTelegramApi } from "./telegram/api.ts";
import { createStarsReconciler } from "./telegram/stars-reconciler.ts";
import type { ProcessTelemetry } from "./telemetry.ts";

const CALL_TIMEOUT_MS = 15_000;

type Around = Pick<StripeParts, "clock" | "random" | "log">;

interface MoneyParts {
  readonly database: Database;
  readonly append: Append;
  readonly telemetry: ProcessTelemetry;
  readonly settings: SettingsSource;
  readonly botUsername: () => string | null;
  readonly pressure: Pressure;
}

export interface Money {
  /** Whoever an effect is for. */
  readonly performer: Performer;
  readonly takeStripe: TakeSigned;
  /** null without a key of Stripe's. */
  readonly reconciler: Service | null;
  readonly starsReconciler: Service;
}

/** @param others carry out everything that is not money's. */
export function wireMoney(
  config: Config,
  surroundings: Around,
  parts: MoneyParts,
  others: Omit<Parameters<typeof dispatch>[0], "books" | "stripe">,
): Money {
  const stripe = wireShop(config, surroundings, parts);
  const books = wireBooks(parts.database, surroundings.clock);
  return {
    performer: dispatch({ ...others, books, stripe: stripe?.performer ?? null }),
    // Without a key there is nothing to check an event against: nobody is believed.
    takeStripe: stripe?.take ?? (async () => ({ type: "malformed" })),
    reconciler: stripe?.reconciler ?? null,
    starsReconciler: wireStars(config, surroundings, parts),
  };
}

/** What asks Telegram for payments in Stars, where they are sold or ever were. */
function wireStars(
  { botToken: token, telegramApiRoot: root }: Config,
  { clock, log }: Around,
  { database, append, settings, telemetry }: MoneyParts,
): Service {
  const reads = createPaymentReads(database);
  const media = createMediaReads(database);
  return createStarsReconciler({
    connect: (until) => createTelegramApi({ token, root, timeoutMs: CALL_TIMEOUT_MS, until }),
    reads: { ...reads, ...media },
    append,
    isWanted: async () =>
      settings.current().rails.includes("stars") ||
      (await reads.hasPurchases("stars")) ||
      (await media.hasMediaForStars()),
    alone: (run) => withSoleRight(database, "reconcile with Stars", run),
    onIncident: telemetry.report,
    clock,
    log,
  });
}

/** Everything of Stripe's; null without a key. */
function wireShop(config: Config, surroundings: Around, parts: MoneyParts): StripeSide | null {
  const { stripeApiKey: apiKey, stripeApiBase: apiBase, stripeWebhookSecret } = config;
  const { database, telemetry, settings } = parts;
  const { clock, random, log } = surroundings;
  if (apiKey === null) return null;
  return wireStripe({
    ...parts,
    clock,
    random,
    log,
    apiKey,
    apiBase,
    botId: config.botId,
    webhookSecret: stripeWebhookSecret,
    hasWebhooks: config.publicUrl !== null,
    reads: createPaymentReads(database),
    alone: (run) => withSoleRight(database, "reconcile with Stripe", run),
    currency: () => settings.current().currency,
    nameOf: unitsName,
    onEvent: telemetry.onStripeEvent,
    onIncident: telemetry.report,
  });
}

/** What answers conversations out of our own books. */
function wireBooks(database: Database, clock: Clock): Performer {
  return createBooksPerformer(
    {
      claimPromo: (claim) => claimPromo(database, claim),
      lineOf: (line) => lineOf(database, line),
      chargeOf: (message) => chargeOf(database, message),
      itemForSale: (itemId) => itemForSale(database, itemId),
      replies: createReplyBooks(database),
    },
    clock,
  );
}
