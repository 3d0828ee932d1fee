import { expect, test } from "bun:test";
import { periodsOf } from "./calendar.ts";

const DAY_MS = 86_400_000;

test.each([
  [0, "1970-01-01"],
  [86_399_999, "1970-01-01"],
  [86_400_000, "1970-01-02"],
  [951_782_400_000, "2000-02-29"],
  [1_709_164_800_000, "2024-02-29"],
  [4_107_542_400_000, "2100-03-01"],
])("%p is on %s", (at, day) => {
  expect(periodsOf(at)).toEqual({ day, month: day.slice(0, 7) });
});

test("four hundred years of days follow on each other", () => {
  let [year, month, day] = [1970, 1, 1];
  const wrong: string[] = [];
  for (let days = 0; days < 146_097; days += 1) {
    const expected = [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
    const said = periodsOf(days * DAY_MS).day;
    if (said !== expected) wrong.push(`${said} is ${expected}`);
    day += 1;
    if (day > daysIn(year, month)) [month, day] = [month + 1, 1];
    if (month > 12) [year, month] = [year + 1, 1];
  }
  expect(wrong).toEqual([]);
});

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
