import { describe, expect, test } from "bun:test";
import { TelegramError } from "gramio";
import type { SettingsSource } from "#actors/kernel/ports.ts";
import type { Product } from "#actors/kernel/product.ts";
import { LANGUAGES } from "#actors/kernel/say.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createCommandMenu, fanCommands, type OnSale } from "./commands.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function pack(credits: number, more: Partial<Product> = {}): Product {
  return {
    sku: `credits_${credits}`,
    kind: "credits",
    credits,
    seconds: 0,
    priceCents: credits * 40,
    currency: "usd",
    priceStars: credits * 14,
    ...more,
  };
}
const HOUR = pack(0, { sku: "time_1h", kind: "time", seconds: 3600, priceCents: 999 });

const names = (shop: OnSale): readonly string[] =>
  fanCommands(shop, "en").map(({ command }) => command);

describe("the fans' menu", () => {
  test("follows what is on sale, in its order", () => {
    expect(names({ rails: ["stripe"], products: [pack(25), pack(10), HOUR] })).toEqual([
      ..."buy buy25 buy10 time balance history unlocked billing autorecharge promo".split(" "),
      ..."settings help paysupport privacy terms".split(" "),
    ]);
  });

  test("has nothing of a shop that is closed, and no cards where there are only Stars", () => {
    const rest = "balance history unlocked settings help paysupport privacy terms".split(" ");
    expect(names({ rails: [], products: [pack(25)] })).toEqual(rest);
    expect(names({ rails: ["stripe"], products: [] })).toEqual(rest);
    const stars = names({ rails: ["stars"], products: [pack(25), pack(50, { priceStars: null })] });
    expect(stars).toContain("buy25");
    expect(stars).toContain("promo");
    for (const absent of ["buy50", "time", "billing", "autorecharge"]) {
      expect(stars).not.toContain(absent);
    }
  });

  test("shows a pack's price on every rail, and each size once", () => {
    const products = [pack(25), pack(25, { sku: "credits_25_b" })];
    const menu = fanCommands({ rails: ["stripe", "stars"], products }, "en");
    expect(menu.filter(({ command }) => command === "buy25")).toEqual([
      { command: "buy25", description: "25 credits · $10.00 / ⭐ 350" },
    ]);
  });

  test("keeps within Telegram's bounds in every language, however much is sold", () => {
    const products = Array.from({ length: 300 }, (_, n) => pack(n + 1));
    for (const language of LANGUAGES) {
      const menu = fanCommands(
        { rails: ["stripe", "stars"], products: [...products, HOUR] },
        language,
      );
      expect(menu.length).toBeLessThanOrEqual(100);
      for (const { command, description } of menu) {
        expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(256);
      }
    }
  });
});

interface Call {
  readonly commands: readonly { readonly command: string }[];
  readonly language_code?: string;
  readonly scope?: { readonly chat_id?: number };
}

/** Somebody who never wrote to the bot. */
const UNKNOWN = 404;
const NO_CHAT = { ok: false, error_code: 400, description: "Bad Request: chat not found" } as const;

function world() {
  const clock = new VirtualClock();
  const calls: Call[] = [];
  const state = {
    shop: { rails: ["stripe"], products: [pack(10)] } as OnSale,
    team: [] as readonly number[],
    isDown: false,
  };
  const members: string[] = [];
  const menu = createCommandMenu({
    connect: () =>
      ({
        setMyCommands: async (call: Call) => {
          if (state.isDown) throw new TypeError("fetch failed");
          const { chat_id: chatId } = call.scope ?? {};
          if (chatId === UNKNOWN)
            throw new TelegramError(NO_CHAT, "setMyCommands", { commands: [] });
          if (chatId === undefined) calls.push(call);
          else members.push(`${chatId}: ${call.commands.map(({ command }) => command).join(" ")}`);
          return true;
        },
        deleteMyCommands: async ({ scope }: Call) => members.push(`${scope?.chat_id}: none`) > 0,
      }) as unknown as ReturnType<Parameters<typeof createCommandMenu>[0]["connect"]>,
    settings: {
      current: () => ({ ...state.shop, team: state.team.map((id) => ({ id })) }),
    } as unknown as SettingsSource,
    clock,
    log: silent,
  });
  const packsSet = (): readonly string[] =>
    calls
      .filter(({ language_code: code }) => code === undefined)
      .map(({ commands }) =>
        commands
          .map(({ command }) => command)
          .filter((command) => /^buy\d/.test(command))
          .join(" "),
      );
  return { menu, clock, calls, members, state, packsSet };
}

describe("the running server", () => {
  test("sets the menu in every language, and again only when what is on sale has changed", async () => {
    const { menu, clock, calls, state, packsSet } = world();
    await menu.start();
    await clock.advance(60_000);
    expect(calls.map(({ language_code: code }) => code ?? "en")).toEqual([...LANGUAGES]);
    state.shop = { ...state.shop, products: [pack(10), pack(99)] };
    await clock.advance(60_000);
    await menu.stop();
    expect(packsSet()).toEqual(["buy10", "buy10 buy99"]);
  });

  test("shows the panel's commands to whoever is on the team, for as long as they are", async () => {
    const { menu, clock, members, state } = world();
    const panel = "admin conversations team stats shelf duty help";
    state.team = [1, UNKNOWN];
    await menu.start();
    await clock.advance(60_000);
    expect(members).toEqual([`1: ${panel}`]);
    state.team = [1, 8];
    await clock.advance(60_000);
    state.team = [1];
    await clock.advance(60_000);
    await menu.stop();
    expect(members).toEqual([`1: ${panel}`, `8: ${panel}`, "8: none"]);
  });

  test("tries again later where Telegram could not be reached", async () => {
    const { menu, clock, state, packsSet } = world();
    state.isDown = true;
    await menu.start();
    await clock.advance(30_000);
    state.isDown = false;
    await clock.advance(60_000);
    await menu.stop();
    expect(packsSet()).toEqual(["buy10"]);
  });
});

describe("the start/stop contract of the command menu", () => {
  exerciseService(async () => {
    const { menu, clock } = world();
    return { service: menu, isQuiet: async () => !(await clock.step()) };
  });
});
