// The settings in force: the owner's, what is on the shelf and who is on the team, and what the
// deployment fixes. Turns read the value in memory and never wait for it.
//
// The process that changes something reads it again before it says so. Every other one asks each second
// for a mark, a hash of all of it that the database makes in one statement, and reads when the mark has
// moved: so a change is in force everywhere about a second after it. The mark is asked for before
// the values are read, so what changes in between moves it again.
import type { Clock, Logger, SettingsSource } from "#actors/kernel/ports.ts";
import type { Product, Rail } from "#actors/kernel/product.ts";
import type { Service } from "#actors/kernel/service.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { Member } from "#actors/kernel/team.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import type { StoredSettings } from "#db/settings.ts";
import { errorWords } from "./errors.ts";

const LOOK_MS = 1_000;

/** What no owner can change while it runs. */
export interface Fixed {
  readonly groupIds: () => readonly number[];
  readonly ownerId: number;
  /** There is a key to charge cards with. */
  readonly hasStripe: boolean;
}

/** What is read, in one go. */
export interface Loaded {
  readonly stored: StoredSettings;
  /** On sale, in the shop's order. */
  readonly products: readonly Product[];
  /** Who was invited, in the order of joining; the owner need not be among them. */
  readonly members: readonly Member[];
  /** Somebody joined once, whether or not anybody is left. */
  readonly isTeamFormed: boolean;
}

export interface LiveSettings extends SettingsSource, Service {
  /** Reads them now: somebody has just changed one. @throws when they cannot be read. */
  refresh(): Promise<void>;
}

/** `start` rejects when the settings cannot be read the first time; later the last ones stay. */
export function createSettingsSource(parts: {
  readonly load: () => Promise<Loaded>;
  /** Another string whenever `load` would answer anything else. */
  readonly mark: () => Promise<string>;
  readonly fixed: Fixed;
  readonly clock: Clock;
  readonly log: Logger;
}): LiveSettings {
  const { load, mark, fixed, clock, log } = parts;
  let loaded: Loaded | null = null;
  let known: string | null = null;
  let begun = 0;
  let applied = 0;

  /** Of two that overlap the one that began later is right, whichever ends first. */
  const refresh = async (): Promise<void> => {
    begun += 1;
    const turn = begun;
    const seen = await mark();
    const values = await load();
    if (turn < applied) return;
    applied = turn;
    loaded = values;
    known = seen;
  };
  const look = async (): Promise<void> => {
    if ((await mark()) !== known) await refresh();
  };
  const lookUntil = async (signal: AbortSignal): Promise<void> => {
    let isFailing = false;
    for (;;) {
      await clock.sleep(LOOK_MS, signal);
      if (signal.aborted) return;
      try {
        await look();
        isFailing = false;
      } catch (error) {
        // Once a failure, not once a second.
        if (!isFailing) {
          log.warn({ error: errorWords(error) }, "the settings could not be read again");
        }
        isFailing = true;
      }
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, run) => {
      await refresh();
      run(lookUntil(signal));
    },
    end: async () => undefined,
  });
  return {
    name: "settings",
    refresh,
    current(): Settings {
      if (loaded === null) throw new Error("the settings are read before anything asks for them");
      const { stored, products, members, isTeamFormed } = loaded;
      const rails = railsOf(stored.paymentRails, fixed.hasStripe);
      const { ownerId } = fixed;
      const team = teamOf(ownerId, members);
      const groupIds = fixed.groupIds();
      return { ...stored, groupIds, ownerId, rails, products, team, isTeamFormed };
    },
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

/**
 * The owner first, by the name that their row has where they have one (they may go on duty too). Who
 * was the owner before the deployment named another is nobody, whatever their row says.
 */
function teamOf(ownerId: number, members: readonly Member[]): readonly Member[] {
  const own = members.find(({ id }) => id === ownerId);
  const owner: Member = {
    id: ownerId,
    name: own?.name ?? "Owner",
    username: own?.username ?? null,
    role: "owner",
    isOnDuty: own?.isOnDuty ?? false,
  };
  return [owner, ...members.filter(({ id, role }) => id !== ownerId && role !== "owner")];
}

/** The rails that the owner has chosen, as far as they work here: Stars need nothing but the bot. */
export function railsOf(
  chosen: StoredSettings["paymentRails"],
  hasStripe: boolean,
): readonly Rail[] {
  const rails: Rail[] = [];
  if (chosen !== "stars" && hasStripe) rails.push("stripe");
  if (chosen !== "stripe") rails.push("stars");
  return rails;
}
