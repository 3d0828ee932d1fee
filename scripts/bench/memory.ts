// What conversations cost: `bun scripts/bench/memory.ts`, a process of its own so that nothing else
// is in its memory. The real runtime on the real store with the real conversation; only the relay is
// left out. A million conversations are known to the database (made by SQL from a sample), some are
// woken one by one, and 100,000 are brought to life and left alone until they have cooled down.
import { conversation } from "#actors/conversation/index.ts";
import { type Address, addressKey, partitionOf } from "#actors/kernel/address.ts";
import { createRuntime, type Runtime } from "#actors/runtime/runtime.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { numbers } from "#db/columns.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { createStore, type PostgresStore } from "#db/store.ts";
import { SILENT } from "#db/testing-server.ts";
import { systemClock } from "#src/clock.ts";
import { REGISTRY } from "#src/registry.ts";
import { report, round, spread } from "./figures.ts";
import { decideSample, SETTINGS, textFrom } from "./sample.ts";
import { endWhenTold, openScratch } from "./scratch.ts";

const KNOWN = 1_000_000;
const KNOWN_AT_ONCE = 10_000;
const LIVE = 100_000;
const WOKEN = 500;
const FIRST_FAN = 5_000_000_000;
/** Idle actors keep only the JSON of their state after five seconds; a sweep comes each second. */
const COOL_MS = 8_000;

/** Case `memory`, in a child. @throws when the child fails */
export async function memory(): Promise<void> {
  const child = Bun.spawn([process.execPath, import.meta.path], {
    stdio: ["ignore", "inherit", "inherit"],
    // A channel, so that it ends when we do.
    ipc: () => undefined,
  });
  if ((await child.exited) !== 0) throw new Error("the memory case failed");
}

async function measure(url: string): Promise<void> {
  await migrate(url);
  const database = openDatabase(url);
  const store = createStore(database, "bench", SILENT);
  const committed = new Map<string, () => void>();
  const runtime = runtimeOn(store, (address) => committed.get(addressKey(address))?.());
  await runtime.start();
  while (runtime.ownership.owned().length < 256) await Bun.sleep(50);
  const empty = await settledRss();
  const stateBytes = await know(database);
  const known = await settledRss();
  const wakings = await wakeSome(store, runtime, committed);
  const before = await settledRss();
  for (let n = 0; n < LIVE; n += 1) runtime.supervisor.nudge(fanAt(WOKEN + n), false);
  while (runtime.supervisor.stats().phases.idle < LIVE) await Bun.sleep(50);
  await Bun.sleep(COOL_MS);
  const after = await settledRss();
  report("memory", {
    known: KNOWN,
    processMegabytes: round(empty / 2 ** 20),
    bytesPerKnown: round((known - empty) / KNOWN),
    live: LIVE,
    stateBytes,
    bytesPerLive: Math.round((after - before) / LIVE),
    wakeMs: wakings,
  });
  await runtime.stop();
  await database.close();
}

function runtimeOn(store: PostgresStore, onRelease: (address: Address) => void): Runtime {
  return createRuntime({
    registry: REGISTRY,
    store,
    clock: systemClock,
    random: Math.random,
    telemetry: { emit: () => undefined },
    settings: { current: () => SETTINGS },
    nodeId: "bench",
    instanceId: "bench",
    relay: () => ({
      name: "relay",
      start: async () => undefined,
      stop: async () => undefined,
      release: ({ address }) => onRelease(address),
      doubt: () => undefined,
    }),
    onLapsed: () => undefined,
    onEscalate: () => undefined,
  });
}

function fanAt(n: number): Address {
  return { kind: "conversation", key: String(FIRST_FAN + n) };
}

const KNOW = `
with made as (
  insert into users (telegram_id, first_name, credits, created_at, last_seen_at)
  select fan, 'Fan', $5::int, now(), now() from unnest($1::bigint[]) as item(fan)
  returning id, telegram_id
),
talks as (insert into conversations (user_id) select id from made)
insert into actors (kind, key, partition, epoch, user_id, state, state_version)
select 'conversation', telegram_id::text, ($2::int[])[telegram_id - $3 + 1], 0, id,
  replace($4, '${FIRST_FAN}', telegram_id::text)::json, ${conversation.stateVersion}
from made`;

/** Makes the conversations that are known; answers the size of a state. */
async function know(database: Database): Promise<number> {
  const sample = decideSample(FIRST_FAN).state;
  const state = JSON.stringify(sample);
  for (let n = 0; n < KNOWN; n += KNOWN_AT_ONCE) {
    const fans = Array.from({ length: KNOWN_AT_ONCE }, (_, i) => fanAt(n + i));
    const keys = fans.map(({ key }) => Number(key));
    const partitions = fans.map(partitionOf);
    // A turn is only committed on a balance that the database has too.
    const parameters = [numbers(keys), numbers(partitions), FIRST_FAN + n, state, sample.credits];
    await database.query("know", KNOW, parameters);
  }
  return state.length;
}

/** Milliseconds from the nudge to the commit of the turn, one at a time; the mail is there already. */
async function wakeSome(
  store: PostgresStore,
  runtime: Runtime,
  committed: Map<string, () => void>,
): Promise<ReturnType<typeof spread>> {
  const times: number[] = [];
  for (let n = 0; n < WOKEN; n += 1) {
    const address = fanAt(n);
    const body = JSON.stringify(textFrom(FIRST_FAN + n, 900_000 + n));
    const at = Date.now();
    await store.append([{ dedupeKey: `wake:${n}`, address, lane: "normal", at, body, raw: null }]);
    const done = Promise.withResolvers<void>();
    committed.set(addressKey(address), done.resolve);
    const began = performance.now();
    runtime.supervisor.nudge(address, false);
    await done.promise;
    times.push(performance.now() - began);
    committed.delete(addressKey(address));
  }
  return spread(times);
}

/** Resident bytes once the collector has nothing left to do. */
async function settledRss(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    Bun.gc(true);
    await Bun.sleep(500);
  }
  return process.memoryUsage.rss();
}

if (import.meta.main) {
  endWhenTold();
  await using scratch = await openScratch();
  const server = await startEmbedded({ dataDir: scratch.dir, log: SILENT });
  try {
    await measure(server.url);
  } finally {
    await server.stop();
  }
}
