// An actor is a pure function over its state. The runtime calls `decide` with one envelope at a
// time, commits what comes out as a whole, and only then believes it.
import type { ActorKind, Address } from "./address.ts";
import type { Effect, Header } from "./effect.ts";
import type { Envelope } from "./envelope.ts";
import type { Projection, Row } from "./rows.ts";
import type { Settings } from "./settings.ts";

/** A durable timer: one a name; setting it again moves it. */
export type TimerChange =
  | { readonly name: string; readonly set: number }
  | { readonly name: string; readonly clear: true };

/** An effect and how it is to wait. */
export interface Emitted {
  readonly effect: Effect;
  /**
   * `held`: the row is written but not sent until a later turn releases it by its id, or drops it.
   * `after`: index of an effect of this turn that must have been done; if it is refused for good,
   * this one is dropped.
   */
  readonly held?: true;
  readonly after?: number;
  /** The `messages.ref`s whose rows become `delivered` when this effect is done. */
  readonly delivers?: readonly string[];
}

/** A change to effects of earlier turns that are still held. */
export type HeldChange =
  /** `header` replaces the one it was written with, whose figures are old by now. */
  | { readonly effectId: number; readonly to: "released"; readonly header: Header | null }
  | { readonly effectId: number; readonly to: "dropped" };

/** All that one envelope caused. An empty decision (nothing but the same state) is valid. */
export interface Decision<State> {
  readonly state: State;
  readonly effects: readonly Emitted[];
  readonly held: readonly HeldChange[];
  readonly rows: readonly Row[];
  readonly timers: readonly TimerChange[];
}

/** Where an actor's effects go, as its committed state says. */
export interface Route {
  readonly fanChatId: number | null;
  readonly groupId: number | null;
  /** null: there is no topic; topic effects wait until there is one. */
  readonly topicId: number | null;
}

export interface ActorDefinition<State, Message> {
  readonly kind: ActorKind;
  /** Raised when the state's shape changes; `load` accepts this one and the one before. */
  readonly stateVersion: number;
  /** The state of an actor that has never had an envelope. */
  initial(address: Address): State;
  /** @throws InvariantError when the stored state is not one this code can read. */
  load(stored: unknown, address: Address): State;
  /** @throws z.ZodError when the inbox row is not a message of this actor. */
  parse(body: unknown): Message;
  /**
   * Pure and synchronous: no clock, no I/O, no randomness.
   * @throws InvariantError on a bug; business refusals are effects.
   */
  decide(state: State, envelope: Envelope<Message>, settings: Settings): Decision<State>;
  /** What `users` and `conversations` show; null for actors that are no conversation. */
  project(state: State): Projection | null;
  route(state: State): Route;
}

/** A definition whose state and message are the runtime's to carry, not to know. */
export interface AnyActorDefinition {
  readonly kind: ActorKind;
  readonly stateVersion: number;
  initial(address: Address): unknown;
  load(stored: unknown, address: Address): unknown;
  parse(body: unknown): unknown;
  decide(state: unknown, envelope: Envelope<unknown>, settings: Settings): Decision<unknown>;
  project(state: unknown): Projection | null;
  route(state: unknown): Route;
}

/** Forgets a definition's types at the one place where actors of several kinds are kept together. */
export function erase<State, Message>(
  definition: ActorDefinition<State, Message>,
): AnyActorDefinition {
  return definition;
}

export type Registry = Readonly<Record<ActorKind, AnyActorDefinition>>;
