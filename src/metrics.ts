// What Prometheus scrapes. No label names a fan, a topic or a text: labels are closed lists of ours
// (kinds, verbs, codes) and the deployment's few groups.

import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { GroupStats, RelayStats } from "#actors/runtime/relay-stats.ts";
import type { SupervisorStats } from "#actors/runtime/supervisor.ts";

/** Figures that are asked for when a scrape comes, rather than counted as they happen. */
export interface Gauges {
  readonly supervisor: SupervisorStats;
  readonly relay: RelayStats;
}

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** One process's instruments. */
export class Metrics {
  readonly registry = new Registry();
  readonly updates = this.#counter("updates_total", "Updates by kind and answer", "kind", "answer");
  readonly events = this.#counter("stripe_events_total", "Events by kind", "kind", "answer");
  readonly webhooks = this.#counter("webhook_answers_total", "Webhook answers", "status");
  readonly webhookSeconds = this.#histogram("webhook_seconds", "Time to answer a webhook", FAST);
  readonly turns = this.#counter("turns_total", "Turns by kind of actor", "kind");
  readonly turnWaitSeconds = this.#histogram("turn_wait_seconds", "From nudge to turn", FAST);
  readonly commitTurns = this.#histogram("commit_turns", "Turns in one commit", SIZES);
  readonly commitSeconds = this.#histogram("commit_seconds", "Time of one commit", FAST);
  readonly missed = this.#counter("commit_missed_total", "Turns that missed their commit");
  readonly activated = this.#counter("activations_total", "Actors read into memory");
  readonly fenced = this.#counter("fenced_total", "Activations refused for a lost lease");
  readonly passivated = this.#counter("passivations_total", "Actors put to sleep");
  readonly restarts = this.#counter("restarts_total", "Restarted actors by kind", "kind");
  readonly quarantines = this.#counter("quarantines_total", "Actors put aside for failing");
  readonly deadLetters = this.#counter("dead_letters_total", "Envelopes that nobody could take");
  readonly calls = this.#counter("calls_total", "Calls by verb and outcome", "verb", "outcome");
  readonly callSeconds = this.#histogram("call_seconds", "Time of one call", FAST, "verb");
  readonly merged = this.#counter("calls_merged_total", "Effects that shared another one's call");
  readonly refusals = this.#counter("refusals_total", "Refused calls", "verb", "code");
  readonly floods = this.#counter("floods_total", "429 answers by what they stop", "scope");
  readonly leases = this.#counter("lease_changes_total", "Partitions gained and lost", "change");
  readonly storeErrors = this.#counter("store_errors_total", "Failed operations", "operation");
  readonly ledgerFaults = this.#gauge("ledger_faults", "Faults in the books at the last look");
  readonly incidents = this.#counter("incidents_total", "Incidents by kind", "kind");

  /** @param gauges is asked at every scrape; null while there is nothing to measure. */
  constructor(gauges: () => Gauges | null) {
    registerGauges(this.registry, gauges);
  }

  #counter<Label extends string>(name: string, help: string, ...labelNames: Label[]) {
    return new Counter({ name: named(name), help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string) {
    return new Gauge({ name: named(name), help, registers: [this.registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: Label[]
  ) {
    const registers = [this.registry];
    return new Histogram({ name: named(name), help, buckets, labelNames, registers });
  }
}

function named(name: string): string {
  return `stagedoor_${name}`;
}

function registerGauges(registry: Registry, gauges: () => Gauges | null): void {
  const gauge = (name: string, help: string, read: (now: Gauges) => number): void => {
    const collect = function collect(this: Gauge): void {
      const now = gauges();
      this.set(now === null ? 0 : read(now));
    };
    registry.registerMetric(new Gauge({ name: named(name), help, registers: [], collect }));
  };
  const byGroup = (name: string, help: string, read: (group: GroupStats) => number): void => {
    const collect = function collect(this: Gauge<"group">): void {
      this.reset();
      for (const group of gauges()?.relay.groups ?? []) {
        this.set({ group: String(group.groupId) }, read(group));
      }
    };
    const labelNames = ["group"] as const;
    registry.registerMetric(
      new Gauge({ name: named(name), help, labelNames, registers: [], collect }),
    );
  };
  gauge("live_actors", "Actors in memory", (now) => now.supervisor.live);
  gauge("backlog", "Envelopes known to wait for a turn", (now) => now.supervisor.backlog);
  gauge("backlog_oldest_seconds", "How long the longest waits", (now) => {
    return now.supervisor.oldestWaitMs / 1000;
  });
  gauge("partitions", "Partitions this process owns", (now) => now.supervisor.partitions);
  gauge("outbox_effects", "Effects that wait to be sent", (now) => now.relay.effects);
  gauge("outbox_oldest_seconds", "How long the longest waits for its group", (now) => {
    return Math.max(0, ...now.relay.groups.map((group) => group.oldestMs)) / 1000;
  });
  gauge("outbox_unsettled", "Results not committed yet", (now) => now.relay.unsettled);
  gauge("calls_under_way", "Calls without an answer yet", (now) => now.relay.calls);
  gauge("lanes_stopped", "Lanes that wait for a person", (now) => now.relay.stopped);
  byGroup("lane_depth", "Effects that wait, by group", (group) => group.effects);
  byGroup("lane_oldest_seconds", "How long the longest waits, by group", (group) => {
    return group.oldestMs / 1000;
  });
  gauge("resident_memory_bytes", "Memory of the process", () => process.memoryUsage.rss());
  gauge("uptime_seconds", "Since the process began", () => process.uptime());
}
