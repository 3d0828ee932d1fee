// Commits the decided turns of many actors together (one statement, ADR 3). The supervisor has at
// most one turn of an actor here at a time, so no batch and no two batches hold two of one actor.
//
// What a turn's commit can come to:
//
//   committed  everything of it is durable
//   missed     nothing of it is: the row had moved on, or the envelope was not pending any more
//   rejected   the store refused this very turn by a rule, or failed on it while it took others: the
//              turn is at fault
//   unknown    the store did not answer, or failed on everything: it may or may not be durable
//
// A batch whose promise rejects is tried again turn by turn, so that one bad turn fails alone. If the
// batch had been committed and only its answer was lost, each second try misses: its actor then reads
// its row again and finds the turn done. So a `missed` may in truth be a success, and costs a read;
// the outlet is told to look for what such a turn would have let out (turns.ts).

import { StoreFailure } from "#actors/kernel/errors.ts";
import type { Clock, CommitResult, Store, Telemetry, TurnCommit } from "#actors/kernel/ports.ts";
import { Batcher } from "./batcher.ts";
import { describeError } from "./describe.ts";

export type JournalResult = CommitResult | "rejected" | "unknown";

/** Multi-row statements gain little beyond this, and a failed batch costs one try a turn. */
const TURNS_PER_COMMIT_MAX = 256;

/** While the database flushes one batch, it can work on another; a third would only queue there. */
const COMMITS_IN_FLIGHT_MAX = 2;

/** So many failures in a row mean that the store is down, and the rest need not be tried. */
const FAILURES_IN_A_ROW_MAX = 3;

export interface JournalDeps {
  readonly store: Pick<Store, "commit">;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export class Journal {
  readonly #deps: JournalDeps;
  readonly #batcher: Batcher<TurnCommit, JournalResult>;

  constructor(deps: JournalDeps) {
    this.#deps = deps;
    this.#batcher = new Batcher({
      work: (turns) => this.#commitAll(turns),
      batchMax: TURNS_PER_COMMIT_MAX,
      inFlightMax: COMMITS_IN_FLIGHT_MAX,
    });
  }

  /** Never rejects: a store that does not answer is the result `unknown`. */
  commit(turn: TurnCommit): Promise<JournalResult> {
    return this.#batcher.add(turn);
  }

  async #commitAll(turns: readonly TurnCommit[]): Promise<readonly JournalResult[]> {
    const answer = await this.#try(turns);
    if (answer !== "refused" && answer !== "failed") return answer;
    if (turns.length > 1) return this.#oneByOne(turns);
    return [answer === "refused" ? "rejected" : "unknown"];
  }

  async #oneByOne(turns: readonly TurnCommit[]): Promise<readonly JournalResult[]> {
    const results: JournalResult[] = [];
    let inARow = 0;
    let answered = 0;
    for (const turn of turns) {
      if (inARow >= FAILURES_IN_A_ROW_MAX) {
        results.push("unknown");
        continue;
      }
      const answer = await this.#try([turn]);
      const [result = "rejected"] = answer === "refused" || answer === "failed" ? [] : answer;
      results.push(result);
      inARow = answer === "failed" ? inARow + 1 : 0;
      if (answer !== "failed") answered += 1;
    }
    return answered > 0 ? results : results.map(() => "unknown");
  }

  /** What the store answered; `failed` when nobody knows what became of it. */
  async #try(
    turns: readonly TurnCommit[],
  ): Promise<readonly CommitResult[] | "refused" | "failed"> {
    const { store, clock, telemetry } = this.#deps;
    const began = clock.monotonic();
    try {
      const results = await store.commit(turns);
      const missed = results.filter((result) => result === "missed").length;
      const ms = clock.monotonic() - began;
      telemetry.emit({ event: "commit", turns: turns.length, missed, ms });
      return results;
    } catch (error) {
      telemetry.emit({ event: "storeError", operation: "commit", error: describeError(error) });
      return error instanceof StoreFailure && error.isRefusal ? "refused" : "failed";
    }
  }
}
