import { describe, expect, test } from "bun:test";
import { type Heard, PRODUCTS, Talk } from "#actors/conversation/test-kit.ts";
import type { FanSay } from "#actors/kernel/say.ts";
import {
  BOTH_RAILS,
  buttonsOf,
  editsOf,
  hears,
  openPage,
  pageIs,
  purchaseOf,
  SHELF_ID,
  shopper,
} from "./shop-test-kit.ts";

function dataOf(heard: Heard): readonly string[] {
  return buttonsOf(heard).flatMap((one) => ("data" in one ? one.data : []));
}

function shelfOf(heard: Heard): Extract<FanSay, { key: "shop" }>["with"] {
  const [effect] = [...heard.effects("notify"), ...heard.effects("editNotice")];
  if (effect?.say.key !== "shop") throw new Error("not a shelf");
  return effect.say.with;
}

describe("/buy", () => {
  test("shows every pack with its price, the best value, and what the fan has", () => {
    const heard = shopper().commands("buy");
    expect(shelfOf(heard)).toMatchObject({
      items: [
        { sku: "credits_10", amount: 499, fullAmount: 499, currency: "usd", isBest: false },
        { sku: "credits_25", amount: 999, gives: { credits: 25, seconds: 0 }, isBest: true },
        { sku: "time_1h", amount: 2499, gives: { credits: 0, seconds: 3600 }, isBest: false },
      ],
      account: { credits: 99 },
      promo: null,
      isStars: false,
      savesCard: false,
    });
    expect(dataOf(heard)).toEqual([
      "_.pick.credits_10",
      "_.pick.credits_25",
      "_.pick.time_1h",
      "_.saveCard.stripe",
    ]);
  });

  test("says that the shop is closed where no rail sells anything", () => {
    expect(shopper({ rails: [] }).commands("buy").toldFan).toEqual(["shopClosed"]);
    expect(shopper({ products: [] }).commands("buy").toldFan).toEqual(["shopClosed"]);
    const [, , time] = PRODUCTS;
    const onlyTime = shopper({ rails: ["stars"], products: time === undefined ? [] : [time] });
    expect(onlyTime.commands("buy").toldFan).toEqual(["shopClosed"]);
  });

  test("leaves out a pack that no button can name, and one under the least that cards take", () => {
    const [pack] = PRODUCTS;
    if (pack === undefined) throw new Error("no pack");
    const products = [
      { ...pack, sku: "credits.10" },
      { ...pack, sku: "tiny", priceCents: 49 },
      pack,
    ];
    const heard = shopper({ products }).commands("buy");
    expect(shelfOf(heard).items.map(({ sku }) => sku)).toEqual(["credits_10"]);
  });

  test("shows no more than fits in a message", () => {
    const [pack] = PRODUCTS;
    if (pack === undefined) throw new Error("no pack");
    const products = Array.from({ length: 100 }, (_, i) => ({ ...pack, sku: `p${i}` }));
    expect(shelfOf(shopper({ products }).commands("buy")).items).toHaveLength(30);
  });
});

describe("/time and /buyN", () => {
  test("/time shows the blocks of time alone", () => {
    const heard = shopper().commands("time");
    expect(shelfOf(heard).items.map(({ sku }) => sku)).toEqual(["time_1h"]);
  });

  test("/time takes the rail that sells time, and offers no other", () => {
    const heard = shopper({ ...BOTH_RAILS, rails: ["stars", "stripe"] }).commands("time");
    expect(shelfOf(heard)).toMatchObject({ isStars: false, items: [{ sku: "time_1h" }] });
    expect(dataOf(heard)).toEqual(["_.pick.time_1h", "_.saveCard.stripe:time"]);
  });

  test("/time without any says so and shows the rest", () => {
    const heard = shopper({ products: PRODUCTS.slice(0, 2) }).commands("time");
    expect(heard.toldFan).toEqual(["notSold"]);
    expect(dataOf(heard)).toContain("_.pick.credits_10");
  });

  test("/buy25 goes straight to the checkout of that pack", () => {
    const heard = shopper().commands("buy25");
    expect(heard.toldFan).toEqual(["checkoutComing"]);
    expect(heard.effect("checkout").sale).toMatchObject({ sku: "credits_25", amount: 999 });
  });

  test("/buy and a name goes straight to the checkout of that product, on the rail that is said", () => {
    const time = shopper(BOTH_RAILS).commands("buy", "time_1h");
    expect(time.effect("checkout").sale).toMatchObject({ sku: "time_1h" });
    const stars = shopper(BOTH_RAILS).commands("buy", "credits_25 stars");
    expect(stars.effect("sendInvoice").sale).toMatchObject({ sku: "credits_25" });
    for (const named of ["no_such_thing", "credits_25 cheque"]) {
      const said = shopper(BOTH_RAILS).commands("buy", named);
      expect(said.effect("notify").say).toMatchObject({ key: "notSold" });
    }
  });

  test("/buy25 sends the invoice where only Stars are taken", () => {
    const heard = shopper({ ...BOTH_RAILS, rails: ["stars"] }).commands("buy25");
    expect(heard.effect("sendInvoice").sale).toMatchObject({ amount: 700, currency: "xtr" });
  });

  test.each(["buy7", "buy0", "buy3600"])(
    "/%s names no pack, and the shelf is under that",
    (command) => {
      const heard = shopper().commands(command);
      expect(heard.toldFan).toEqual(["notSold"]);
      expect(heard.verbs).not.toContain("checkout");
      expect(dataOf(heard)).toContain("_.pick.credits_25");
    },
  );

  test.each(["buyer", "buy-5", "buy1e3", "buy99999999"])("/%s is no command", (command) => {
    expect(shopper().commands(command).toldFan).toEqual(["unknownCommand"]);
  });
});

