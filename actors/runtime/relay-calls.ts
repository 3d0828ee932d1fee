// The two ends of an effect's way through the relay as plain values: a row of a turn that was just
// committed as what a lane takes in, and what a lane lets go as a call. Pure.
import { EFFECTS_PER_TURN_MAX, effectId } from "#actors/kernel/envelope.ts";
import { invariant } from "#actors/kernel/errors.ts";
import type { Call, OutboxEntry } from "#actors/kernel/ports.ts";
import type { Entry, Incoming, Sender } from "./lane.ts";
import { isPost, mergePosts } from "./merge.ts";

/** A row of a turn that has just been committed; `since` is monotonic. */
export function incomingOf(entry: OutboxEntry, since: number): Incoming {
  const turnsId = Math.floor(entry.id / EFFECTS_PER_TURN_MAX);
  const after = entry.after === undefined ? null : effectId(turnsId, entry.after);
  const { id, effect, delivers = [] } = entry;
  return { id, effect, after, delivers, attempts: 0, since };
}

/** The one call of a run: its effect, or its posts merged. */
export function callOf(sender: Sender, run: readonly Entry[]): Call {
  const [first, ...others] = run;
  invariant(first !== undefined && sender.route !== null, "a call has an effect and a route");
  const posts = others.map((entry) => entry.effect).filter(isPost);
  const { effect } = first;
  return {
    effectIds: first.traits.isTransient ? [] : run.map((entry) => entry.id),
    address: sender.address,
    effect: isPost(effect) && posts.length > 0 ? mergePosts(effect, posts) : effect,
    route: { ...sender.route, topicId: sender.topicId },
    attempt: first.attempts,
  };
}
