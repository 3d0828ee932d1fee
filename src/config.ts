// The environment, read once at start. Everything that a deployment fixes is here and nowhere else:
// no other file reads `process.env`. A problem is named by its variable and by what is expected of
// it, never by the value it had, because half of these are secrets.
import { z } from "zod";

/** Levels of the log, pino's own. */
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const TELEGRAM_API_ROOT = "https://api.telegram.org";
const ANTHROPIC_MODEL = "claude-haiku-5-5";
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

export interface Config {
  readonly botToken: string;
  /** The digits before the token's colon: the bot's own Telegram id. */
  readonly botId: number;
  readonly ownerId: number;
  /** Never empty, each once, in the order they were given. */
  readonly groupIds: readonly number[];
  /** null: the webhook route answers 401 to everybody. */
  readonly webhookSecret: string | null;
  /** Without a trailing slash. null: updates come by long polling. */
  readonly publicUrl: string | null;
  /** null: cards cannot be charged, and the shop has no Stripe. */
  readonly stripeApiKey: string | null;
  /** null: the webhook route answers 400 to everybody. */
  readonly stripeWebhookSecret: string | null;
  readonly anthropicApiKey: string | null;
  readonly anthropicModel: string;
  readonly anthropicBaseUrl: string | null;
  /** null: an embedded Postgres under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly redisUrl: string | null;
  readonly port: number;
  readonly host: string;
  readonly instanceId: string;
  readonly instanceUrl: string | null;
  readonly metricsToken: string | null;
  /** Without a trailing slash. */
  readonly telegramApiRoot: string;
  readonly stripeApiBase: string;
  /** 0: no bound of our own. */
  readonly messagesPerSecond: number;
  readonly groupMessagesPerMinute: number;
  readonly welcomeCredits: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** The environment cannot be used. `problems` has one line for each variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

const text = (expected: string, pattern: RegExp) =>
  z.string({ error: expected }).regex(pattern, { error: expected });

const wholeNumber = (min: number, max: number) => {
  const error = `a whole number from ${min} to ${max}`;
  return text(error, /^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error });
};

const url = (protocols: readonly string[], expected: string) =>
  z.string({ error: expected }).refine(
    (value) => {
      const parsed = URL.canParse(value) ? new URL(value) : null;
      return parsed !== null && protocols.includes(parsed.protocol);
    },
    { error: expected },
  );

const apiRoot = (expected: string) =>
  url(["http:", "https:"], expected).transform((value) => value.replace(/\/+$/, ""));

const Groups = text(
  "one or more forum supergroup ids such as -1001234567890, comma-separated",
  /^\s*-\d{1,16}\s*(?:,\s*-\d{1,16}\s*)*,?\s*$/,
)
  .transform((value) => [
    ...new Set(
      value
        .split(",")
        .filter((part) => part.trim() !== "")
        .map(Number),
    ),
  ])
  .refine((ids) => ids.every((id) => Number.isSafeInteger(id)), {
    error: "forum supergroup ids of at most 52 bits",
  });

const Environment = z.object({
  BOT_TOKEN: text("the token from @BotFather, such as 123456:AA…", /^[1-9]\d{0,15}:[\w-]+$/),
  ADMIN_CHAT_ID: text("the owner's own Telegram user id, digits only", /^[1-9]\d{0,15}$/)
    .transform(Number)
    .refine(Number.isSafeInteger, { error: "a Telegram user id of at most 52 bits" }),
  ADMIN_GROUP_IDS: Groups,
  TELEGRAM_WEBHOOK_SECRET: text("1 to 256 of A-Z a-z 0-9 _ -", /^[\w-]{1,256}$/).optional(),
  PUBLIC_URL: url(["https:", "http:"], "the https address of this deployment").optional(),
  STRIPE_API_KEY: text(
    "a secret or restricted key of Stripe's: sk_live_…, rk_live_…, sk_test_… or rk_test_…",
    /^[sr]k_[\w-]+$/,
  ).optional(),
  STRIPE_WEBHOOK_SECRET: text("the signing secret of the endpoint, whsec_…", /^\S+$/).optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_MODEL: z.string().default(ANTHROPIC_MODEL),
  ANTHROPIC_BASE_URL: apiRoot("an http or https address").optional(),
  DATABASE_URL: url(["postgres:", "postgresql:"], "a postgres:// address").optional(),
  DATA_DIR: z.string().default(".stagedoor"),
  REDIS_URL: url(["redis:", "rediss:"], "a redis:// or rediss:// address").optional(),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  INSTANCE_ID: text("1 to 64 of A-Z a-z 0-9 _ -", /^[\w-]{1,64}$/).optional(),
  INSTANCE_URL: apiRoot("the http address at which the other machines reach this one").optional(),
  METRICS_TOKEN: z.string().optional(),
  TELEGRAM_API_ROOT: apiRoot("an http or https address").default(TELEGRAM_API_ROOT),
  STRIPE_API_BASE: apiRoot("an http or https address").default("https://api.stripe.com"),
  TELEGRAM_MESSAGES_PER_SECOND: wholeNumber(0, 10_000).default(30),
  TELEGRAM_GROUP_MESSAGES_PER_MINUTE: wholeNumber(0, 10_000).default(20),
  WELCOME_CREDITS: wholeNumber(0, 1_000_000).default(3),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `one of ${LOG_LEVELS.join(", ")}` }).default("info"),
  // Set by Fly on its machines; only defaults come from them.
  FLY_MACHINE_ID: z.string().optional(),
  FLY_APP_NAME: z.string().optional(),
});
type Environment = z.infer<typeof Environment>;

