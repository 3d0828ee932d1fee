import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Content } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { fanText, ownerText } from "#src/i18n/index.ts";
import { mia } from "#src/sandbox/testing.ts";
import { gift, PerformWorld, photo, post, sentId, text } from "./perform-testing.ts";

let world: PerformWorld;
beforeEach(async () => {
  world = await PerformWorld.open();
});
afterEach(() => world.sandbox.stop());

describe("the fan's chat", () => {
  const replyWith = (
    ids: readonly number[],
    content: Content,
    replyToTopicMessageId: number | null = null,
  ): Effect => ({
    verb: "reply",
    groupId: world.sandbox.groupId,
    topicMessageIds: ids,
    content,
    replyToTopicMessageId,
  });

  test("gets the team's text, as a reply to the fan's own message", async () => {
    const fanMessageId = await world.fanSays("question");
    const asked = sentId(await world.perform(post(fanMessageId, text("question"))));
    const topicMessageId = await world.teamSays("answer");
    const performed = await world.perform(replyWith([topicMessageId], text("answer"), asked));
    expect(world.inChat().at(-1)).toMatchObject({ text: "answer", replyToId: fanMessageId });
    expect(performed.links).toEqual([
      {
        fanId: mia.id,
        fanMessageId: sentId(performed),
        groupId: world.sandbox.groupId,
        topicMessageId,
        direction: "out",
      },
    ]);
  });

  test("is quoted where the quote is the fan's own words, and answered plainly elsewhere", async () => {
    const fanMessageId = await world.fanSays("one two three");
    const asked = sentId(await world.perform(post(fanMessageId, text("one two three"))));
    const quote = async (words: string): Promise<void> => {
      const topicMessageId = await world.teamSays("that");
      const content = { ...text("that"), quote: { text: words, entities: [] } };
      const { outcome } = await world.perform(replyWith([topicMessageId], content, asked));
      expect(outcome.type).toBe("done");
      expect(world.inChat().at(-1)).toMatchObject({ text: "that", replyToId: fanMessageId });
    };
    await quote("two");
    expect(world.quoted()).toBe("two");
    // A part of the header, which the fan has never seen.
    await quote("New text message");
    expect(world.quoted()).toBeNull();
  });

  test("gets the team's media and albums without the author", async () => {
    const place = { in: "group", groupId: world.sandbox.groupId, topicId: world.topicId } as const;
    const media = { act: "sendMedia", personId: world.sandbox.ownerId, place } as const;
    const [single = 0] = await world.sandbox.mustAct({
      ...media,
      kinds: ["voice"],
      caption: "listen",
    });
    await world.perform(
      replyWith([single], { kind: "voice", text: "listen", entities: [], fileId: "v" }),
    );
    expect(world.inChat().at(-1)).toMatchObject({ media: { kind: "voice" }, text: "listen" });
    const album = await world.sandbox.mustAct({ ...media, kinds: ["photo", "photo"] });
    const { links: made } = await world.perform(replyWith(album, photo));
    expect(new Set(made.map((link) => link.topicMessageId))).toEqual(new Set(album));
  });

  test("loses a withdrawn album whole, or one part of it, and nothing of its own", async () => {
    const { groupId, ownerId: personId } = world.sandbox;
    const place = { in: "group", groupId, topicId: world.topicId } as const;
    const kinds = ["photo", "photo", "photo"] as const;
    const fanMessageId = await world.fanSays("mine");
    const asked = sentId(await world.perform(post(fanMessageId, text("mine"))));
    const album = await world.sandbox.mustAct({ act: "sendMedia", personId, place, kinds });
    await world.perform(replyWith(album, photo));
    const photos = () => world.inChat().filter(({ media }) => media?.kind === "photo").length;
    const [first = 0, second = 0] = album;
    await world.perform({ verb: "withdraw", groupId, topicMessageId: second });
    expect(photos()).toBe(2);
    await world.perform({ verb: "withdraw", groupId, topicMessageId: first });
    expect(photos()).toBe(0);
    const { outcome } = await world.perform({ verb: "withdraw", groupId, topicMessageId: asked });
    expect(outcome).toMatchObject({ type: "refused", code: "message-gone" });
    expect(world.inChat().some(({ id }) => id === fanMessageId)).toBe(true);
  });

  test("follows the team's edits, and its withdrawals", async () => {
    const topicMessageId = await world.teamSays("answer");
    const messageId = sentId(await world.perform(replyWith([topicMessageId], text("answer"))));
    const { groupId } = world.sandbox;
    await world.perform({ verb: "editReply", groupId, topicMessageId, content: text("better") });
    expect(world.inChat().find(({ id }) => id === messageId)?.text).toBe("better");
    await world.perform({ verb: "withdraw", groupId, topicMessageId });
    expect(world.inChat().some(({ id }) => id === messageId)).toBe(false);
    expect(
      (await world.perform({ verb: "withdraw", groupId, topicMessageId })).outcome,
    ).toMatchObject({
      code: "message-gone",
    });
    expect(
      (await world.perform({ verb: "withdraw", groupId, topicMessageId: 9 })).outcome,
    ).toMatchObject({
      code: "message-gone",
    });
  });

  test("gets notices with buttons, which turn into others and are pinned", async () => {
    const say = { key: "shopClosed", with: {} } as const;
    const notice = { verb: "notify", say, language: "de", keyboard: gift } as const;
    const messageId = sentId(await world.perform({ ...notice, replyToFanMessageId: null }));
    expect(world.inChat().at(-1)).toMatchObject({ text: fanText(say, "de").text, buttons: [[{}]] });
    await world.perform({ verb: "pinNotice", messageId });
    const other = { key: "terms", with: { ownWords: null } } as const;
    await world.perform({
      verb: "editNotice",
      messageId,
      say: other,
      language: "de",
      keyboard: [],
    });
    expect(world.inChat().at(-1)).toMatchObject({
      text: fanText(other, "de").text,
      buttons: [],
      isPinned: true,
    });
  });

  test("shows one reaction on the fan's message, and none", async () => {
    const fanMessageId = await world.fanSays("hi");
    const reactions = () => world.inChat().find(({ id }) => id === fanMessageId)?.reactions;
    for (const emoji of ["👌", "👀", "✍"]) {
      expect((await world.perform({ verb: "react", fanMessageId, emoji })).outcome.type).toBe(
        "done",
      );
      expect(reactions()).toMatchObject([{ emoji }]);
    }
    await world.perform({ verb: "react", fanMessageId, emoji: null });
    expect(reactions()).toEqual([]);
  });

  test("shows what the team is doing", async () => {
    await world.perform({ verb: "showAction", action: "record_voice" });
    expect(world.sandbox.state().typing).toMatchObject([
      { chatId: mia.id, action: "record_voice" },
    ]);
  });

  test("gets an export as a document", async () => {
    expect((await world.perform({ verb: "sendExport", language: "en" })).outcome.type).toBe("done");
    expect(world.inChat().at(-1)).toMatchObject({
      text: fanText({ key: "exportCaption", with: {} }, "en").text,
      media: { kind: "document", label: expect.stringContaining(`my-data-${mia.id}.json`) },
    });
  });

  test("of a fan who blocked the bot is out of reach", async () => {
    await world.sandbox.mustAct({ act: "block", personId: mia.id, isBlocked: true });
    const performed = await world.perform(replyWith([await world.teamSays("x")], text("x")));
    expect(performed.outcome).toMatchObject({ type: "refused", code: "blocked" });
  });
});

