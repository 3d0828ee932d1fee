// `npm run demo`: the whole system on embedded parts, with a sandbox in place of Telegram and Stripe.
// Prints the address of a page on which one person plays fan, admin and the fan's bank.
//
// Every run begins anew: the sandbox lives in memory, so a database that remembered an earlier one
// would know of topics and customers that are not there. Set DATA_DIR to keep it all the same.
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BotProcess } from "#src/sandbox/bot-process.ts";
import { SandboxClock } from "#src/sandbox/clock.ts";
import page from "#src/sandbox/page/index.html";
import { startSandbox } from "#src/sandbox/sandbox.ts";
import { prepareDemo } from "./demo/prepare.ts";

/** Liked, not needed: where it is taken the demo moves to another. */
const PAGE_PORT = 3210;
/** Enough to try everything before the first message is held. */
const WELCOME_CREDITS = "10";

const ownDir = process.env["DATA_DIR"] || undefined;
const dataDir = ownDir ?? (await ownDataDir());
// The log is opened before the bot, which would make its directory itself, has started.
await mkdir(dataDir, { recursive: true });
const logFile = join(dataDir, "bot.log");
const clock = new SandboxClock();

// The bot needs the sandbox's address, and the sandbox shows the bot's status.
const control = Promise.withResolvers<BotProcess>();
let bot: BotProcess | null = null;
const sandbox = await startSandbox({
  port: Number(process.env["PORT"] ?? PAGE_PORT),
  clock,
  routes: { "/": page },
  bot: {
    status: () => bot?.status() ?? "starting",
    kill: async () => (await control.promise).kill(),
    start: async () => (await control.promise).start(),
    stop: async () => (await control.promise).stop(),
  },
});
bot = new BotProcess({
  env: {
    BOT_TOKEN: sandbox.token,
    ADMIN_CHAT_ID: String(sandbox.ownerId),
    ADMIN_GROUP_IDS: sandbox.groupIds.join(","),
    TELEGRAM_API_ROOT: sandbox.telegram.url,
    STRIPE_API_KEY: sandbox.stripe.apiKey,
    STRIPE_WEBHOOK_SECRET: sandbox.stripe.webhookSecret,
    STRIPE_API_BASE: sandbox.stripe.url,
    DATA_DIR: dataDir,
    HOST: "127.0.0.1",
    PORT: "0",
    PUBLIC_URL: "",
    DATABASE_URL: "",
    REDIS_URL: "",
    WELCOME_CREDITS,
    INSTANCE_ID: "demo",
  },
  clock,
  logFile,
  onChange: () => sandbox.touch(),
  onStarted: (url) => sandbox.stripe.aim(`${url}/stripe-webhook`),
});
control.resolve(bot);

/** Open to the account that Postgres runs as when we are root. */
async function ownDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "stagedoor-demo-"));
  await chmod(dir, 0o755);
  return dir;
}

let isEnding = false;
let isPrepared: Promise<void> = Promise.resolve();
async function end(code: number): Promise<never> {
  if (isEnding) process.exit(1);
  isEnding = true;
  console.log("\nThe sandbox closes …");
  // Its Postgres must not outlive the directory.
  await Promise.allSettled([isPrepared]);
  await bot?.stop();
  await sandbox.stop();
  if (ownDir === undefined) await rm(dataDir, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void end(0));

console.log("Stagedoor starts: embedded Postgres, the bot, a Telegram and a Stripe of its own …");
isPrepared = prepareDemo({ dataDir, ownerId: sandbox.ownerId, now: clock.now() });
// Where this database cannot be opened the bot cannot open it either, and says why in its log.
await Promise.allSettled([isPrepared]);
if (!isEnding) await bot.start();
if (isEnding) {
  // Ctrl-C came while it started; `end` is at work.
} else if (bot.status() !== "running") {
  console.error(
    `The bot did not start. Its last words:\n${(await Bun.file(logFile).text()).slice(-2000)}`,
  );
  await end(1);
} else {
  console.log(`
  Open  ${sandbox.url}/

  A fan's phone, the admin group and a console, side by side. Press Start on the phone,
  write something, answer as an admin, /buy with a test card. Then break something and
  turn the clock.

  The bot's log: ${logFile}
  Ctrl-C ends it.
`);
}
