// Carries out what desks ask of our own books, and takes messages between actors to their inbox. Each
// may be asked for again after a lost answer: a message is known by its effect's id, an act by what
// it sets. What somebody may do is looked at again: between the press and this a role can have gone.
//
// Only what time may mend is `unknown`, and tried again. Whatever else is thrown is a bug: it would be
// thrown every time, so the act is given up, in words, and the log has the error.
import { mayAct } from "#actors/desk/act-needs.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { StoreFailure } from "#actors/kernel/errors.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Clock, Logger, Performer } from "#actors/kernel/ports.ts";
import type { MemberRole, Rights, Role, Teammate } from "#actors/kernel/team.ts";
import { isTransient } from "#db/errors.ts";
import { errorWords } from "./errors.ts";
import type { Append } from "./http/inbox-batcher.ts";

/** Who acts, when, and the id that an act is known by when it is asked for again. */
export interface Acting {
  readonly by: { readonly id: number; readonly name: string };
  readonly at: number;
  readonly effectId: number;
}

type Acted = Omit<AnswerOf<"acted">, "type">;

/** Every act with what carries it out. */
export type DeskActs = {
  readonly [Act in DeskAct["act"]]: (
    act: Extract<DeskAct, { act: Act }>,
    acting: Acting,
  ) => Promise<Acted>;
};

type Ours = Extract<Effect, { verb: "deskAct" | "send" }>;

/** What somebody is at this moment, and what roles may do. */
export interface Standing {
  readonly role: Role;
  readonly table: Readonly<Record<MemberRole, Rights>>;
}

/** Whether an effect is carried out here. */
export function isForDesk(effect: Effect): effect is Ours {
  return effect.verb === "deskAct" || effect.verb === "send";
}

interface Parts {
  readonly acts: DeskActs;
  /** Read anew for each act; rejects as the store does. */
  readonly standingOf: (by: Teammate) => Promise<Standing>;
  readonly append: Append;
  readonly clock: Pick<Clock, "now">;
  readonly log: Logger;
  /** After an act: what was read of the books may be older than it. */
  readonly onChanged: () => Promise<void>;
}

/** Makes the performer; it never rejects. */
export function createDeskPerformer(parts: Parts): Performer {
  const perform = async ({ effect, effectIds }: Call): Promise<Outcome> => {
    const [effectId = 0] = effectIds;
    if (!isForDesk(effect)) {
      return { type: "refused", code: "bad-request", reason: "this is nothing of the desk's" };
    }
    try {
      if (effect.verb === "deskAct") {
        const answer = await act(parts, effect, effectId);
        return { type: "done", sent: null, answer: { type: "acted", ...answer } };
      }
      const { to: address, lane, body } = effect;
      const dedupeKey = `send:${effectId}`;
      await parts.append([{ dedupeKey, address, lane, at: parts.clock.now(), body, raw: null }]);
      return { type: "done", sent: null };
    } catch (error) {
      const reason = errorWords(error);
      if (mayPass(effect, error)) return { type: "unknown", reason };
      parts.log.error({ verb: effect.verb, error: reason }, "an effect of the desk has failed");
      return { type: "refused", code: "bad-request", reason: OUR_FAULT };
    }
  };
  return { perform: async (call) => ({ outcome: await perform(call), links: [] }) };
}

const OUR_FAULT = "something is wrong on our side. The log says what.";

/** A message to another actor is lost for good when it is given up, so only the store's No ends it. */
function mayPass({ verb }: Ours, error: unknown): boolean {
  if (verb === "send") return !(error instanceof StoreFailure && error.isRefusal);
  return isTransient(error);
}

async function act(
  { acts, standingOf, clock, log, onChanged }: Parts,
  { act: asked, by }: Extract<Ours, { verb: "deskAct" }>,
  effectId: number,
): Promise<Acted> {
  const { role, table } = await standingOf(by);
  if (!mayAct(asked, role, table)) {
    return { isDone: false, say: { key: "denied", with: { role } }, goTo: null };
  }
  const answer = await carryOut(acts, asked, { by, at: clock.now(), effectId });
  // It is done; whoever reads the books a few seconds late reads them all the same.
  await onChanged().catch((error: unknown) => {
    log.warn({ error: errorWords(error) }, "the settings could not be read after a change");
  });
  return answer;
}

/** An act and what carries it out belong together; the union of all of them loses sight of that. */
function carryOut<Act extends DeskAct["act"]>(
  acts: DeskActs,
  asked: Extract<DeskAct, { act: Act }>,
  acting: Acting,
): Promise<Acted> {
  return acts[asked.act](asked, acting);
}
