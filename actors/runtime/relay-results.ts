// What came of calls, applied: to the lanes that they came from, to the ways they went out by, and to
// the outbox. Every effect that leaves a lane here leaves a settlement behind; only transient ones
// are forgotten.
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Clock, Link, Performed, Random, Telemetry } from "#actors/kernel/ports.ts";
import type { Ticket } from "./fairness.ts";
import { NO_CHAT } from "./fairness-gates.ts";
import { type Entry, isMender, type Lane, type Sender } from "./lane.ts";
import { stopAfter } from "./lane-stop.ts";
import type { Lanes } from "./lanes.ts";
import { poolOf } from "./pools.ts";
import type { Exits } from "./relay-exits.ts";
import {
  againAfterMs,
  arrivalOf,
  judge,
  linksOf,
  type Settling,
  settlementOf,
  UNAUTHORIZED_PAUSE_MS,
} from "./relay-outcome.ts";
import type { SettleBatch } from "./settle-batch.ts";

const DONE: Outcome = { type: "done", sent: null };
const NO_LINKS: readonly Link[] = [];
const nothing = (): void => undefined;

export interface ResultsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly lanes: Lanes;
  readonly exits: Pick<Exits, "close" | "flooded">;
  readonly batch: SettleBatch;
  /** A sender's lanes may choose anew. */
  readonly onChanged: (sender: Sender) => void;
}

/** A call that was answered. `run` is what it carried: one effect, or posts that were merged. */
export interface Finished {
  readonly ticket: Ticket<Lane>;
  readonly run: readonly Entry[];
  readonly call: Call;
  readonly performed: Performed;
}

type Refused = Extract<Outcome, { type: "refused" }>;

export class Results {
  readonly #deps: ResultsDeps;

  constructor(deps: ResultsDeps) {
    this.#deps = deps;
  }

  /** Judges a call. The caller lets the sender's lanes choose anew. */
  finish(finished: Finished): void {
    const { run, ticket, performed } = finished;
    const { outcome } = performed;
    const [first, ...others] = run;
    if (first === undefined) return;
    const lane = ticket.holder;
    lane.phase = "waiting";
    for (const entry of run) {
      entry.isCalling = false;
      entry.attempts += 1;
    }
    if (outcome.type === "refused") this.#tellRefused(finished.call, outcome);
    switch (judge(first, others.length, outcome)) {
      case "delivered":
        this.#delivered(finished, first);
        return;
      case "discard":
        if (outcome.type === "refused") this.#discard(first, outcome, this.#hold(first));
        return;
      case "forget":
        this.#deps.lanes.remove(first);
        return;
      case "stop":
        if (outcome.type === "refused") this.#stop(finished, first, outcome);
        return;
      case "retry":
        if (outcome.type === "retry") this.#flooded(finished, first, outcome);
        return;
      case "again":
        first.notBefore = this.#now() + againAfterMs(first.attempts, this.#deps.random);
        break;
      case "apart":
        for (const entry of run) entry.isAlone = true;
        break;
      case "closed":
        this.#deps.exits.close(ticket, UNAUTHORIZED_PAUSE_MS, false);
        break;
    }
    this.#wait(first);
  }

  /** A newer effect says what this one would have said: as good as done, and nobody's news. */
  supersede(entry: Entry): void {
    this.#free(entry);
    const settling = {
      to: "delivered",
      outcome: DONE,
      links: NO_LINKS,
      tellsActor: false,
    } as const;
    this.#settle(entry, settling, nothing);
  }

  /** What this effect waits for will never be done, so neither will it. */
  skip(entry: Entry): void {
    const reason = `skipped: effect ${entry.after ?? 0} will not be done`;
    this.#discard(entry, { type: "refused", code: "bad-request", reason }, nothing);
  }

