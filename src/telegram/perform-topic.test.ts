import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type Content, HEADER_LENGTH_MAX, TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { cardText, headerText, teamText } from "#src/i18n/index.ts";
import { mia } from "#src/sandbox/testing.ts";
import {
  facts,
  gift,
  header,
  PerformWorld,
  photo,
  post,
  sentId,
  shown,
  text,
} from "./perform-testing.ts";

let world: PerformWorld;
beforeEach(async () => {
  world = await PerformWorld.open();
});
afterEach(() => world.sandbox.stop());

const headerEntities = headerText(header()).entities.map(({ type, offset, length }) => ({
  type,
  offset,
  length,
}));

describe("a fan's text", () => {
  test("is one message: header and text with their own entities, and the buttons", async () => {
    const fanMessageId = await world.fanSays("hi <b>there</b>");
    const content = {
      ...text("hi <b>there</b>"),
      entities: [{ type: "italic", offset: 0, length: 2 }],
    };
    const performed = await world.perform(post(fanMessageId, content));
    const [message] = world.inTopic();
    expect(message).toMatchObject({
      text: shown("hi <b>there</b>"),
      entities: [...headerEntities, { type: "italic", offset: shown("x").length - 1, length: 2 }],
      buttons: [[{ text: "🎁 Gift", callbackData: "x.gift.", style: "success" }]],
    });
    const topicMessageId = message?.id ?? 0;
    expect(performed).toEqual({
      outcome: {
        type: "done",
        sent: {
          chatId: world.sandbox.groupId,
          threadId: world.topicId,
          messageIds: [topicMessageId],
        },
      },
      links: [
        {
          fanId: mia.id,
          fanMessageId,
          groupId: world.sandbox.groupId,
          topicMessageId,
          direction: "in",
        },
      ],
    });
  });

  test("merged with others is one message, linked to each", async () => {
    const ids = [await world.fanSays("one"), await world.fanSays("two")];
    const parts = ids.map((fanMessageId, i) => ({ fanMessageId, content: text(`t${i}`) }));
    const effect = { verb: "post", header: header(), parts, keyboard: [] } as const;
    const { links: made } = await world.perform({ ...effect, replyToFanMessageId: null });
    expect(world.inTopic().at(-1)?.text).toBe(shown("t0\n\nt1"));
    expect(made.map(({ fanMessageId }) => fanMessageId)).toEqual(ids);
  });

  test("that replies stands as a reply in the topic", async () => {
    const first = await world.perform(post(await world.fanSays("one"), text("one")));
    const [link] = world.links;
    await world.perform(
      post(await world.fanSays("two"), text("two"), { replyTo: link?.fanMessageId ?? 0 }),
    );
    expect(world.inTopic().at(-1)?.replyToId).toBe(sentId(first));
  });

  test("that quotes the team quotes it in the topic", async () => {
    const asked = await world.teamSays("one two three");
    const answered = await world.perform({
      verb: "reply",
      groupId: world.sandbox.groupId,
      topicMessageIds: [asked],
      content: text("one two three"),
      replyToTopicMessageId: null,
    });
    const [link] = answered.links;
    const quoting = { ...text("yes"), quote: { text: "two", entities: [] } };
    const at = { replyTo: link?.fanMessageId ?? 0 };
    await world.perform(post(await world.fanSays("yes"), quoting, at));
    expect(world.inTopic().at(-1)?.replyToId).toBe(asked);
    expect(world.quoted()).toBe("two");
  });

  test("of the greatest length that stands below a header goes out whole", async () => {
    const long = { ...header(), facts: { ...facts, firstName: "n".repeat(2000) } };
    const value = "x".repeat(TEXT_LENGTH_MAX - HEADER_LENGTH_MAX);
    const fanMessageId = await world.fanSays(value);
    const performed = await world.perform(post(fanMessageId, text(value), { header: long }));
    expect(performed.outcome.type).toBe("done");
    expect(world.inTopic().at(-1)?.text).toEndWith(value);
  });

  test("with entities that bots may not send keeps the others", async () => {
    const entities = [
      { type: "text_mention", offset: 0, length: 1 },
      { type: "url", offset: 0, length: 1 },
      { type: "spoiler", offset: 1, length: 1 },
    ];
    await world.perform(post(await world.fanSays("ab"), { ...text("ab"), entities }));
    expect(world.inTopic().at(-1)?.entities).toEqual([
      ...headerEntities,
      { type: "spoiler", offset: shown("x").length, length: 1 },
    ]);
  });
});

