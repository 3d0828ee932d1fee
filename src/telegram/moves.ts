// A group became another chat. Telegram's service message says so, or, where that was missed, a refused
// call or a question of ours. Then every conversation of the group is told, once, and the rows that
// name the group are rewritten; until a conversation has heard, its messages wait.
import type { Clock, Logger, Performer } from "#actors/kernel/ports.ts";
import { errorWords } from "#src/errors.ts";
import type { Append } from "#src/http/inbox-batcher.ts";

export interface MovesParts {
  /** Everybody who has a topic in a group. */
  readonly fansOfGroup: (groupId: number) => Promise<readonly number[]>;
  readonly append: Append;
  /** Rewrites a group's id in every row; safe to repeat. */
  readonly rename: (from: number, to: number) => Promise<void>;
  /** The group counts under both ids from now on, and the owner is asked to write the new one down. */
  readonly onMoved: (from: number, to: number) => void;
  readonly clock: Clock;
}

export type Moves = (from: number, to: number) => Promise<void>;

/**
 * Tells of a move and rewrites the rows, once a process. Rejects with the store's error when that was
 * not done; a conversation that hears of a move twice does nothing the second time.
 */
export function createMoves(parts: MovesParts): Moves {
  const { fansOfGroup, append, rename, onMoved, clock } = parts;
  const moving = new Map<string, Promise<void>>();

  const move = async (from: number, to: number): Promise<void> => {
    onMoved(from, to);
    const fanIds = await fansOfGroup(from);
    const body = JSON.stringify({ type: "groupMigrated", from, to });
    await append(
      fanIds.map((fanId) => ({
        dedupeKey: `moved:${from}:${to}:${fanId}`,
        address: { kind: "conversation", key: String(fanId) },
        lane: "urgent",
        at: clock.now(),
        body,
        raw: null,
      })),
    );
    await rename(from, to);
  };

  return async (from, to) => {
    const key = `${from}:${to}`;
    const running = moving.get(key) ?? move(from, to);
    moving.set(key, running);
    try {
      await running;
    } catch (error) {
      moving.delete(key);
      throw error;
    }
  };
}

/** The same for those who cannot do anything about a failure: it is done with the next refusal. */
export function patiently(moves: Moves, log: Logger): Moves {
  return async (from, to) => {
    try {
      await moves(from, to);
    } catch (error) {
      log.warn({ error: errorWords(error) }, "a group moved, and not everybody was told");
    }
  };
}

/** A performer whose refused calls say where a group went. */
export function listenForMoves(performer: Performer, moves: Moves): Performer {
  return {
    async perform(call) {
      const performed = await performer.perform(call);
      const { outcome } = performed;
      const from = call.route.groupId;
      if (outcome.type === "refused" && outcome.migratedTo !== undefined && from !== null) {
        void moves(from, outcome.migratedTo);
      }
      return performed;
    },
  };
}
