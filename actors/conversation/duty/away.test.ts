import { describe, expect, test } from "bun:test";
import { broke, MINUTE_MS, settled } from "#actors/conversation/test-kit.ts";
import type { BusinessHours } from "#actors/kernel/settings.ts";
import { opensFrom } from "./away.ts";
import { TEAM } from "./test-team.ts";

const HOUR_MS = 60 * MINUTE_MS;
/** 2025-06-16, a Monday, at midnight UTC. */
const MONDAY = 1_750_032_000_000;
const at = (day: number, hour: number, minute = 0): number =>
  MONDAY + day * 24 * HOUR_MS + hour * HOUR_MS + minute * MINUTE_MS;
const nine = { from: 9 * 60, to: 18 * 60 };
/** Monday to Friday, nine to six, two hours east. */
const OFFICE: BusinessHours = {
  utcOffsetMinutes: 120,
  days: [nine, nine, nine, nine, nine, null, null],
};

describe("the hours", () => {
  test.each([
    ["within", at(0, 10), at(0, 10)],
    ["before they begin", at(0, 6, 59), at(0, 7)],
    ["at their first minute", at(0, 7), at(0, 7)],
    ["at their end", at(0, 16), at(1, 7)],
    ["over the weekend", at(4, 20), at(7, 7)],
    ["when it is Monday there already", at(-1, 22, 30), at(0, 7)],
  ])("%s", (_, now, opens) => {
    expect(opensFrom(OFFICE, now)).toBe(opens);
  });

  test("of a place that never opens", () => {
    const closed = { utcOffsetMinutes: 0, days: OFFICE.days.map(() => null) };
    expect(opensFrom(closed, at(0, 10))).toBeNull();
  });
});

describe("the away text", () => {
  const away = { awayText: "Back soon!", team: TEAM, overdueMinutes: 0 };

  test("is said outside the hours, with when somebody is back, once a day", () => {
    const talk = settled({ ...away, businessHours: OFFICE });
    talk.at = at(4, 20);
    const told = talk.writes("anybody?").effects("notify");
    expect(told.map(({ say }) => say)).toEqual([
      { key: "away", with: { text: "Back soon!", backInSeconds: 59 * 3600 } },
    ]);
    expect(talk.wait(23 * HOUR_MS).writes("hello?").toldFan).toEqual([]);
    expect(talk.wait(HOUR_MS).writes("hello?").toldFan).toEqual(["away"]);
  });

  test("is not said within the hours while somebody is on duty", () => {
    const talk = settled({ ...away, businessHours: OFFICE });
    talk.at = at(7, 10);
    expect(talk.writes("hi").toldFan).toEqual([]);
  });

  test("is said while nobody of a team is on duty, and of an owner alone never", () => {
    const nobody = settled({ team: TEAM });
    const off = TEAM.map((each) => ({ ...each, isOnDuty: false }));
    nobody.settings = { ...nobody.settings, ...away, team: off };
    expect(nobody.writes("hi").effect("notify").say).toEqual({
      key: "away",
      with: { text: "Back soon!", backInSeconds: null },
    });
    const alone = settled({ ...away, team: TEAM.slice(0, 1) });
    expect(alone.writes("hi").toldFan).toEqual([]);
  });

  test("is not said where there is none, nor for a message that waits to be paid", () => {
    const silent = settled({ businessHours: { ...OFFICE, days: OFFICE.days.map(() => null) } });
    expect(silent.writes("hi").toldFan).toEqual([]);
    const poor = broke({ ...away, team: TEAM.map((each) => ({ ...each, isOnDuty: false })) });
    expect(poor.wait(25 * HOUR_MS).writes("hi").toldFan).toEqual(["held"]);
  });
});
