// Carries out what desks ask of our own books, and takes messages between actors to their inbox. Each
// may be asked for again after a lost answer: a message is known by its effect's id, an act by what
// it sets.
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Clock, Performer } from "#actors/kernel/ports.ts";
import { errorWords } from "./errors.ts";
import type { Append } from "./http/inbox-batcher.ts";

/** Who acts, when, and the id that an act is known by when it is asked for again. */
export interface Acting {
  readonly by: { readonly id: number; readonly name: string };
  readonly at: number;
  readonly effectId: number;
}

/** Every act with what carries it out. */
export type DeskActs = {
  readonly [Act in DeskAct["act"]]: (
    act: Extract<DeskAct, { act: Act }>,
    acting: Acting,
  ) => Promise<Omit<AnswerOf<"acted">, "type">>;
};

type Ours = Extract<Effect, { verb: "deskAct" | "send" }>;

/** Whether an effect is carried out here. */
export function isForDesk(effect: Effect): effect is Ours {
  return effect.verb === "deskAct" || effect.verb === "send";
}

/**
 * Makes the performer; it never rejects.
 * @param onChanged after an act: what was read of the books may be older than it.
 */
export function createDeskPerformer(parts: {
  readonly acts: DeskActs;
  readonly append: Append;
  readonly clock: Pick<Clock, "now">;
  readonly onChanged: () => Promise<void>;
}): Performer {
  const { acts, append, clock, onChanged } = parts;

  const perform = async ({ effect, effectIds }: Call): Promise<Outcome> => {
    const [effectId = 0] = effectIds;
    if (!isForDesk(effect)) {
      return { type: "refused", code: "bad-request", reason: "this is nothing of the desk's" };
    }
    try {
      if (effect.verb === "send") {
        const { to: address, lane, body } = effect;
        const dedupeKey = `send:${effectId}`;
        await append([{ dedupeKey, address, lane, at: clock.now(), body, raw: null }]);
        return { type: "done", sent: null };
      }
      const acting = { by: effect.by, at: clock.now(), effectId };
      const answer = await carryOut(acts, effect.act, acting);
      await onChanged();
      return { type: "done", sent: null, answer: { type: "acted", ...answer } };
    } catch (error) {
      return { type: "unknown", reason: errorWords(error) };
    }
  };
  return { perform: async (call) => ({ outcome: await perform(call), links: [] }) };
}

/** An act and what carries it out belong together; the union of all of them loses sight of that. */
function carryOut<Act extends DeskAct["act"]>(
  acts: DeskActs,
  act: Extract<DeskAct, { act: Act }>,
  acting: Acting,
): Promise<Omit<AnswerOf<"acted">, "type">> {
  return acts[act.act](act, acting);
}