describe("a fan's media", () => {
  test("is copied with the header as its caption", async () => {
    const [fanMessageId = 0] = await world.fanSends("photo");
    const { links: made } = await world.perform(post(fanMessageId, photo));
    expect(world.inTopic().at(-1)).toMatchObject({
      text: shown("look"),
      media: { kind: "photo" },
    });
    expect(made).toMatchObject([{ fanMessageId, direction: "in" }]);
  });

  test("goes bare behind a header of its own", async () => {
    const [fanMessageId = 0] = await world.fanSends("sticker");
    const sticker: Content = { kind: "sticker", text: "", entities: [], fileId: "s" };
    const alone = { verb: "post", header: header(), parts: [], keyboard: gift } as const;
    const about = { replyToFanMessageId: null, aboutFanMessageId: fanMessageId };
    const first = await world.perform({ ...alone, ...about });
    const second = await world.perform(post(fanMessageId, sticker, { header: null }));
    expect(first.links).toMatchObject([{ fanMessageId, direction: "about" }]);
    expect(second.links).toMatchObject([{ fanMessageId }]);
    expect(world.inTopic().map(({ text: said, media }) => media?.kind ?? said)).toEqual([
      shown(""),
      "sticker",
    ]);
    await world.perform(
      post(await world.fanSays("cute?"), text("cute?"), { replyTo: fanMessageId }),
    );
    expect(world.inTopic().at(-1)?.replyToId).toBe(sentId(second));
  });

  test("of an album is copied together, whatever order its parts came in", async () => {
    const ids = await world.fanSends("photo", "photo", "photo");
    const { links: made } = await world.perform({
      verb: "postAlbum",
      fanMessageIds: ids.toReversed(),
    });
    const albums = new Set(world.inTopic().map(({ albumId }) => albumId));
    expect([world.inTopic().length, albums.size, albums.has(null)]).toEqual([3, 1, false]);
    expect(made.map(({ fanMessageId }) => fanMessageId)).toEqual([...ids]);
  });

  test("of an album with a part that is gone is copied one by one, each linked rightly", async () => {
    const [first = 0, second = 0, third = 0] = await world.fanSends("photo", "photo", "photo");
    await world.sandbox.must("deleteMessage", { chat_id: mia.id, message_id: second });
    const performed = await world.perform({
      verb: "postAlbum",
      fanMessageIds: [first, second, third],
    });
    expect(performed.links.map(({ fanMessageId }) => fanMessageId)).toEqual([first, third]);
    expect(world.inTopic().map(({ id }) => id)).toEqual(
      performed.links.map(({ topicMessageId }) => topicMessageId),
    );
  });

  test("that is gone altogether is refused", async () => {
    const [id = 0] = await world.fanSends("photo");
    await world.sandbox.must("deleteMessage", { chat_id: mia.id, message_id: id });
    expect((await world.perform(post(id, photo))).outcome).toMatchObject({ code: "message-gone" });
    expect(
      (await world.perform({ verb: "postAlbum", fanMessageIds: [id, id + 1] })).outcome,
    ).toMatchObject({ code: "message-gone" });
  });
});

