// The team's lists over a large business: every list, filter and kind of search as the panel asks for
// it, through the same functions, one at a time like people press, against an embedded Postgres. A
// query's time is that of the whole answer: the page and the count beside it.
import postgres from "postgres";
import { FAN_LISTS, QUEUE_FILTERS } from "#actors/kernel/screen.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { fanCardOf, fansOf } from "#db/queries/fans.ts";
import { queueOf } from "#db/queries/queue.ts";
import { searchFans } from "#db/queries/search.ts";
import { SILENT } from "#db/testing-server.ts";
import { report, round, spread } from "./figures.ts";
import { FIRST_FAN, MEMBER, type Size, seedLists } from "./lists-seed.ts";
import { openScratch } from "./scratch.ts";

const SIZE: Size = { fans: 200_000, messages: 5_000_000 };
const ROUNDS = 100;
const HOUR_MS = 3_600_000;

/** A query by name; `n` is the round's number, so that rounds ask for different things. */
type Queries = Readonly<Record<string, (n: number) => Promise<unknown>>>;

export async function lists(): Promise<void> {
  await using scratch = await openScratch();
  const server = await startEmbedded({ dataDir: scratch.dir, log: SILENT });
  try {
    const began = performance.now();
    await migrate(server.url);
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    await seedLists(sql, SIZE);
    await sql.end();
    report("lists", { ...SIZE, seedSeconds: round((performance.now() - began) / 1000) });
    const database = openDatabase(server.url);
    try {
      await measure(queriesOn(database, SIZE));
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}

/** Everything the panel asks for: first pages and later ones, of all lists. */
function queriesOn(database: Database, { fans }: Size): Queries {
  const now = Date.now();
  const queue = QUEUE_FILTERS.map((filter) => [
    `conversations ${filter}`,
    (n: number) =>
      queueOf(database, {
        filter,
        page: pageOf(n),
        memberId: MEMBER + (n % 8),
        overdueMs: HOUR_MS,
        now,
      }),
  ]);
  const people = FAN_LISTS.map((list) => [
    `fans ${list}`,
    (n: number) => fansOf(database, { list, page: pageOf(n), lowBalance: 2 }),
  ]);
  const fan = (n: number): number => FIRST_FAN + 1 + ((n * 7919) % fans);
  const search = (query: (n: number) => string) => (n: number) =>
    searchFans(database, { query: query(n), page: 0 });
  return {
    ...Object.fromEntries([...queue, ...people]),
    "fan card": (n) => fanCardOf(database, fan(n)),
    "search id": search((n) => String(fan(n))),
    "search username": search((n) => `@fan_${(n * 37).toString(16)}`),
    "search name": search((n) => `Name${(n % 90).toString(16)}`),
    "search card": search((n) => String(n * 12).padStart(4, "0")),
    "search common word": search((n) => `w${(1 + (n % 9)).toString(16)}`),
    "search usual word": search((n) => `w${(200 + n * 13).toString(16)}`),
    "search rare word": search((n) => `rare${n}`),
    "search two words": search((n) => `w${(2 + n).toString(16)} w${(40 + n).toString(16)}`),
    "search nothing there": search((n) => `absent${n}`),
  } as Queries;
}

/** The first page in every second round, any later one in the others. */
function pageOf(n: number): number {
  return n % 2 === 0 ? 0 : n % 100;
}

async function measure(queries: Queries): Promise<void> {
  for (const [query, ask] of Object.entries(queries)) {
    // Connections and their plans are there before the panel's first press, or soon after.
    for (let n = 0; n < 20; n += 1) await ask(n);
    const times: number[] = [];
    for (let n = 0; n < ROUNDS; n += 1) {
      const began = performance.now();
      await ask(n);
      times.push(performance.now() - began);
    }
    report("lists", { query, ms: spread(times) });
  }
}
