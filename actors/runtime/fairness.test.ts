import { describe, expect, test } from "bun:test";
import { deskAddress } from "#actors/kernel/desk.ts";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { ANSWER, COSMETIC, isServedBefore, MESSAGE, PANEL, rankOf } from "./fairness.ts";
import { Gates, NO_CHAT } from "./fairness-gates.ts";
import { Alarms } from "./relay-alarms.ts";
import { card, done, fan, GROUP, header, NO_LIMITS, photo, post, Stage } from "./relay-test-kit.ts";

const NEVER_SERVED = Number.NEGATIVE_INFINITY;
const typing = { verb: "showAction", action: "typing" } as const;

function rank(effect: Effect, since: number, servedAt = NEVER_SERVED, chat = GROUP) {
  return rankOf(effect, traitsOf(effect), { since, servedAt, chat });
}

describe("the rank of an effect", () => {
  test("has the class of what it carries", () => {
    const classes = [typing, photo(1), card()].map((effect) => rank(effect, 0).queueClass);
    expect(classes).toEqual([ANSWER, MESSAGE, COSMETIC]);
  });

  test("is below a fan's message for a panel in a group, and not for one in private", () => {
    const words = { verb: "tellMember", say: { key: "asked", with: {} }, fanId: null } as const;
    const tidy = { verb: "tidy", messageIds: [1] } as const;
    expect(rank(words, 0).queueClass).toBe(PANEL);
    expect(rank(words, 0, NEVER_SERVED, 77).queueClass).toBe(MESSAGE);
    expect(rank(tidy, 0).queueClass).toBe(COSMETIC);
  });

  test("counts from when it waits, or from when its lane was last served", () => {
    expect([rank(photo(1), 500).standing, rank(photo(1), 500, 900).standing]).toEqual([500, 900]);
  });

  test("gives a head start for what a fan has spent, and no more than that", () => {
    const of = (tier: "new" | "regular" | "vip") => ({ ...post(1), header: header(tier) });
    const standings = [of("new"), of("regular"), of("vip")].map((one) => rank(one, 0).standing);
    expect(standings).toEqual([0, -15_000, -60_000]);
    const ticket = { holder: null, chat: 1, weight: 1, place: -1 };
    const early = { ...ticket, rank: rank(of("new"), 0), number: 2 };
    const late = { ...ticket, rank: rank(of("vip"), 60_001), number: 1 };
    expect([isServedBefore(early, late), isServedBefore(late, early)]).toEqual([true, false]);
  });
});

describe("a group's queue", () => {
  const limits = { messagesPerSecond: 0, groupMessagesPerMinute: 20, chatMessagesPerSecond: 0 };

  async function started() {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const stage = new Stage({ clock, store: db.store("n1"), outbox: db.outbox }, { limits });
    await stage.relay.start();
    await clock.drain();
    return { clock, stage };
  }

  test("panels in General hold up no fan's message, however many screens are pressed for", async () => {
    const { clock, stage } = await started();
    for (let who = 1; who <= 20; who += 1) stage.turn(fan(who), [post(who)]);
    await clock.advance(1_000);
    const words = { verb: "tellMember", say: { key: "asked", with: {} }, fanId: null } as const;
    for (let memberId = 501; memberId <= 510; memberId += 1) {
      const desk = deskAddress({ memberId, groupId: GROUP });
      stage.setRoute(desk, { fanChatId: null, groupId: GROUP, topicId: null });
      stage.turn(desk, [words, words]);
    }
    await clock.advance(1_000);
    for (let who = 21; who <= 35; who += 1) stage.turn(fan(who), [post(who)]);
    await clock.advance(3 * 60_000);
    const served = stage.made.map(({ call }) => call.address.kind);
    // One was next when the fans wrote.
    const after = served.slice(20);
    expect(after.slice(0, 16).filter((kind) => kind === "conversation")).toHaveLength(15);
    expect(after.filter((kind) => kind === "desk")).toHaveLength(20);
  });

  test("a fan with a hundred photos does not hold up twenty with one text each", async () => {
    const { clock, stage } = await started();
    for (let n = 1; n <= 100; n += 1) stage.turn(fan(1), [photo(n)]);
    await clock.advance(1_000);
    for (let who = 2; who <= 21; who += 1) stage.turn(fan(who), [post(1_000 + who)]);
    await clock.advance(8 * 60_000);
    const served = stage.made.map(({ call }) => Number(call.address.key));
    // The first minute's budget was spent before anybody else wrote, and one photo was next already.
    const after = served.slice(20);
    expect(after.slice(0, 21).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 21 }, (_, i) => i + 1),
    );
    expect(served.filter((who) => who === 1)).toHaveLength(100);
  });

  test("lanes that all have more are served in turn", async () => {
    const { clock, stage } = await started();
    for (let n = 1; n <= 12; n += 1) {
      for (let who = 1; who <= 5; who += 1) stage.turn(fan(who), [photo(who * 100 + n)]);
    }
    await clock.advance(4 * 60_000);
    const served = stage.made.map(({ call }) => Number(call.address.key));
    for (let round = 0; round < 12; round += 1) {
      expect(served.slice(round * 5, round * 5 + 5).toSorted((a, b) => a - b)).toEqual([
        1, 2, 3, 4, 5,
      ]);
    }
  });

  test("a vip goes before those who came within the head start, and not before others", async () => {
    const { clock, stage } = await started();
    for (let n = 1; n <= 20; n += 1) stage.turn(fan(1), [photo(n)]);
    await clock.advance(1_000);
    stage.turn(fan(2), [post(2)]);
    await clock.advance(30_000);
    stage.turn(fan(3), [post(3)]);
    stage.turn(fan(4), [{ ...post(4), header: header("vip") }]);
    await clock.advance(60_000);
    expect(stage.said.slice(20)).toEqual(["4", "2", "3"]);
  });

  test("an album takes as much of the budget as it has parts", async () => {
    const { clock, stage } = await started();
    const album = { verb: "postAlbum", fanMessageIds: [1, 2, 3, 4, 5, 6, 7, 8, 9] } as const;
    stage.turn(fan(1), [album, album, photo(10), photo(11), photo(12)]);
    await clock.advance(10_000);
    expect(stage.said).toEqual(["postAlbum", "postAlbum", "10", "11"]);
    await clock.advance(60_000);
    expect(stage.said.at(-1)).toBe("12");
  });

  test("one busy group holds up no other group and no fan's chat", async () => {
    const { clock, stage } = await started();
    for (let n = 1; n <= 100; n += 1) stage.turn(fan(1), [photo(n)]);
    await clock.advance(30_000);
    stage.setRoute(fan(2), { fanChatId: 2, groupId: -9, topicId: 1 });
    stage.turn(fan(2), [photo(500)]);
    await clock.advance(10);
    expect(stage.made.at(-1)?.call.address).toEqual(fan(2));
  });
});

