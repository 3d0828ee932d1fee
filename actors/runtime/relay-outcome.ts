// What the outcome of a call means for the effects that it carried. Pure: verdicts, and the rows that
// record them.
//
//   done        delivered
//   retry       the chat (or everything) is closed for that long; the effect waits on
//   unknown     called again after a while: a rare duplicate, never a loss
//   refused     one of
//     forget    transient: nobody wants to know
//     apart     a merged call: each of its effects is tried alone, so that one takes no other along
//     stop      somebody can mend it (lane-stop.ts): the effect waits, the actor is told
//     closed    the token is revoked: everything waits, since no effect is to blame
//     again     the same of a pool's key: this effect alone waits, as if the outcome were unknown, and
//               Telegram goes on. Its performer knows which calls are of no use later, and refuses
//               those as `unavailable` after some attempts.
//     discard   for good; the actor is told, unless the effect is cosmetic
import type { Address } from "#actors/kernel/address.ts";
import type { Answer } from "#actors/kernel/answer.ts";
import type { Arrival, OutcomeMessage } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Link, Random, Settlement } from "#actors/kernel/ports.ts";
import type { Entry } from "./lane.ts";
import { isStopping } from "./lane-stop.ts";
import { poolOf } from "./pools.ts";

export type Verdict =
  | "delivered"
  | "retry"
  | "again"
  | "forget"
  | "apart"
  | "stop"
  | "closed"
  | "discard";

const AGAIN_FIRST_MS = 1_000;
const AGAIN_MAX_MS = 60_000;
const REASON_LENGTH_MAX = 300;
/** No address of a page is as long. */
const ANSWER_TEXT_LENGTH_MAX = 8_192;
/** Far more than can be said of one purchase; what is left off is heard again by its webhook. */
const ANSWER_ITEMS_MAX = 256;

/** How long everything waits when the token is refused; a new one needs a restart anyway. */
export const UNAUTHORIZED_PAUSE_MS = 60_000;

/** The verdict on a call that carried `first` and `others` more effects. */
export function judge(first: Entry, others: number, outcome: Outcome): Verdict {
  const { traits, effect } = first;
  if (traits.isTransient) return outcome.type === "retry" ? "retry" : "forget";
  if (outcome.type === "done") return "delivered";
  if (outcome.type === "retry") return "retry";
  if (outcome.type === "unknown") return "again";
  if (outcome.code === "unauthorized") return poolOf(traits.lane) === null ? "closed" : "again";
  if (isStopping(effect, outcome.code)) return "stop";
  return others > 0 ? "apart" : "discard";
}

/** The wait in milliseconds before a call whose outcome is unknown is made again. */
export function againAfterMs(attempts: number, random: Random): number {
  const doublings = Math.min(Math.max(attempts - 1, 0), 10);
  const base = Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** doublings);
  return Math.round(base * (0.75 + random() / 4));
}

/** The outcome as the actor's next envelope. `dedupeKey` is one a telling. */
export function arrivalOf(entry: Entry, outcome: Outcome, dedupeKey: string, at: number): Arrival {
  return arrivalOfClean(entry, cleaned(outcome), dedupeKey, at);
}

function arrivalOfClean(entry: Entry, outcome: Outcome, dedupeKey: string, at: number): Arrival {
  const { id, effect, lane } = entry;
  const { verb, tag = null } = effect;
  const message: OutcomeMessage = { type: "outcome", effectId: id, verb, outcome, tag };
  const { address } = lane.sender;
  return { dedupeKey, address, lane: "urgent", at, body: JSON.stringify(message), raw: null };
}

export interface Settling {
  readonly to: Settlement["to"];
  readonly outcome: Outcome;
  readonly links: readonly Link[];
  readonly tellsActor: boolean;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The settlement of one effect. */
export function settlementOf(entry: Entry, settling: Settling): Settlement {
  const { to, links, tellsActor, at } = settling;
  const outcome = cleaned(settling.outcome);
  const address: Address = entry.lane.sender.address;
  const dedupeKey = `outcome:${entry.id}:${entry.attempts}`;
  return {
    effectId: entry.id,
    address,
    to,
    outcome,
    attempts: entry.attempts,
    links,
    delivers: to === "delivered" ? entry.delivers : [],
    arrival: tellsActor ? arrivalOfClean(entry, outcome, dedupeKey, at) : null,
    at,
  };
}

/** The links of a call by the effect whose message each is; what belongs to none goes to the first. */
export function linksOf(
  run: readonly Entry[],
  links: readonly Link[],
): readonly (readonly Link[])[] {
  if (run.length === 1) return [links];
  const ownerOf = new Map<number, number>();
  for (const [i, { effect }] of run.entries()) {
    if (effect.verb !== "post") continue;
    for (const part of effect.parts) ownerOf.set(part.fanMessageId, i);
  }
  const shares: Link[][] = run.map(() => []);
  for (const link of links) shares[ownerOf.get(link.fanMessageId) ?? 0]?.push(link);
  return shares;
}

/** A vendor's words as Postgres takes them: bounded, without NUL and lone surrogates. */
function cleaned(outcome: Outcome): Outcome {
  if (outcome.type === "retry") return outcome;
  if (outcome.type === "done") {
    const { answer } = outcome;
    return answer === undefined ? outcome : { ...outcome, answer: cleanedAnswer(answer) };
  }
  return { ...outcome, reason: cleanedText(outcome.reason, REASON_LENGTH_MAX) };
}

/** The same for every string of an answer, however deep; lists are bounded too. */
function cleanedAnswer(answer: Answer): Answer {
  const json = JSON.stringify(answer, (_key, value: unknown) => {
    if (typeof value === "string") return cleanedText(value, ANSWER_TEXT_LENGTH_MAX);
    return Array.isArray(value) ? value.slice(0, ANSWER_ITEMS_MAX) : value;
  });
  return JSON.parse(json) as Answer;
}

function cleanedText(text: string, lengthMax: number): string {
  return text.replaceAll("\0", "").slice(0, lengthMax).toWellFormed();
}
