// Keeps house at the start and every hour: the day's figures, pruning, erasures that were broken off.
// Any machine may do it, several at once; what fails is done the next time.
import type { Clock } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";

/** The figures of a day may be this old; the rest has days of time. */
const EVERY_MS = 3_600_000;

export interface HousekeeperDeps {
  readonly clock: Clock;
  /** One round of it; never rejects. */
  readonly keepHouse: (now: number) => Promise<void>;
}

export function createHousekeeper({ clock, keepHouse }: HousekeeperDeps): Service {
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await keepHouse(clock.now());
      await clock.sleep(EVERY_MS, signal);
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, loop) => {
      loop(run(signal));
    },
    end: async () => {},
  });
  return {
    name: "housekeeper",
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}