describe("the bot's own window", () => {
  test("is shared by all chats, and what costs no message passes it", async () => {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const limits = { messagesPerSecond: 2, groupMessagesPerMinute: 0, chatMessagesPerSecond: 0 };
    const stage = new Stage(
      { clock, store: db.store("n1"), outbox: db.outbox },
      { limits, answer: () => done() },
    );
    await stage.relay.start();
    await clock.drain();
    for (let who = 1; who <= 4; who += 1) stage.turn(fan(who), [photo(who)]);
    stage.turn(fan(5), [], { transient: [typing] });
    await clock.advance(900);
    expect(stage.said.toSorted()).toEqual(["1", "2", "showAction"]);
    await clock.advance(900);
    expect(stage.said.slice(3)).toEqual(["3", "4"]);
  });
});

describe("gates", () => {
  function gates(limits = NO_LIMITS) {
    const clock = new VirtualClock();
    const all = new Gates<string>({ clock, alarms: new Alarms(clock), limits, onOpen: () => {} });
    const enter = (who: string, chat: number, weight = 1) =>
      all.enter(who, chat, weight, { queueClass: MESSAGE, standing: 0 });
    return { clock, all, enter };
  }

  test("are forgotten when nobody needs them", () => {
    const { all, enter } = gates();
    enter("a", 5);
    const ticket = all.take();
    expect(all.size).toBe(1);
    if (ticket !== null) all.finish(ticket);
    expect([ticket?.holder, all.size]).toEqual(["a", 0]);
  });

  test("are remembered while their windows are", async () => {
    const { clock, all, enter } = gates({ ...NO_LIMITS, chatMessagesPerSecond: 1 });
    enter("a", 5);
    const ticket = all.take();
    if (ticket !== null) all.finish(ticket);
    expect(all.size).toBe(1);
    await clock.advance(6_000);
    const left = enter("b", 5);
    all.leave(left);
    expect(all.size).toBe(0);
  });

  test("let whoever leaves the line be passed", () => {
    const { all, enter } = gates();
    const first = enter("a", 5);
    enter("b", 5);
    all.leave(first);
    expect([all.take()?.holder, all.take()]).toEqual(["b", null]);
  });

  test("take a call back that was not made, with its room", () => {
    const { all, enter } = gates({ ...NO_LIMITS, messagesPerSecond: 1 });
    enter("a", 5);
    enter("b", 6);
    const ticket = all.take();
    expect(all.take()).toBeNull();
    if (ticket !== null) all.giveBack(ticket);
    expect(all.take()?.holder).toBe("b");
  });

  test("let nothing pass while they are closed, not even what costs nothing", () => {
    const { all, enter } = gates();
    enter("a", 5);
    const ticket = all.take();
    enter("b", 5, 0);
    if (ticket !== null) all.flooded(ticket, 60_000);
    expect([all.take(), all.closedUntil(5)]).toEqual([null, 60_000]);
  });

  test("are never closed where there is no chat", () => {
    const { all, enter } = gates();
    enter("a", NO_CHAT, 0);
    const ticket = all.take();
    if (ticket !== null) expect(all.flooded(ticket, 60_000)).toEqual([]);
    enter("b", NO_CHAT, 0);
    expect([all.closedUntil(NO_CHAT), all.take()?.holder]).toEqual([0, "b"]);
  });
});
