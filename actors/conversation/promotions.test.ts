// Broadcasts at one fan: who gets them, what is written down, and what is taken back.
import { expect, test } from "bun:test";
import type { Promotion } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import { content, fanData, type Heard, OPEN_SHOP, settled, type Talk } from "./test-kit.ts";

const CAMPAIGN = 51_200;
const NEWS: Promotion = { what: "message", parts: [content("text", "News")] };
const ITEM: Item = {
  id: 4_711,
  name: "Beach",
  caption: "at last",
  parts: [{ kind: "photo", fileId: "file-1", uniqueId: "u1", thumbnailId: null }],
  priceCredits: 30,
  priceStars: null,
};
const OFFER: Promotion = { what: "offer", item: ITEM };
const STARS: Promotion = {
  what: "offer",
  item: { ...ITEM, priceCredits: null, priceStars: 50 },
};

function promote(talk: Talk, promotion: Promotion = NEWS, campaignId = CAMPAIGN): Heard {
  return talk.hear({ type: "promotion", campaignId, promotion });
}

function recall(talk: Talk, messageIds: readonly number[], isOffer = false): Heard {
  return talk.hear({
    type: "recall",
    campaignId: CAMPAIGN,
    messageIds: [...messageIds],
    isOffer,
  });
}

function fates(heard: Heard): readonly string[] {
  return heard.rows("campaignSend").map(({ fate }) => fate);
}

/** Nothing of it is anybody's business but the fan's. */
function isQuiet(heard: Heard): boolean {
  return heard.toldTeam.length === 0 && heard.toldFan.length === 0;
}

test("what is sent is a message of nobody's, and its fate is heard with the ids", () => {
  const talk = settled();
  const heard = promote(talk);
  expect(heard.verbs).toEqual(["promote"]);
  expect(heard.rows("message")).toMatchObject([
    { ref: "c51200", direction: "out", byId: null, cost: 0, status: "queued" },
  ]);
  expect(heard.rows("message")[0]?.waitedSeconds).toBeUndefined();
  expect(fates(heard)).toEqual([]);
  const done = talk.done(heard, "promote", 900);
  expect(done.rows("campaignSend")).toMatchObject([
    { campaignId: CAMPAIGN, fate: "sent", messageIds: [900] },
  ]);
  expect([isQuiet(heard), isQuiet(done)]).toEqual([true, true]);
});

test("a broadcast is no answer: who waited still waits", () => {
  const talk = settled();
  const waited = talk.state.waitingSince;
  promote(talk);
  expect(waited).not.toBeNull();
  expect(talk.state.waitingSince).toBe(waited);
});

test.each([
  ["banned", (talk: Talk) => talk.teamCommands("ban"), "skipped"],
  ["blocked the bot", (talk: Talk) => talk.refused(talk.team("hi"), "reply", "blocked"), "blocked"],
  ["said /stop", (talk: Talk) => talk.commands("stop"), "stopped"],
  ["pressed the way out", (talk: Talk) => talk.presses(fanData("promosOff")), "stopped"],
] as const)("a fan who has %s is sent nothing", (_, before, fate) => {
  for (const promotion of [NEWS, OFFER]) {
    const talk = settled();
    before(talk);
    const heard = promote(talk, promotion);
    expect(heard.verbs).toEqual([]);
    expect(heard.rows("message")).toEqual([]);
    expect(fates(heard)).toEqual([fate]);
  }
});

test("a fan who was erased meanwhile is sent nothing", () => {
  const talk = settled();
  const asked = talk.presses(talk.commands("privacy").button("eraseData"), 640);
  talk.presses(asked.button("eraseConfirm"), 640);
  expect(talk.state.firstSeenAt).toBeNull();
  const heard = promote(talk);
  expect([heard.verbs, fates(heard)]).toEqual([[], ["skipped"]]);
  expect(fates(recall(talk, [900]))).toEqual(["kept"]);
});

test("/start after /stop takes broadcasts back", () => {
  const talk = settled();
  talk.commands("stop");
  talk.commands("start");
  expect(promote(talk).verbs).toEqual(["promote"]);
});

