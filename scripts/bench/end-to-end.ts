// Messages a second through the whole system, beside the same machine's two yardsticks: a plain bot,
// and the bare rows. They take turns, so that all three see the same machine.
import postgres from "postgres";
import { bareRows } from "./bare-rows.ts";
import { CONNECTIONS, FANS, FIRST_FAN, flood, startOurs } from "./fans.ts";
import { percentile, report, round } from "./figures.ts";
import { PLAIN_SCHEMA } from "./plain-bot.ts";
import { type Bot, type Cpu, openStage, type Stage } from "./stage.ts";
import type { Answer } from "./world.ts";

const TEXTS = 10;
/** The plain bot gets fewer: each takes it longer. */
const PLAIN_TEXTS = 3;
const ROUNDS = 5;

/** Case `end-to-end`. */
export async function endToEnd(): Promise<void> {
  await using stage = await openStage();
  await using ours = await startOurs(stage);
  await using plain = await startPlain(stage);
  const rowsUrl = await stage.database("rows");
  const own = new Series();
  const plainly = new Series();
  const bare: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    await own.add(stage, ours.bot, async () => {
      const answer = await flood(stage, ours.bot.webhook, TEXTS);
      await ours.quiet();
      return answer;
    });
    await plainly.add(stage, plain.bot, () => flood(stage, plain.bot.webhook, PLAIN_TEXTS));
    bare.push(await bareRows(rowsUrl, FANS * TEXTS));
  }
  await ours.verify(own.messages + FANS);
  await plain.verify(plainly.messages + FANS);
  report("end-to-end", {
    fans: FANS,
    texts: TEXTS,
    connections: CONNECTIONS,
    perSecond: own.rates,
    plainPerSecond: plainly.rates,
    barePerSecond: bare.map(Math.round),
    timesPlain: round(percentile(own.rates, 50) / percentile(plainly.rates, 50)),
    ofBareRows: round(percentile(own.rates, 50) / percentile(bare, 50)),
    callsPerMessage: round(own.calls / own.messages),
    cpuMicros: own.cpuMicros(),
    plainCpuMicros: plainly.cpuMicros(),
    verified: true,
  });
}

/** Rounds of one contestant: rates, and processor time a message. */
class Series {
  readonly rates: number[] = [];
  messages = 0;
  calls = 0;
  readonly #cpu = { bot: 0, postgres: 0, world: 0 };

  async add(stage: Stage, bot: Pick<Bot, "pid">, run: () => Promise<Answer>): Promise<void> {
    const before = await stage.cpu(bot);
    const answer = await run();
    const after = await stage.cpu(bot);
    this.rates.push(Math.round(answer.messages / answer.seconds));
    this.messages += answer.messages;
    this.calls += answer.calls;
    this.#cpu.bot += after.bot - before.bot;
    this.#cpu.postgres += after.postgres - before.postgres;
    this.#cpu.world += after.world - before.world;
  }

  cpuMicros(): Cpu {
    const each = (ms: number): number => Math.round((ms * 1000) / this.messages);
    const { bot, postgres: database, world } = this.#cpu;
    return { bot: each(bot), postgres: each(database), world: each(world) };
  }
}

interface Plain extends AsyncDisposable {
  readonly bot: Pick<Bot, "pid" | "webhook">;
  /** @throws when the books do not show so many messages */
  verify(messages: number): Promise<void>;
}

async function startPlain(stage: Stage): Promise<Plain> {
  const url = await stage.database("plain");
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(PLAIN_SCHEMA);
  await sql.unsafe(`
    insert into users (telegram_id, first_name, credits, topic_id)
    select ${FIRST_FAN} + n, 'Fan', 1000000, n + 1 from generate_series(0, ${FANS - 1}) n`);
  await sql.unsafe("vacuum analyze");
  const told = Promise.withResolvers<string>();
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/plain-bot.ts`, url, stage.api], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
    ipc: (message: { readonly webhook: string }) => told.resolve(message.webhook),
  });
  const webhook = await told.promise;
  await flood(stage, webhook, 1);
  return {
    bot: { pid: child.pid, webhook },
    async verify(messages) {
      const [row] = await sql<{ charged: number; spent: number }[]>`
        select (select count(*)::int from ledger) as charged,
          (select sum(1000000 - credits)::int from users) as spent`;
      if (row?.charged === messages && row.spent === messages) return;
      throw new Error(`of ${messages} messages the plain bot booked ${row?.charged}`);
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      child.kill();
      await child.exited;
    },
  };
}
