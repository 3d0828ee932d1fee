import { describe, expect, test } from "bun:test";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { Settings } from "#actors/kernel/settings.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createSettingsSource } from "./settings-source.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function world() {
  const clock = new VirtualClock();
  const stored = { welcomeCredits: 3, isDown: false };
  let groupIds = [-5];
  const settings = createSettingsSource({
    load: async () => {
      if (stored.isDown) throw new Error("connection lost");
      return Settings.parse({ welcomeCredits: stored.welcomeCredits });
    },
    fixed: { groupIds: () => groupIds, ownerId: 1, isShopOpen: false },
    clock,
    log: silent,
  });
  const moveGroup = (to: number): void => {
    groupIds = [to];
  };
  return { settings, stored, clock, moveGroup };
}

describe("settings", () => {
  test("are there when it has started, with what the deployment fixes", async () => {
    const { settings } = world();
    await settings.start();
    expect(settings.current()).toMatchObject({
      welcomeCredits: 3,
      receipts: true,
      groupIds: [-5],
      ownerId: 1,
      isShopOpen: false,
    });
    await settings.stop();
  });

  test("follow a change within five seconds, or at once when told", async () => {
    const { settings, stored, clock } = world();
    await settings.start();
    stored.welcomeCredits = 9;
    await clock.advance(5_000);
    expect(settings.current().welcomeCredits).toBe(9);
    stored.welcomeCredits = 10;
    await settings.refresh();
    expect(settings.current().welcomeCredits).toBe(10);
    await settings.stop();
  });

  test("stay as they were while they cannot be read", async () => {
    const { settings, stored, clock } = world();
    await settings.start();
    stored.isDown = true;
    await clock.advance(20_000);
    expect(settings.current().welcomeCredits).toBe(3);
    await settings.stop();
  });

  test("follow a group that has moved", async () => {
    const { settings, moveGroup } = world();
    await settings.start();
    moveGroup(-6);
    expect(settings.current().groupIds).toEqual([-6]);
    await settings.stop();
  });

  test("that cannot be read at all stop the start", async () => {
    const { settings, stored } = world();
    stored.isDown = true;
    expect(await settings.start().catch((error: Error) => error.message)).toBe("connection lost");
    await settings.stop();
  });
});

describe("the start/stop contract of settings", () => {
  exerciseService(async () => {
    const { settings, clock } = world();
    return { service: settings, isQuiet: async () => !(await clock.step()) };
  });
});