describe("a fan's edit", () => {
  const edit = (fanMessageId: number, value: string): Effect => {
    const effect = { verb: "editPost", fanMessageId, header: header("edited") } as const;
    return { ...effect, content: text(value), keyboard: gift };
  };

  test("changes our copy", async () => {
    const id = await world.fanSays("one");
    await world.perform(post(id, text("one")));
    expect(await world.perform(edit(id, "uno"))).toEqual({
      outcome: { type: "done", sent: null },
      links: [],
    });
    expect(world.inTopic().map(({ text: said }) => said)).toEqual([shown("uno", "edited")]);
  });

  test("that changes nothing is done", async () => {
    const id = await world.fanSays("one");
    await world.perform(post(id, text("one")));
    await world.perform(edit(id, "uno"));
    expect((await world.perform(edit(id, "uno"))).outcome.type).toBe("done");
  });

  test("changes a copy's caption", async () => {
    const [id = 0] = await world.fanSends("photo");
    await world.perform(post(id, photo));
    const effect = { verb: "editPost", fanMessageId: id, header: header("edited") } as const;
    await world.perform({ ...effect, content: { ...photo, text: "look again" }, keyboard: [] });
    expect(world.inTopic().at(-1)?.text).toBe(shown("look again", "edited"));
  });

  test("of a merged text answers the message that carries it", async () => {
    const ids = [await world.fanSays("one"), await world.fanSays("two")];
    const parts = ids.map((fanMessageId) => ({ fanMessageId, content: text("x") }));
    const merged = { verb: "post", header: header(), parts, keyboard: [] } as const;
    const first = await world.perform({ ...merged, replyToFanMessageId: null });
    const second = await world.perform(edit(ids[0] ?? 0, "uno"));
    expect(world.inTopic().at(-1)).toMatchObject({
      id: sentId(second),
      replyToId: sentId(first),
      text: shown("uno", "edited"),
    });
    expect(second.links).toMatchObject([{ fanMessageId: ids[0] }]);
  });

  test("of a copy that the team has deleted stands by itself", async () => {
    const id = await world.fanSays("one");
    const first = await world.perform(post(id, text("one")));
    await world.sandbox.must("deleteMessage", {
      chat_id: world.sandbox.groupId,
      message_id: sentId(first),
    });
    expect((await world.perform(edit(id, "uno"))).outcome.type).toBe("done");
    expect(world.inTopic().map(({ text: said }) => said)).toEqual([shown("uno", "edited")]);
  });

  test("too long for its header goes without it", async () => {
    const id = await world.fanSays("one");
    await world.perform(post(id, text("one")));
    await world.perform(edit(id, "y".repeat(4096)));
    expect(world.inTopic().at(-1)?.text).toBe("y".repeat(4096));
  });
});

