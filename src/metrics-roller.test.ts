import { describe, expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { Settings } from "#actors/kernel/settings.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { SILENT } from "#db/testing-server.ts";
import { createMetricsRoller, dueReports, type MetricsRollerDeps } from "./metrics-roller.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A Tuesday. */
const DAY = Date.UTC(2026, 2, 10);
const OWNER = 77;

const wants = (parts: Partial<Settings> = {}) => ({
  ...Settings.parse({}),
  groupIds: [-1001],
  ownerId: OWNER,
  rails: [],
  products: [],
  team: [],
  isTeamFormed: false,
  ...parts,
});

function roller(parts: Partial<MetricsRollerDeps> & Pick<MetricsRollerDeps, "clock">) {
  return createMetricsRoller({
    settings: () => wants(),
    rollUp: async () => null,
    append: async (arrivals) => arrivals.map(() => null),
    log: SILENT,
    ...parts,
  });
}

const keys = (arrivals: readonly Arrival[]): readonly string[] =>
  arrivals.map(({ dedupeKey }) => dedupeKey);

test("figures are brought up to date at the start and every minute, and after a failure again", async () => {
  const clock = new VirtualClock();
  const rounds: number[] = [];
  const service = roller({
    clock,
    rollUp: async (now) => {
      rounds.push(now);
      if (rounds.length === 2) throw new Error("away");
    },
  });
  const start = clock.now();
  await service.start();
  await clock.advance(2.5 * MINUTE_MS);
  await service.stop();
  await clock.advance(MINUTE_MS);
  expect(rounds.map((at) => at - start)).toEqual([0, MINUTE_MS, 2 * MINUTE_MS]);
});

test("yesterday's report is due from eight in the morning, to the owner's own desk", () => {
  const daily = wants({ dailyReport: true });
  expect(dueReports(daily, DAY + 8 * HOUR_MS - 1)).toEqual([]);
  const [due] = dueReports(daily, DAY + 8 * HOUR_MS);
  expect(due).toMatchObject({
    dedupeKey: "report:day:2026-03-09",
    address: { kind: "desk", key: String(OWNER) },
  });
  expect(JSON.parse(due?.body ?? "")).toEqual({ type: "reportDue", report: "day", until: DAY });
  expect(keys(dueReports(daily, DAY + DAY_MS - 1))).toEqual(["report:day:2026-03-09"]);
  expect(dueReports(wants(), DAY + 9 * HOUR_MS)).toEqual([]);
});

test("eight is the owner's, by the offset of the business hours", () => {
  const at = (utcOffsetMinutes: number): number | undefined => {
    const days = [null, null, null, null, null, null, null];
    const daily = wants({ dailyReport: true, businessHours: { utcOffsetMinutes, days } });
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    return hours.find((hour) => dueReports(daily, DAY + hour * HOUR_MS).length > 0);
  };
  expect([at(0), at(180), at(-300), at(600)]).toEqual([8, 5, 13, 22]);
});

test("a week's report comes on a Monday, and for two days after it to whoever was away", () => {
  const weekly = wants({ weeklyReport: true });
  const monday = DAY - DAY_MS;
  expect(dueReports(weekly, monday + 8 * HOUR_MS - 1)).toEqual([]);
  const [due] = dueReports(weekly, monday + 8 * HOUR_MS);
  expect(due?.dedupeKey).toBe("report:week:2026-03-08");
  expect(JSON.parse(due?.body ?? "")).toMatchObject({ report: "week", until: monday });
  expect(dueReports(weekly, monday + 8 * HOUR_MS + 2 * DAY_MS - 1)).toHaveLength(1);
  expect(dueReports(weekly, monday + 8 * HOUR_MS + 2 * DAY_MS)).toEqual([]);
});

test("a report is asked for once a day by a process, and again when it could not be", async () => {
  const clock = new VirtualClock();
  await clock.advance(DAY_MS - (clock.now() % DAY_MS) + 7.9 * HOUR_MS);
  const asked: string[] = [];
  let isAway = true;
  const service = roller({
    clock,
    settings: () => wants({ dailyReport: true }),
    append: async (arrivals) => {
      asked.push(...keys(arrivals));
      if (isAway) throw new Error("away");
      return arrivals.map(() => null);
    },
  });
  await service.start();
  await clock.advance(10 * MINUTE_MS);
  const tries = asked.length;
  expect(tries).toBeGreaterThan(1);
  isAway = false;
  await clock.advance(2 * HOUR_MS);
  expect(asked).toHaveLength(tries + 1);
  await clock.advance(DAY_MS);
  await service.stop();
  expect(new Set(asked).size).toBe(2);
  expect(asked).toHaveLength(tries + 2);
});

describe("the start/stop contract", () => {
  exerciseService(async () => {
    let running = 0;
    const service = roller({
      clock: new VirtualClock(),
      rollUp: async () => {
        running += 1;
        await Promise.resolve();
        running -= 1;
      },
    });
    return { service, isQuiet: () => running === 0 };
  });
});
