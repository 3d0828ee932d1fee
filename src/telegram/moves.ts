// A group became another chat, and nobody told us: Telegram's service message was missed, and we learn
// it from a refused call or from asking. Every conversation of the group is told then, once, as the
// service message would have told it; until one has heard, its messages wait.
import type { Clock, Logger, Performer } from "#actors/kernel/ports.ts";
import { errorWords } from "#src/errors.ts";
import type { Append } from "#src/http/inbox-batcher.ts";
import type { IngestReads } from "./intake.ts";

export interface MovesParts {
  readonly reads: Pick<IngestReads, "fansOfGroup">;
  readonly append: Append;
  /** The group counts under both ids from now on, and the owner is asked to write the new one down. */
  readonly onMigrated: (from: number, to: number) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export type Moves = (from: number, to: number) => Promise<void>;

/**
 * Tells every conversation of a group that it moved. Never rejects: what fails is done with the next
 * refusal. A conversation that hears of it twice does nothing the second time.
 */
export function createMoves(parts: MovesParts): Moves {
  const { reads, append, onMigrated, clock, log } = parts;
  const told = new Set<string>();
  return async (from, to) => {
    const move = `${from}:${to}`;
    if (told.has(move)) return;
    told.add(move);
    onMigrated(from, to);
    try {
      const fanIds = await reads.fansOfGroup(from);
      const body = JSON.stringify({ type: "groupMigrated", from, to });
      await append(
        fanIds.map((fanId) => ({
          dedupeKey: `moved:${move}:${fanId}`,
          address: { kind: "conversation", key: String(fanId) },
          lane: "urgent",
          at: clock.now(),
          body,
          raw: null,
        })),
      );
    } catch (error) {
      told.delete(move);
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