  #delivered({ run, performed }: Finished, first: Entry): void {
    const { lane } = first;
    if (lane.kind === "topic" && first.effect.verb !== "react") lane.stop = null;
    const shares = linksOf(run, performed.links);
    for (const [i, entry] of run.entries()) {
      this.#deps.lanes.remove(entry);
      this.#free(entry);
      const { reportsDone: tellsActor } = entry.traits;
      const links = shares[i] ?? NO_LINKS;
      const settling = { to: "delivered", outcome: performed.outcome, links, tellsActor } as const;
      this.#settle(entry, settling, tellsActor ? this.#hold(entry) : nothing);
    }
  }

  /** Lets those go that waited for an effect to be done. */
  #free(entry: Entry): void {
    for (const dependent of entry.lane.sender.dependentsOf(entry.id)) dependent.after = null;
  }

  /** For good. The store discards what waits for it with the same settlement. */
  #discard(entry: Entry, outcome: Refused, onCommitted: () => void): void {
    const { lanes } = this.#deps;
    const tellsActor = !entry.traits.isCosmetic;
    lanes.remove(entry);
    this.#settle(entry, { to: "discarded", outcome, links: NO_LINKS, tellsActor }, onCommitted);
  }

  #stop({ call }: Finished, first: Entry, outcome: Refused): void {
    const { lane } = first;
    // A lane that was given up is its next owner's to stop.
    if (lane.isDropped) return;
    const { groupId, topicId } = call.route;
    const menderId = isMender(first.effect) ? first.id : 0;
    const refused = { code: outcome.code, groupId, topicId, menderId };
    const stopping = stopAfter(refused, lane.stop, lane.goneAt, this.#now());
    lane.stop = stopping.stop;
    lane.goneAt = stopping.goneAt;
    if (!stopping.tellsActor) return;
    // Another telling than the settlement's; after a crash the same loss is not told a second time.
    const dedupeKey = `stopped:${first.id}:${topicId ?? 0}:${first.attempts}`;
    this.#deps.batch.tell(arrivalOf(first, outcome, dedupeKey, this.#deps.clock.now()));
  }

  #flooded({ ticket }: Finished, first: Entry, outcome: Extract<Outcome, { type: "retry" }>): void {
    const { lanes, exits, telemetry, onChanged } = this.#deps;
    const { afterMs, scope } = outcome;
    const isFlood = outcome.isUnreached !== true;
    // Floods are Telegram's; what a pool was told is in the figures of its calls.
    if (isFlood && poolOf(first.traits.lane) === null) {
      telemetry.emit({ event: "flood", scope, afterMs });
    }
    if (first.traits.isTransient) lanes.remove(first);
    else if (first.traits.isCosmetic || ticket.chat === NO_CHAT) {
      first.notBefore = this.#now() + afterMs;
    }
    this.#wait(first);
    if (scope === "bot") exits.close(ticket, afterMs, isFlood);
    else for (const lane of exits.flooded(ticket, afterMs)) onChanged(lane.sender);
  }

  /** Back to waiting, unless a newer effect with the same key has come meanwhile. */
  #wait(entry: Entry): void {
    const { lanes } = this.#deps;
    if (entry.traits.isTransient || lanes.waitsAgain(entry)) return;
    lanes.remove(entry);
    this.supersede(entry);
  }

  /** Keeps the lane of an effect from its next call until its actor is sure to hear of this one. */
  #hold({ lane, traits }: Entry): () => void {
    if (traits.isCosmetic && !traits.reportsDone) return nothing;
    lane.phase = "settling";
    return () => {
      lane.phase = "waiting";
      this.#deps.onChanged(lane.sender);
    };
  }

  #settle(entry: Entry, settling: Omit<Settling, "at">, onCommitted: () => void): void {
    const { batch, clock } = this.#deps;
    if (entry.traits.isTransient) return;
    const busy = entry.lane.sender.partition.busyOf(entry.lane);
    busy.enter();
    batch.add(settlementOf(entry, { ...settling, at: clock.now() }), () => {
      busy.leave();
      onCommitted();
    });
  }

  #tellRefused(call: Call, { code, reason }: Refused): void {
    this.#deps.telemetry.emit({ event: "refused", verb: call.effect.verb, code, reason });
  }

  #now(): number {
    return this.#deps.clock.monotonic();
  }
}
