import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { effectId } from "#actors/kernel/envelope.ts";
import {
  arrival,
  conversation,
  ledger,
  message,
  post,
  settled,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "./client.ts";
import { renameGroup } from "./group.ts";
import { createReads, type Reads } from "./reads.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const GROUP = -1_001_234_567_890;

let home: TestDatabase;
let database: Database;
let node: TestNode;
let reads: Reads;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  reads = createReads(database);
  const store = createStore(database, "node-a", SILENT);
  node = await startNode({
    node: () => ({ store, leases: store }),
    lapse: () => Promise.resolve(),
    fan: () => Promise.resolve(null),
    stop: () => Promise.resolve(),
  });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

describe("a settled effect", () => {
  test("is gone when it was delivered, and links both chats both ways", async () => {
    const hand = await wake(node, "11");
    const id = await turn(node, hand, {
      rows: [
        message("f1"),
        message("f2", { kind: "photo", text: "look" }),
        message("f3", { status: "held" }),
        { row: "topic", groupId: GROUP, topicId: 42, at: T0 },
      ],
      effects: [{ effect: post("one") }],
    });
    const link = { fanId: 11, groupId: GROUP, topicMessageId: 90, direction: "in" } as const;
    await node.store.settle([
      settled("11", effectId(id, 0), {
        delivers: ["f1", "f2"],
        links: [
          { ...link, fanMessageId: 2 },
          { ...link, fanMessageId: 1 },
          { ...link, fanMessageId: 1 },
        ],
      }),
    ]);
    expect(await database.sql`select from outbox`).toHaveLength(0);
    expect(await reads.topicCopies(11, 1, GROUP)).toEqual([{ topicMessageId: 90, carries: 2 }]);
    expect(await reads.topicCopies(11, 1, GROUP - 1)).toEqual([]);
    expect(await reads.fanCopies(11, GROUP, 90)).toEqual([1, 2]);
    expect(await reads.fanCopies(11, GROUP, 90, "out")).toEqual([]);
    expect(await reads.fanOfTopicMessage(GROUP, 90)).toBe(11);
    expect(await reads.fanOfTopicMessage(GROUP, 91)).toBeNull();
    expect(await reads.fanOfTopic(GROUP, 42)).toBe(11);
    expect(await reads.fanOfTopic(GROUP, 43)).toBeNull();
    expect(await reads.fansOfGroup(GROUP)).toEqual([11]);
    expect(await reads.recentMessages(11, 10)).toEqual([
      { direction: "in", kind: "text", text: "hello" },
      { direction: "in", kind: "photo", text: "look" },
    ]);
    expect(await reads.recentMessages(11, 1)).toMatchObject([{ text: "look" }]);
  });

  test("keeps its verb and the reason when it was given up, and no text", async () => {
    const hand = await wake(node, "12");
    const id = await turn(node, hand, {
      effects: [{ effect: post("secret \0 \ud83d") }, { effect: post("secret"), after: 0 }],
    });
    const outcome = { type: "refused", code: "blocked", reason: "bot was blocked" } as const;
    await node.store.settle([
      settled("12", effectId(id, 0), { to: "discarded", outcome, attempts: 3 }),
    ]);
    expect(
      await database.sql`
      select id, effect, status, outcome, attempts from outbox where key = '12' order by id`,
    ).toMatchObject([
      { id: effectId(id, 0), effect: { verb: "post" }, status: "discarded", outcome, attempts: 3 },
      { id: effectId(id, 1), effect: { verb: "post" }, status: "discarded", outcome, attempts: 0 },
    ]);
  });

  test("tells the news of a batch in the order of its effects", async () => {
    const hand = await wake(node, "13");
    const id = await turn(node, hand, {
      effects: Array.from({ length: 20 }, (_, index) => ({ effect: post(String(index)) })),
    });
    const results = Array.from({ length: 20 }, (_, index) =>
      settled("13", effectId(id, index), {
        arrival: arrival("13", { dedupeKey: `outcome:${effectId(id, index)}`, body: { index } }),
      }),
    );
    await node.store.settle(results.toReversed());
    const [mail = []] = await node.store.read([conversation("13")], 100, T0);
    expect(mail.map((row) => JSON.parse(row.body) as unknown)).toEqual(
      results.map((_, index) => ({ index })).toReversed(),
    );
  });
});

describe("a fan's data", () => {
  test("is one document with everything in it", async () => {
    const hand = await wake(node, "14");
    await turn(node, hand, {
      state: '{"language":"es"}',
      credits: 3,
      rows: [
        {
          row: "ledger",
          kind: "welcome",
          credits: 3,
          seconds: 0,
          amountCents: 0,
          currency: null,
          reference: null,
          note: "first",
          at: T0,
        },
        message("f1", { text: "hola 👩‍👩‍👧" }),
        { row: "note", byId: 1, byName: "Zoë", text: "likes cats", at: T0 },
      ],
    });
    await turn(node, hand, {
      credits: 3,
      state: '{"language":"es","duty":{"claim":{"byName":"Zoë"}},"moved":{"by":[{"id":9001}]}}',
      rows: [
        {
          ...ledger(1),
          credits: 0,
          kind: "gift",
          reference: "gift:1",
          note: "by 9001: for the wait",
        },
        { row: "messageChange", ref: "f1", text: "adiós", at: T0 },
      ],
    });
    const held = await reads.exportOf(14);
    for (const inner of ["Zoë", "9001", "assigned_to", "claimed_by", "by_id", "duty", "moved"]) {
      expect([inner, held.includes(inner)]).toEqual([inner, false]);
    }
    const document = JSON.parse(held) as Record<string, unknown>;
    expect(document).toMatchObject({
      user: { telegram_id: 14, username: "ana", credits: 3 },
      conversation: { priority_level: "normal" },
      messages: [{ text: "adiós", history: [{ text: "hola 👩‍👩‍👧", until: T0 }] }],
      transactions: [
        { kind: "welcome", credits: 3, note: "first" },
        { kind: "gift", note: "for the wait" },
      ],
      notes: [{ text: "likes cats" }],
      state: { language: "es" },
    });
    expect(JSON.parse(await reads.exportOf(404))).toEqual({});
  });

  test("has no file that was not sent to them, and nothing of where the team sits", async () => {
    const hand = await wake(node, "15");
    const part = { kind: "photo", fileId: "FILE", uniqueId: "UNIQUE", thumbnailId: "THUMB" };
    const state = {
      groupId: -1_009_999,
      topicId: 4_242,
      lostTopicId: 4_242,
      cardId: 4_242,
      answering: { tag: "r:-1009999:4242" },
      strangers: { waiting: [{ id: 4_242 }] },
      locked: {
        offers: [{ itemId: 4_242, kind: "photo", amount: 30, caption: "for you" }],
        kept: [{ groupId: -1_009_999, messageIds: [4_242], parts: [part] }],
      },
    };
    await turn(node, hand, {
      state: JSON.stringify(state),
      rows: [
        { row: "topic", groupId: -1_009_999, topicId: 4_242, at: T0 },
        message("f1", { text: "mine", fileId: "MINE" }),
        message("g-1009999:4242", { direction: "out", text: "theirs", fileId: "FILE" }),
      ],
    });
    const held = await reads.exportOf(15);
    for (const inner of ["-1009999", "4242", "FILE", "UNIQUE", "THUMB"]) {
      expect([inner, held.includes(inner)]).toEqual([inner, false]);
    }
    expect(JSON.parse(held)).toMatchObject({
      messages: [
        { ref: "f1", text: "mine", file_id: "MINE" },
        { direction: "out", text: "theirs" },
      ],
      topics: [{ created_at: expect.any(String) }],
      offers: [{ kind: "photo", amount: 30, caption: "for you" }],
    });
  });

  test("has a short form", async () => {
    expect(await reads.overviewOf(14)).toMatchObject({
      fanId: 14,
      firstName: "Ana",
      credits: 3,
      topicId: 42,
      lastMessageAt: T0,
      waitingSince: null,
    });
    expect(await reads.overviewOf(404)).toBeNull();
  });

  test("says whether broadcasts are wanted: not after /stop, nor from whoever is banned", async () => {
    const set = (isPromotable: boolean, isBanned: boolean) => database.sql`
      update users set is_promotable = ${isPromotable}, is_banned = ${isBanned}
      where telegram_id = 14`;
    expect([await reads.takesPromotions(14), await reads.takesPromotions(404)]).toEqual([
      true,
      false,
    ]);
    await set(false, false);
    expect(await reads.takesPromotions(14)).toBe(false);
    await set(true, true);
    expect(await reads.takesPromotions(14)).toBe(false);
    await set(true, false);
  });
});

test("a group that became another chat is renamed wherever it stands", async () => {
  const hand = await wake(node, "15");
  const [from, to] = [GROUP, GROUP - 7];
  const id = await turn(node, hand, {
    rows: [
      message(`g${from}:5`, { direction: "out" }),
      message("f9"),
      { row: "topic", groupId: from, topicId: 50, at: T0 },
    ],
    effects: [
      { effect: { verb: "withdraw", groupId: from, topicMessageId: 5 } },
      { effect: { verb: "withdraw", groupId: from + 1, topicMessageId: 5 } },
    ],
  });
  await renameGroup(database, from, to);
  await renameGroup(database, from, to);
  expect(await reads.fanOfTopic(to, 50)).toBe(15);
  expect(await reads.fanOfTopic(from, 50)).toBeNull();
  expect(await reads.fanOfTopicMessage(to, 90)).toBe(11);
  expect(await node.store.routes([conversation("15")])).toMatchObject([{ groupId: to }]);
  const effects = await node.store.loadEffectsById([effectId(id, 0), effectId(id, 1)]);
  expect(effects.map(({ effect }) => (effect.verb === "withdraw" ? effect.groupId : null))).toEqual(
    [to, from + 1],
  );
  expect(
    await database.sql`
    select ref from messages
    where user_id = ${hand.actor.userId} and ref in ('f9', ${`g${from}:5`}, ${`g${to}:5`})
    order by ref`,
  ).toMatchObject([{ ref: "f9" }, { ref: `g${to}:5` }]);
});
