// The server with fans that it knows, and the books of what they wrote.
import postgres from "postgres";
import type { Bot, Stage } from "./stage.ts";
import type { Answer } from "./world.ts";

export const FANS = 2_000;
export const FIRST_FAN = 5_000_000_000;
/** As many as Telegram opens to a webhook that does not ask for more. */
export const CONNECTIONS = 40;
const POLL_MS = 50;

export interface Ours extends AsyncDisposable {
  readonly bot: Bot;
  /** Resolves when everything that came in has been dealt with and sent. */
  quiet(): Promise<void>;
  /**
   * Compares the books with the messages that were sent since the start, warm-up included.
   * @throws when they do not agree
   */
  verify(messages: number): Promise<void>;
}

/** Starts the server on a database of its own; each fan has written once, and has a topic. */
export async function startOurs(stage: Stage, fans = FANS): Promise<Ours> {
  const url = await stage.database("ours");
  const bot = await stage.startBot(url);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const count = async (query: string): Promise<number> => {
    const [row] = await sql.unsafe<{ n: number }[]>(`select (${query})::float8 as n`);
    return row?.n ?? Number.NaN;
  };
  const quiet = async (): Promise<void> => {
    const waiting = "select (select count(*) from mailbox) + (select count(*) from outbox)";
    while ((await count(waiting)) > 0) await Bun.sleep(POLL_MS);
  };
  await flood(stage, bot.webhook, 1, fans);
  await quiet();
  return {
    bot,
    quiet,
    async verify(messages) {
      await quiet();
      const charged = await count(
        "select count(*) from transactions where kind = 'message' and credits = -1",
      );
      const delivered = await count("select count(*) from messages where status = 'delivered'");
      const wrong = await count(`
        select count(*) from users
        where credits <> (select sum(credits) from transactions where user_id = users.id)`);
      if (charged === messages && delivered === messages && wrong === 0) return;
      const found = `${charged} charged, ${delivered} delivered, ${wrong} balances wrong`;
      throw new Error(`of ${messages} messages: ${found}`);
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      await bot[Symbol.asyncDispose]();
    },
  };
}

/** The messages of every fan, `texts` times, as fast as they are taken. */
export function flood(stage: Stage, webhook: string, texts: number, fans = FANS): Promise<Answer> {
  const load = { firstFan: FIRST_FAN, fans, texts, connections: CONNECTIONS, rate: 0 };
  return stage.order({ how: "flood", webhook, ...load });
}
