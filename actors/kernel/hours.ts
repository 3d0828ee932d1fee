// Opening hours as people write them: `Mon-Fri 9:00-18:00, Sat 10-14 UTC+2`. What is read is written
// back in the same syntax, so whoever edits them can start from what stands there.
import type { BusinessHours } from "./settings.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

type Day = BusinessHours["days"][number];

const PART = /^(\p{L}+)(?:\s*[-–]\s*(\p{L}+))?\s+(\S+?)\s*[-–]\s*(\S+)$/u;
const OFFSET = /(?:^|[\s,;])(?:utc|gmt)\s*(?:([+-−])\s*(\d{1,2})(?::?(\d{2}))?)?\s*$/iu;
const MINUTES_MAX = 24 * 60;
const OFFSET_MIN = -720;
const OFFSET_MAX = 840;

/**
 * Reads hours; null when they are not plainly that: an unknown day, a day twice, an end that is not
 * after its beginning, an offset that no place has.
 * @param utcOffsetMinutes stands where the text names none.
 */
export function readHours(text: string, utcOffsetMinutes: number): BusinessHours | null {
  const [tail, sign, hours = "0", minutes = "00"] = OFFSET.exec(text) ?? [];
  const isWest = sign === "-" || sign === "−";
  const named = (Number(hours) * 60 + Number(minutes)) * (isWest ? -1 : 1);
  const offset = tail === undefined ? utcOffsetMinutes : named + 0;
  if (Number(minutes) > 59 || offset < OFFSET_MIN || offset > OFFSET_MAX) return null;
  const body = tail === undefined ? text : text.slice(0, text.length - tail.length);
  const days: Day[] = WEEKDAYS.map(() => null);
  const parts = body.split(/[,;\n]/u).map((part) => part.trim());
  for (const part of parts.filter((one) => one !== "")) {
    if (!fill(days, part)) return null;
  }
  return days.some((day) => day !== null) ? { utcOffsetMinutes: offset, days } : null;
}

function fill(days: Day[], part: string): boolean {
  const [, first = "", last = first, begin = "", end = ""] = PART.exec(part) ?? [];
  const [from, to] = [minuteOf(begin), minuteOf(end)];
  const [start, stop] = [weekday(first), weekday(last)];
  if (from === null || to === null || from >= to || start < 0 || stop < 0) return false;
  // `Sat-Mon` goes over the end of the week.
  const length = ((stop - start + 7) % 7) + 1;
  for (let i = 0; i < length; i += 1) {
    const at = (start + i) % 7;
    if (days[at] !== null) return false;
    days[at] = { from, to };
  }
  return true;
}

function weekday(name: string): number {
  const short = name.slice(0, 3).toLowerCase();
  return name.length < 3 ? -1 : WEEKDAYS.findIndex((day) => day.toLowerCase() === short);
}

function minuteOf(time: string): number | null {
  const [, hours, minutes = "00"] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(time) ?? [];
  if (hours === undefined || Number(minutes) > 59) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= MINUTES_MAX ? minute : null;
}

/** The same hours as `readHours` reads them: equal days that stand together are one part. */
export function hoursText({ days, utcOffsetMinutes }: BusinessHours): string {
  const parts: string[] = [];
  for (let i = 0; i < days.length; i += 1) {
    const day = days[i] ?? null;
    if (day === null) continue;
    let last = i;
    while (isSame(days[last + 1] ?? null, day)) last += 1;
    const names = last === i ? WEEKDAYS[i] : `${WEEKDAYS[i]}-${WEEKDAYS[last]}`;
    parts.push(`${names} ${clock(day.from)}-${clock(day.to)}`);
    i = last;
  }
  return `${parts.join(", ")} ${offsetText(utcOffsetMinutes)}`;
}

function isSame(one: Day, other: Day): boolean {
  return one !== null && other !== null && one.from === other.from && one.to === other.to;
}

function clock(minute: number): string {
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
}

function offsetText(minutes: number): string {
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return `UTC${minutes < 0 ? "-" : "+"}${Math.floor(size / 60)}${rest}`;
}
