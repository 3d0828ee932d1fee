import { expect, test } from "bun:test";
import { array, assert, constant, integer, oneof, property, record, string } from "fast-check";
import {
  broke,
  content,
  fanData,
  type Heard,
  OPEN_SHOP,
  settled,
  type Talk,
} from "#actors/conversation/test-kit.ts";
import type { Content, ContentKind } from "#actors/kernel/content.ts";
import { itemIdOf, mediaOf } from "#actors/kernel/shelf.ts";
import { readLock } from "./lock.ts";
import { OFFERS_MAX } from "./stored.ts";

/** Media as Telegram names it: the number is the file's. */
function media(number: number, text: string, kind: ContentKind = "photo"): Content {
  return { ...content(kind, text, `file-${number}`), uniqueId: `u${number}` };
}

function itemId(number: number): number {
  const part = mediaOf(media(number, ""));
  return part === null ? 0 : itemIdOf([part]);
}

/** Offers a photo for so many credits; answers the data of its button. */
function offer(talk: Talk, number: number, credits: number): string {
  const heard = talk.team(media(number, `/lock ${credits}`));
  talk.done(heard, "offerLocked");
  return fanData("unlock", `${itemId(number)}:${credits}`);
}

function unlocks(talk: Talk) {
  return talk.ledger.filter(({ kind }) => kind === "unlock");
}

const isSentToFan = (heard: Heard): boolean => heard.verbs.includes("reply");

test("a caption offers the media and never sends it", () => {
  const talk = settled();
  const heard = talk.team(media(1, "/lock 30 for you"));
  expect(isSentToFan(heard)).toBe(false);
  expect(heard.effect("offerLocked").price).toEqual({ unit: "credits", amount: 30 });
  expect(heard.effect("offerLocked").item.caption).toBe("for you");
  expect(heard.toldTeam).toEqual(["lockOffered"]);
  expect(heard.rows("shelf")).toHaveLength(1);
});

test("whatever stands after /lock in a caption, the media stays inside", () => {
  assert(
    property(string(), (words) => {
      const talk = settled();
      expect(isSentToFan(talk.team(media(1, `/lock ${words}`)))).toBe(false);
      expect(isSentToFan(talk.team(media(2, `/lock@bot ${words}`)))).toBe(false);
    }),
    { numRuns: 100 },
  );
});

test.each(["-3", ":3", ",3", "=3", ".3", "３", "3", "ed 3", "/3"])(
  "a caption /lock%s stays inside and says how it is done, and a reply can sell the media",
  (rest) => {
    const talk = settled();
    const heard = talk.team(media(1, `/lock${rest}`), { id: 301 });
    expect(heard.verbs).toEqual(["tell"]);
    expect(heard.toldTeam).toEqual(["lockUsage"]);
    const sold = talk.teamCommands("lock", "3", { replyTo: 301 });
    expect(sold.effect("offerLocked").item.id).toBe(itemId(1));
  },
);

test.each(["/gift-5", "/ban-", "/замок 3", "/ lock 3", "/", " \u200b/x", "/tmp/x"])(
  "a caption %j stays inside, and a reply can sell the media",
  (text) => {
    const talk = settled();
    const heard = talk.team(media(1, text), { id: 301 });
    expect(heard.verbs).toEqual(["tell"]);
    expect(heard.toldTeam).toEqual(["unknownCommand"]);
    expect(talk.teamCommands("lock", "3", { replyTo: 301 }).verbs).toContain("offerLocked");
  },
);

test("prices are whole numbers within bounds, in plain digits", () => {
  expect(readLock("30")).toEqual({ price: { unit: "credits", amount: 30 }, caption: "" });
  expect(readLock("50 stars so good")).toEqual({
    price: { unit: "stars", amount: 50 },
    caption: "so good",
  });
  expect(readLock("30 starships")?.caption).toBe("starships");
  for (const wrong of ["", "0", "-5", "1.5", "٣٠", "1000001", "25001 stars", "99999999", "x"]) {
    expect([wrong, readLock(wrong)]).toEqual([wrong, null]);
  }
});

test("Unlock charges once and delivers once, however often it is tapped", () => {
  const talk = settled();
  const button = offer(talk, 1, 30);
  const before = talk.state.credits;
  const first = talk.presses(button);
  expect(first.verbs).toContain("deliverLocked");
  expect(first.rows("unlock")).toMatchObject([{ standing: "bought", credits: 30 }]);
  expect(first.toldTeam).toEqual(["lockedOpened"]);
  for (let i = 0; i < 3; i += 1) {
    const again = talk.presses(button);
    expect(again.answer).toBe("lockedYours");
    expect(again.verbs).not.toContain("deliverLocked");
  }
  expect(talk.state.credits).toBe(before - 30);
  expect(unlocks(talk).map(({ reference }) => reference)).toEqual([`unlock:7001:${itemId(1)}`]);
});

