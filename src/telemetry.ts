// What the program says of itself: every event becomes a figure, the rare ones a line in the log,
// and those that a person must mend an incident. Nothing here can fail or slow down its caller.
import { addressKey } from "#actors/kernel/address.ts";
import type { Clock, Logger, RuntimeEvent, Telemetry } from "#actors/kernel/ports.ts";
import type { Incident } from "./incidents.ts";
import { type Gauges, Metrics } from "./metrics.ts";

export interface ProcessTelemetry extends Telemetry {
  readonly onUpdate: (kind: string, answer: string) => void;
  /** An event of Stripe's; `kind` is one that we use, `other` or `none`. */
  readonly onStripeEvent: (kind: string, answer: string) => void;
  readonly onWebhook: (answer: { readonly status: number; readonly ms: number }) => void;
  /** A group takes messages for its topics into General. */
  readonly onStray: (groupId: number) => void;
  /** How many faults the books have, as far as was last looked. */
  readonly onLedger: (faults: number) => void;
  readonly report: (incident: Incident) => void;
  /** Where the gauges come from, once there is something to measure. */
  readonly observe: (gauges: () => Gauges) => void;
  readonly scrape: () => Promise<{ readonly text: string; readonly contentType: string }>;
}

/** So many lost topics within this time are no accident of one person. */
const TOPIC_STORM = { losses: 20, withinMs: 10 * 60_000 } as const;

/** @param onIncident hears of what a person must mend. */
export function createTelemetry(parts: {
  readonly log: Logger;
  readonly clock: Clock;
  readonly onIncident: (incident: Incident) => void;
}): ProcessTelemetry {
  const { log, clock, onIncident } = parts;
  let gauges = (): Gauges | null => null;
  const metrics = new Metrics(() => gauges());
  const report = (incident: Incident): void => {
    metrics.incidents.inc({ kind: incident.kind });
    log.error({ ...incident }, "an incident");
    onIncident(incident);
  };
  const hasStorm = stormDetector(clock);
  const count = counting(metrics);
  return {
    emit(event) {
      count(event);
      noteEvent(log, event);
      const incident = incidentOf(event);
      if (incident !== null) report(incident);
      if (event.event === "refused" && event.code === "topic-gone" && hasStorm()) {
        report(TOPIC_STORM_INCIDENT);
      }
    },
    onUpdate: (kind, answer) => metrics.updates.inc({ kind, answer }),
    onStripeEvent: (kind, answer) => metrics.events.inc({ kind, answer }),
    onWebhook({ status, ms }) {
      metrics.webhooks.inc({ status });
      metrics.webhookSeconds.observe(ms / 1000);
    },
    onStray: (groupId) => report(strayIncident(groupId)),
    onLedger: (faults) => metrics.ledgerFaults.set(faults),
    report,
    observe(next) {
      gauges = next;
    },
    async scrape() {
      const { registry } = metrics;
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

function counting(metrics: Metrics): (event: RuntimeEvent) => void {
  return (event) => {
    switch (event.event) {
      case "turn":
        metrics.turns.inc({ kind: event.kind });
        metrics.turnWaitSeconds.observe(event.waitedMs / 1000);
        return;
      case "commit":
        metrics.commitTurns.observe(event.turns);
        metrics.commitSeconds.observe(event.ms / 1000);
        metrics.missed.inc(event.missed);
        return;
      case "activated":
        metrics.activated.inc(event.count);
        metrics.fenced.inc(event.fenced);
        return;
      case "passivated":
        return metrics.passivated.inc(event.count);
      case "restart":
        return metrics.restarts.inc({ kind: event.kind });
      case "quarantine":
        return metrics.quarantines.inc();
      case "deadLetter":
        return metrics.deadLetters.inc();
      case "call":
        metrics.calls.inc({ verb: event.verb, outcome: event.outcome });
        metrics.callSeconds.observe({ verb: event.verb }, event.ms / 1000);
        metrics.merged.inc(event.merged);
        return;
      case "refused":
        return metrics.refusals.inc({ verb: event.verb, code: event.code });
      case "flood":
        return metrics.floods.inc({ scope: event.scope });
      case "lease":
        return metrics.leases.inc({ change: event.change }, event.count);
      case "storeError":
        return metrics.storeErrors.inc({ operation: event.operation });
    }
  };
}

/** Only what is rare: turns, commits and calls are figures, never lines. */
function noteEvent(log: Logger, event: RuntimeEvent): void {
  switch (event.event) {
    case "restart":
    case "quarantine":
    case "flood":
    case "storeError":
      return log.warn(event, event.event);
    case "deadLetter":
      return log.error(event, event.event);
    case "refused":
    case "lease":
      return log.info(event, event.event);
    default:
      return undefined;
  }
}

function incidentOf(event: RuntimeEvent): Incident | null {
  switch (event.event) {
    case "deadLetter":
      return {
        kind: "dead-letter",
        detail: `${addressKey(event.address)}, inbox ${event.id}: ${event.error}`,
        mend: "Find the cause in the log; once it is mended, redrive it.",
      };
    case "quarantine":
      return {
        kind: "quarantine",
        detail: `${addressKey(event.address)} keeps failing and waits for a while`,
        mend: "Find the cause in the log; it tries again by itself.",
      };
    case "refused":
      return refusalIncident(event.code, event.reason);
    default:
      return null;
  }
}

function refusalIncident(code: string, reason: string): Incident | null {
  switch (code) {
    case "no-rights":
      return {
        kind: "no-rights",
        detail: reason,
        mend:
          "In the admin group: Administrators → the bot → allow Manage Topics, Pin Messages and " +
          "Delete Messages; and in the group's settings, Topics must be on.",
      };
    case "chat-gone":
      return {
        kind: "chat-gone",
        detail: reason,
        mend: "Add the bot to the admin group again, as an administrator.",
      };
    case "unauthorized":
      return {
        kind: "unauthorized",
        detail: reason,
        mend: "Get a new token from @BotFather and set BOT_TOKEN.",
      };
    default:
      return null;
  }
}

function strayIncident(groupId: number): Incident {
  return {
    kind: "stray-topic",
    detail: `a fan's message for a topic of group ${groupId} landed outside of it and was deleted`,
    mend: "In the group's settings, switch Topics on.",
  };
}

const TOPIC_STORM_INCIDENT: Incident = {
  kind: "topic-storm",
  detail: `${TOPIC_STORM.losses} topics were lost within ten minutes`,
  mend:
    "If nobody deletes them, the group has grown past what Telegram shows to bots: add a new " +
    "forum group to ADMIN_GROUP_IDS.",
};

/** True once for every storm, then the count begins anew. */
function stormDetector(clock: Clock): () => boolean {
  let losses: number[] = [];
  return () => {
    const now = clock.monotonic();
    losses = [...losses.filter((at) => now - at < TOPIC_STORM.withinMs), now];
    if (losses.length < TOPIC_STORM.losses) return false;
    losses = [];
    return true;
  };
}
