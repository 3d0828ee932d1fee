// A machine of the simulated world with one process on it: the real runtime and relay, on the
// process's own clock and store, so that all they do can be cut off anywhere.

import { campaign } from "#actors/campaign/index.ts";
import type { conversation } from "#actors/conversation/index.ts";
import type { desk } from "#actors/desk/index.ts";
import { erase, type Registry } from "#actors/kernel/actor.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { LeaseStore, Performer, Store, Telemetry } from "#actors/kernel/ports.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { Relay, TELEGRAM_LIMITS } from "#actors/runtime/relay.ts";
import { createRuntime, type Runtime } from "#actors/runtime/runtime.ts";
import { watch } from "#actors/watch/index.ts";
import type { Prng } from "./prng.ts";
import { type Chance, SimProcess } from "./process.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What the release with the bug says of an odd text. */
export const ODD = "this release cannot take odd texts";

/** The actor that worlds are about, or a bad copy of it. */
export type Conversation = typeof conversation;
export type Desk = typeof desk;

const ACTIVE_MAX = 1_000;

/** The actors; while `isBroken` one of them fails on odd texts. */
function registryOf(actor: Conversation, panel: Desk, isBroken: () => boolean): Registry {
  const parse = (body: unknown) => {
    const isOdd = typeof body === "object" && body !== null && "isOdd" in body;
    if (isOdd && isBroken()) throw new Error(ODD);
    return actor.parse(body);
  };
  return {
    conversation: erase({ ...actor, parse }),
    desk: erase(panel),
    campaign: erase(campaign),
    watch: erase(watch),
  };
}

export interface NodeOptions {
  /** New at every boot. */
  readonly id: string;
  readonly machine: string;
  readonly time: VirtualClock;
  skewMs(): number;
  readonly store: Store & LeaseStore;
  /** A process's connections to all services. */
  performer(process: SimProcess): Performer;
  settings(): Settings;
  readonly conversation: Conversation;
  readonly desk: Desk;
  /** How long an actor that hears nothing stays in memory. */
  readonly idleMs: number;
  /** The release that runs has a bug. */
  isBroken(): boolean;
  readonly random: Prng;
  readonly chance: Chance;
  trace(line: string): void;
  /** After every commit of this process. */
  onCommit(): void;
  /** The process wants to end: others may have its leases, or too much of it crashes. */
  onEnd(node: Node): void;
}

export class Node {
  readonly machine: string;
  readonly process: SimProcess;
  readonly #runtime: Runtime;

  constructor(options: NodeOptions) {
    this.machine = options.machine;
    const process = new SimProcess(
      options.id,
      options.time,
      () => options.skewMs(),
      options.store,
      options.chance,
      (line) => options.trace(line),
    );
    this.process = process;
    const jitter = options.random.fork("jitter");
    const random = (): number => jitter.next();
    const telemetry: Telemetry = {
      emit: (event) => {
        if (event.event === "commit") options.onCommit();
        options.trace(`${options.id} ${JSON.stringify(event)}`);
      },
    };
    this.#runtime = createRuntime({
      registry: registryOf(options.conversation, options.desk, () => options.isBroken()),
      store: process.store,
      clock: process.clock,
      random,
      telemetry,
      settings: { current: () => options.settings() },
      nodeId: options.id,
      instanceId: options.machine,
      relay: (ownership) =>
        new Relay({
          store: process.store,
          performer: options.performer(process),
          clock: process.clock,
          random,
          telemetry,
          ownership,
          nudges: { nudge: (address, urgent) => this.#runtime.supervisor.nudge(address, urgent) },
          limits: TELEGRAM_LIMITS,
        }),
      onLapsed: (why) => {
        // As in the process itself: unreachable mends itself.
        if (why === "refused") options.onEnd(this);
      },
      onEscalate: () => options.onEnd(this),
      limits: { activeMax: ACTIVE_MAX, idleMs: options.idleMs },
      freezesStates: true,
    });
  }

  start(): void {
    void this.#runtime.start();
  }

  /** What the webhook does: into the inbox, then the nudge; the caller's 200 comes after. */
  async ingest(arrival: Arrival): Promise<void> {
    const [id] = await this.process.store.append([arrival]);
    if (id !== null && id !== undefined) {
      this.#runtime.supervisor.nudge(arrival.address, arrival.lane === "urgent");
    }
  }

  /** SIGTERM: ends turns and calls under way and hands its partitions over. */
  async drain(): Promise<void> {
    await this.#runtime.stop();
  }
}
