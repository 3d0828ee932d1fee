// The parts of a process that have to do with figures: what keeps them, what reads them, and whether
// what the program stands on is well.
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import type { Database } from "#db/client.ts";
import { activeFans, cohorts, dayFigures, productMix, standing } from "#db/queries/reports.ts";
import { rollUp, rollUpToday } from "#db/rollup.ts";
import { withSoleRight } from "#db/solo.ts";
import type { Config } from "./config.ts";
import type { Append } from "./http/inbox-batcher.ts";
import { createMetricsRoller } from "./metrics-roller.ts";
import { createHealth } from "./panel/health.ts";
import type { HomeReads } from "./panel/views/home.ts";
import type { LiveSettings } from "./settings-source.ts";
import { createStripeClient } from "./stripe/client.ts";
import type { TelegramApi } from "./telegram/api.ts";

/** Keeps the days' figures, and asks for the owner's own reports when they are due. */
export function wireMetricsRoller(parts: {
  readonly database: Database;
  readonly settings: LiveSettings;
  readonly append: Append;
  readonly clock: Clock;
  readonly log: Logger;
}): Service {
  const { database, settings, append, clock, log } = parts;
  return createMetricsRoller({
    clock,
    settings: () => settings.current(),
    rollUp: (now, currency) =>
      withSoleRight(database, "roll up", () => rollUp(database, now, currency)),
    append,
    log,
  });
}

/** What the dashboard, charts and tables read. */
export function wireReports(parts: {
  readonly config: Pick<Config, "stripeApiKey" | "stripeApiBase" | "anthropicApiKey">;
  readonly database: Database;
  readonly api: TelegramApi;
  readonly settings: LiveSettings;
  readonly clock: Clock;
}): HomeReads {
  const { config, database, api, settings, clock } = parts;
  const { stripeApiKey: apiKey, stripeApiBase: apiBase, anthropicApiKey } = config;
  const stripe = apiKey === null ? null : createStripeClient({ apiKey, apiBase });
  const currency = (): string => settings.current().currency;
  return {
    currency,
    refreshToday: (now) => rollUpToday(database, now, currency()),
    days: (from, until) => dayFigures(database, from, until),
    activeFans: (from, until) => activeFans(database, from, until),
    products: (from, until) => productMix(database, from, until),
    cohorts: (from, until, span) => cohorts(database, { from, until, span }),
    standing: (now) => standing(database, now),
    team: () => settings.current().team,
    health: createHealth({
      webhookInfo: () => api.getWebhookInfo(),
      store: () => database.query("health", "select 1"),
      stripe: stripe && (() => stripe.checkout.sessions.list({ limit: 1 })),
      hasClaude: anthropicApiKey !== null,
      clock,
    }),
  };
}