describe("two rails", () => {
  test("one shelf turns into the other and back, in the same message", () => {
    const talk = shopper(BOTH_RAILS);
    const stars = talk.presses(talk.commands("buy").button("payWithStars"), SHELF_ID);
    expect(editsOf(stars)).toEqual([`${SHELF_ID}: shop`]);
    expect(shelfOf(stars)).toMatchObject({
      isStars: true,
      items: [
        { sku: "credits_10", amount: 350, currency: "xtr" },
        { sku: "credits_25", amount: 700 },
      ],
    });
    expect(dataOf(stars)).toEqual([
      "_.pickStars.credits_10",
      "_.pickStars.credits_25",
      "_.shop.stripe",
    ]);
    const cards = talk.presses(stars.button("payByCard"), SHELF_ID);
    expect(shelfOf(cards).isStars).toBe(false);
  });

  test("the owner's first rail is the one that is shown", () => {
    const heard = shopper({ ...BOTH_RAILS, rails: ["stars", "stripe"] }).commands("buy");
    expect(shelfOf(heard).isStars).toBe(true);
  });

  test("a rail that closed since is not opened by an old button", () => {
    const talk = shopper();
    expect(shelfOf(talk.presses("_.shop.stars", SHELF_ID)).isStars).toBe(false);
    expect(talk.presses("_.pickStars.credits_10", SHELF_ID).verbs).not.toContain("sendInvoice");
  });
});

describe("keeping the card", () => {
  test("is off until the fan ticks it, and a double tap ticks it once", () => {
    const talk = shopper();
    const tick = talk.commands("buy").button("saveCardOff");
    expect(shelfOf(talk.presses(tick)).savesCard).toBe(true);
    expect(shelfOf(talk.presses(tick)).savesCard).toBe(true);
    const untick = talk.presses(tick).button("saveCardOn");
    expect(shelfOf(talk.presses(untick)).savesCard).toBe(false);
  });

  test("is not asked of a fan whose auto-recharge has a card", () => {
    const talk = shopper();
    talk.presses("_.saveCard.stripe");
    const recharge = {
      sku: "credits_10",
      cardId: "pm_1",
      amount: 499,
      currency: "usd",
      credits: 10,
      threshold: 5,
      dayMax: 10_000,
      monthMax: 30_000,
      agreedAt: talk.at,
      declines: 0,
      pausedUntil: null,
    };
    talk.state = { ...talk.state, recharge };
    const shelf = talk.commands("buy");
    expect(shelfOf(shelf).savesCard).toBe(false);
    expect(dataOf(shelf).at(-1)).toBe("_.pick.time_1h");
    expect(talk.presses("_.pick.credits_10").effect("checkout").savesCard).toBe(false);
  });

  test("is what the page is asked for", () => {
    const talk = shopper();
    talk.presses("_.saveCard.stripe");
    expect(talk.presses("_.pick.credits_10").effect("checkout").savesCard).toBe(true);
    expect(shopper().presses("_.pick.credits_10").effect("checkout").savesCard).toBe(false);
  });
});

