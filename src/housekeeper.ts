// Reads words for the search every few seconds (db/message-words.ts). Keeps house at the start and
// every hour: pruning, erasures that were broken off, and once a day the look through the books
// (db/ledger-check.ts). Any machine may do it, several at once; what fails is done the next time.
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import type { LedgerCheck } from "#db/ledger-check.ts";
import { errorWords } from "./errors.ts";
import type { Incident } from "./incidents.ts";

/** All of it has days of time. */
const EVERY_MS = 3_600_000;
/** How long what was said is not found, besides the time in which it settles. */
const WORDS_EVERY_MS = 5_000;
/** An incident is read on a telephone; `ledger:verify` prints them all. */
const FAULTS_TOLD = 3;

export interface HousekeeperDeps {
  readonly clock: Clock;
  /** One round of it; never rejects. */
  readonly keepHouse: (now: number) => Promise<void>;
  /** Reads the words of messages that have settled. */
  readonly readWords: () => Promise<unknown>;
  /** Looks through the books where that is due; null: nobody has looked yet. */
  readonly checkLedger: (now: number) => Promise<LedgerCheck | null>;
  /** How many faults the books have, as far as was last looked. */
  readonly onLedger: (faults: number) => void;
  readonly report: (incident: Incident) => void;
  readonly log: Logger;
}

export function createHousekeeper(deps: HousekeeperDeps): Service {
  const { clock, keepHouse } = deps;
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await keepHouse(clock.now());
      await lookAtLedger(deps);
      await clock.sleep(EVERY_MS, signal);
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, loop) => {
      loop(run(signal));
      loop(readWords(deps, signal));
    },
    end: async () => {},
  });
  return {
    name: "housekeeper",
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

async function readWords(
  { clock, readWords: read, log }: HousekeeperDeps,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await read();
    } catch (error) {
      log.warn({ error: errorWords(error) }, "words could not be read; it goes on in a moment");
    }
    await clock.sleep(WORDS_EVERY_MS, signal);
  }
}

async function lookAtLedger(deps: HousekeeperDeps): Promise<void> {
  const { clock, checkLedger, onLedger, report, log } = deps;
  try {
    const check = await checkLedger(clock.now());
    if (check === null) return;
    onLedger(check.count);
    if (check.found !== null && check.found.length > 0) report(ledgerIncident(check.found));
  } catch (error) {
    const words = { error: errorWords(error) };
    log.warn(words, "the books could not be looked through; it is tried again in an hour");
  }
}

function ledgerIncident(faults: NonNullable<LedgerCheck["found"]>): Incident {
  const told = faults.slice(0, FAULTS_TOLD).map(({ where, what }) => `${where} ${what}`);
  const more = faults.length - told.length;
  return {
    kind: "ledger-faults",
    detail: `${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    mend: "Run bun run ledger:verify for all of them, and find out what wrote them before mending.",
  };
}
