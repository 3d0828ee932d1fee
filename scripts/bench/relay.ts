// The relay alone: `bun scripts/bench/relay.ts [case …]`, one JSON line a case.
//
// throughput  Limits off, a store in memory and a performer that answers at once: effects a second
//             from release through the call to the committed result, for fans with one effect each
//             and with several.
// picking     10,000 lanes that wait for one group's window: time to draw all tickets, and a pick.
// flood       500 fans write into one group in virtual time, under the real limits, against a server
//             that counts for itself and refuses whatever is over 20 in any 60 s, 5 in any 5 s of one
//             chat or 30 in any second. Each fan writes `texts` texts at times drawn evenly over
//             `minutes`. A message's wait is the time from its release to the moment at which the
//             server took the call that carried it; calls are those that cost messages (receipts
//             do not); a fan's wait is the mean over the fan's messages;
//             "fairness" is the worst fan's wait divided by the mean of all fans' waits. A round of
//             500 calls takes 25 minutes, so the fans write for longer than that. One wave (0
//             minutes) is reported beside it: there each fan needs one call and the last one's is the
//             end of the queue, so the worst is twice the mean in whatever order they are served.
import { type Address, partitionOf } from "#actors/kernel/address.ts";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Clock, Performer, Settlement } from "#actors/kernel/ports.ts";
import { rankOf } from "#actors/runtime/fairness.ts";
import { Gates } from "#actors/runtime/fairness-gates.ts";
import { TELEGRAM_LIMITS } from "#actors/runtime/relay.ts";
import { Alarms } from "#actors/runtime/relay-alarms.ts";
import {
  fan,
  GROUP,
  type Ground,
  NO_LIMITS,
  photo,
  post,
  react,
  Stage,
} from "#actors/runtime/relay-test-kit.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { prng } from "#actors/sim/prng.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { percentile, report, round } from "./figures.ts";

const FANS = 500;
const MINUTE_MS = 60_000;

