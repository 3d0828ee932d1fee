import { describe, expect, test } from "bun:test";
import { ConfigError, readConfig } from "./config.ts";

const NEEDED = {
  BOT_TOKEN: "7000000001:AAF-secret_token",
  ADMIN_CHAT_ID: "5000000000",
  ADMIN_GROUP_IDS: "-1001234567890, -1001234567891",
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("config", () => {
  test("needs three variables and has a default for everything else", () => {
    const config = readConfig(NEEDED);
    expect(config).toMatchObject({
      botId: 7_000_000_001,
      ownerId: 5_000_000_000,
      groupIds: [-1_001_234_567_890, -1_001_234_567_891],
      webhookSecret: null,
      publicUrl: null,
      databaseUrl: null,
      dataDir: ".stagedoor",
      port: 3000,
      host: "0.0.0.0",
      telegramApiRoot: "https://api.telegram.org",
      stripeApiBase: "https://api.stripe.com",
      messagesPerSecond: 30,
      groupMessagesPerMinute: 20,
      welcomeCredits: 3,
      logLevel: "info",
    });
  });

  test("names every variable that is missing, one line each", () => {
    expect(problemsOf({})).toEqual([
      expect.stringMatching(/^BOT_TOKEN is missing: /),
      expect.stringMatching(/^ADMIN_CHAT_ID is missing: /),
      expect.stringMatching(/^ADMIN_GROUP_IDS is missing: /),
    ]);
  });

  test("takes an empty value for an unset one", () => {
    expect(readConfig({ ...NEEDED, PORT: "", DATABASE_URL: " " })).toMatchObject({
      port: 3000,
      databaseUrl: null,
    });
  });

  test.each([
    ["BOT_TOKEN", "my-secret-without-a-colon"],
    ["ADMIN_CHAT_ID", "-5"],
    ["ADMIN_CHAT_ID", "99999999999999999999"],
    ["ADMIN_GROUP_IDS", "1009876543210"],
    ["ADMIN_GROUP_IDS", "-1009876543210;-1009876543211"],
    ["TELEGRAM_WEBHOOK_SECRET", "spaces are not allowed"],
    ["PUBLIC_URL", "stagedoor.example"],
    ["DATABASE_URL", "mysql://root:hunter2@db/x"],
    ["REDIS_URL", "http://redis"],
    ["PORT", "70000"],
    ["PORT", "3000x"],
    ["TELEGRAM_API_ROOT", "ftp://example.com"],
    ["TELEGRAM_MESSAGES_PER_SECOND", "-1"],
    ["WELCOME_CREDITS", "1.5"],
    ["LOG_LEVEL", "verbose"],
    ["INSTANCE_ID", "a b"],
    ["STRIPE_API_KEY", "pk_live_0123456789"],
    ["STRIPE_WEBHOOK_SECRET", "whsec_ with a space"],
  ])("says what is expected of %s and never what it was", (name, value) => {
    const problems = problemsOf({ ...NEEDED, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toStartWith(`${name} is not as expected: `);
    expect(problems[0]).not.toContain(value);
  });

  test("wants the webhook's secret as soon as there is a public address", () => {
    const env = { ...NEEDED, PUBLIC_URL: "https://stagedoor.example/" };
    expect(problemsOf(env)).toEqual([
      expect.stringMatching(/^TELEGRAM_WEBHOOK_SECRET is missing: /),
    ]);
    const config = readConfig({ ...env, TELEGRAM_WEBHOOK_SECRET: "s3cret" });
    expect(config.publicUrl).toBe("https://stagedoor.example");
  });

  test.each(["sk_live_1aB", "rk_live_1aB", "sk_test_1aB", "rk_test_1aB"])("takes %s", (key) => {
    expect(readConfig({ ...NEEDED, STRIPE_API_KEY: key }).stripeApiKey).toBe(key);
  });

  test("wants the signing secret where Stripe calls us, and not where we ask Stripe", () => {
    const shop = { ...NEEDED, STRIPE_API_KEY: "sk_test_1" };
    expect(readConfig(shop)).toMatchObject({ stripeWebhookSecret: null });
    const open = { ...shop, PUBLIC_URL: "https://a.example", TELEGRAM_WEBHOOK_SECRET: "s3cret" };
    expect(problemsOf(open)).toEqual([
      expect.stringMatching(/^STRIPE_WEBHOOK_SECRET is missing: .*webhooks:set/),
    ]);
    expect(problemsOf({ ...open, STRIPE_WEBHOOK_SECRET: "whsec_1" })).toEqual([]);
    expect(problemsOf({ ...open, STRIPE_API_KEY: "" })).toEqual([]);
  });

  test("refuses a plain http address unless nobody outside is meant to call it", () => {
    const env = { ...NEEDED, TELEGRAM_WEBHOOK_SECRET: "s3cret" };
    expect(problemsOf({ ...env, PUBLIC_URL: "http://stagedoor.example" })).toEqual([
      expect.stringMatching(/^PUBLIC_URL is not as expected: /),
    ]);
    expect(problemsOf({ ...env, PUBLIC_URL: "http://127.0.0.1:3000" })).toEqual([]);
    const selfHosted = { TELEGRAM_API_ROOT: "http://bot-api:8081", PUBLIC_URL: "http://app:3000" };
    expect(problemsOf({ ...env, ...selfHosted })).toEqual([]);
  });

  test("takes its name and its private address from Fly", () => {
    const fly = { FLY_MACHINE_ID: "d891", FLY_APP_NAME: "stage", PORT: "8080" };
    expect(readConfig({ ...NEEDED, ...fly })).toMatchObject({
      instanceId: "d891",
      instanceUrl: "http://d891.vm.stage.internal:8080",
    });
    expect(readConfig({ ...NEEDED, ...fly, INSTANCE_ID: "one" }).instanceId).toBe("one");
  });

  test("draws a new instance id where nothing names the machine", () => {
    expect(readConfig(NEEDED).instanceId).not.toBe(readConfig(NEEDED).instanceId);
  });
});
