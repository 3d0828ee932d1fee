// Figures as people write them: taken, or plainly not.
import { expect, test } from "bun:test";
import { array, assert, integer, option, property, string, tuple } from "fast-check";
import { decimalsOf } from "./currency.ts";
import { hoursText, readHours } from "./hours.ts";
import { readMoney, readSpan, readWhole } from "./reading.ts";
import { BusinessHours } from "./settings.ts";

const BOUNDS = { min: 0, max: 1_000_000 };

test.each([
  ["25", 25],
  [" 1 000 ", 1000],
  ["1'000", 1000],
  ["12 345", 12_345],
  ["1\u00a0000", 1000],
  ["١ ٠٠٠", 1000],
  ["7 8", null],
  ["30 0", null],
  ["1 00", null],
  ["1 0000", null],
  ["1000 000", null],
  ["1  000", null],
  ["1 000'000", null],
  ["' 1", null],
  ["1 000 ", 1000],
  ["٢٥", 25],
  ["７", 7],
  ["𝟙𝟚", 12],
  ["०", 0],
  ["", null],
  [" ", null],
  ["-1", null],
  ["+1", null],
  ["1.5", null],
  ["1,5", null],
  ["½", null],
  ["²", null],
  ["1e3", null],
  ["0x10", null],
  ["ten", null],
  ["NaN", null],
  ["1000001", null],
  ["9".repeat(400), null],
  ["1\u00002", null],
])("a whole number is read from %p as %p", (text, value) => {
  expect(readWhole(text, BOUNDS)).toBe(value);
});

test.each([
  ["9.99", 999],
  ["9,99", 999],
  ["$10", 1000],
  ["10 €", 1000],
  ["1 000.5", 100_050],
  ["€ 10", 1000],
  ["30 0", null],
  ["7 8.50", null],
  ["9. 99", null],
  ["9.9 9", null],
  ["٩٫٩٩", 999],
  ["0.499", null],
  ["1,000", null],
  ["1.", null],
  ["-5", null],
  [".5", null],
  ["", null],
  ["9".repeat(400), null],
  ["$", null],
])("money is read from %p as %p cents", (text, value) => {
  expect(readMoney(text, 2, BOUNDS)).toBe(value);
});

test("a currency without decimals takes none", () => {
  expect(decimalsOf("JPY")).toBe(0);
  expect(readMoney("500", decimalsOf("jpy"), BOUNDS)).toBe(500);
  expect(readMoney("5.00", decimalsOf("jpy"), BOUNDS)).toBeNull();
  expect(readMoney("1.234", decimalsOf("kwd"), BOUNDS)).toBe(1234);
});

test.each([
  ["5m", 300],
  ["5", 300],
  ["90s", 90],
  ["2 h", 7200],
  ["1 000s", 1000],
  ["3 0m", null],
  ["3 0", null],
  ["1D", 86_400],
  ["٣m", 180],
  ["1.5h", null],
  ["-5m", null],
  ["5x", null],
  ["", null],
  ["999999999d", null],
])("a time is read from %p as %p seconds", (text, value) => {
  expect(readSpan(text, "m", { min: 0, max: 1_000_000 })).toBe(value);
});

test.each([
  ["Mon-Fri 9:00-18:00", "Mon-Fri 9:00-18:00 UTC"],
  ["mon - fri 9-18, sat 10.30-14 UTC+2", "Mon-Fri 9:00-18:00, Sat 10:30-14:00 UTC+2"],
  ["Monday 0-24\nSunday 12-13 gmt-03:30", "Mon 0:00-24:00, Sun 12:00-13:00 UTC-3:30"],
  ["Sat-Mon 8–12", "Mon 8:00-12:00, Sat-Sun 8:00-12:00 UTC"],
  ["Tue 9-10; UTC", "Tue 9:00-10:00 UTC"],
])("hours are read from %p", (text, shown) => {
  const hours = readHours(text, 0);
  expect(hours === null ? null : hoursText(hours)).toBe(shown);
});

test.each([
  "",
  "always",
  "9-18",
  "Mon",
  "Mon 18-9",
  "Mon 9-9",
  "Mon 9-25",
  "Mon 9:60-10",
  "Mon 9-18, Mon-Tue 10-12",
  "Funday 9-18",
  "Mo 9-18",
  "Mon 9-18 UTC+15",
  "Mon 9-18 UTC-13",
  "Mon 9-18 UTC+5:75",
  "Mon 9-18 CET",
  "UTC+2",
  "9".repeat(4000),
])("%p is no hours", (text) => {
  expect(readHours(text, 0)).toBeNull();
});

test("hours without an offset keep the one there was", () => {
  expect(readHours("Mon 9-18", 120)?.utcOffsetMinutes).toBe(120);
  expect(readHours("Mon 9-18 UTC", 120)?.utcOffsetMinutes).toBe(0);
});

test("hours that were written are read again as they were", () => {
  const day = tuple(integer({ min: 0, max: 1439 }), integer({ min: 1, max: 1440 }))
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from, to }));
  const days = array(option(day), { minLength: 7, maxLength: 7 }).filter((all) =>
    all.some((one) => one !== null),
  );
  assert(
    property(days, integer({ min: -720, max: 840 }), (all, utcOffsetMinutes) => {
      const hours = BusinessHours.parse({ days: all, utcOffsetMinutes });
      expect(readHours(hoursText(hours), 0)).toEqual(hours);
    }),
  );
});

test("nothing that people can write breaks a reader", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      const whole = readWhole(text, BOUNDS);
      expect(whole === null || Number.isSafeInteger(whole)).toBe(true);
      const cents = readMoney(text, 2, BOUNDS);
      expect(cents === null || Number.isSafeInteger(cents)).toBe(true);
      const hours = readHours(text, 0);
      expect(hours === null || BusinessHours.safeParse(hours).success).toBe(true);
    }),
  );
});
