import { describe, expect, test } from "bun:test";
import type { Product } from "#actors/kernel/product.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Member } from "#actors/kernel/team.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createSettingsSource } from "./settings-source.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const PACK: Product = {
  sku: "credits_10",
  kind: "credits",
  credits: 10,
  seconds: 0,
  priceCents: 500,
  currency: "usd",
  priceStars: 250,
};

type Rails = Settings["paymentRails"];

function world(hasStripe = true) {
  const clock = new VirtualClock();
  const stored = {
    welcomeCredits: 3,
    isDown: false,
    paymentRails: "stripe" as Rails,
    products: [PACK],
    members: [] as readonly Member[],
  };
  let groupIds = [-5];
  const asked = { marks: 0, loads: 0 };
  const warned: string[] = [];
  /** What happens while they are read. */
  const race = { meanwhile: (): void => undefined };
  const settings = createSettingsSource({
    mark: async () => {
      asked.marks += 1;
      if (stored.isDown) throw new Error("connection lost");
      return JSON.stringify(stored);
    },
    load: async () => {
      asked.loads += 1;
      if (stored.isDown) throw new Error("connection lost");
      const { welcomeCredits, paymentRails, products, members } = stored;
      race.meanwhile();
      const values = Settings.parse({ welcomeCredits, paymentRails });
      return { stored: values, products, members, isTeamFormed: members.length > 0 };
    },
    fixed: { groupIds: () => groupIds, ownerId: 1, hasStripe },
    clock,
    log: { ...silent, warn: (_, words) => void warned.push(words) },
  });
  const moveGroup = (to: number): void => {
    groupIds = [to];
  };
  return { settings, stored, clock, moveGroup, asked, warned, race };
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
      rails: ["stripe"],
      products: [PACK],
    });
    await settings.stop();
  });

  test("follow a change within a second, or at once when told", async () => {
    const { settings, stored, clock } = world();
    await settings.start();
    stored.welcomeCredits = 9;
    await clock.advance(1_000);
    expect(settings.current().welcomeCredits).toBe(9);
    stored.welcomeCredits = 10;
    await settings.refresh();
    expect(settings.current().welcomeCredits).toBe(10);
    await settings.stop();
  });

  test("are read once a change, and looked at once a second", async () => {
    const { settings, stored, clock, asked } = world();
    await settings.start();
    await clock.advance(10_000);
    expect(asked).toEqual({ marks: 11, loads: 1 });
    stored.welcomeCredits = 9;
    await clock.advance(10_000);
    expect(asked).toEqual({ marks: 21 + 1, loads: 2 });
    await settings.stop();
  });

  test("that change while they are read are read again", async () => {
    const { settings, stored, clock, race } = world();
    await settings.start();
    stored.welcomeCredits = 9;
    race.meanwhile = () => {
      stored.welcomeCredits = 10;
    };
    await clock.advance(1_000);
    expect(settings.current().welcomeCredits).toBe(9);
    await clock.advance(1_000);
    expect(settings.current().welcomeCredits).toBe(10);
    await settings.stop();
  });

  test("offer the rails that the owner chose and that have what they need", async () => {
    const railsOf = async (chosen: Rails, hasStripe: boolean): Promise<readonly string[]> => {
      const { settings, stored } = world(hasStripe);
      stored.paymentRails = chosen;
      await settings.start();
      await settings.stop();
      return settings.current().rails;
    };
    expect(await railsOf("stripe", true)).toEqual(["stripe"]);
    expect(await railsOf("both", true)).toEqual(["stripe", "stars"]);
    expect(await railsOf("stars", true)).toEqual(["stars"]);
    expect(await railsOf("stripe", false)).toEqual([]);
    expect(await railsOf("both", false)).toEqual(["stars"]);
  });

  test("take a product off the shelf within a second", async () => {
    const { settings, stored, clock } = world();
    await settings.start();
    stored.products = [];
    await clock.advance(1_000);
    expect(settings.current().products).toEqual([]);
    await settings.stop();
  });

  test("count a former owner as nobody, whatever their row says", async () => {
    const { settings, stored } = world();
    const member = { username: null, isOnDuty: true } as const;
    stored.members = [
      { id: 9, name: "Former", role: "owner", ...member },
      { id: 7, name: "Ann", role: "agent", ...member },
      { id: 1, name: "Ada", role: "owner", ...member },
    ];
    await settings.start();
    const names = settings.current().team.map(({ name, role }) => [name, role]);
    expect(names).toEqual([
      ["Ada", "owner"],
      ["Ann", "agent"],
    ]);
    await settings.stop();
  });

  test("stay as they were while they cannot be read", async () => {
    const { settings, stored, clock, warned } = world();
    await settings.start();
    stored.isDown = true;
    await clock.advance(20_000);
    expect(settings.current().welcomeCredits).toBe(3);
    expect(warned).toHaveLength(1);
    stored.isDown = false;
    stored.welcomeCredits = 4;
    await clock.advance(1_000);
    expect(settings.current().welcomeCredits).toBe(4);
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
