// What every Service promises (service.ts), as one suite that each of them runs:
//
//   describe("the start/stop contract", () => exerciseService(async () => ({ service, isQuiet })));
import { expect, test } from "bun:test";
import type { Service } from "./service.ts";

/** A service nobody has started, and how to see from outside whether anything of it still runs. */
export interface ServiceOnTrial {
  readonly service: Service;
  /** True when nothing runs: no timer, no loop, no connection that belongs to the service. */
  readonly isQuiet: () => boolean | Promise<boolean>;
}

/** How many moments after a start a stop may come in the last test; each is a fresh service. */
const MOMENTS = 25;

/** Registers the tests. `make` is called once a test, and once a moment in the last of them. */
export function exerciseService(make: () => Promise<ServiceOnTrial>): void {
  test("stops without having been started, and can be started after that", async () => {
    const { service, isQuiet } = await make();
    await service.stop();
    await service.start();
    await service.stop();
    expect(await isQuiet()).toBe(true);
  });

  test("starts once when it is started twice", async () => {
    const { service, isQuiet } = await make();
    await Promise.all([service.start(), service.start()]);
    await service.start();
    await service.stop();
    expect(await isQuiet()).toBe(true);
  });

  test("is fully stopped whenever any of several stops resolves", async () => {
    const { service, isQuiet } = await make();
    await service.start();
    const seen = await Promise.all([1, 2, 3].map(() => service.stop().then(isQuiet)));
    await service.stop();
    expect([...seen, await isQuiet()]).toEqual([true, true, true, true]);
  });

  test("stops at any moment of its start", async () => {
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const { service, isQuiet } = await make();
      const started = service.start().then(
        () => "settled",
        () => "settled",
      );
      for (let tick = 0; tick < moment; tick += 1) await Promise.resolve();
      await service.stop();
      expect([await started, await isQuiet()]).toEqual(["settled", true]);
    }
  });
}