describe("the topic", () => {
  test("is opened under the fan's name", async () => {
    const performed = await world.perform({ verb: "openTopic", name: "mia\n\u202E" });
    const topic = world.sandbox.state().groups[0]?.topics.at(-1);
    expect(topic?.name).toBe(`👤 mia (${mia.id})`);
    expect(performed.outcome).toMatchObject({
      type: "done",
      sent: { chatId: world.sandbox.groupId, threadId: topic?.id ?? 0, messageIds: [] },
    });
  });

  test("gets a card that is pinned without a sound and changed in place", async () => {
    const cardFacts = {
      ...facts,
      language: "en",
      spent: { spentCents: 0, spentStars: 0, currency: "usd" },
    } as const;
    const counts = { messagesIn: 1, messagesOut: 0, firstSeenAt: 0, lastSeenAt: 0, held: 0 };
    const flags = { source: null, isBanned: false, isUnreachable: false };
    const all = { ...cardFacts, ...counts, ...flags };
    const effect = { verb: "card", keyboard: gift } as const;
    const messageId = sentId(await world.perform({ ...effect, facts: all, messageId: null }));
    await world.perform({ verb: "pin", messageId });
    await world.perform({ ...effect, facts: { ...all, credits: 9 }, messageId });
    expect(world.inTopic()).toMatchObject([
      { text: cardText({ ...all, credits: 9 }).text, isPinned: true },
    ]);
    const pin = world.sandbox.state().calls.find(({ method }) => method === "pinChatMessage");
    expect(JSON.parse(pin?.params ?? "{}")).toMatchObject({ disable_notification: true });
  });

  test("is closed, opened again and renamed", async () => {
    const topic = () =>
      world.sandbox.state().groups[0]?.topics.find(({ id }) => id === world.topicId);
    await world.perform({ verb: "closeTopic" });
    expect(topic()?.isClosed).toBe(true);
    expect((await world.perform({ verb: "closeTopic" })).outcome.type).toBe("done");
    await world.perform({ verb: "reopenTopic" });
    await world.perform({ verb: "renameTopic", name: "mia2" });
    expect(topic()).toMatchObject({ isClosed: false, name: `👤 mia2 (${mia.id})` });
  });

  test("a line about a fan's message replies to its copy, and stands alone where there is none", async () => {
    const fanMessageId = await world.fanSays("one");
    const first = await world.perform(post(fanMessageId, text("one")));
    const line = { verb: "tell", say: { key: "noted", with: {} }, keyboard: [] } as const;
    const about = { ...line, replyToMessageId: null };
    await world.perform({ ...about, aboutFanMessageId: fanMessageId });
    expect(world.inTopic().at(-1)).toMatchObject({ replyToId: sentId(first) });
    await world.perform({ ...about, aboutFanMessageId: fanMessageId + 999 });
    expect(world.inTopic().at(-1)?.replyToId ?? null).toBeNull();
  });

  test("gets lines to the team that answer, and turn into others", async () => {
    const asked = await world.teamSays("/gift");
    const say = { key: "noted", with: {} } as const;
    const told = { verb: "tell", say, keyboard: gift, replyToMessageId: asked } as const;
    const messageId = sentId(await world.perform(told));
    expect(world.inTopic().at(-1)).toMatchObject({ text: teamText(say).text, replyToId: asked });
    await world.perform({
      verb: "editTell",
      messageId,
      say: { key: "seen", with: {} },
      keyboard: [],
    });
    expect(world.inTopic().at(-1)).toMatchObject({
      text: teamText({ key: "seen", with: {} }).text,
      buttons: [],
    });
  });

  test("that is new gets what was said last", async () => {
    await world.perform({ verb: "recap", limit: 5 });
    expect(world.inTopic().at(-1)?.text).toEndWith("👤 one\n💬 two");
  });

  test("that is deleted is told apart from a group without topics", async () => {
    const act = {
      act: "topic",
      groupId: world.sandbox.groupId,
      topicId: world.topicId ?? 0,
    } as const;
    await world.sandbox.mustAct({ ...act, to: "deleted" });
    const effect = post(await world.fanSays("one"), text("one"));
    expect((await world.perform(effect)).outcome).toMatchObject({
      type: "refused",
      code: "topic-gone",
    });
    expect(world.strays).toEqual([]);
    world.topicId = null;
    expect((await world.perform(effect)).outcome).toMatchObject({ code: "topic-gone" });
  });

  test("switched off: what landed outside is taken back, and somebody is told", async () => {
    await world.sandbox.mustAct({
      act: "setForum",
      groupId: world.sandbox.groupId,
      isForum: false,
    });
    const performed = await world.perform(post(await world.fanSays("secret"), text("secret")));
    expect(performed).toMatchObject({ outcome: { code: "topic-gone" }, links: [] });
    expect(world.strays).toEqual([world.sandbox.groupId]);
    const left = world.sandbox
      .state()
      .groups[0]?.messages.filter(({ service }) => service === null);
    expect(left).toEqual([]);
    expect((await world.perform({ verb: "openTopic", name: "mia" })).outcome).toMatchObject({
      code: "no-rights",
    });
  });

  test("shows a fan's reaction on the message it was copied from", async () => {
    const topicMessageId = await world.teamSays("hello");
    const reply = {
      verb: "reply",
      groupId: world.sandbox.groupId,
      content: text("hello"),
    } as const;
    const fanChatMessageId = sentId(
      await world.perform({
        ...reply,
        topicMessageIds: [topicMessageId],
        replyToTopicMessageId: null,
      }),
    );
    await world.perform({ verb: "mirrorReaction", fanChatMessageId, emoji: "❤" });
    const message = world.inTopic().find(({ id }) => id === topicMessageId);
    expect(message?.reactions).toMatchObject([{ emoji: "❤" }]);
    const unknown = { verb: "mirrorReaction", fanChatMessageId: 999_999, emoji: "❤" } as const;
    expect((await world.perform(unknown)).outcome).toEqual({ type: "done", sent: null });
  });
});