describe("where a shelf opens", () => {
  test("Start shows the packs under what the fan has", () => {
    const talk = new Talk(BOTH_RAILS);
    const started = talk.presses(talk.commands("start").button("start"));
    expect(started.toldFan).toEqual(["started"]);
    expect(dataOf(started)).toEqual([
      "_.pick.credits_10",
      "_.pick.credits_25",
      "_.pick.time_1h",
      "_.balance.",
      "_.help.",
    ]);
  });

  test("Start shows none while the shop is closed", () => {
    const talk = new Talk();
    const started = talk.presses(talk.commands("start").button("start"));
    expect(dataOf(started)).toEqual(["_.balance.", "_.help."]);
  });

  test("a low balance turns into the shelf", () => {
    const talk = shopper({ welcomeCredits: 3 });
    const low = talk.writes("two left, then one");
    expect(low.toldFan).toEqual(["lowBalance"]);
    const shelf = talk.presses(low.button("buyCredits"), 640);
    expect(editsOf(shelf)).toEqual(["640: shop"]);
    expect(shelf.toldFan).toEqual([]);
  });

  test("the end of a session turns into the shelf of time", () => {
    const talk = shopper();
    talk.teamCommands("gift", "30m");
    const ended = talk.fires("sessionEnd");
    const shelf = talk.presses(ended.button("extend"), 640);
    expect(shelfOf(shelf).items.map(({ sku }) => sku)).toEqual(["time_1h"]);
  });

  test("a held notice stays, and the shelf comes below it, once a double tap", () => {
    const talk = shopper({ welcomeCredits: 1 });
    const held = talk.writes("too dear");
    expect(held.toldFan).toEqual(["held"]);
    const shelf = talk.presses(held.button("buyCredits"), 640);
    expect(shelf.toldFan).toEqual(["shop"]);
    expect(editsOf(shelf)).toEqual([]);
    expect(talk.presses(held.button("buyCredits"), 640).toldFan).toEqual([]);
  });

  test("a shop that closed meanwhile says so in the message that led to it", () => {
    const talk = shopper();
    const balance = talk.commands("balance");
    talk.settings = { ...talk.settings, rails: [] };
    expect(editsOf(talk.presses(balance.button("buyCredits"), 640))).toEqual(["640: shopClosed"]);
  });
});

describe("presses that come to nothing", () => {
  test("a pack that is sold no more: the shelf as it is now, and a word", () => {
    const talk = shopper();
    const shelf = talk.commands("buy");
    talk.settings = { ...talk.settings, products: PRODUCTS.slice(1) };
    const heard = talk.presses(shelf.button("credits_10"), SHELF_ID);
    expect(heard.answer).toBe("notSold");
    expect(shelfOf(heard).items.map(({ sku }) => sku)).toEqual(["credits_25", "time_1h"]);
    expect(talk.state.purchases).toEqual([]);
  });

  test("an old button buys at the price of now", () => {
    const talk = shopper();
    const shelf = talk.commands("buy");
    talk.settings = {
      ...talk.settings,
      products: PRODUCTS.map((one) => ({ ...one, priceCents: one.priceCents + 1 })),
    };
    const heard = talk.presses(shelf.button("credits_10"), SHELF_ID);
    expect(heard.effect("checkout").sale.amount).toBe(500);
  });

  test.each(["_.pick.", "_.pick.nothing", "_.pick.__proto__", "_.pickStars.credits_10"])(
    "forged data %p begins no purchase",
    (data) => {
      const talk = shopper();
      const heard = talk.presses(data);
      expect(heard.verbs).not.toContain("checkout");
      expect(heard.verbs).not.toContain("sendInvoice");
      expect(talk.state.purchases).toEqual([]);
    },
  );

  test("no message about a payment turns into a shelf", () => {
    const talk = shopper();
    openPage(talk);
    const { id } = purchaseOf(talk);
    hears(talk, pageIs(talk, purchaseOf(talk), "unpaid"));
    for (const data of ["_.shop.", "_.saveCard.", `_.back.${id}`, "_.pick.credits_25"]) {
      const heard = talk.presses(data, SHELF_ID);
      expect(editsOf(heard)).toEqual([]);
      expect(heard.verbs).not.toContain("checkout");
    }
  });

  test.each(["_.buy.", "_.shop.", "_.pick.credits_10", "_.pickStars.credits_10", "_.saveCard."])(
    "a banned fan presses %p in vain",
    (data) => {
      const talk = shopper(BOTH_RAILS);
      talk.teamCommands("ban");
      const heard = talk.presses(data);
      expect(heard.verbs).toEqual(["answerPress"]);
      expect(heard.answer).toBe("banned");
    },
  );

  test("a banned fan's /buy is told of the ban", () => {
    const talk = shopper();
    talk.teamCommands("ban");
    expect(talk.commands("buy").toldFan).toEqual(["banned"]);
    expect(talk.commands("buy25").verbs).toEqual([]);
  });

  test("after an erasure an old shelf is stale", () => {
    const talk = shopper();
    const shelf = talk.commands("buy");
    talk.presses(talk.presses(talk.commands("privacy").button("eraseData")).button("eraseConfirm"));
    expect(talk.presses(shelf.button("credits_10")).answer).toBe("pressStale");
  });
});