/** Time as it is, for throughput. */
const REAL_CLOCK: Clock = {
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

/** Settles by forgetting, so that the relay is what is measured. */
function forgetfulGround(): Ground & { readonly settled: () => number } {
  let settled = 0;
  const store: Ground["store"] = {
    loadEffects: async () => [],
    loadEffectsById: async () => [],
    routes: async () => [],
    append: async (arrivals) => arrivals.map(() => null),
    settle: async (settlements: readonly Settlement[]) => {
      settled += settlements.length;
      return settlements.map(() => true);
    },
  };
  return { clock: REAL_CLOCK, store, outbox: new Map(), settled: () => settled };
}

/** So many effects wait at most, a hundred a lane: past 256 a lane leaves them to the outbox. */
function waitingMax(fans: number): number {
  return Math.min(8_192, fans * 100);
}

async function throughput(fans: number, effects: readonly Effect[]): Promise<void> {
  const ground = forgetfulGround();
  const performer: Performer = {
    perform: async () => ({ outcome: { type: "done", sent: null }, links: [] }),
  };
  const stage = new Stage(ground, { limits: NO_LIMITS, performer });
  await stage.relay.start();
  await Bun.sleep(50);
  const total = 300_000;
  const addresses = Array.from({ length: fans }, (_, i) => fan(i + 1));
  const perSecond: number[] = [];
  for (let turns = 0, run = 0; run < 4; run += 1) {
    const settledBefore = ground.settled();
    const began = performance.now();
    let released = 0;
    while (released < total) {
      turns += 1;
      const address = addresses[turns % fans] ?? fan(1);
      stage.relay.release({
        address,
        partition: partitionOf(address),
        route: stage.routeOf(address),
        at: Date.now(),
        outbox: effects.map((effect, i) => ({ effect, id: effectId(turns, i) })),
        transient: [],
        releasedIds: [],
        forgetsEarlier: false,
      });
      released += effects.length;
      while (released - (ground.settled() - settledBefore) > waitingMax(fans)) {
        await REAL_CLOCK.yield();
      }
    }
    while (ground.settled() - settledBefore < released) await REAL_CLOCK.yield();
    perSecond.push(Math.round(released / ((performance.now() - began) / 1000)));
  }
  await stage.relay.stop();
  report("relay.throughput", { fans, effectsPerTurn: effects.length, effectsPerSecond: perSecond });
}

function picking(lanes: number): void {
  const clock = REAL_CLOCK;
  const limits = NO_LIMITS;
  const gates = new Gates<number>({ clock, alarms: new Alarms(clock), limits, onOpen: () => {} });
  const effect = post(1);
  const traits = traitsOf(effect);
  const random = prng(1);
  const began = performance.now();
  for (let i = 0; i < lanes; i += 1) {
    const since = random.below(1_000_000);
    const rank = rankOf(effect, traits, { since, servedAt: 0, chat: GROUP });
    gates.enter(i, GROUP, 1, rank);
  }
  const entered = performance.now();
  for (let ticket = gates.take(); ticket !== null; ticket = gates.take()) gates.finish(ticket);
  report("relay.picking", {
    lanes,
    enterMicros: round(((entered - began) * 1000) / lanes),
    pickMicros: round(((performance.now() - entered) * 1000) / lanes),
  });
}

/** A server with its own idea of the limits: it counts what it took and refuses the rest. */
class StrictServer {
  readonly refusals: number[] = [];
  calls = 0;
  readonly #taken = new Map<number, number[]>();
  readonly #all: number[] = [];

  take(chat: number, at: number): Outcome {
    const taken = this.#taken.get(chat) ?? [];
    this.#taken.set(chat, taken);
    const isOver =
      over(taken, at, 5_000, 5) ||
      (chat < 0 && over(taken, at, MINUTE_MS, 20)) ||
      over(this.#all, at, 1_000, 30);
    if (isOver) {
      this.refusals.push(at);
      return { type: "retry", afterMs: 10_000, scope: "chat" };
    }
    this.calls += 1;
    taken.push(at);
    this.#all.push(at);
    return { type: "done", sent: null };
  }
}

function over(taken: readonly number[], at: number, spanMs: number, most: number): boolean {
  const oldest = taken[taken.length - most];
  return oldest !== undefined && oldest > at - spanMs;
}

interface Flood {
  readonly texts: number;
  readonly minutes: number;
}

async function flood({ texts, minutes }: Flood, seed: number): Promise<void> {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  const random = prng(seed);
  const server = new StrictServer();
  const waits = new Map<number, number[]>();
  const arrivedAt = new Map<number, number>();
  let delivered = 0;
  const performer: Performer = {
    perform: async (call: Call) => {
      await clock.sleep(20 + random.below(400));
      const outcome: Outcome =
        call.effect.verb === "post"
          ? server.take(GROUP, clock.monotonic())
          : { type: "done", sent: null };
      if (call.effect.verb === "post" && outcome.type === "done") {
        for (const part of call.effect.parts) {
          const wait = clock.monotonic() - (arrivedAt.get(part.fanMessageId) ?? 0);
          waits.get(Number(call.address.key))?.push(wait);
          delivered += 1;
        }
      }
      await clock.sleep(20 + random.below(100));
      return { outcome, links: [] };
    },
  };
  const store = db.store("n1");
  const stage = new Stage(
    { clock, store, outbox: db.outbox },
    { limits: TELEGRAM_LIMITS, performer },
  );
  await stage.relay.start();
  const plan: { at: number; address: Address; id: number }[] = [];
  for (let who = 1; who <= FANS; who += 1) {
    waits.set(who, []);
    for (let n = 0; n < texts; n += 1) {
      const at = random.below(Math.max(1, minutes * MINUTE_MS));
      plan.push({ at, address: fan(who), id: who * 1_000 + n });
    }
  }
  plan.sort((a, b) => a.at - b.at);
  for (const { at, address, id } of plan) {
    if (at > clock.monotonic()) await clock.advance(at - clock.monotonic());
    arrivedAt.set(id, clock.monotonic());
    stage.turn(address, [post(id, "Hello, are you there? I have a question."), react(id)]);
  }
  await clock.until(() => stage.pending.length === 0, 6 * 60 * MINUTE_MS);
  const means = [...waits.values()].map((all) => all.reduce((a, b) => a + b, 0) / all.length);
  const mean = means.reduce((a, b) => a + b, 0) / means.length;
  report("relay.flood", {
    fans: FANS,
    texts,
    minutes,
    seed,
    messages: plan.length,
    lost: plan.length - delivered,
    refused429: server.refusals.length,
    callsPerMessage: round(server.calls / plan.length),
    meanWaitSeconds: round(mean / 1000),
    worstFanWaitSeconds: round(percentile(means, 100) / 1000),
    fairness: round(percentile(means, 100) / mean),
    drainedAfterMinutes: round(clock.monotonic() / MINUTE_MS),
  });
  await stage.relay.stop();
}

const CASES: Readonly<Record<string, () => Promise<void> | void>> = {
  throughput: async () => {
    await throughput(1, [photo(1), react(1)]);
    await throughput(1_000, [photo(1), react(1)]);
    await throughput(10_000, [photo(1)]);
  },
  picking: () => {
    picking(1_000);
    picking(10_000);
  },
  flood: async () => {
    await flood({ texts: 4, minutes: 0 }, 1);
    await flood({ texts: 12, minutes: 60 }, 1);
  },
};

/** Runs the named cases, all when none is named; each prints one JSON line (or one a size). */
export async function benchRelay(names: readonly string[]): Promise<void> {
  for (const [name, run] of Object.entries(CASES)) {
    if (names.length === 0 || names.includes(name)) await run();
  }
}

if (import.meta.main) await benchRelay(process.argv.slice(2));
