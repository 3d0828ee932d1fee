// One decision while it is being made. Handlers are given a turn, read `turn.state` and say what
// follows; the state itself is never changed in place, so a turn that throws leaves nothing behind.
import type { Decision, Emitted, HeldChange, TimerChange } from "#actors/kernel/actor.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { EFFECTS_PER_TURN_MAX, type Envelope, effectId } from "#actors/kernel/envelope.ts";
import { invariant } from "#actors/kernel/errors.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Row } from "#actors/kernel/rows.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { State } from "./state.ts";
import type { TimerName } from "./timers.ts";

type WithoutAt<R> = R extends Row ? Omit<R, "at"> : never;

/** How an effect is to wait; see `Emitted`. */
export type Waiting = Omit<Emitted, "effect">;

export class Turn {
  readonly envelopeId: number;
  /** Unix milliseconds; the only time there is. */
  readonly at: number;
  readonly settings: Settings;
  #state: State;
  readonly #effects: Emitted[] = [];
  readonly #held: HeldChange[] = [];
  readonly #rows: Row[] = [];
  readonly #timers = new Map<TimerName, TimerChange>();
  readonly #purchases = new Map<string, Purchase>();

  constructor(state: State, envelope: Envelope<unknown>, settings: Settings) {
    this.#state = state;
    this.envelopeId = envelope.id;
    this.at = envelope.at;
    this.settings = settings;
  }

  get state(): State {
    return this.#state;
  }

  /** Replaces parts of the state. */
  set(changes: Partial<State>): void {
    this.#state = { ...this.#state, ...changes };
  }

  /** Adds an effect; answers its index in this turn, which `after` may name. */
  emit(effect: Effect, waiting: Waiting = {}): number {
    invariant(
      this.#effects.length < EFFECTS_PER_TURN_MAX,
      "a turn has a bounded number of effects",
    );
    this.#effects.push({ effect, ...waiting });
    return this.#effects.length - 1;
  }

  /** The id under which an effect of this turn will be an outbox row. */
  idOf(index: number): number {
    return effectId(this.envelopeId, index);
  }

  /** Lets a held effect of an earlier turn go, or drops it. */
  changeHeld(change: HeldChange): void {
    this.#held.push(change);
  }

  row(row: WithoutAt<Row>): void {
    this.#rows.push({ ...row, at: this.at });
  }

  /** The version that this turn gave a purchase, null when it has not changed it yet. */
  versionOf(purchaseId: string): number | null {
    return this.#purchases.get(purchaseId)?.version ?? null;
  }

  /** One row a purchase and turn: what is written last holds. */
  writePurchase(purchase: Purchase): void {
    this.#purchases.set(purchase.id, purchase);
  }

  setTimer(name: TimerName, at: number): void {
    this.#timers.set(name, { name, set: at });
  }

  clearTimer(name: TimerName): void {
    this.#timers.set(name, { name, clear: true });
  }

  decision(): Decision<State> {
    return {
      state: this.#state,
      effects: this.#effects,
      held: this.#held,
      rows: [...this.#rows, ...this.#purchaseRows()],
      timers: [...this.#timers.values()],
    };
  }

  #purchaseRows(): Row[] {
    return [...this.#purchases.values()].map((purchase) => ({
      row: "purchase",
      purchase,
      at: this.at,
    }));
  }
}
