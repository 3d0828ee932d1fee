// Reconciliation as a service. Only one process on a database does it at a time; the others find the
// right taken and wait for their next turn.
//
//   with webhooks      a pass soon after the start, and every ten minutes; the owner is told of what
//                      was mended, because then webhooks are lost
//   without            Stripe's events every ten seconds, and a pass every minute: this is how
//                      payments are heard of, so nobody is told
//
// A reading looks back to a while before the last one that went well. Where Stripe cannot be asked,
// the next one looks back as far as the one that failed. A stop cuts the call that is under way.
import type { Stripe } from "stripe";
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { errorWords } from "#src/errors.ts";
import type { Incident } from "#src/incidents.ts";
import { failureOf } from "./outcome.ts";
import { tagsOfPayments } from "./owner-tags.ts";
import { createOwners, type OwnerReads } from "./owners.ts";
import { type Pass, type ReconcileParts, readEvents, reconcile } from "./reconcile.ts";

/** How far a pass looks back at first: as long as Stripe itself tries to deliver an event. */
const LOOK_BACK_MS = 3 * 86_400_000;
/** Without webhooks nobody else has heard of what happened while this was off; Stripe's own bound. */
const EVENTS_LOOK_BACK_MS = 30 * 86_400_000;
/** What the reading before may have missed: late entries, clocks that differ. */
const OVERLAP_MS = 30 * 60_000;
const EVENTS_OVERLAP_MS = 5 * 60_000;
/** After the start: webhooks that waited for us come first. */
const FIRST_MS = 20_000;
const PASS_MS = { withWebhooks: 10 * 60_000, without: 60_000 } as const;
const EVENTS_MS = 10_000;
/** Pages of a hundred that a reading takes of each list. */
const PAGES_MAX = 20;
/** For a reading by hand. */
export const PAGES_BY_HAND_MAX = 10 * PAGES_MAX;
/** Lines of what was mended that the owner is told. */
const LINES_MAX = 10;
/** Ids and texts that are remembered so that nothing is looked at, or told, over and over. */
const REMEMBERED_MAX = 20_000;

export interface ReconcilerParts extends Omit<ReconcileParts, "client" | "findOwner" | "reads"> {
  /** Makes a client whose calls are cut when the signal aborts. */
  readonly connect: (until: AbortSignal) => Stripe;
  readonly reads: ReconcileParts["reads"] & OwnerReads;
  readonly botId: number;
  readonly hasWebhooks: boolean;
  /** Runs alone on this database; null: another process does it. */
  readonly alone: (run: () => Promise<readonly string[]>) => Promise<readonly string[] | null>;
}

export function createReconciler(parts: ReconcilerParts): Service {
  const { clock, hasWebhooks } = parts;
  const onIncident = once(parts.onIncident);
  const heard = new Set<string>();

  /** Makes what reads once, from where the one before left off. */
  const reader = (
    signal: AbortSignal,
    span: { readonly firstMs: number; readonly overlapMs: number },
    read: (pass: Pass) => Promise<readonly string[]>,
  ): (() => Promise<void>) => {
    let since: number | null = null;
    return async () => {
      const began = clock.now();
      const pass = {
        since: since ?? began - span.firstMs,
        hasWebhooks,
        signal,
        pagesMax: PAGES_MAX,
      };
      if (await attempt(parts, onIncident, pass, read)) since = began - span.overlapMs;
    };
  };
  const each = async (
    signal: AbortSignal,
    waits: { readonly firstMs: number; readonly everyMs: number },
    run: () => Promise<void>,
  ): Promise<void> => {
    await clock.sleep(waits.firstMs, signal);
    while (!signal.aborted) {
      await run();
      await clock.sleep(waits.everyMs, signal);
    }
  };

  const lifecycle = new Lifecycle({
    begin: async (signal, loop) => {
      const live = { ...parts, onIncident, ...connected(parts, signal) };
      const events = (pass: Pass): Promise<readonly string[]> => {
        if (heard.size > REMEMBERED_MAX) heard.clear();
        return readEvents(live, pass, heard);
      };
      const whole = async (pass: Pass): Promise<readonly string[]> => [
        ...(hasWebhooks ? await events(pass) : []),
        ...(await reconcile(live, pass)),
      ];
      const span = { firstMs: LOOK_BACK_MS, overlapMs: OVERLAP_MS };
      const everyMs = hasWebhooks ? PASS_MS.withWebhooks : PASS_MS.without;
      loop(each(signal, { firstMs: FIRST_MS, everyMs }, reader(signal, span, whole)));
      if (hasWebhooks) return;
      const eventSpan = { firstMs: EVENTS_LOOK_BACK_MS, overlapMs: EVENTS_OVERLAP_MS };
      loop(each(signal, { firstMs: 0, everyMs: EVENTS_MS }, reader(signal, eventSpan, events)));
    },
    end: async () => undefined,
  });
  return {
    name: "reconciler",
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

/** One pass by hand: events, then lists. @throws what a pass throws. */
export async function reconcileOnce(
  parts: Omit<ReconcilerParts, "alone">,
  pass: Pass,
): Promise<readonly string[]> {
  const live = { ...parts, ...connected(parts, pass.signal) };
  const events = await readEvents(live, pass, new Set());
  return [...events, ...(await reconcile(live, pass))];
}

function connected(
  parts: Pick<ReconcilerParts, "connect" | "reads" | "botId" | "clock" | "random">,
  signal: AbortSignal,
): Pick<ReconcileParts, "client" | "findOwner"> {
  const client = parts.connect(signal);
  const tagsOfPayment = tagsOfPayments(client, parts);
  return { client, findOwner: createOwners({ ...parts, tagsOfPayment }) };
}

/**
 * Whether it was done here. What another process has done does not count: should that one end, this
 * one begins where it stood itself.
 */
async function attempt(
  parts: ReconcilerParts,
  onIncident: ReconcilerParts["onIncident"],
  pass: Pass,
  read: (pass: Pass) => Promise<readonly string[]>,
): Promise<boolean> {
  const { log, hasWebhooks } = parts;
  try {
    const mended = await parts.alone(() => read(pass));
    if (mended === null) return false;
    if (mended.length === 0) return true;
    log.info({ mended: mended.length, hasWebhooks }, "reconciled with Stripe");
    if (hasWebhooks) onIncident(mendedIncident(mended));
    return true;
  } catch (error) {
    if (pass.signal.aborted) return false;
    const { incident } = failureOf(error);
    if (incident !== null) parts.onIncident(incident);
    log.warn({ error: errorWords(error) }, "Stripe could not be reconciled with");
    return false;
  }
}

function mendedIncident(mended: readonly string[]): Incident {
  const rest = mended.length - LINES_MAX;
  const lines = [...mended.slice(0, LINES_MAX), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return {
    kind: "mended",
    detail: `told by reconciliation, by no webhook: ${lines.join("; ")}`,
    mend: "bun run doctor says whether Stripe's webhooks reach us.",
  };
}

/** Passes overlap, and a contradiction stays one: each is told once by this process. */
function once(onIncident: (incident: Incident) => void): (incident: Incident) => void {
  const told = new Set<string>();
  return (incident) => {
    const text = `${incident.kind} ${incident.detail}`;
    if (told.has(text)) return;
    if (told.size > REMEMBERED_MAX) told.clear();
    told.add(text);
    onIncident(incident);
  };
}
