import { describe, expect, test } from "bun:test";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createHousekeeper } from "./housekeeper.ts";

describe("the housekeeper", () => {
  test("keeps house at the start and every hour until it is stopped", async () => {
    const clock = new VirtualClock();
    const rounds: number[] = [];
    const service = createHousekeeper({
      clock,
      keepHouse: async (now) => {
        rounds.push(now);
      },
    });
    const start = clock.now();
    await service.start();
    await clock.advance(2.5 * 3_600_000);
    await service.stop();
    await clock.advance(3_600_000);
    expect(rounds.map((at) => at - start)).toEqual([0, 3_600_000, 7_200_000]);
  });

  exerciseService(async () => {
    let running = 0;
    const service = createHousekeeper({
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