/**
 * Reads and checks the environment. An empty value counts as unset, as `docker --env-file` and
 * commented-out lines leave them.
 * @throws ConfigError with one line for each problem.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Environment.safeParse(given);
  const problems = parsed.success ? togetherProblems(parsed.data) : [];
  if (!parsed.success) {
    const byName = new Map<string, string>();
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      const state = name in given ? "is not as expected" : "is missing";
      if (!byName.has(name)) byName.set(name, `${name} ${state}: ${issue.message}`);
    }
    problems.push(...byName.values());
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return configOf(parsed.data);
}

/** Rules that need more than one variable. */
function togetherProblems(env: Environment): string[] {
  const problems: string[] = [];
  if (env.PUBLIC_URL !== undefined && env.TELEGRAM_WEBHOOK_SECRET === undefined) {
    problems.push(
      "TELEGRAM_WEBHOOK_SECRET is missing: with PUBLIC_URL set, 1 to 256 of A-Z a-z 0-9 _ -",
    );
  }
  if (lacksStripeSecret(env)) {
    problems.push(
      "STRIPE_WEBHOOK_SECRET is missing: with PUBLIC_URL and STRIPE_API_KEY set, the signing " +
        "secret of the webhook endpoint, whsec_… (bun run webhooks:set makes the endpoint)",
    );
  }
  if (env.PUBLIC_URL !== undefined && !isReachableSafely(env.PUBLIC_URL, env.TELEGRAM_API_ROOT)) {
    problems.push("PUBLIC_URL is not as expected: the https address of this deployment");
  }
  return problems;
}

/** Without a public address Stripe's events are asked for, and nothing is signed. */
function lacksStripeSecret(env: Environment): boolean {
  const hasBoth = env.PUBLIC_URL !== undefined && env.STRIPE_API_KEY !== undefined;
  return hasBoth && env.STRIPE_WEBHOOK_SECRET === undefined;
}

/** Telegram's own servers call https only; a self-hosted Bot API server may call plain http. */
function isReachableSafely(publicUrl: string, root: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "https:" || LOOPBACK.has(hostname) || root !== TELEGRAM_API_ROOT;
}

function configOf(env: Environment): Config {
  const instanceId = env.INSTANCE_ID ?? env.FLY_MACHINE_ID ?? `local-${crypto.randomUUID()}`;
  return {
    botToken: env.BOT_TOKEN,
    botId: Number(env.BOT_TOKEN.split(":")[0]),
    ownerId: env.ADMIN_CHAT_ID,
    groupIds: env.ADMIN_GROUP_IDS,
    webhookSecret: env.TELEGRAM_WEBHOOK_SECRET ?? null,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    stripeApiKey: env.STRIPE_API_KEY ?? null,
    stripeWebhookSecret: env.STRIPE_WEBHOOK_SECRET ?? null,
    anthropicApiKey: env.ANTHROPIC_API_KEY ?? null,
    anthropicModel: env.ANTHROPIC_MODEL,
    anthropicBaseUrl: env.ANTHROPIC_BASE_URL ?? null,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.DATA_DIR,
    redisUrl: env.REDIS_URL ?? null,
    port: env.PORT,
    host: env.HOST,
    instanceId,
    instanceUrl: env.INSTANCE_URL ?? flyAddress(env),
    metricsToken: env.METRICS_TOKEN ?? null,
    telegramApiRoot: env.TELEGRAM_API_ROOT,
    stripeApiBase: env.STRIPE_API_BASE,
    messagesPerSecond: env.TELEGRAM_MESSAGES_PER_SECOND,
    groupMessagesPerMinute: env.TELEGRAM_GROUP_MESSAGES_PER_MINUTE,
    welcomeCredits: env.WELCOME_CREDITS,
    logLevel: env.LOG_LEVEL,
  };
}

/** Fly's private network names every machine of an app. */
function flyAddress(env: Environment): string | null {
  if (env.FLY_MACHINE_ID === undefined || env.FLY_APP_NAME === undefined) return null;
  return `http://${env.FLY_MACHINE_ID}.vm.${env.FLY_APP_NAME}.internal:${env.PORT}`;
}
