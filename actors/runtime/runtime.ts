// The runtime as one service: leases, supervisor, timers and the relay, wired, and the one place that
// knows their order.
//
// Start: relay, timers, supervisor, leases. Nothing happens before the leases are there; when they
// claim partitions, each part gains them in this order. Stop and loss go the other way round: first
// the supervisor ends its turns, then the timers and the relay let go, then the leases are handed
// back, and only then the parts themselves stop.
import type { Registry } from "#actors/kernel/actor.ts";
import type {
  Clock,
  LeaseStore,
  Nudges,
  Outlet,
  Ownership,
  Random,
  SettingsSource,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Leases } from "./leases.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { Lapse } from "./membership.ts";
import { Supervisor, type SupervisorDeps } from "./supervisor.ts";
import { Timers } from "./timers.ts";

export interface RuntimeDeps {
  readonly registry: Registry;
  readonly store: Store & LeaseStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly settings: SettingsSource;
  /** Never used before: new at every start of the process. */
  readonly nodeId: string;
  /** The machine's name, the same after a restart. */
  readonly instanceId: string;
  /** The time to live of a lease, 10 seconds unless given. */
  readonly leaseTtlMs?: number;
  /** Makes the relay, which subscribes to the ownership before anybody else does. */
  relay(ownership: Ownership): Outlet & Service;
  /** See membership.ts: after "refused" this runtime does nothing any more. */
  onLapsed(why: Lapse): void;
  /** A partition's actors crash by the dozen: the process should end and start anew. */
  onEscalate(reason: string): void;
  readonly limits?: NonNullable<SupervisorDeps["limits"]>;
  readonly freezesStates?: boolean;
}

export interface Runtime extends Service {
  readonly ownership: Ownership;
  readonly supervisor: Nudges & Pick<Supervisor, "isOverloaded" | "isFull" | "stats">;
  /**
   * Ends the turns under way, hands the partitions to others and takes no new ones; ingest may go on
   * writing to the inbox. Part of `stop`, for those who must answer requests in between.
   */
  drain(): Promise<void>;
}

/** Wires the runtime; nothing runs before `start`. A start that fails is to be followed by a stop. */
export function createRuntime(deps: RuntimeDeps): Runtime {
  const leases = new Leases({
    ...deps,
    ...(deps.leaseTtlMs === undefined ? {} : { ttlMs: deps.leaseTtlMs }),
  });
  const relay = deps.relay(leases);
  const nudges: Nudges = { nudge: (address, urgent) => supervisor.nudge(address, urgent) };
  const timers = new Timers({ ...deps, ownership: leases, nudges });
  const supervisor = new Supervisor({
    ...deps,
    ownership: leases,
    outlet: relay,
    timers,
    onFenced: (partition) => leases.distrust(partition),
  });
  const inOrder: readonly Service[] = [relay, timers, supervisor, leases];
  const lifecycle = new Lifecycle({
    begin: async (signal) => {
      // Joining goes on until the store answers; a stop must not wait for that.
      signal.addEventListener("abort", () => void leases.stop(), { once: true });
      for (const service of inOrder) {
        if (!signal.aborted) await service.start();
      }
    },
    end: async () => {
      for (const service of inOrder.toReversed()) await service.stop();
    },
  });
  return {
    name: "runtime",
    ownership: leases,
    supervisor,
    start: () => lifecycle.start(),
    drain: () => leases.stop(),
    stop: () => lifecycle.stop(),
  };
}
