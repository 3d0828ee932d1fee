// The settings in force: the owner's, read again every few seconds (another machine may have changed
// them), and what the deployment fixes. Turns read the value in memory and never wait for it.
import type { Clock, Logger, SettingsSource } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import type { StoredSettings } from "#db/settings.ts";
import { errorWords } from "./errors.ts";

const REFRESH_MS = 5_000;

/** What no owner can change while it runs. */
export interface Fixed {
  readonly groupIds: () => readonly number[];
  readonly ownerId: number;
  readonly isShopOpen: boolean;
}

export interface LiveSettings extends SettingsSource, Service {
  /** Reads them now: somebody has just changed one. @throws when they cannot be read. */
  refresh(): Promise<void>;
}

/** `start` rejects when the settings cannot be read the first time; later the last ones stay. */
export function createSettingsSource(parts: {
  readonly load: () => Promise<StoredSettings>;
  readonly fixed: Fixed;
  readonly clock: Clock;
  readonly log: Logger;
}): LiveSettings {
  const { load, fixed, clock, log } = parts;
  let stored: StoredSettings | null = null;

  const refresh = async (): Promise<void> => {
    stored = await load();
  };
  const refreshUntil = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await clock.sleep(REFRESH_MS, signal);
      if (signal.aborted) return;
      await refresh().catch((error: unknown) => {
        log.warn({ error: errorWords(error) }, "the settings could not be read again");
      });
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, run) => {
      await refresh();
      run(refreshUntil(signal));
    },
    end: async () => undefined,
  });
  return {
    name: "settings",
    refresh,
    current(): Settings {
      if (stored === null) throw new Error("the settings are read before anything asks for them");
      const { ownerId, isShopOpen } = fixed;
      return { ...stored, groupIds: fixed.groupIds(), ownerId, isShopOpen };
    },
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}
