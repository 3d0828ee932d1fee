// Spans as people write them after a command: `30m`, `3h`, `2d`.
import { SPAN_SECONDS_MAX, SPAN_SECONDS_MIN } from "./limits.ts";

const UNIT_SECONDS = { m: 60, h: 3600, d: 86_400 } as const;
const SPAN = /^(\d{1,5})\s?([mhd])(?:\s+([^]*))?$/i;

/** Whether something can be put off by so many seconds. */
export function isSpan(seconds: number): boolean {
  const isWithin = seconds >= SPAN_SECONDS_MIN && seconds <= SPAN_SECONDS_MAX;
  return Number.isSafeInteger(seconds) && isWithin;
}

/** A span and what stands after it; null when there is none that can be meant. */
export function readSpan(argument: string): { seconds: number; rest: string } | null {
  const [, digits, unit, rest = ""] = SPAN.exec(argument.trim()) ?? [];
  if (digits === undefined || unit === undefined) return null;
  const seconds = Number(digits) * UNIT_SECONDS[unit.toLowerCase() as keyof typeof UNIT_SECONDS];
  return isSpan(seconds) ? { seconds, rest: rest.trim() } : null;
}
