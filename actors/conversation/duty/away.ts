// What a fan is told when nobody is there to answer: outside the business hours, or when a team was
// made and nobody of it is on duty. In the owner's words, under the message, once a day at most.
import { tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { BusinessHours } from "#actors/kernel/settings.ts";
import { AWAY_EVERY_MS } from "./limits.ts";
import { peopleOnDuty } from "./news.ts";
import { dutyOf, setDuty } from "./state.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const WEEK_DAYS = 7;
/** 1970-01-01 was a Thursday; weeks here begin on Monday. */
const EPOCH_WEEKDAY = 3;

/** Tells the fan whose message just arrived, where nobody is there. */
export function tellAway(turn: Turn, messageId: number): void {
  const { awayText: text, businessHours } = turn.settings;
  const { awayAt } = dutyOf(turn.state);
  if (text === null || (awayAt !== 0 && turn.at - awayAt < AWAY_EVERY_MS)) return;
  const opensAt = businessHours === null ? turn.at : opensFrom(businessHours, turn.at);
  const isOpen = opensAt !== null && opensAt <= turn.at;
  if (isOpen && !isNobodyOnDuty(turn)) return;
  setDuty(turn, { awayAt: turn.at });
  const backInSeconds = isOpen || opensAt === null ? null : Math.ceil((opensAt - turn.at) / 1000);
  tellFan(turn, { key: "away", with: { text, backInSeconds } }, { replyTo: messageId });
}

/**
 * When it is open: now, or the next time that a day's hours begin. null: never.
 * Times are Unix milliseconds.
 */
export function opensFrom({ utcOffsetMinutes, days }: BusinessHours, at: number): number | null {
  const local = Math.floor(at / MINUTE_MS) + utcOffsetMinutes;
  const today = Math.floor(local / DAY_MINUTES);
  for (let i = 0; i <= WEEK_DAYS; i += 1) {
    const day = today + i;
    const hours = days[(day + EPOCH_WEEKDAY) % WEEK_DAYS] ?? null;
    if (hours === null || hours.from >= hours.to) continue;
    const [from, to] = [day * DAY_MINUTES + hours.from, day * DAY_MINUTES + hours.to];
    if (local >= from && local < to) return at;
    if (local < from) return (from - utcOffsetMinutes) * MINUTE_MS;
  }
  return null;
}

/** An owner who works alone does not go on and off duty. */
function isNobodyOnDuty(turn: Turn): boolean {
  return turn.settings.team.length > 1 && peopleOnDuty(turn).length === 0;
}