test("a card with another price than the offer's buys nothing", () => {
  const talk = settled();
  const old = offer(talk, 1, 30);
  offer(talk, 1, 50);
  expect(talk.presses(old).answer).toBe("pressStale");
  expect(unlocks(talk)).toEqual([]);
});

test("what is theirs is not offered again, by the list or by the books", () => {
  const talk = settled();
  talk.presses(offer(talk, 1, 30));
  const again = talk.team(media(1, "/lock 10"));
  expect(again.toldTeam).toEqual(["lockOwned"]);
  expect(again.verbs).not.toContain("offerLocked");
  const other = talk.team(media(2, "/lock 10"));
  expect(talk.answers(other, "offerLocked", { type: "owned" }).toldTeam).toEqual(["lockOwned"]);
});

test("a time session makes no unlock free", () => {
  const talk = settled();
  talk.teamCommands("gift", "1h");
  talk.presses(offer(talk, 1, 30));
  expect(unlocks(talk).map(({ credits }) => credits)).toEqual([-30]);
});

test("with too few credits the shop comes up, and credits deliver it before what waits", () => {
  const talk = broke(OPEN_SHOP);
  const button = offer(talk, 1, 10);
  const wish = talk.presses(button);
  expect(wish.effect("editLocked").say.key).toBe("lockedWanted");
  expect(wish.toldFan).toEqual(["shop"]);
  talk.writes("are you there?");
  expect(talk.state.held).toHaveLength(1);
  const paid = talk.teamCommands("gift", "10");
  expect(paid.verbs).toContain("deliverLocked");
  expect(talk.state.credits).toBe(0);
  expect(talk.state.held).toHaveLength(1);
});

test("a wish ends with Not now, and after a day", () => {
  const taken = broke(OPEN_SHOP);
  const button = offer(taken, 1, 10);
  taken.presses(button);
  taken.presses(fanData("unlockNot", `${itemId(1)}:10`));
  expect(taken.teamCommands("gift", "20").verbs).not.toContain("deliverLocked");
  const late = broke(OPEN_SHOP);
  late.presses(offer(late, 1, 10));
  late.wait(25 * 3_600_000);
  expect(late.teamCommands("gift", "20").verbs).not.toContain("deliverLocked");
});

test("a delivery that is refused for good is paid back once, and can be sold anew", () => {
  const talk = settled();
  const bought = talk.presses(offer(talk, 1, 30));
  const back = talk.refused(bought, "deliverLocked", "bad-request");
  expect(back.toldFan).toEqual(["lockedReturned"]);
  expect(back.rows("unlock")).toMatchObject([{ standing: "returned" }]);
  expect(talk.ledger.at(-1)).toMatchObject({ kind: "refund", credits: 30 });
  expect(talk.refused(bought, "deliverLocked", "bad-request").rows("ledger")).toEqual([]);
  talk.presses(offer(talk, 1, 30));
  expect(new Set(unlocks(talk).map(({ reference }) => reference)).size).toBe(2);
});

test("a fan who blocked the bot gets what they paid for when they are back", () => {
  const talk = settled();
  const bought = talk.presses(offer(talk, 1, 30));
  const blocked = talk.refused(bought, "deliverLocked", "blocked");
  expect(blocked.rows("ledger")).toEqual([]);
  expect(blocked.toldTeam).toContain("lockedWaits");
  expect(talk.writes("back").verbs).toContain("deliverLocked");
  expect(talk.writes("again").verbs).not.toContain("deliverLocked");
});

test("a reply sells what was kept back, with all parts of its album", () => {
  const talk = settled();
  talk.team(media(1, "// later"), { id: 801, albumId: "a" });
  talk.team(media(2, ""), { id: 802, albumId: "a" });
  talk.fires("albumOut");
  const heard = talk.teamCommands("lock", "30", { replyTo: 802 });
  expect(heard.effect("offerLocked").item.parts).toHaveLength(2);
});

test("a part of a locked album that comes late is not sent", () => {
  const talk = settled();
  talk.team(media(1, "/lock 30"), { albumId: "a" });
  talk.fires("albumOut");
  const late = talk.team(media(2, ""), { albumId: "a" });
  expect(late.verbs).toEqual(["tell"]);
  expect(talk.timers.has("albumOut")).toBe(false);
});

