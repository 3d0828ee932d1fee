// What the runtime's tests and benchmarks share: an actor that does what its messages say, and
// stand-ins for the ports around the supervisor. Stores and clocks come from the simulator.
import {
  type ActorDefinition,
  type Emitted,
  erase,
  type Registry,
  type TimerChange,
} from "#actors/kernel/actor.ts";
import { type Address, addressKey, type Lane, PARTITION_COUNT } from "#actors/kernel/address.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { InvariantError } from "#actors/kernel/errors.ts";
import type {
  Clock,
  Lease,
  LeaseStore,
  Outlet,
  Ownership,
  Release,
  RuntimeEvent,
  SettingsSource,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import { Settings } from "#actors/kernel/settings.ts";
import { Supervisor, type SupervisorDeps } from "./supervisor.ts";

/** What a scripted actor is told; `say` is remembered in its state. */
export interface Script {
  readonly say: string;
  /** Throws while `attempts` is less than this. */
  readonly failsFor?: number;
  readonly effects?: readonly Emitted[];
  readonly timers?: readonly TimerChange[];
}

export interface Said {
  readonly words: readonly string[];
}

/** An actor that remembers what it was told, in order. */
export function scripted(decided: (say: string) => void = () => {}): Registry {
  const definition: ActorDefinition<Said, Script> = {
    kind: "conversation",
    stateVersion: 1,
    initial: () => ({ words: [] }),
    load: (stored) => stored as Said,
    parse: (body) => parseScript(body),
    decide: (state, { message, attempts }) => {
      decided(message.say);
      if (attempts < (message.failsFor ?? 0)) throw new InvariantError(`cannot ${message.say}`);
      return {
        state: { words: [...state.words, message.say] },
        effects: message.effects ?? [],
        held: [],
        rows: [],
        timers: message.timers ?? [],
      };
    },
    project: () => null,
    route: () => ({ fanChatId: null, groupId: null, topicId: null }),
  };
  return {
    conversation: erase(definition),
    desk: erase({ ...definition, kind: "desk" }),
    campaign: erase({ ...definition, kind: "campaign" }),
    watch: erase({ ...definition, kind: "watch" }),
  };
}

function parseScript(body: unknown): Script {
  if (typeof body === "object" && body !== null) {
    if ("say" in body) return body as Script;
    if ("type" in body && body.type === "timer" && "name" in body) {
      return { say: `timer ${String(body.name)}` };
    }
  }
  throw new InvariantError("not a script");
}

export function fan(key: string): Address {
  return { kind: "conversation", key };
}

let mailed = 0;

/** Mail for a scripted actor; its dedupe key is new. */
export function mail(
  key: string,
  script: Script | string,
  parts: { readonly lane?: Lane; readonly at?: number } = {},
): Arrival {
  mailed += 1;
  return {
    dedupeKey: `test:${mailed}`,
    address: fan(key),
    lane: parts.lane ?? "normal",
    at: parts.at ?? 0,
    body: JSON.stringify(typeof script === "string" ? { say: script } : script),
    raw: null,
  };
}

export const settings: SettingsSource = {
  current: () => ({
    ...Settings.parse({}),
    groupIds: [-100],
    ownerId: 1,
    rails: [],
    products: [],
    team: [],
    isTeamFormed: false,
  }),
};

/** Remembers what it was told. */
export class Recorder implements Telemetry, Outlet {
  readonly events: RuntimeEvent[] = [];
  readonly releases: Release[] = [];

  emit(event: RuntimeEvent): void {
    this.events.push(event);
  }

  /** Partitions whose outbox is to be read again. */
  readonly doubted: number[] = [];

  doubt(partition: number): void {
    this.doubted.push(partition);
  }

  release(release: Release): void {
    this.releases.push(release);
  }

  of<E extends RuntimeEvent["event"]>(event: E): Extract<RuntimeEvent, { event: E }>[] {
    return this.events.filter((e): e is Extract<RuntimeEvent, { event: E }> => e.event === event);
  }
}

/** An ownership whose leases a test gives and takes. */
export class HandOwnership implements Ownership {
  readonly #listeners: Parameters<Ownership["subscribe"]>[0][] = [];
  readonly #epochs = new Map<number, number>();

  epochOf(partition: number): number | null {
    return this.#epochs.get(partition) ?? null;
  }

  owned(): readonly number[] {
    return [...this.#epochs.keys()];
  }

  subscribe(listener: Parameters<Ownership["subscribe"]>[0]): void {
    this.#listeners.push(listener);
  }

  async give(leases: readonly Lease[]): Promise<void> {
    for (const listener of this.#listeners) await listener.gained(leases);
    for (const { partition, epoch } of leases) this.#epochs.set(partition, epoch);
  }

  async take(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.#epochs.delete(partition);
    for (const listener of this.#listeners.toReversed()) await listener.lost(partitions);
  }

  /** Joins as `nodeId`, claims every partition that can be had, and gives it to the listeners. */
  async claimAll(store: LeaseStore, nodeId: string): Promise<void> {
    await store.join({ id: nodeId, instanceId: nodeId, ttlMs: 1_000_000_000 });
    await this.give(await store.claim(nodeId, ALL_PARTITIONS));
  }
}

export const ALL_PARTITIONS = Array.from({ length: PARTITION_COUNT }, (_, index) => index);

/** Everything a supervisor needs but its class, on this clock and store; parts can be replaced. */
export function supervisorDeps(
  clock: Clock,
  store: Store,
  parts: Partial<SupervisorDeps> = {},
): SupervisorDeps & { readonly recorder: Recorder; readonly hands: HandOwnership } {
  const recorder = new Recorder();
  const hands = new HandOwnership();
  return {
    registry: scripted(),
    store,
    clock,
    random: () => 0,
    telemetry: recorder,
    settings,
    ownership: hands,
    outlet: recorder,
    timers: { committed: () => {} },
    onFenced: () => {},
    onEscalate: () => {},
    freezesStates: true,
    recorder,
    hands,
    ...parts,
  };
}

type Actors = ReadonlyMap<string, { readonly state: string | null }>;

/** Time and truth of a test, as the simulator has them. */
export interface Ground {
  readonly clock: Clock & { drain(): Promise<void> };
  readonly db: { readonly actors: Actors };
  readonly store: Store & LeaseStore;
}

/** A ground with a supervisor on it that owns every partition. */
export type Started<G extends Ground> = G & {
  readonly supervisor: Supervisor;
  readonly deps: ReturnType<typeof supervisorDeps>;
  /** What a scripted actor's committed state remembers. */
  readonly words: (key: string) => readonly string[];
};

/** Starts a supervisor that sees the store through `through`. */
export async function startSupervisor<G extends Ground>(
  ground: G,
  parts: Partial<SupervisorDeps> = {},
  through: (store: G["store"], clock: G["clock"]) => Store = (store) => store,
): Promise<Started<G>> {
  const { clock, db, store } = ground;
  const deps = supervisorDeps(parts.clock ?? clock, through(store, clock), parts);
  const supervisor = new Supervisor(deps);
  await supervisor.start();
  await deps.hands.claimAll(store, "n1");
  await clock.drain();
  return { ...ground, supervisor, deps, words: (key) => wordsOf(db.actors, key) };
}

export function wordsOf(actors: Actors, key: string): readonly string[] {
  const state = actors.get(addressKey(fan(key)))?.state;
  return typeof state === "string" ? (JSON.parse(state) as Said).words : [];
}

/** A gate that holds calls back until it is opened. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** Appends mail and nudges, as ingest does. */
export async function deliver(
  store: Pick<Store, "append">,
  supervisor: Pick<Supervisor, "nudge">,
  arrivals: readonly Arrival[],
): Promise<readonly (number | null)[]> {
  const ids = await store.append(arrivals);
  for (const { address, lane } of arrivals) supervisor.nudge(address, lane === "urgent");
  return ids;
}

/** A port whose methods go through `intercept`; it calls `run`, or does not, or fails after it. */
export function tap<T extends object>(
  target: T,
  intercept: (
    method: string,
    run: () => Promise<unknown>,
    parameters: readonly unknown[],
  ) => Promise<unknown>,
): T {
  return new Proxy(target, {
    get(inner, property) {
      const method: unknown = Reflect.get(inner, property);
      if (typeof method !== "function") return method;
      return (...parameters: unknown[]) =>
        intercept(
          String(property),
          async () => Reflect.apply(method, inner, parameters) as unknown,
          parameters,
        );
    },
  });
}
