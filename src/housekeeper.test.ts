import { describe, expect, test } from "bun:test";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { SILENT } from "#db/testing-server.ts";
import { createHousekeeper, type HousekeeperDeps } from "./housekeeper.ts";
import type { Incident } from "./incidents.ts";

const HOUR_MS = 3_600_000;

/** A housekeeper with nothing to do, where a test does not say otherwise. */
function housekeeper(parts: Partial<HousekeeperDeps> & Pick<HousekeeperDeps, "clock">) {
  return createHousekeeper({
    keepHouse: () => Promise.resolve(),
    readWords: () => Promise.resolve(),
    checkLedger: () => Promise.resolve(null),
    onLedger: () => undefined,
    report: () => undefined,
    log: SILENT,
    ...parts,
  });
}

describe("the housekeeper", () => {
  test("keeps house at the start and every hour until it is stopped", async () => {
    const clock = new VirtualClock();
    const rounds: number[] = [];
    const service = housekeeper({
      clock,
      keepHouse: async (now) => {
        rounds.push(now);
      },
    });
    const start = clock.now();
    await service.start();
    await clock.advance(2.5 * HOUR_MS);
    await service.stop();
    await clock.advance(HOUR_MS);
    expect(rounds.map((at) => at - start)).toEqual([0, HOUR_MS, 2 * HOUR_MS]);
  });

  test("reads words every five seconds, and goes on after it could not", async () => {
    const clock = new VirtualClock();
    let reads = 0;
    const service = housekeeper({
      clock,
      async readWords() {
        reads += 1;
        if (reads === 2) throw new Error("the store is away");
      },
    });
    await service.start();
    await clock.advance(15_000);
    await service.stop();
    await clock.advance(60_000);
    expect(reads).toBe(4);
  });

  test("shows what is known of the books, and alarms for what this machine has found", async () => {
    const clock = new VirtualClock();
    const faults = ["a", "b", "c", "d"].map((where) => ({ where, what: "is wrong" }));
    const checks = [
      null,
      { count: 4, found: faults },
      { count: 4, found: null },
      { count: 0, found: [] },
    ];
    const shown: number[] = [];
    const incidents: Incident[] = [];
    const service = housekeeper({
      clock,
      checkLedger: () => Promise.resolve(checks.shift() ?? null),
      onLedger: (count) => void shown.push(count),
      report: (incident) => void incidents.push(incident),
    });
    await service.start();
    await clock.advance(4.5 * HOUR_MS);
    await service.stop();
    expect(shown).toEqual([4, 4, 0]);
    expect(incidents).toMatchObject([
      { kind: "ledger-faults", detail: "a is wrong; b is wrong; c is wrong; and 1 more" },
    ]);
  });

  test("goes on when the books cannot be read", async () => {
    const clock = new VirtualClock();
    const warned: string[] = [];
    let rounds = 0;
    const service = housekeeper({
      clock,
      checkLedger: () => {
        rounds += 1;
        return Promise.reject(new Error("away"));
      },
      log: { ...SILENT, warn: (_, line) => void warned.push(line) },
    });
    await service.start();
    await clock.advance(1.5 * HOUR_MS);
    await service.stop();
    expect([rounds, warned.length]).toEqual([2, 2]);
  });

  exerciseService(async () => {
    let running = 0;
    const service = housekeeper({
      clock: new VirtualClock(),
      keepHouse: async () => {
        running += 1;
        await Promise.resolve();
        running -= 1;
      },
    });
    return { service, isQuiet: () => running === 0 };
  });
});
