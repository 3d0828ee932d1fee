// Reconciliation with Telegram's list of Stars as a service: a pass soon after the start and every
// ten minutes, by one process on a database at a time. The owner is told of what was mended, because
// then updates were lost. A shop that never took Stars asks Telegram nothing.
//
// The cursor is this process's own: what another process has read it reads again, should that one
// end. After a start the whole list is read once, in bounded passes.
import type { Logger } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { errorWords, redact } from "#src/errors.ts";
import type { Incident } from "#src/incidents.ts";
import {
  readStars,
  type StarsApi,
  type StarsCursor,
  type StarsPassParts,
  startOfStars,
} from "./stars-pass.ts";

/** After the start: updates that waited for us come first. */
const FIRST_MS = 20_000;
const PASS_MS = 10 * 60_000;
/** Where a pass did not reach the end of the list. */
const GO_ON_MS = 1_000;
/** Pages of a hundred in one pass. */
const PAGES_MAX = 20;
/** For a reading by hand. */
const PAGES_BY_HAND_MAX = 1_000;
/** Lines of what was mended that the owner is told. */
const LINES_MAX = 10;

export interface StarsReconcilerParts extends StarsPassParts {
  /** Makes a client whose calls are cut when the signal aborts. */
  readonly connect: (until: AbortSignal) => StarsApi;
  /** Whether Stars are sold, or ever were. */
  readonly isWanted: () => Promise<boolean>;
  /** Runs alone on this database; null: another process does it. */
  readonly alone: (run: () => Promise<boolean>) => Promise<boolean | null>;
  readonly onIncident: (incident: Incident) => void;
  readonly log: Logger;
}

export function createStarsReconciler(parts: StarsReconcilerParts): Service {
  const { clock } = parts;
  const keep = async (signal: AbortSignal): Promise<void> => {
    const api = parts.connect(signal);
    const cursor = startOfStars();
    await clock.sleep(FIRST_MS, signal);
    while (!signal.aborted) {
      const isAtEnd = await attempt(parts, api, cursor, signal);
      await clock.sleep(isAtEnd ? PASS_MS : GO_ON_MS, signal);
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, run) => run(keep(signal)),
    end: async () => undefined,
  });
  return {
    name: "stars reconciler",
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

/** The whole list once, by hand: one line for each that was mended. @throws what a pass throws. */
export async function reconcileStarsOnce(
  parts: StarsPassParts,
  api: StarsApi,
): Promise<readonly string[]> {
  const cursor = startOfStars();
  const { signal } = new AbortController();
  await readStars(parts, api, cursor, { pagesMax: PAGES_BY_HAND_MAX, signal });
  return cursor.mended;
}

/** False: the list goes on, and so should the reading; whatever went wrong has time. */
async function attempt(
  parts: StarsReconcilerParts,
  api: StarsApi,
  cursor: StarsCursor,
  signal: AbortSignal,
): Promise<boolean> {
  const { log, onIncident } = parts;
  let isAtEnd = true;
  try {
    if (await parts.isWanted()) {
      const read = () => readStars(parts, api, cursor, { pagesMax: PAGES_MAX, signal });
      isAtEnd = (await parts.alone(read)) ?? true;
    }
  } catch (error) {
    if (signal.aborted) return true;
    log.warn({ error: redact(errorWords(error)) }, "Telegram's Stars could not be reconciled with");
  }
  const mended = cursor.mended.splice(0);
  if (mended.length === 0) return isAtEnd;
  log.info({ mended: mended.length }, "reconciled with Telegram's Stars");
  onIncident(mendedIncident(mended));
  return isAtEnd;
}

function mendedIncident(mended: readonly string[]): Incident {
  const rest = mended.length - LINES_MAX;
  const lines = [...mended.slice(0, LINES_MAX), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return {
    kind: "mended-stars",
    detail: `told by reconciliation, by no update: ${lines.join("; ")}`,
    mend: "bun run doctor says whether Telegram's updates reach us.",
  };
}