test("what went to the fan is refused with the reason", () => {
  const talk = settled();
  talk.team(media(1, "look"), { id: 801 });
  const heard = talk.teamCommands("lock", "30", { replyTo: 801 });
  expect(heard.effect("tell").say).toEqual({ key: "lockRefused", with: { why: "sent" } });
});

test("who may not sell sells nothing, and leaks nothing", () => {
  const talk = settled();
  const viewer = { id: 9005, name: "Vic", role: "viewer" } as const;
  const heard = talk.team(media(1, "/lock 30"), { by: viewer });
  expect(heard.verbs).toEqual(["tell"]);
});

test("what is paid in Stars is booked once as Stars", () => {
  const talk = settled();
  const heard = talk.team(media(1, "/lock 50 stars"));
  talk.done(heard, "offerLocked");
  expect(talk.team(media(1, "/lock 50 stars")).verbs).toEqual(
    expect.not.arrayContaining(["offerLocked"]),
  );
  const payload = `lock:${itemId(1)}:50:photo:1`;
  const paid = talk.hear({ type: "fanBoughtMedia", payload });
  expect(paid.rows("ledger")).toMatchObject([{ kind: "unlock", credits: 0, amountCents: 50 }]);
  expect(talk.hear({ type: "fanBoughtMedia", payload }).toldTeam).toEqual(["lockedPaidTwice"]);
  expect(talk.hear({ type: "fanBoughtMedia", payload: "of somebody else" }).verbs).toEqual([]);
});

test("a card that is sent again after it was bought leaves what was bought alone", () => {
  const talk = settled();
  talk.teamCommands("gift", "10");
  const heard = talk.team(media(1, "/lock 5"));
  const bought = talk.presses(fanData("unlock", `${itemId(1)}:5`));
  const owned = { type: "done", sent: null, answer: { type: "owned" } } as const;
  expect(talk.outcome(heard, "offerLocked", owned).verbs).toEqual([]);
  expect(talk.refused(bought, "deliverLocked", "bad-request").rows("ledger")).toMatchObject([
    { kind: "refund", credits: 5 },
  ]);
});

test("/unlocked sends the one item that is named, and lists otherwise", () => {
  const talk = settled();
  expect(talk.commands("unlocked", "7").effect("deliverLocked").itemId).toBe(7);
  for (const argument of ["", "all", "7.5", "-1"]) {
    expect(talk.commands("unlocked", argument).verbs).toEqual(["showUnlocked"]);
  }
});

test("offers are bounded, and the card of one that makes room says that it has ended", () => {
  const talk = settled();
  for (let n = 1; n <= OFFERS_MAX; n += 1) offer(talk, n, 10);
  const heard = talk.team(media(99, "/lock 10"));
  expect(heard.effect("editLocked").say.key).toBe("lockedClosed");
  expect(talk.state.locked.offers).toHaveLength(OFFERS_MAX);
});

test("whatever is tapped, given and refused in whatever order, each sale is charged once", () => {
  const act = oneof(
    record({ do: constant("offer" as const), n: integer({ min: 1, max: 3 }) }),
    record({ do: constant("tap" as const), n: integer({ min: 1, max: 3 }) }),
    record({ do: constant("gift" as const), n: integer({ min: 1, max: 15 }) }),
    record({ do: constant("refuse" as const), n: integer({ min: 0, max: 1 }) }),
  );
  assert(
    property(array(act, { maxLength: 30 }), (acts) => {
      const talk = broke(OPEN_SHOP);
      const sold: Heard[] = [];
      const note = (heard: Heard): void => {
        if (heard.verbs.includes("deliverLocked")) sold.push(heard);
      };
      for (const { do: what, n } of acts) {
        if (what === "offer") talk.team(media(n, "/lock 10"));
        if (what === "tap") note(talk.presses(fanData("unlock", `${itemId(n)}:10`)));
        if (what === "gift") note(talk.teamCommands("gift", String(n)));
        const last = sold.at(-1);
        if (what === "refuse" && last !== undefined) {
          // What goes back may pay for a wish at once.
          note(talk.refused(last, "deliverLocked", n === 0 ? "bad-request" : "message-gone"));
        }
      }
      const references = talk.ledger.map(({ reference }) => reference);
      expect(new Set(references).size).toBe(references.length);
      const deliveries = sold.reduce((sum, one) => sum + one.effects("deliverLocked").length, 0);
      expect(unlocks(talk)).toHaveLength(deliveries);
    }),
    { numRuns: 300 },
  );
});
