// Who failed, how often, and what follows. Two things can be at fault, and each has its own limit:
//
// - An *envelope* is judged by its attempts, which are counted in its inbox row and so survive a
//   crash of the process. After ATTEMPTS_MAX it becomes a dead letter: it leaves the mailbox, its
//   owner is told once, an operator can redrive it, and the actor goes on with the next one.
// - An *actor* is judged by its restarts. More than RESTARTS_MAX within RESTART_WINDOW_MS means that
//   not one envelope but its state or its code is bad: it is quarantined, that is, parked for 1, then
//   5, then 15 minutes. Its mail waits in the inbox, untouched and uncounted. After a park it is on
//   probation: one more failure before a turn commits parks it again, for longer. So a broken actor
//   costs a try every 15 minutes, and loses only envelopes that it itself has failed on five times.
//
// A poison message alone stays below the actor's limit, so it costs its actor about a second and
// nobody else anything. Limits multiply up the tree, so the tree is shallow: actor, then partition
// (ESCALATION_SHARE of its live actors crashing at once is no actor's fault), then process.

/** The last try that fails makes a dead letter. */
export const ATTEMPTS_MAX = 5;
const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 30_000;
const MINUTE_MS = 60_000;
const PARKS_MS: readonly number[] = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS];
/** A history is forgotten when nothing has failed for this long after the last crash or park. */
const FORGIVEN_MS = 15 * MINUTE_MS;
const ESCALATION_SHARE = 0.1;
const ESCALATION_WINDOW_MS = 60_000;
/** Fewer crashed actors than this are bad luck, however small the partition is. */
const ESCALATION_ACTORS_MIN = 10;

interface History {
  /** Monotonic milliseconds, within the window. */
  crashes: number[];
  lastCrashAt: number;
  parks: number;
  parkedUntil: number;
  isOnProbation: boolean;
}

export class Restarts {
  readonly #byPartition = new Map<number, Map<string, History>>();

  /**
   * Counts a restart of an actor at `now` (monotonic); answers for how many milliseconds it is to be
   * parked, 0 when it may go on after its back-off.
   */
  crashed(key: string, partition: number, now: number): number {
    const history = this.#historyOf(key, partition, now);
    history.crashes = history.crashes.filter((at) => at > now - RESTART_WINDOW_MS);
    history.crashes.push(now);
    history.lastCrashAt = now;
    if (!history.isOnProbation && history.crashes.length <= RESTARTS_MAX) return 0;
    const parkMs = PARKS_MS[Math.min(history.parks, PARKS_MS.length - 1)] ?? 0;
    history.parks += 1;
    history.parkedUntil = now + parkMs;
    history.isOnProbation = true;
    history.crashes = [];
    return parkMs;
  }

  /** A turn of the actor has committed. */
  committed(key: string, partition: number): void {
    const history = this.#byPartition.get(partition)?.get(key);
    if (history !== undefined) history.isOnProbation = false;
  }

  /** Whether so many of a partition's `live` actors crash that none of them can be at fault. */
  isEpidemic(partition: number, live: number, now: number): boolean {
    const limit = Math.max(ESCALATION_ACTORS_MIN, live * ESCALATION_SHARE);
    let crashed = 0;
    for (const history of this.#byPartition.get(partition)?.values() ?? []) {
      if (history.lastCrashAt > now - ESCALATION_WINDOW_MS) crashed += 1;
      if (crashed > limit) return true;
    }
    return false;
  }

  /** Forgets what happened in partitions that another process has now. */
  forget(partitions: readonly number[]): void {
    for (const partition of partitions) this.#byPartition.delete(partition);
  }

  /** Forgets those who have behaved for long enough. */
  forgive(now: number): void {
    for (const [partition, histories] of this.#byPartition) {
      for (const [key, history] of histories) {
        if (isForgiven(history, now)) histories.delete(key);
      }
      if (histories.size === 0) this.#byPartition.delete(partition);
    }
  }

  #historyOf(key: string, partition: number, now: number): History {
    let histories = this.#byPartition.get(partition);
    if (histories === undefined) {
      histories = new Map();
      this.#byPartition.set(partition, histories);
    }
    const known = histories.get(key);
    if (known !== undefined) return known;
    const history = {
      crashes: [],
      lastCrashAt: now,
      parks: 0,
      parkedUntil: now,
      isOnProbation: false,
    };
    histories.set(key, history);
    return history;
  }
}

function isForgiven(history: History, now: number): boolean {
  return now - Math.max(history.lastCrashAt, history.parkedUntil) > FORGIVEN_MS;
}
