// A fact or an order on its way to an actor. Time enters the program here and nowhere else: `at` is
// stamped by whoever took the fact in, and `decide` compares it with numbers in its state.
import type { Address, Lane } from "./address.ts";
import type { EffectVerb } from "./effect.ts";
import type { Outcome } from "./outcome.ts";

/** A fact as ingest hands it to the inbox, before it has an id. */
export interface Arrival {
  /** Unique for ever, e.g. `telegram:<bot id>:<update id>`; a second one is a duplicate. */
  readonly dedupeKey: string;
  readonly address: Address;
  readonly lane: Lane;
  /** Unix milliseconds. */
  readonly at: number;
  /** The message as JSON, free of NUL and lone surrogates. */
  readonly body: string;
  /** What was received, byte for byte as text, for audit and replay; null when we made it. */
  readonly raw: string | null;
}

export interface Envelope<Message> {
  /** The inbox row's id: a positive safe integer, the root of every id a turn derives. */
  readonly id: number;
  /** Unix milliseconds at which the fact was taken in. */
  readonly at: number;
  /** How often this envelope has been tried before; 0 the first time. */
  readonly attempts: number;
  readonly message: Message;
}

/** What came of an effect, as the actor that asked for it hears it. */
export interface OutcomeMessage {
  readonly type: "outcome";
  readonly effectId: number;
  readonly verb: EffectVerb;
  readonly outcome: Outcome;
  /** The effect's own `tag`, so that an actor knows what it had asked for. */
  readonly tag: string | null;
}

/** A durable timer that the actor set has come due. */
export interface TimerMessage {
  readonly type: "timer";
  readonly name: string;
  /** Unix milliseconds that it was set for. */
  readonly dueAt: number;
}

/** Effects one turn may have; ids are derived by multiplication, so this is part of the format. */
export const EFFECTS_PER_TURN_MAX = 256;

/** The id of a turn's n-th effect: derived, so a turn run twice makes the same rows. */
export function effectId(envelopeId: number, index: number): number {
  return envelopeId * EFFECTS_PER_TURN_MAX + index;
}
