// The whole process on a database of its own and the sandbox's Telegram, for end-to-end tests.
import { expect } from "bun:test";
import { type Database, openDatabase } from "#db/client.ts";
import { SILENT, type TestDatabase, testDatabase } from "#db/testing.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#src/sandbox/sandbox.ts";
import { type App, createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import type { Surroundings } from "./wiring.ts";

/** Long enough for a machine that is busy with every other test. */
const SEE_TIMEOUT_MS = 30_000;

export const SECRET = "the-webhook-s-secret";

export interface Spawned {
  readonly process: Bun.Subprocess;
  readonly port: number;
}

/** A fan's account as the database has it. */
export interface Books {
  readonly credits: number;
  readonly ledger: number;
  /** Ledger rows of messages. */
  readonly charges: number;
  readonly delivered: number;
}

const BOOKS = `
select credits,
  (select sum(credits)::integer from transactions where user_id = users.id) as ledger,
  (select count(*)::integer from transactions
    where user_id = users.id and kind = 'message') as charges,
  (select count(*)::integer from messages
    where user_id = users.id and direction = 'in' and status = 'delivered') as delivered
from users where telegram_id = $1::bigint`;

const WAITING = `
select (select count(*) from mailbox where not is_dead)::integer
  + (select count(*) from outbox where status = 'pending')::integer
  + (select count(*) from erasures)::integer as waiting`;

const WRONG_BALANCES = `
select telegram_id, credits from users
where credits <> (select coalesce(sum(credits), 0) from transactions where user_id = users.id)`;

export class AppWorld implements AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly #own: TestDatabase;
  readonly #apps: App[] = [];
  readonly #processes: Bun.Subprocess[] = [];

  private constructor(sandbox: Sandbox, own: TestDatabase) {
    this.sandbox = sandbox;
    this.#own = own;
    this.databaseUrl = own.url;
    this.database = openDatabase(own.url);
  }

  static async open(options: SandboxOptions = {}): Promise<AppWorld> {
    return new AppWorld(await startSandbox(options), await testDatabase());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of this.#processes) process.kill("SIGKILL");
    await Promise.all(this.#apps.map((app) => app.stop()));
    await this.database.close();
    await this.sandbox.stop();
    await this.#own.drop();
  }

  /** The environment of a process of this world. */
  env(mode: "polling" | "webhook" = "polling"): Record<string, string> {
    return {
      BOT_TOKEN: this.sandbox.token,
      ADMIN_CHAT_ID: String(this.sandbox.ownerId),
      ADMIN_GROUP_IDS: this.sandbox.groupIds.join(","),
      TELEGRAM_API_ROOT: this.sandbox.telegram.url,
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      DATABASE_URL: this.databaseUrl,
      HOST: "127.0.0.1",
      PORT: "0",
      // Nobody waits a minute for a test; limits are the relay's own tests' business.
      TELEGRAM_MESSAGES_PER_SECOND: "0",
      TELEGRAM_GROUP_MESSAGES_PER_MINUTE: "0",
      ...(mode === "webhook" && { PUBLIC_URL: "http://127.0.0.1:1" }),
    };
  }

  /** A process of this world; several may run at a time. It stops with the world at the latest. */
  async boot(
    mode: "polling" | "webhook" = "polling",
    surroundings: Partial<Surroundings> = {},
  ): Promise<App> {
    const app = createApp(readConfig(this.env(mode)), { log: SILENT, ...surroundings });
    this.#apps.push(app);
    await app.start();
    return app;
  }

  /** Resolves with what `look` finds in the sandbox, or in what is there because of it. */
  async see<T>(look: () => T | null | undefined | false): Promise<T> {
    const seen = await this.sandbox.waitFor(look, SEE_TIMEOUT_MS);
    expect(seen).toBeTruthy();
    return seen;
  }

  inTopic(topicId: number): readonly Message[] {
    const messages = this.sandbox.state().groups[0]?.messages ?? [];
    return messages.filter((each) => each.threadId === topicId && each.service === null);
  }

  inChat(personId: number): readonly Message[] {
    const chat = this.sandbox.state().chats.find((each) => each.personId === personId);
    return (chat?.messages ?? []).filter((each) => each.service === null);
  }

  /**
   * Resolves with the fan's newest topic that has a post. (When a process dies while it makes one, a
   * second may be made: the first stays empty.)
   */
  topicOf(personId: number): Promise<number> {
    return this.see(() => {
      const topics = this.sandbox.state().groups[0]?.topics ?? [];
      const own = topics.filter(({ name }) => name.endsWith(`(${personId})`));
      return own.findLast(({ id }) => this.inTopic(id).length > 1)?.id;
    });
  }

  async fanSays(personId: number, text: string, replyToId?: number): Promise<number> {
    const reply = replyToId === undefined ? {} : { replyToId };
    const place = { in: "private" } as const;
    const [id] = await this.sandbox.mustAct({ act: "send", personId, place, text, ...reply });
    return id ?? 0;
  }

  async teamSays(
    personId: number,
    topicId: number,
    text: string,
    replyToId?: number,
  ): Promise<number> {
    const reply = replyToId === undefined ? {} : { replyToId };
    const place = { in: "group", groupId: this.sandbox.groupId, topicId } as const;
    const [id] = await this.sandbox.mustAct({ act: "send", personId, place, text, ...reply });
    return id ?? 0;
  }

  /** Resolves with the topic's message that carries a fan's text, alone or with others. */
  posted(topicId: number, text: string): Promise<Message> {
    return this.see(() =>
      this.inTopic(topicId).find((each) => each.text?.split("\n").includes(text)),
    );
  }

  /** Resolves with the bot's message to a fan. */
  arrived(personId: number, text: string): Promise<Message> {
    return this.see(() =>
      this.inChat(personId).find((each) => each.from.isBot && each.text === text),
    );
  }

  /** The owner gives credits by a command in the fan's topic; resolves when they are there. */
  async gift(personId: number, credits: number): Promise<void> {
    const topicId = await this.topicOf(personId);
    const before = await this.books(personId);
    const id = await this.teamSays(this.sandbox.ownerId, topicId, `/gift ${credits}`);
    await this.see(() => this.inTopic(topicId).some(({ replyToId }) => replyToId === id));
    const after = await this.books(personId);
    if (after.credits !== before.credits + credits) throw new Error("the gift is not there");
  }

  async books(personId: number): Promise<Books> {
    const [row] = await this.database.query<Books>("books", BOOKS, [personId]);
    return row ?? { credits: 0, ledger: 0, charges: 0, delivered: 0 };
  }

  /** Resolves when nothing waits for a turn, to be sent or to be blanked, and all is written down. */
  async rest(): Promise<void> {
    for (;;) {
      const [row] = await this.database.query<{ waiting: number }>("rest", WAITING);
      if (row?.waiting === 0) return;
    }
  }

  /** Users whose credits are not the sum of their ledger. */
  wrongBalances(): Promise<readonly unknown[]> {
    return this.database.query("wrong balances", WRONG_BALANCES);
  }

  /** Points the sandbox's Telegram at a process. */
  async aim(app: App): Promise<void> {
    const { token, telegram } = this.sandbox;
    const url = `http://127.0.0.1:${app.port()}/telegram-webhook`;
    const body = JSON.stringify({ url, secret_token: SECRET });
    const headers = { "content-type": "application/json" };
    await fetch(`${telegram.url}/bot${token}/setWebhook`, { method: "POST", headers, body });
  }

  /** A real process of its own; it is killed with the world at the latest. */
  async spawn(env: Readonly<Record<string, string>> = {}): Promise<Spawned> {
    const process = Bun.spawn([globalThis.process.execPath, "src/main.ts"], {
      env: { ...this.env(), PATH: globalThis.process.env["PATH"], ...env },
      stdout: "pipe",
      stderr: "inherit",
    });
    this.#processes.push(process);
    const port = await portOf(process.stdout);
    return { process, port };
  }

  /** No connection to the database is let in, and those there are end, until it is mended. */
  async breakDatabase(isBroken: boolean): Promise<void> {
    const admin = new URL(this.databaseUrl);
    const name = admin.pathname.slice(1);
    admin.pathname = "/postgres";
    const sql = openDatabase(admin.href);
    await sql.query("break", `alter database ${name} allow_connections ${!isBroken}`);
    if (isBroken) {
      const kill = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
      await sql.query("break", kill, [name]);
    }
    await sql.close();
  }

  /** Sends a body to a process's webhook; answers the status. */
  async deliver(port: number, update: object | string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${port}/telegram-webhook`, {
      method: "POST",
      headers: { "X-Telegram-Bot-Api-Secret-Token": SECRET },
      body: typeof update === "string" ? update : JSON.stringify(update),
    });
    return response.status;
  }
}

/** Reads the log of a process until it says that it has started. */
async function portOf(stdout: ReadableStream<Uint8Array>): Promise<number> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stdout) {
    text += decoder.decode(chunk, { stream: true });
    const line = text.split("\n").find((each) => each.includes('"message":"started"'));
    if (line !== undefined) return (JSON.parse(line) as { readonly port: number }).port;
  }
  throw new Error(`the process ended before it had started: ${text}`);
}
