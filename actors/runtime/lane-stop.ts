// Refusals that do not mean "never" but "not until somebody has mended it". The effect then stays
// where it is, its lane stops, and its actor is told, which may open a new topic, reopen this one, or
// tell the owner what to click. Pure: what a refusal does to a lane, as a value.
//
//   topic-gone, topic-closed     The actor mends it. Told at each failed try, since nobody else can;
//                                if the topic is gone for the fourth time in ten minutes, the next
//                                try is made late and silently first, so that whoever deletes topics
//                                as fast as they are made does not get one more a second.
//   migrated, no-rights,         People mend it (or the actor, which learns the group's new id). Told
//   chat-gone                    once a stop.
//
// A stop ends when a mender was done, when a release brings another topic or group, or when a later
// try succeeds: every stopped lane tries again after 30 s, 1, 2, and then every 5 minutes, so that a
// lost outcome can never leave it stopped for ever.
import type { Effect } from "#actors/kernel/effect.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";

const RETRY_AFTER_MS = [30_000, 60_000, 120_000, 300_000] as const;
const GONE_WINDOW_MS = 600_000;
/** So many losses of a topic within the window are told at once. */
const GONE_AT_ONCE_MAX = 3;

export interface LaneStop {
  readonly code: RefusalCode;
  /** Where the refused call was to go: another place ends the stop. */
  readonly groupId: number | null;
  readonly topicId: number | null;
  /** Monotonic milliseconds of the next try. */
  readonly until: number;
  readonly tries: number;
  /** The newest mender that was refused too; only a newer one passes before `until`. */
  readonly newestMender: number;
}

/** A call that was refused. */
export interface RefusedCall {
  readonly code: RefusalCode;
  readonly groupId: number | null;
  readonly topicId: number | null;
  /** The id of the effect if it was a mender, 0 otherwise. */
  readonly menderId: number;
}

export interface Stopping {
  readonly stop: LaneStop;
  readonly goneAt: readonly number[];
  readonly tellsActor: boolean;
}

/** Whether a refusal stops the lane rather than discarding the effect. */
export function isStopping(effect: Effect, code: RefusalCode): boolean {
  switch (code) {
    case "topic-gone":
      return carriesMessage(effect);
    case "topic-closed":
      return needsItsTopic(effect);
    case "migrated":
    case "no-rights":
    case "chat-gone":
      return needsItsTopic(effect) || effect.verb === "openTopic" || effect.verb === "reopenTopic";
    default:
      return false;
  }
}

/**
 * What becomes of a lane whose call was refused.
 * @param previous the stop that this call was a try to end, null when there was none
 * @param goneAt when the topic was found gone before, monotonic milliseconds
 */
export function stopAfter(
  refused: RefusedCall,
  previous: LaneStop | null,
  goneAt: readonly number[],
  now: number,
): Stopping {
  const isSame = previous !== null && previous.code === refused.code;
  const tries = isSame ? previous.tries + 1 : 0;
  const isNewLoss = refused.code === "topic-gone" && !isSame;
  const lately = goneAt.filter((at) => at > now - GONE_WINDOW_MS);
  const losses = isNewLoss ? [...lately, now] : lately;
  const excess = refused.code === "topic-gone" ? losses.length - GONE_AT_ONCE_MAX - 1 : -1;
  return {
    stop: {
      code: refused.code,
      groupId: refused.groupId,
      topicId: refused.topicId,
      until: now + retryAfterMs(Math.max(tries, excess)),
      tries,
      newestMender: Math.max(refused.menderId, previous?.newestMender ?? 0),
    },
    goneAt: losses,
    tellsActor: isNewLoss ? excess < 0 : !isSame || isForTheActor(refused.code),
  };
}

function isForTheActor(code: RefusalCode): boolean {
  return code === "topic-gone" || code === "topic-closed";
}

function retryAfterMs(level: number): number {
  return RETRY_AFTER_MS[Math.min(level, RETRY_AFTER_MS.length - 1)] ?? RETRY_AFTER_MS[0];
}

/** A line to the team means nothing in another topic; one that is only closed is worth a wait. */
function needsItsTopic(effect: Effect): boolean {
  return carriesMessage(effect) || effect.verb === "tell" || effect.verb === "recap";
}

/** Carries something that must not be lost with its topic. */
function carriesMessage(effect: Effect): boolean {
  return effect.verb === "post" || effect.verb === "postAlbum" || effect.verb === "editPost";
}
