// The figures of a busy day: 200,000 messages of 20,000 fans and the ledger's lines for them, counted
// from the rows as the roll-up does it every minute, and again while a late row makes an old day new.
// Nine other days of the same size lie before it, so that finding it is part of what is measured.
import { openDatabase } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { dayOf, rollUp, rollUpToday } from "#db/rollup.ts";
import { SILENT } from "#db/testing-server.ts";
import { report, round, spread } from "./figures.ts";
import { openScratch } from "./scratch.ts";

const MESSAGES_A_DAY = 200_000;
const FANS = 20_000;
const DAYS = 10;
const ROUNDS = 10;
const DAY_MS = 86_400_000;

const USERS = `
insert into users (telegram_id, created_at, last_seen_at)
select 6000000000 + n, $1::timestamptz - n % ${DAYS} * interval '1 day', $1
from generate_series(1, ${FANS}) as n`;

const SAID = `
insert into messages
  (user_id, ref, direction, kind, text, cost, status, waited_seconds, created_at)
select 1 + n * 7919 % ${FANS}, 'd' || $2 || ':' || n, case n % 2 when 0 then 'in' else 'out' end,
  case n % 10 when 0 then 'photo' else 'text' end, repeat('x', 40), 1, 'delivered',
  case when n % 2 = 1 then n % 5000 end, $1::timestamptz + n * interval '432 ms'
from generate_series(0, ${MESSAGES_A_DAY - 1}) as n`;

const BOOKED = `
insert into transactions (user_id, kind, credits, seconds, amount_cents, currency, created_at)
select 1 + n * 7919 % ${FANS}, case when n % 50 = 0 then 'purchase' else 'message' end,
  case when n % 50 = 0 then 25 else -1 end, 0, case when n % 50 = 0 then 999 else 0 end,
  case when n % 50 = 0 then 'usd' end, $1::timestamptz + n * interval '864 ms'
from generate_series(0, ${MESSAGES_A_DAY / 2 - 1}) as n`;

const LATE = `
insert into messages (user_id, ref, direction, kind, text, cost, status, created_at)
values (1, 'late:' || $2, 'in', 'text', '', 1, 'delivered', $1::timestamptz)`;

/** Measures a round of the roll-up, and counting the one day that somebody looks at. */
export async function rollup(): Promise<void> {
  await using scratch = await openScratch();
  const server = await startEmbedded({ dataDir: scratch.dir, log: SILENT });
  try {
    await migrate(server.url);
    const database = openDatabase(server.url, { queryTimeoutMs: 600_000 });
    const today = Date.parse(dayOf(Date.now()));
    const now = today + DAY_MS - 1;
    const at = (days: number): string => new Date(today - days * DAY_MS).toISOString();
    await database.query("seed", USERS, [at(0)]);
    for (let day = DAYS - 1; day >= 0; day -= 1) {
      await database.query("seed", SAID, [at(day), day]);
      await database.query("seed", BOOKED, [at(day)]);
    }
    const first = await timed(() => rollUp(database, now, "usd"));
    const [rounds, looks, lates]: number[][] = [[], [], []];
    for (let i = 0; i < ROUNDS; i += 1) {
      rounds?.push(await timed(() => rollUp(database, now, "usd")));
      looks?.push(await timed(() => rollUpToday(database, now, "usd")));
      await database.query("late", LATE, [at(DAYS - 1), i]);
      lates?.push(await timed(() => rollUp(database, now, "usd")));
    }
    report("rollup", {
      messagesADay: MESSAGES_A_DAY,
      days: DAYS,
      firstSeconds: round(first / 1000),
      oneDayMs: spread(looks ?? []),
      roundMs: spread(rounds ?? []),
      roundWithALateRowMs: spread(lates ?? []),
    });
    await database.close();
  } finally {
    await server.stop();
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
