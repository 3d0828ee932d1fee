// Days of the calendar.
import { expect, test } from "bun:test";
import { dayBegins } from "./day.ts";

const DAY_MS = 86_400_000;

test("days follow on each other from 1970 to 2100, and leap years have one more", () => {
  let next = 0;
  for (let year = 1970; year <= 2100; year += 1) {
    const before = next;
    for (const text of candidates(year)) {
      const at = dayBegins(text);
      if (at === null) continue;
      expect(at).toBe(next);
      next += DAY_MS;
    }
    const isLeap = year % 4 === 0 && year !== 2100;
    expect((next - before) / DAY_MS).toBe(isLeap ? 366 : 365);
  }
});

/** Every month with 31 days, those that it does not have among them. */
function candidates(year: number): readonly string[] {
  const two = (figure: number): string => String(figure).padStart(2, "0");
  const months = Array.from({ length: 12 }, (_, i) => two(i + 1));
  const days = Array.from({ length: 31 }, (_, i) => two(i + 1));
  return months.flatMap((month) => days.map((day) => `${year}-${month}-${day}`));
}

test.each([
  ["1970-01-01", 0],
  ["1969-12-31", -DAY_MS],
  ["2000-02-29", 951_782_400_000],
  ["2026-11-22", 1_795_305_600_000],
  ["2026-02-29", null],
  ["1900-02-29", null],
  ["2026-04-31", null],
  ["2026-13-01", null],
  ["2026-00-10", null],
  ["2026-01-00", null],
  ["22.11.2026", null],
])("%p begins at %p", (text, at) => {
  expect(dayBegins(text)).toBe(at);
});
