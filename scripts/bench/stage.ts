// What a benchmark plays on: an embedded Postgres as in production (fsync on), the world as one child
// process, and the bot as another, started as an operator starts it (`bun src/main.ts`), with only
// its own limits off. Everything ends with the stage, whatever happened on it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { startEmbedded } from "#db/embedded.ts";
import { SILENT } from "#db/testing-server.ts";
import { cpuMs } from "./cpu.ts";
import { openScratch } from "./scratch.ts";
import type { Answer, Order } from "./world.ts";

export const SECRET = "bench-secret";
const BOT_TOKEN = "1:bench";
const GROUP_ID = -1_001_000_000_001;
const START_TIMEOUT_MS = 30_000;

export interface Bot extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly base: string;
  readonly webhook: string;
  readonly pid: number;
}

export interface Cpu {
  readonly bot: number;
  readonly postgres: number;
  readonly world: number;
}

export interface Stage extends AsyncDisposable {
  /** Makes an empty database and answers its address. */
  database(name: string): Promise<string>;
  /** The address of the world's Bot API. */
  readonly api: string;
  /** Has the world do something; resolves when the last message has been delivered. */
  order(order: Omit<Order, "id" | "secret">): Promise<Answer>;
  /** Processor time until now, milliseconds; nothing but zeros where there is no /proc. */
  cpu(bot: Pick<Bot, "pid">): Promise<Cpu>;
  /** Starts the server on a database, with more of an environment if there is any. */
  startBot(databaseUrl: string, more?: Readonly<Record<string, string>>): Promise<Bot>;
}

/** Builds a stage. */
export async function openStage(): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const { dir: dataDir } = stack.use(await openScratch());
  const server = await startEmbedded({ dataDir, log: SILENT });
  stack.defer(() => server.stop());
  const pidFile = join(dataDir, "postgres", "cluster", "postmaster.pid");
  const world = await startWorld();
  stack.defer(() => world.stop());
  const kept = stack.move();
  return {
    api: world.api,
    order: world.order,
    async database(name) {
      const url = new URL(server.url);
      const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
      await sql.unsafe(`create database ${name}`);
      await sql.end();
      url.pathname = `/${name}`;
      return url.href;
    },
    async cpu(bot) {
      const postmaster = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
      const pids = [bot.pid, postmaster, world.pid];
      const [own, database, outside] = await Promise.all(pids.map(cpuMs));
      return { bot: own ?? 0, postgres: database ?? 0, world: outside ?? 0 };
    },
    async startBot(databaseUrl, more = {}) {
      return await startBot(databaseUrl, world.api, more);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface World {
  readonly pid: number;
  readonly api: string;
  readonly order: Stage["order"];
  stop(): Promise<void>;
}

async function startWorld(): Promise<World> {
  const waiting = new Map<number, (answer: Answer) => void>();
  const told = Promise.withResolvers<string>();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "world.ts")], {
    stdio: ["ignore", "inherit", "inherit"],
    ipc(message: Answer | { readonly api: string }) {
      if ("api" in message) told.resolve(message.api);
      else waiting.get(message.id)?.(message);
    },
  });
  let orders = 0;
  const ended = child.exited.then((code) => {
    throw new Error(`the world ended with ${code}`);
  });
  // Ends by itself only when something is wrong; whoever waits for an answer hears of it.
  ended.catch(() => undefined);
  return {
    pid: child.pid,
    api: await Promise.race([told.promise, ended]),
    async order(order) {
      orders += 1;
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.set(orders, resolve);
      child.send({ ...order, id: orders, secret: SECRET });
      return await Promise.race([promise, ended]);
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

async function startBot(
  databaseUrl: string,
  api: string,
  more: Readonly<Record<string, string>>,
): Promise<Bot> {
  const child = Bun.spawn([process.execPath, "--no-env-file", "src/main.ts"], {
    cwd: join(import.meta.dir, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      BOT_TOKEN,
      ADMIN_CHAT_ID: "1",
      ADMIN_GROUP_IDS: String(GROUP_ID),
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      TELEGRAM_API_ROOT: api,
      PUBLIC_URL: "http://127.0.0.1:1",
      DATABASE_URL: databaseUrl,
      HOST: "127.0.0.1",
      PORT: "0",
      TELEGRAM_MESSAGES_PER_SECOND: "0",
      TELEGRAM_GROUP_MESSAGES_PER_MINUTE: "0",
      WELCOME_CREDITS: "1000000",
      ...more,
    },
  });
  const kill = (): void => child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await child.exited;
    process.off("exit", kill);
  };
  try {
    const port = await portOf(child.stdout);
    const base = `http://127.0.0.1:${port}`;
    await untilReady(`${base}/ready`);
    const webhook = `${base}/telegram-webhook`;
    return { base, webhook, pid: child.pid, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads the log up to the line that tells the port, and goes on reading so that the pipe is free. */
async function portOf(log: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number> {
  const port = Promise.withResolvers<number>();
  const read = async (): Promise<void> => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const bytes of log) {
      text += decoder.decode(bytes, { stream: true });
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        const entry = JSON.parse(line) as { level: string; message: string; port?: number };
        if (entry.message === "started") port.resolve(entry.port ?? 0);
        if (entry.level === "error" || entry.level === "warn") process.stderr.write(`${line}\n`);
      }
    }
    port.reject(new Error("the server ended before it had started"));
  };
  void read();
  return await port.promise;
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const response = await fetch(url);
    if (response.ok) return;
    await Bun.sleep(50);
  }
  throw new Error("the server did not become ready");
}
