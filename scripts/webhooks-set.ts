/**
 * `bun run webhooks:set`: tells Telegram where updates go, with the secret and the kinds that are
 * read, and which commands fans and the team are shown; and Stripe, where there is a key, where events
 * go. Safe to repeat; nothing that waits at either is dropped.
 *
 * Stripe shows the secret of an endpoint once, when it is made: the line to set is printed then. So
 * this runs without STRIPE_WEBHOOK_SECRET, which the server itself does not.
 */
import { openDatabase } from "#db/client.ts";
import { loadProducts } from "#db/products.ts";
import { loadSettings } from "#db/settings.ts";
import { type Config, ConfigError, readConfig } from "#src/config.ts";
import { errorWords, redact } from "#src/errors.ts";
import { railsOf } from "#src/settings-source.ts";
import { createStripeClient } from "#src/stripe/client.ts";
import { setEndpoint } from "#src/stripe/endpoint.ts";
import { createTelegramApi, type TelegramApi } from "#src/telegram/api.ts";
import { type OnSale, setFanCommands, setTeamCommands } from "#src/telegram/commands.ts";
import { setCommands, setWebhook, WEBHOOK_PATH } from "#src/telegram/set-up.ts";

const CALL_TIMEOUT_MS = 15_000;
const NOT_KNOWN_YET = "whsec_not_known_yet";

const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

/**
 * The fans' menu follows what is on sale, which is in the database. Where that cannot be read from here
 * (it is embedded, or has no tables yet), a menu that is there is left alone: the server has set it.
 */
async function setMenus(config: Config, api: TelegramApi): Promise<void> {
  const shop = await shopOf(config);
  if (shop !== null) {
    await setCommands(api, config.groupIds, shop);
    console.log("commands: set for fans in every language, and for the team in its groups");
    return;
  }
  const there = await api.getMyCommands({ scope: { type: "all_private_chats" } });
  if (there.length === 0) await setFanCommands(api, { rails: [], products: [] });
  await setTeamCommands(api, config.groupIds);
  console.log(
    "commands: set for the team in its groups; the server sets the fans' with its prices",
  );
}

async function shopOf(config: Config): Promise<OnSale | null> {
  if (config.databaseUrl === null) return null;
  const database = openDatabase(config.databaseUrl, { max: 1 });
  try {
    const { paymentRails } = await loadSettings(database, log);
    const products = await loadProducts(database, log);
    return { rails: railsOf(paymentRails, config.stripeApiKey !== null), products };
  } catch (error) {
    console.log(`commands: the shop cannot be read: ${redact(errorWords(error))}`);
    return null;
  } finally {
    await database.close();
  }
}

async function setTelegram(config: Config): Promise<void> {
  const { botToken: token, telegramApiRoot: root, publicUrl, webhookSecret: secret } = config;
  const api = createTelegramApi({ token, root, timeoutMs: CALL_TIMEOUT_MS });
  await setMenus(config, api);
  if (publicUrl === null || secret === null) {
    console.log("webhook: not set, because PUBLIC_URL is not; the server polls instead");
    return;
  }
  await setWebhook(api, { publicUrl, secret });
  console.log(`webhook: ${publicUrl}${WEBHOOK_PATH}`);
}

async function setStripe(config: Config): Promise<void> {
  const { stripeApiKey: apiKey, stripeApiBase: apiBase, publicUrl } = config;
  if (apiKey === null) {
    console.log("stripe: not set, because STRIPE_API_KEY is not");
    return;
  }
  if (publicUrl === null) {
    console.log("stripe: no endpoint, because PUBLIC_URL is not set; the server asks for events");
    return;
  }
  const set = await setEndpoint(createStripeClient({ apiKey, apiBase }), publicUrl);
  console.log(`stripe: ${set.url}`);
  if (set.removed > 0) console.log(`stripe: took away ${set.removed} in an older version`);
  if (set.newSecret === null) return;
  console.log("stripe: a new endpoint. Set its secret, which is not shown again, and restart:");
  console.log(`STRIPE_WEBHOOK_SECRET=${set.newSecret}`);
}

try {
  const secret = process.env["STRIPE_WEBHOOK_SECRET"] || NOT_KNOWN_YET;
  const config = readConfig({ ...process.env, STRIPE_WEBHOOK_SECRET: secret });
  await setTelegram(config);
  await setStripe(config);
} catch (error) {
  const problems = error instanceof ConfigError ? error.problems : [redact(errorWords(error))];
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
