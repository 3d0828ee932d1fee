import { expect, test } from "bun:test";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Performer } from "#actors/kernel/ports.ts";
import { type Books, createBooksPerformer } from "./books-perform.ts";
import { systemClock } from "./clock.ts";
import { dispatch } from "./perform.ts";

const FAN = 5_000_000_001;

function callOf(effect: Effect): Call {
  const route = { groupId: null, topicId: null, fanChatId: FAN };
  const address = { kind: "conversation", key: String(FAN) } as const;
  return { effectIds: [77], address, effect, route, attempt: 0 };
}

const saying = (reason: string): Performer => ({
  perform: async () => ({ outcome: { type: "unknown", reason }, links: [] }),
});

const LINE = {
  id: 3,
  kind: "message",
  credits: -1,
  seconds: 0,
  amount: 0,
  currency: null,
  reference: null,
  at: 1,
  isGivenBack: false,
  messageKind: null,
};

async function outcomeOf(performer: Performer, effect: Effect): Promise<Outcome> {
  return (await performer.perform(callOf(effect))).outcome;
}

test("an effect is carried out by whoever it is for", async () => {
  const all = {
    telegram: saying("telegram"),
    stripe: saying("stripe"),
    books: saying("books"),
    panel: saying("panel"),
    desk: saying("desk"),
    campaign: saying("campaign"),
  };
  const performer = dispatch(all);
  const who = async (effect: Effect) => outcomeOf(performer, effect);
  expect(await who({ verb: "closeTopic" })).toMatchObject({ reason: "telegram" });
  expect(await who({ verb: "lookUpCard", cardId: "pm_1" })).toMatchObject({ reason: "stripe" });
  expect(await who({ verb: "claimPromo", code: "HALF" })).toMatchObject({ reason: "books" });
  expect(await who({ verb: "tidy", messageIds: [1] })).toMatchObject({ reason: "panel" });
  const to = { kind: "desk", key: "7" } as const;
  expect(await who({ verb: "send", to, lane: "normal", body: "{}" })).toMatchObject({
    reason: "desk",
  });
});

test("without a key everything that is Stripe's is refused, and nothing else", async () => {
  const telegram = saying("telegram");
  const others = {
    books: saying("books"),
    panel: saying("panel"),
    desk: saying("desk"),
    campaign: saying("campaign"),
  };
  const performer = dispatch({ telegram, stripe: null, ...others });
  expect(await outcomeOf(performer, { verb: "removeCard", cardId: "pm_1" })).toMatchObject({
    type: "refused",
    code: "unavailable",
  });
  expect(await outcomeOf(performer, { verb: "closeTopic" })).toMatchObject({ reason: "telegram" });
});

const NO_REPLIES: Books["replies"] = {
  save: async ({ name }) => ({ type: "replySaved", name, isNew: true }),
  take: async ({ name }) => ({ type: "reply", name, reply: null, isOnShelf: false }),
  list: async () => ({ type: "replies", lines: [], total: 0 }),
};

test("the books are asked for this fan, and a claim is known by its effect", async () => {
  const asked: object[] = [];
  const books: Books = {
    async claimPromo(claim) {
      asked.push(claim);
      return { type: "promoRefused", why: "usedUp" };
    },
    async lineOf(line) {
      asked.push(line);
      return LINE;
    },
    itemForSale: async () => null,
    async chargeOf(message) {
      asked.push(message);
      return null;
    },
    replies: NO_REPLIES,
  };
  const performer = createBooksPerformer(books, { ...systemClock, now: () => 9 });
  expect(await outcomeOf(performer, { verb: "claimPromo", code: "HALF", earlierUses: 2 })).toEqual({
    type: "done",
    sent: null,
    answer: { type: "promoRefused", why: "usedUp" },
  });
  expect(await outcomeOf(performer, { verb: "lookUpLine", lineId: 3 })).toMatchObject({
    answer: { type: "line", line: LINE },
  });
  const topicMessage = { groupId: -5, messageId: 60 };
  const byCopy = { verb: "lookUpLine", lineId: null, topicMessage } as const;
  expect(await outcomeOf(performer, byCopy)).toMatchObject({ answer: { line: null } });
  expect(asked).toEqual([
    { fanId: FAN, code: "HALF", at: 9, claimId: 77, earlierUses: 2 },
    { fanId: FAN, lineId: 3 },
    { fanId: FAN, ...topicMessage },
  ]);
  expect(await outcomeOf(performer, { verb: "closeTopic" })).toMatchObject({ code: "bad-request" });
});

test("books that cannot be asked are asked again", async () => {
  const down = () => Promise.reject(new Error("connection lost"));
  const books = {
    claimPromo: down,
    lineOf: down,
    chargeOf: down,
    itemForSale: down,
    replies: NO_REPLIES,
  };
  const performer = createBooksPerformer(books, systemClock);
  expect(await outcomeOf(performer, { verb: "lookUpLine", lineId: 3 })).toEqual({
    type: "unknown",
    reason: "Error: connection lost",
  });
});
