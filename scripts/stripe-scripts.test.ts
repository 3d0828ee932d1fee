import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type Database, openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { setSetting } from "#db/settings.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { openTestStripe, type TestStripe } from "#src/sandbox/stripe/testing.ts";
import { openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

let sandbox: TestSandbox;
let stripe: TestStripe;
let database: TestDatabase;
beforeEach(async () => {
  sandbox = await openTestSandbox();
  stripe = openTestStripe();
  database = await testDatabase();
});
afterEach(async () => {
  await stripe[Symbol.asyncDispose]();
  await sandbox.stop();
  await database.drop();
});

async function run(
  script: string,
  env: Readonly<Record<string, string>> = {},
  args: string[] = [],
) {
  const child = Bun.spawn([process.execPath, `scripts/${script}.ts`, ...args], {
    env: {
      BOT_TOKEN: sandbox.token,
      ADMIN_CHAT_ID: String(sandbox.ownerId),
      ADMIN_GROUP_IDS: String(sandbox.groupId),
      TELEGRAM_API_ROOT: sandbox.telegram.url,
      TELEGRAM_WEBHOOK_SECRET: "s3cret",
      STRIPE_API_KEY: stripe.apiKey,
      STRIPE_API_BASE: stripe.url,
      DATABASE_URL: database.url,
      ...env,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out: out + err, code };
}

async function withDatabase(act: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(database.url, { max: 1 });
  try {
    await act(db);
  } finally {
    await db.close();
  }
}

const PUBLIC = { PUBLIC_URL: "http://127.0.0.1:9" };

describe("webhooks:set", () => {
  test("makes Stripe's endpoint, shows its secret once, and the doctor is content", async () => {
    await migrate(database.url);
    const first = await run("webhooks-set", PUBLIC);
    expect(first.out).toContain("stripe: http://127.0.0.1:9/stripe-webhook");
    const secret = /^STRIPE_WEBHOOK_SECRET=(whsec_\w+)$/m.exec(first.out)?.[1] ?? "";
    expect([first.code, secret === ""]).toEqual([0, false]);
    const again = await run("webhooks-set", { ...PUBLIC, STRIPE_WEBHOOK_SECRET: secret });
    expect([again.code, again.out.includes("whsec_")]).toEqual([0, false]);
    const { out, code } = await run("doctor", { ...PUBLIC, STRIPE_WEBHOOK_SECRET: secret });
    expect(out.trim().split("\n").slice(3)).toEqual([
      "ok    database",
      "ok    Stripe key (test mode)",
      "ok    clock",
      "ok    Stripe webhook",
      "ok    Stripe portal",
      "ok    prices",
      expect.stringMatching(/^ok {4}payment rails: cards by Stripe.*Telegram's terms/) as string,
    ]);
    expect(code).toBe(0);
    const commands = sandbox.state().calls.filter(({ method }) => method === "setMyCommands");
    expect(JSON.stringify(commands)).toContain("buy25");
  });

  test("has nothing to set at Stripe without a key or an address", async () => {
    const keyless = await run("webhooks-set", { ...PUBLIC, STRIPE_API_KEY: "" });
    expect([keyless.code, keyless.out]).toEqual([
      0,
      expect.stringContaining("STRIPE_API_KEY is not"),
    ]);
    const polling = await run("webhooks-set");
    expect([polling.code, polling.out]).toEqual([0, expect.stringContaining("asks for events")]);
  });

  test("fails with the reason and without the key when Stripe refuses it", async () => {
    const env = { ...PUBLIC, STRIPE_API_KEY: "sk_test_revoked_0123456789" };
    const { out, code } = await run("webhooks-set", env);
    expect([code, out]).toEqual([1, expect.stringContaining("Invalid API Key")]);
    expect(out).not.toContain("sk_test_revoked_0123456789");
  });
});

describe("the doctor", () => {
  test("names what is wrong at Stripe and on the shelf, each with its mend", async () => {
    await migrate(database.url);
    const env = { ...PUBLIC, STRIPE_WEBHOOK_SECRET: "whsec_1" };
    const { out, code } = await run("doctor", env);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/FAIL {2}Stripe webhook: .*no webhook endpoint.*\n.*webhooks:set/),
    ]);
    const revoked = await run("doctor", { ...env, STRIPE_API_KEY: "sk_test_revoked_0123456789" });
    expect(revoked.out).toMatch(/FAIL {2}Stripe key \(test mode\): Stripe does not know this key/);
    expect(revoked.out).not.toContain("sk_test_revoked_0123456789");
  });
});

describe("reconcile", () => {
  test("says that nothing was left out", async () => {
    await migrate(database.url);
    expect(await run("reconcile")).toEqual({ out: "nothing was left out (3 days)\n", code: 0 });
  });

  test("asks Telegram too where Stars are sold, with or without a key of Stripe's", async () => {
    await migrate(database.url);
    const owner = { id: 1, name: "Ada" };
    await withDatabase((db) => setSetting(db, "paymentRails", "both", owner, Date.now()));
    const { out, code } = await run("reconcile", { STRIPE_API_KEY: "" });
    expect([out, code]).toEqual(["nothing was left out (3 days)\n", 0]);
    expect(sandbox.state().calls.map(({ method }) => method)).toContain("getStarTransactions");
  });

  test("fails where Stripe cannot be asked, where there is no key, and for nonsense", async () => {
    await migrate(database.url);
    const down = await run("reconcile", { STRIPE_API_BASE: "http://127.0.0.1:1" });
    expect([down.code, down.out]).toEqual([1, expect.stringContaining("our connection to Stripe")]);
    const keyless = await run("reconcile", { STRIPE_API_KEY: "" });
    expect([keyless.code, keyless.out]).toEqual([1, expect.stringContaining("STRIPE_API_KEY")]);
    expect((await run("reconcile", {}, ["--days", "400"])).code).toBe(1);
  });
});