describe("elsewhere", () => {
  test("a press is answered in the presser's language; one that is too old is done", async () => {
    const say = { to: "fan", say: { key: "pressStale", with: {} }, language: "en" } as const;
    const performed = await world.perform({
      verb: "answerPress",
      queryId: "1",
      say,
      isAlert: true,
    });
    expect(performed.outcome).toEqual({ type: "done", sent: null });
    const call = world.sandbox.state().calls.at(-1);
    expect(call?.method).toBe("answerCallbackQuery");
    expect(JSON.parse(call?.params ?? "{}")).toEqual({
      callback_query_id: "1",
      text: fanText({ key: "pressStale", with: {} }, "en").text,
      show_alert: true,
    });
  });

  test("the owner is told in private", async () => {
    const incident = { kind: "k", detail: "d", count: 1, mend: "m" };
    await world.perform({ verb: "alertOwner", say: { key: "incident", with: incident } });
    const chat = world.sandbox
      .state()
      .chats.find(({ personId }) => personId === world.sandbox.ownerId);
    expect(chat?.messages.at(-1)?.text).toBe(ownerText({ key: "incident", with: incident }).text);
  });
});

describe("what goes wrong", () => {
  const tell = {
    verb: "tell",
    say: { key: "noted", with: {} },
    keyboard: [],
    replyToMessageId: null,
  } as const;

  test("a flood stops the chat for its time", async () => {
    await world.sandbox.mustAct({ act: "fault", set: { floodNext: 1, floodRetryAfterSeconds: 7 } });
    const { outcome } = await world.perform(tell);
    expect(outcome).toEqual({ type: "retry", afterMs: 7_000, scope: "chat" });
  });

  test("a page instead of an answer, or an answer that is lost, is unknown", async () => {
    await world.sandbox.mustAct({ act: "fault", set: { isTelegramDown: true } });
    expect((await world.perform(tell)).outcome.type).toBe("unknown");
    await world.sandbox.mustAct({
      act: "fault",
      set: { isTelegramDown: false, loseNextAnswers: 1 },
    });
    expect((await world.perform(tell)).outcome.type).toBe("unknown");
    expect(world.inTopic()).toHaveLength(1);
  });

  test("a group that was upgraded says where it is now", async () => {
    await world.sandbox.mustAct({ act: "migrateGroup", groupId: world.sandbox.groupId });
    expect((await world.perform(tell)).outcome).toMatchObject({
      type: "refused",
      code: "migrated",
      migratedTo: expect.any(Number),
    });
  });

  test("a bot that was thrown out is told so", async () => {
    await world.sandbox.mustAct({
      act: "setBot",
      groupId: world.sandbox.groupId,
      status: "kicked",
    });
    expect((await world.perform(tell)).outcome).toMatchObject({
      type: "refused",
      code: "chat-gone",
    });
  });
});
