// One actor in memory. The class holds what is known of it; `live.ts` moves it between its phases,
// the supervisor decides when.
//
//            nudge              mail               turn starts          committed, more mail
//   idle ───────────▶ reading ────────▶ ready ───────────────▶ turning ──────────────────────▶ ready
//    ▲                 │   ▲                                    │   │
//    │     no mail     │   │  back-off or park is over          │   │ it failed, or nobody knows
//    ├─────────────────┘   └──────────────── waiting ◀──────────│───┘
//    └──────────────────────────────── committed, no more mail ─┘
//
// `gone` from anywhere: passivated (from idle only), or its partition was given up.
//
// - idle: nothing is under way. Only then may it be passivated, in one synchronous step: its state is
//   in its row already, so there is nothing to flush and no moment for a nudge to fall into.
// - reading: the reader has it, queued or in a fetch. Nobody else may touch it.
// - ready: it stands in the run queue with mail in its mailbox.
// - turning: its turn is with the journal. It believes in nothing new until the commit is known.
// - waiting: it failed; what it believed is forgotten, and it is read again when its time comes.
//
// A nudge in any phase but idle only sets `again`; the reader clears that before it asks the store,
// so a nudge during a read leads to another read.
import { type Address, addressKey, partitionOf } from "#actors/kernel/address.ts";
import type { ActorRef, Pending } from "#actors/kernel/ports.ts";

export type Phase = "idle" | "reading" | "ready" | "turning" | "waiting" | "gone";

/** What an activation read from its row, or made of it by committed turns. */
export interface Belief {
  readonly actor: ActorRef;
  readonly epoch: number;
  readonly version: number;
  /** JSON; null for an actor that has never committed. */
  readonly stored: string | null;
}

export class Activation {
  readonly address: Address;
  readonly key: string;
  readonly partition: number;
  phase: Phase = "gone";
  /** Monotonic milliseconds at which it entered its phase. */
  since = 0;
  /** A nudge came since its mail was last asked for. */
  again = false;
  /** That nudge was urgent: its mail overtakes what the mailbox holds. */
  againUrgent = false;
  /** It stands in the reader's queue (and is not in a fetch). */
  isQueued = false;
  /** The last read was cut off at its limit: the inbox has more. */
  hasMore = false;
  /** Envelopes that are known to wait, an estimate from nudges, reads and turns. */
  backlog = 0;
  /** Commits in a row whose outcome was unknown or that missed. */
  doubts = 0;
  /** Null until it is activated, and after any doubt about its row. */
  belief: Belief | null = null;
  /** The state as an object; undefined while it only has the JSON. */
  state: unknown = undefined;
  /** The head of its mail, in order; the rest waits in the inbox. Made when there is mail. */
  mailbox: Pending[] | null = null;
  /** Its latest turn, perhaps ended, so that whoever gives up the partition can wait for it. */
  turn: Promise<void> | null = null;
  /** Links of the idle list that it is in. */
  previous: Activation | null = null;
  next: Activation | null = null;
  /** It has been idle for long enough to keep only the JSON of its state. */
  isCool = false;

  constructor(address: Address) {
    this.address = address;
    this.key = addressKey(address);
    this.partition = partitionOf(address);
  }

  /** Drops everything that only the row can confirm. */
  forget(): void {
    this.belief = null;
    this.state = undefined;
    this.mailbox = null;
  }

  /** Keeps what an idle actor needs: one string. */
  compact(): void {
    this.state = undefined;
    this.mailbox = null;
    this.turn = null;
    this.isCool = true;
  }
}