test.each([
  ["blocked", "blocked", true],
  ["chat-gone", "blocked", true],
  ["bad-request", "failed", false],
  ["unwanted", "stopped", false],
] as const)("a refusal as %s is the fate %s, and topics hear nothing", (code, fate, isGone) => {
  for (const promotion of [NEWS, OFFER]) {
    const talk = settled();
    const [verb] = promote(talk, promotion).verbs;
    const heard = promote(talk, promotion);
    const refused = talk.refused(heard, verb ?? "promote", code satisfies RefusalCode);
    expect(fates(refused)).toEqual([fate]);
    expect(talk.state.isUnreachable).toBe(isGone);
    expect(isQuiet(refused)).toBe(true);
    expect(talk.state.locked.offers).toEqual([]);
  }
});

test("a ban that overtakes a broadcast on its way skips it", () => {
  const talk = settled();
  const heard = promote(talk);
  talk.teamCommands("ban");
  expect(fates(talk.refused(heard, "promote", "unwanted"))).toEqual(["skipped"]);
});

test("what was sent is taken back, and what is gone already counts as taken back", () => {
  const talk = settled();
  talk.done(promote(talk), "promote", 900);
  const heard = recall(talk, [900, 901]);
  expect(heard.effect("unsend").messageIds).toEqual([900, 901]);
  const done = talk.done(heard, "unsend");
  expect(fates(done)).toEqual(["deleted"]);
  expect(done.rows("messageChange")).toMatchObject([{ ref: "c51200", status: "withdrawn" }]);
  expect(fates(talk.refused(recall(talk, [900]), "unsend", "message-gone"))).toEqual(["deleted"]);
  expect(fates(talk.refused(recall(talk, [900]), "unsend", "bad-request"))).toEqual(["kept"]);
  expect(recall(talk, []).verbs).toEqual([]);
});

test("an offer's fate is known when its card stands, and its button sells like any other", () => {
  const talk = settled();
  const heard = promote(talk, OFFER);
  expect(heard.effect("offerLocked").isPromotion).toBe(true);
  expect([fates(heard), heard.toldTeam]).toEqual([[], []]);
  const stands = talk.done(heard, "offerLocked", 900);
  expect(stands.rows("campaignSend")).toMatchObject([{ fate: "sent", messageIds: [900] }]);
  const bought = talk.presses(fanData("unlock", "4711:30"), 900);
  expect(bought.verbs).toContain("deliverLocked");
});

test("whoever has it already is skipped, by the list or by the books", () => {
  const talk = settled();
  const owned = talk.answers(promote(talk, OFFER), "offerLocked", { type: "owned" });
  expect([fates(owned), isQuiet(owned)]).toEqual([["skipped"], true]);
  talk.done(promote(talk, OFFER), "offerLocked", 900);
  talk.presses(fanData("unlock", "4711:30"), 900);
  expect(fates(promote(talk, OFFER))).toEqual(["skipped"]);
});

test("a second card for Stars is not sent while one is open", () => {
  const talk = settled(OPEN_SHOP);
  talk.done(promote(talk, STARS), "offerLocked", 900);
  expect(fates(promote(talk, STARS, CAMPAIGN + 1))).toEqual(["skipped"]);
});

test("an offer that nobody bought is taken back with its button, a bought one stays", () => {
  const talk = settled();
  talk.done(promote(talk, OFFER), "offerLocked", 900);
  expect(recall(talk, [900], true).verbs).toEqual(["unsend"]);
  expect(talk.presses(fanData("unlock", "4711:30"), 900).answer).toBe("pressStale");
  expect(fates(recall(talk, [900], true))).toEqual(["kept"]);
  talk.done(promote(talk, OFFER), "offerLocked", 901);
  talk.presses(fanData("unlock", "4711:30"), 901);
  const kept = recall(talk, [901], true);
  expect([kept.verbs, fates(kept)]).toEqual([[], ["kept"]]);
});

test("an album is one message of the history, with the words of whichever part has some", () => {
  const talk = settled();
  const parts: Content[] = [content("photo"), content("photo", "Look"), content("video")];
  const heard = promote(talk, { what: "message", parts });
  expect(heard.rows("message")).toMatchObject([{ kind: "album", text: "Look" }]);
});

test("an outcome without a campaign's name says nothing", () => {
  const talk = settled();
  const heard = talk.hear({
    type: "outcome",
    effectId: 1,
    verb: "promote",
    outcome: { type: "done", sent: null },
    tag: null,
  });
  expect([heard.verbs, heard.decision.rows]).toEqual([[], []]);
});
