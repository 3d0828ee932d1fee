// The whole process on a database of its own and the sandbox's Telegram, for end-to-end tests.
import { type Database, openDatabase } from "#db/client.ts";
import { testDatabase } from "#db/testing.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#src/sandbox/sandbox.ts";
import { type App, createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import type { Surroundings } from "./wiring.ts";

export const SECRET = "the-webhook-s-secret";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export interface AppWorld extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly database: Database;
  readonly databaseUrl: string;
  /** A process of this world; several may run at a time. It stops with the world at the latest. */
  boot(options?: BootOptions): Promise<App>;
  inTopic(topicId: number): readonly Message[];
  inChat(personId: number): readonly Message[];
  /** Resolves with the fan's topic once its first post is there. */
  topicOf(personId: number): Promise<number>;
  /** Sends an update to a process's webhook; answers the status. */
  deliver(app: App, update: object): Promise<number>;
}

export interface BootOptions {
  readonly mode?: "polling" | "webhook";
  readonly env?: Readonly<Record<string, string>>;
  readonly surroundings?: Partial<Surroundings>;
}

export async function openAppWorld(options: SandboxOptions = {}): Promise<AppWorld> {
  const sandbox = await startSandbox(options);
  const own = await testDatabase();
  const database = openDatabase(own.url);
  const apps: App[] = [];

  const groupMessages = (): readonly Message[] => sandbox.state().groups[0]?.messages ?? [];
  const inTopic = (topicId: number): readonly Message[] =>
    groupMessages().filter((each) => each.threadId === topicId && each.service === null);

  return {
    sandbox,
    database,
    databaseUrl: own.url,
    inTopic,
    inChat: (personId) =>
      (sandbox.state().chats.find((chat) => chat.personId === personId)?.messages ?? []).filter(
        (each) => each.service === null,
      ),
    async boot({ mode = "polling", env = {}, surroundings = {} } = {}) {
      const config = readConfig({
        BOT_TOKEN: sandbox.token,
        ADMIN_CHAT_ID: String(sandbox.ownerId),
        ADMIN_GROUP_IDS: sandbox.groupIds.join(","),
        TELEGRAM_API_ROOT: sandbox.telegram.url,
        TELEGRAM_WEBHOOK_SECRET: SECRET,
        DATABASE_URL: own.url,
        HOST: "127.0.0.1",
        PORT: "0",
        ...(mode === "webhook" && { PUBLIC_URL: "http://127.0.0.1:1" }),
        ...env,
      });
      const app = createApp(config, { log: silent, ...surroundings });
      apps.push(app);
      await app.start();
      return app;
    },
    topicOf: (personId) =>
      sandbox.waitFor((state) => {
        const topic = state.groups[0]?.topics.find(({ name }) => name.endsWith(`(${personId})`));
        return topic !== undefined && inTopic(topic.id).length > 1 && topic.id;
      }),
    async deliver(app, update) {
      const response = await fetch(`http://127.0.0.1:${app.port()}/telegram-webhook`, {
        method: "POST",
        headers: { "X-Telegram-Bot-Api-Secret-Token": SECRET },
        body: JSON.stringify(update),
      });
      return response.status;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(apps.map((app) => app.stop()));
      await database.close();
      await sandbox.stop();
      await own.drop();
    },
  };
}
