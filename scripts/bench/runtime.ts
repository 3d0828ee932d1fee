// The runtime alone: `bun scripts/bench/runtime.ts [case …]`, one JSON line a case. The store answers
// at once and keeps nothing but counters, so reading, deciding, committing and releasing are what is
// measured, not Postgres.
//
// turns      Turns a second when 1, 1,000 or 10,000 actors always have mail, each turn changing a
//            state of 0.7 KB and letting one effect out. Waits are from the read to the commit.
// isolation  Nudge to commit of one actor's single messages, urgent and not, alone and while 10,000
//            others always have mail.
// memory     Bytes of an idle live actor with a state of 0.7 KB, beyond the process as it was before.
import { type ActorDefinition, erase, type Registry } from "#actors/kernel/actor.ts";
import { type Address, addressKey, type Lane, PARTITION_COUNT } from "#actors/kernel/address.ts";

import type {
  Activated,
  Clock,
  Ownership,
  Pending,
  Store,
  TurnCommit,
} from "#actors/kernel/ports.ts";
import { Settings } from "#actors/kernel/settings.ts";
import { Supervisor, type SupervisorDeps } from "#actors/runtime/supervisor.ts";
import { percentile, report, round, spread } from "./figures.ts";

const SECONDS = 3;
const PROBES = 300;
const IDLE_ACTORS = 100_000;

interface Tally {
  readonly turns: number;
  readonly lastAt: number;
  readonly facts: Readonly<Record<string, string>>;
}

const meter: ActorDefinition<Tally, { readonly n: number }> = {
  kind: "conversation",
  stateVersion: 1,
  initial: () => ({ turns: 0, lastAt: 0, facts: Object.fromEntries(FACTS) }),
  load: (stored) => stored as Tally,
  parse: (body) => body as { readonly n: number },
  decide: (state, { at, id }) => ({
    state: { ...state, turns: state.turns + 1, lastAt: at },
    effects: [{ effect: { verb: "react", fanMessageId: id, emoji: "👌" } }],
    held: [],
    rows: [],
    timers: [],
  }),
  project: () => null,
  route: () => ({ fanChatId: 1, groupId: null, topicId: null }),
};
const FACTS = Array.from({ length: 20 }, (_, i) => [`fact${i}`, `a value of some length ${i}`]);
const REGISTRY: Registry = {
  conversation: erase(meter),
  desk: erase({ ...meter, kind: "desk" }),
  campaign: erase({ ...meter, kind: "campaign" }),
  watch: erase({ ...meter, kind: "watch" }),
};

const CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
  yield: () => new Promise((resolve) => setImmediate(resolve)),
};

/** Answers at once. An actor's mail never ends while `isFlooding`, and is one message otherwise. */
class BenchStore implements Pick<Store, keyof SupervisorDeps["store"]> {
  isFlooding = false;
  turns = 0;
  commits = 0;
  readonly waits: number[] = [];
  /** Called when a turn of this address commits. */
  readonly watched = new Map<string, () => void>();
  readonly single = new Map<string, Lane>();
  #nextId = 1;

  async activate(requests: readonly unknown[]): Promise<readonly Activated[]> {
    return requests.map((_, row) => ({
      type: "active",
      actor: { row, userId: row },
      version: 0,
      state: null,
    }));
  }

  async read(addresses: readonly Address[], limit: number): Promise<readonly Pending[][]> {
    return addresses.map((address) => {
      const lane = this.single.get(address.key);
      if (lane === undefined) return this.isFlooding ? this.#mail(limit, "normal") : [];
      this.single.delete(address.key);
      return this.#mail(1, lane);
    });
  }

  #mail(count: number, lane: Lane): Pending[] {
    const at = performance.now();
    return Array.from({ length: count }, () => {
      this.#nextId += 1;
      return { id: this.#nextId, at, attempts: 0, body: `{"n":${this.#nextId}}`, lane };
    });
  }

  async commit(turns: readonly TurnCommit[]): Promise<readonly "committed"[]> {
    this.turns += turns.length;
    this.commits += 1;
    const [first] = turns;
    if (first !== undefined) this.waits.push(performance.now() - first.at);
    for (const turn of this.watched.size > 0 ? turns : []) {
      this.watched.get(addressKey(turn.address))?.();
    }
    return turns.map(() => "committed");
  }

  async fail(): Promise<void> {}

  async countHeads(): Promise<void> {}

  async waiting(): Promise<readonly Address[]> {
    return [];
  }
}

