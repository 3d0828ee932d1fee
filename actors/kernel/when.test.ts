// Moments as people write them.
import { expect, test } from "bun:test";
import { assert, property, string } from "fast-check";
import { readMoment } from "./when.ts";

/** 2026-11-22 20:00 UTC. */
const NOW = 1_795_377_600_000;
const MINUTE_MS = 60_000;

test.each([
  ["45m", 45 * MINUTE_MS],
  ["3h", 180 * MINUTE_MS],
  [" 2 D ", 2_880 * MINUTE_MS],
  ["0m", 0],
] as const)("%p is so long from now", (text, ms) => {
  expect(readMoment(text, NOW, 330)).toBe(NOW + ms);
});

test("a time of the day is today's, or tomorrow's when that is over", () => {
  expect(readMoment("20:30", NOW, 0)).toBe(NOW + 30 * MINUTE_MS);
  expect(readMoment("20:00", NOW, 0)).toBe(NOW + 1_440 * MINUTE_MS);
  expect(readMoment("9:00", NOW, 0)).toBe(1_795_424_400_000);
});

test("clock times are local ones, across midnight as well", () => {
  expect(readMoment("2:00", NOW, 330)).toBe(1_795_379_400_000);
  expect(readMoment("23:00", NOW, -480)).toBe(1_795_417_200_000);
  expect(readMoment("2026-12-24 00:30", NOW, 60)).toBe(1_798_068_600_000);
});

test("a date is the calendar's, and a day that there is not is none", () => {
  expect(readMoment("2028-02-29 12:00", NOW, 0)).toBe(1_835_438_400_000);
  for (const wrong of [
    "2027-02-29 12:00",
    "2100-02-29 12:00",
    "2026-13-01 1:00",
    "2026-04-31 1:00",
  ]) {
    expect([wrong, readMoment(wrong, NOW, 0)]).toEqual([wrong, null]);
  }
});

/** Every date from 1970-01-01 on, by counting days as a calendar on paper does. */
function* dates(): Generator<string, never> {
  const two = (value: number): string => String(value).padStart(2, "0");
  for (let year = 1970; ; year += 1) {
    const isLeap = year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
    const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (const [month, length] of lengths.entries()) {
      for (let day = 1; day <= length; day += 1) yield `${year}-${two(month + 1)}-${two(day)}`;
    }
  }
}

test("every day of four centuries is where the calendar has it", () => {
  const calendar = dates();
  const wrong: string[] = [];
  for (let day = 0; day < 146_097; day += 1) {
    const date = calendar.next().value;
    const noon = (day * 24 + 12) * 60 * MINUTE_MS;
    if (readMoment(`${date} 12:00`, NOW, 0) !== noon) wrong.push(date);
  }
  expect(wrong).toEqual([]);
});

test("nothing else is a moment, and nothing throws", () => {
  for (const wrong of ["", "24:00", "12:60", "-3h", "1.5h", "٣h", "3", "h", "now", "99999d"]) {
    expect([wrong, readMoment(wrong, NOW, 0)]).toEqual([wrong, null]);
  }
  assert(
    property(string(), (text) => {
      const at = readMoment(text, NOW, 0);
      expect(at === null || Number.isSafeInteger(at)).toBe(true);
    }),
  );
});
