// Gifts of credits or time by the team: booked, audited, told to the fan, and what was held goes out.
// The ledger reference is the envelope's id, so a turn that is run twice books once.
import { clip } from "#actors/kernel/content.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { noteMoved } from "./allowance.ts";
import { refreshCard } from "./card.ts";
import { book } from "./charge.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { releaseHeld } from "./held.ts";
import { SESSION_GIFT_SECONDS_MAX, SESSION_SECONDS_MAX } from "./limits.ts";
import { denial } from "./rights.ts";
import { extendSession } from "./sessions.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

const UNIT_SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

/** `reason` is the giver's own words, for the audit and the ledger. */
export type Gift = { readonly reason?: string } & (
  | { readonly type: "credits"; readonly credits: number }
  | { readonly type: "time"; readonly seconds: number }
);

const REASON_LENGTH_MAX = 200;
/** A figure, its unit if it is time, and a reason if there is one. */
const ARGUMENT = /^(\d{1,7})(?:\s?([mhd])(?=\s|$))?(?:\s+(\S[^]*))?$/i;

/**
 * Reads `/gift`'s argument, `25` or `30m`, `1h`, `2d`, and a reason after it; null when it is not one
 * that may be given.
 */
export function readGift(turn: Turn, argument: string): Gift | null {
  const [, digits, unit, words] = ARGUMENT.exec(argument.trim()) ?? [];
  if (digits === undefined) return null;
  const amount = readAmount(turn, Number(digits), unit);
  if (amount === null || words === undefined) return amount;
  return { ...amount, reason: clip(words, REASON_LENGTH_MAX) };
}

function readAmount(turn: Turn, count: number, unit: string | undefined): Gift | null {
  if (unit === undefined) return mayGive(turn, count) ? { type: "credits", credits: count } : null;
  const seconds = count * UNIT_SECONDS[unit.toLowerCase() as keyof typeof UNIT_SECONDS];
  return mayGiveTime(turn, seconds) ? { type: "time", seconds } : null;
}

/** Whether so much time may be given at once, and leave what there is within its bounds. */
export function mayGiveTime(turn: Turn, seconds: number): boolean {
  const total = sessionSecondsLeft(turn) + seconds;
  return seconds >= 1 && seconds <= SESSION_GIFT_SECONDS_MAX && total <= SESSION_SECONDS_MAX;
}

/** Whether so many credits may be given at once, and leave the balance within its bounds. */
export function mayGive(turn: Turn, credits: number): boolean {
  const { giftMax } = turn.settings;
  const room = CREDITS_MAX - turn.state.credits;
  return Number.isSafeInteger(credits) && credits >= 1 && credits <= Math.min(giftMax, room);
}

/** Why this person may not give that, or no more of it today; null: they may. */
export function denialOfGift(turn: Turn, gift: Gift, by: Teammate): TeamSay | null {
  return gift.type === "credits"
    ? denial(turn, by, "giftMax", gift.credits)
    : denial(turn, by, "giftMinutesMax", gift.seconds);
}

/** Gives what may be given; answers the words for the team. */
export function give(turn: Turn, gift: Gift, by: Teammate): TeamSay {
  const say =
    gift.type === "credits"
      ? giveCredits(turn, gift.credits, by, gift.reason)
      : giveTime(turn, gift.seconds, by, gift.reason);
  releaseHeld(turn);
  refreshCard(turn);
  return say;
}

function giveCredits(turn: Turn, credits: number, by: Teammate, reason?: string): TeamSay {
  book(turn, { kind: "gift", credits, ...source(turn, by, reason) });
  noteMoved(turn, by, "giftMax", credits);
  const { credits: balance, creditsFull } = turn.state;
  audit(turn, by, { credits, balance }, reason);
  tellFan(turn, { key: "gift", with: { credits, balance, creditsFull } });
  return { key: "gifted", with: { gift: credits, by: by.name, balance, ...because(reason) } };
}

function giveTime(turn: Turn, seconds: number, by: Teammate, reason?: string): TeamSay {
  book(turn, { kind: "gift", credits: 0, seconds, ...source(turn, by, reason) });
  noteMoved(turn, by, "giftMinutesMax", seconds);
  extendSession(turn, seconds);
  const sessionSeconds = sessionSecondsLeft(turn);
  audit(turn, by, { seconds }, reason);
  tellFan(turn, { key: "giftTime", with: { addedSeconds: seconds, sessionSeconds } });
  return { key: "giftedTime", with: { seconds, by: by.name, sessionSeconds, ...because(reason) } };
}

function because(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

function source(
  turn: Turn,
  by: Teammate,
  reason: string | undefined,
): { readonly reference: string; readonly note: string } {
  const why = reason === undefined ? "" : `: ${reason}`;
  return { reference: `gift:${turn.envelopeId}`, note: `by ${by.id}${why}` };
}

function audit(
  turn: Turn,
  by: Teammate,
  figures: Readonly<Record<string, number>>,
  reason: string | undefined,
): void {
  const detail = { ...figures, why: reason ?? null };
  turn.row({ row: "audit", byId: by.id, byName: by.name, act: "gift", detail });
}
