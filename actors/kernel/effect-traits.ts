// How the relay treats an effect: which lane it waits in, what it costs, what it yields to.

/** Lanes are strictly in order, one call in flight; `free` effects wait for nobody. */
export type EffectLane =
  | "topic"
  | "fan"
  | "promotion"
  | "owner"
  | "desk"
  | "free"
  | "stripe"
  | "books";

export interface EffectTraits {
  readonly lane: EffectLane;
  /** Counts against Telegram's message limits of the chat it goes to (edits and topics do). */
  readonly costsMessages: boolean;
  /** Not an outbox row: a crash may forget it. */
  readonly isTransient: boolean;
  /** Yields to everything that carries a message, and its refusal is nobody's news. */
  readonly isCosmetic: boolean;
  /** A newer effect with the same key replaces an older one that still waits. */
  readonly coalesceKey: string | null;
  /** The actor hears of `done` too; refusals are always heard unless cosmetic. */
  readonly reportsDone: boolean;
  /** Goes before everything that waits in its lane (mending the lane itself). */
  readonly goesFirst: boolean;
  /** Goes only where nobody else wants to, and leaves room for whoever comes next. */
  readonly yields?: true;
}