async function start(): Promise<{ supervisor: Supervisor; store: BenchStore }> {
  const store = new BenchStore();
  const listeners: Parameters<Ownership["subscribe"]>[0][] = [];
  const settings = {
    ...Settings.parse({}),
    groupIds: [-1],
    ownerId: 1,
    rails: [],
    products: [],
    team: [],
    isTeamFormed: false,
  };
  const supervisor = new Supervisor({
    registry: REGISTRY,
    store,
    clock: CLOCK,
    random: Math.random,
    telemetry: { emit: () => {} },
    settings: { current: () => settings },
    ownership: { subscribe: (listener) => void listeners.push(listener) },
    outlet: { release: () => {}, doubt: () => {} },
    timers: { committed: () => {} },
    onFenced: () => {},
    onEscalate: () => {},
  });
  await supervisor.start();
  const leases = Array.from({ length: PARTITION_COUNT }, (_, partition) => ({
    partition,
    epoch: 1,
    wasAbandoned: false,
  }));
  for (const listener of listeners) await listener.gained(leases);
  return { supervisor, store };
}

function manyFans(count: number): Address[] {
  return Array.from({ length: count }, (_, i) => ({
    kind: "conversation",
    key: String(1_000_000_000 + i),
  }));
}

async function throughput(actors: number): Promise<void> {
  const { supervisor, store } = await start();
  store.isFlooding = true;
  for (const address of manyFans(actors)) supervisor.nudge(address, false);
  await Bun.sleep(500);
  Object.assign(store, { turns: 0, commits: 0 });
  store.waits.length = 0;
  const began = performance.now();
  await Bun.sleep(SECONDS * 1000);
  const seconds = (performance.now() - began) / 1000;
  const { turns: done, commits } = store;
  const waits = spread(store.waits);
  store.isFlooding = false;
  await supervisor.stop();
  report("runtime.turns", {
    actors,
    turnsPerSecond: Math.round(done / seconds),
    turnsPerCommit: round(done / commits),
    waitMs: waits,
  });
}

async function isolation(): Promise<void> {
  const { supervisor, store } = await start();
  const probe: Address = { kind: "conversation", key: "7" };
  const measure = async (lane: Lane): Promise<{ p50: number; p99: number }> => {
    const times: number[] = [];
    for (let i = 0; i < PROBES; i += 1) {
      const done = Promise.withResolvers<void>();
      store.watched.set(addressKey(probe), () => done.resolve());
      store.single.set(probe.key, lane);
      const began = performance.now();
      supervisor.nudge(probe, lane === "urgent");
      await done.promise;
      times.push(performance.now() - began);
      await Bun.sleep(2);
    }
    store.watched.clear();
    return { p50: round(percentile(times, 50)), p99: round(percentile(times, 99)) };
  };
  const alone = await measure("normal");
  store.isFlooding = true;
  for (const address of manyFans(10_000)) supervisor.nudge(address, false);
  await Bun.sleep(500);
  const busy = await measure("normal");
  const urgent = await measure("urgent");
  store.isFlooding = false;
  await supervisor.stop();
  report("runtime.isolation", {
    busyActors: 10_000,
    aloneMs: alone,
    busyMs: busy,
    urgentMs: urgent,
  });
}

async function memory(): Promise<void> {
  const { supervisor, store } = await start();
  Bun.gc(true);
  const before = process.memoryUsage();
  for (const address of manyFans(IDLE_ACTORS)) {
    store.single.set(address.key, "normal");
    supervisor.nudge(address, false);
  }
  while (supervisor.stats().phases.idle < IDLE_ACTORS) await Bun.sleep(50);
  // Idle actors cool down to the JSON of their state after a few seconds.
  await Bun.sleep(8_000);
  Bun.gc(true);
  await Bun.sleep(500);
  Bun.gc(true);
  const after = process.memoryUsage();
  report("runtime.memory", {
    actors: IDLE_ACTORS,
    stateBytes: JSON.stringify(meter.initial({ kind: "conversation", key: "1" })).length,
    heapBytesPerActor: Math.round((after.heapUsed - before.heapUsed) / IDLE_ACTORS),
    rssBytesPerActor: Math.round((after.rss - before.rss) / IDLE_ACTORS),
  });
  await supervisor.stop();
}

const CASES: Readonly<Record<string, () => Promise<void>>> = {
  memory,
  turns: async () => {
    for (const actors of [1, 1_000, 10_000]) await throughput(actors);
  },
  isolation,
};

/** Runs the named cases, all when none is named; each prints one JSON line (or one a size). */
export async function benchRuntime(names: readonly string[]): Promise<void> {
  for (const [name, run] of Object.entries(CASES)) {
    if (names.length === 0 || names.includes(name)) await run();
  }
}

if (import.meta.main) await benchRuntime(process.argv.slice(2));
