// Incidents on their way to the owner. They become envelopes of the watch actor, which tells the
// owner of each kind at most once an hour; so that a storm of them does not fill the inbox either,
// this process sends at most one of a kind in a while, the latest.
//
//   report ──▶ waiting (one a kind) ──every FLUSH_MS──▶ inbox; what could not be stored waits on
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { WATCH } from "#actors/watch/index.ts";
import type { Incident as Heard } from "#actors/watch/message.ts";
import type { Append } from "./http/inbox-batcher.ts";

/** Something that a person should know, and what that person can do about it. */
export type Incident = Omit<Heard, "type">;

export interface Incidents extends Service {
  readonly report: (incident: Incident) => void;
}

const FLUSH_MS = 10_000;

/** @param nodeId this process's own, so that its incidents are nobody else's duplicates. */
export function createIncidents(parts: {
  readonly append: Append;
  readonly clock: Clock;
  readonly nodeId: string;
}): Incidents {
  const { append, clock, nodeId } = parts;
  const waiting = new Map<string, Incident>();
  let count = 0;

  const flush = async (): Promise<void> => {
    const incidents = [...waiting.values()];
    waiting.clear();
    if (incidents.length === 0) return;
    const arrivals = incidents.map((incident): Arrival => {
      count += 1;
      const body = JSON.stringify({ type: "incident", ...incident } satisfies Heard);
      const dedupeKey = `incident:${nodeId}:${count}`;
      return { dedupeKey, address: WATCH, lane: "normal", at: clock.now(), body, raw: null };
    });
    try {
      await append(arrivals);
    } catch {
      for (const incident of incidents) {
        if (!waiting.has(incident.kind)) waiting.set(incident.kind, incident);
      }
    }
  };

  const flushUntil = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await flush();
      await clock.sleep(FLUSH_MS, signal);
    }
    await flush();
  };

  const lifecycle = new Lifecycle({
    begin: async (signal, run) => run(flushUntil(signal)),
    end: async () => undefined,
  });
  return {
    name: "incidents",
    report: (incident) => void waiting.set(incident.kind, storableIncident(incident)),
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

function storableIncident({ kind, detail, mend }: Incident): Incident {
  return { kind, detail: detail.replaceAll("\0", "").toWellFormed(), mend };
}
