// One turn, up to the commit: body → message → decision → what is to be written and let out. Pure;
// whatever it throws is the envelope's or the actor's fault and rolls nothing back, because nothing
// has happened yet.
import type { AnyActorDefinition, Emitted } from "#actors/kernel/actor.ts";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";
import { EFFECTS_PER_TURN_MAX, effectId } from "#actors/kernel/envelope.ts";
import { InvariantError, invariant } from "#actors/kernel/errors.ts";
import type { OutboxEntry, Pending, Release, TurnCommit } from "#actors/kernel/ports.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { Activation, Belief } from "./activation.ts";

/** What a turn needs besides its actor and its envelope. */
export interface Deciding {
  readonly definition: AnyActorDefinition;
  readonly settings: Settings;
  /** Freezes a state, or hands it back as it is. */
  readonly seal: (state: unknown) => unknown;
}

export interface Decided {
  readonly pending: Pending;
  readonly commit: TurnCommit;
  readonly release: Release;
  /** Becomes the actor's state once the commit is known. */
  readonly state: unknown;
}

/**
 * Decides one envelope on what the activation believes; changes nothing but the activation's cached
 * state object.
 * @throws whatever `load`, `parse` or `decide` throw; InvariantError for a decision that breaks a rule
 * of the format.
 */
export function decideTurn(
  activation: Activation,
  belief: Belief,
  pending: Pending,
  { definition, settings, seal }: Deciding,
): Decided {
  activation.state ??= seal(readState(definition, activation, belief));
  const { id, at, attempts } = pending;
  const message = definition.parse(parseJson(pending.body));
  const envelope = { id, at, attempts, message };
  const decision = definition.decide(activation.state, envelope, settings);
  const { outbox, transient } = sortEffects(decision.effects, id);
  const state = seal(decision.state);
  const { address, partition } = activation;
  return {
    pending,
    state,
    commit: {
      address,
      partition,
      actor: belief.actor,
      epoch: belief.epoch,
      version: belief.version,
      envelopeId: id,
      at,
      state: JSON.stringify(state),
      stateVersion: definition.stateVersion,
      projection: definition.project(state),
      rows: decision.rows,
      outbox,
      held: decision.held,
      timers: decision.timers,
    },
    release: {
      address,
      partition,
      route: definition.route(state),
      at,
      outbox: outbox.filter((entry) => entry.held !== true),
      transient,
      forgetsEarlier: decision.rows.some(({ row }) => row === "erase"),
      releasedIds: decision.held.flatMap((change) =>
        change.to === "released" ? [change.effectId] : [],
      ),
    },
  };
}

function readState(
  definition: AnyActorDefinition,
  activation: Activation,
  belief: Belief,
): unknown {
  if (belief.stored === null) return definition.initial(activation.address);
  return definition.load(parseJson(belief.stored), activation.address);
}

/** The parser's own error quotes the text, and a person's words do not belong in an error. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvariantError("bodies and states are JSON");
  }
}

/** Gives effects their derived ids, and keeps those that a crash may forget out of the outbox. */
function sortEffects(
  effects: readonly Emitted[],
  envelopeId: number,
): { outbox: OutboxEntry[]; transient: Effect[] } {
  invariant(effects.length <= EFFECTS_PER_TURN_MAX, "a turn has at most 256 effects");
  const outbox: OutboxEntry[] = [];
  const transient: Effect[] = [];
  for (const [index, emitted] of effects.entries()) {
    if (traitsOf(emitted.effect).isTransient) {
      const isPlain = emitted.held === undefined && emitted.after === undefined;
      invariant(isPlain, "a transient effect waits for nothing");
      transient.push(emitted.effect);
      continue;
    }
    if (emitted.after !== undefined) {
      invariant(emitted.after >= 0 && emitted.after < index, "`after` names an earlier effect");
      const before = effects[emitted.after];
      invariant(
        before !== undefined && !traitsOf(before.effect).isTransient,
        "`after` names an effect of the outbox",
      );
      // A dropped row leaves nothing behind that would tell it from one that was done.
      const areHeldAlike = before.held !== true || emitted.held === true;
      invariant(areHeldAlike, "what goes after a held effect is held too");
    }
    outbox.push({ ...emitted, id: effectId(envelopeId, index) });
  }
  return { outbox, transient };
}
