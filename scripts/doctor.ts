/**
 * `bun run doctor`: checks a deployment from outside in and prints one line a check, with what to do
 * about it. Exits with 1 if any fails.
 */
import { type Database, openDatabase } from "#db/client.ts";
import { loadProducts } from "#db/products.ts";
import { loadSettings } from "#db/settings.ts";
import { type Config, ConfigError, readConfig } from "#src/config.ts";
import { errorWords, redact } from "#src/errors.ts";
import { railsOf } from "#src/settings-source.ts";
import { priceFaults, railsAdvice } from "#src/shop-check.ts";
import {
  checkClock,
  checkEndpoint,
  checkKey,
  checkPortal,
  type Finding,
  modeOf,
} from "#src/stripe/check.ts";
import { createStripeClient } from "#src/stripe/client.ts";
import { inspectGroup } from "#src/telegram/admin-groups.ts";
import { createTelegramApi, type TelegramApi } from "#src/telegram/api.ts";
import { WEBHOOK_PATH } from "#src/telegram/set-up.ts";
import { ALLOWED_UPDATES } from "#src/telegram/update.ts";

const CALL_TIMEOUT_MS = 15_000;
/** Telegram's last failed delivery is news for this long. */
const RECENT_SECONDS = 600;

interface Check {
  readonly name: string;
  /** A note is good, and says something that the operator should know. */
  run(): Promise<Finding | { readonly note: string }>;
}

function checksOf(config: Config): readonly Check[] {
  const { botToken: token, telegramApiRoot: root, botId, groupIds } = config;
  const api = createTelegramApi({ token, root, timeoutMs: CALL_TIMEOUT_MS });
  return [
    { name: "Telegram token", run: () => checkToken(api) },
    ...groupIds.map((groupId) => ({
      name: `admin group ${groupId}`,
      run: async () => {
        const { incident } = await inspectGroup(api, botId, groupId);
        return incident && { wrong: incident.detail, mend: incident.mend };
      },
    })),
    { name: "Telegram updates", run: () => checkWebhook(api, config.publicUrl) },
    { name: "database", run: () => checkDatabase(config.databaseUrl) },
    ...stripeChecks(config),
    ...shopChecks(config),
  ];
}

function stripeChecks(config: Config): readonly Check[] {
  const { stripeApiKey: apiKey, stripeApiBase: apiBase, publicUrl } = config;
  if (apiKey === null) return [];
  const client = createStripeClient({ apiKey, apiBase });
  return [
    { name: `Stripe key (${modeOf(apiKey)})`, run: () => checkKey(client) },
    { name: "clock", run: () => checkClock(client, Date.now) },
    { name: "Stripe webhook", run: () => checkEndpoint(client, publicUrl) },
    { name: "Stripe portal", run: () => checkPortal(client) },
  ];
}

/** What is sold and how: only where the database can be read from here. */
function shopChecks({ databaseUrl, stripeApiKey }: Config): readonly Check[] {
  if (databaseUrl === null) return [];
  const onSale = (database: Database) => loadProducts(database, QUIET);
  const chosen = async (database: Database) => {
    const { paymentRails, railsReadAt } = await loadSettings(database, QUIET);
    return { rails: railsOf(paymentRails, stripeApiKey !== null), railsReadAt };
  };
  return [
    {
      name: "prices",
      run: () =>
        withDatabase(databaseUrl, async (database) => {
          const { rails } = await chosen(database);
          const faults = priceFaults(await onSale(database), rails);
          if (faults.length === 0) return null;
          return { wrong: faults.join("; "), mend: "change the row in the table products" };
        }),
    },
    {
      name: "payment rails",
      run: () =>
        withDatabase(databaseUrl, async (database) => {
          const { rails, railsReadAt } = await chosen(database);
          return { note: railsAdvice(rails, railsReadAt) };
        }),
    },
  ];
}

async function checkToken(api: TelegramApi): Promise<Finding> {
  await api.getMe();
  return null;
}

async function checkWebhook(api: TelegramApi, publicUrl: string | null): Promise<Finding> {
  const info = await api.getWebhookInfo();
  const mend = "bun run webhooks:set";
  if (publicUrl === null) {
    if (info.url === "" || info.url === undefined) return null;
    return {
      wrong: "a webhook is set, but PUBLIC_URL is not",
      mend: "set PUBLIC_URL, or start: it polls and takes the webhook away",
    };
  }
  if (info.url !== `${publicUrl}${WEBHOOK_PATH}`)
    return { wrong: "the webhook is not set to PUBLIC_URL", mend };
  const lacking = ALLOWED_UPDATES.filter((kind) => !info.allowed_updates?.includes(kind));
  if (lacking.length > 0) return { wrong: `not asked for: ${lacking.join(", ")}`, mend };
  const failedAt = info.last_error_date ?? 0;
  if (Date.now() / 1000 - failedAt > RECENT_SECONDS) return null;
  return {
    wrong: `the last delivery failed: ${info.last_error_message ?? "no reason given"}`,
    mend: "is the server up, and is PUBLIC_URL its address from outside?",
  };
}

async function checkDatabase(url: string | null): Promise<Finding> {
  if (url === null) return null;
  return withDatabase(url, async (database) => {
    await database.query("doctor", "select 1");
    const rows = await database.query<{ isThere: boolean }>("doctor", HAS_SCHEMA);
    return rows[0]?.isThere === true ? null : { wrong: "no tables", mend: "bun run db:migrate" };
  });
}

async function withDatabase<Answer>(
  url: string,
  run: (database: Database) => Promise<Answer>,
): Promise<Answer> {
  const database = openDatabase(url, { max: 1 });
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}

const ignore = (): void => undefined;
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const HAS_SCHEMA = `select to_regclass('public.users') is not null as "isThere"`;

async function find(check: Check): ReturnType<Check["run"]> {
  try {
    return await check.run();
  } catch (error) {
    return {
      wrong: redact(errorWords(error)),
      mend: "is the address right, and reachable from here?",
    };
  }
}

async function main(): Promise<boolean> {
  let isHealthy = true;
  for (const check of checksOf(readConfig(process.env))) {
    const finding = await find(check);
    if (finding === null) {
      console.log(`ok    ${check.name}`);
    } else if ("note" in finding) {
      console.log(`ok    ${check.name}: ${finding.note}`);
    } else {
      isHealthy = false;
      console.log(`FAIL  ${check.name}: ${finding.wrong}\n      → ${finding.mend}`);
    }
  }
  return isHealthy;
}

try {
  if (!(await main())) process.exit(1);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const problem of error.problems) console.log(`FAIL  ${problem}`);
  process.exit(1);
}
