import { describe, expect, test } from "bun:test";
import { ConversationMessage } from "#actors/conversation/message.ts";
import { ANONYMOUS_ADMIN_ID, type Place, type Sorted, sortUpdate } from "./ingest.ts";
import { ALLOWED_UPDATES, parseUpdate } from "./update.ts";

const BOT = { id: 7_000_000_001, is_bot: true, first_name: "Stagedoor", username: "stage_bot" };
/** 52 bits, as Telegram allows them. */
const FAN = {
  id: 4_503_599_627_370_495,
  is_bot: false,
  first_name: "Zoë 👩‍👩‍👧",
  username: "zoe",
  language_code: "pt-br",
};
const ADMIN = { id: 5_000_000_002, is_bot: false, first_name: "Ann" };
const GROUP = { id: -1_001_234_567_890, type: "supergroup", title: "Team", is_forum: true };
const PRIVATE = { id: FAN.id, type: "private", first_name: FAN.first_name };
const PLACE: Place = {
  botId: BOT.id,
  botUsername: "Stage_Bot",
  isOurGroup: (id) => id === GROUP.id,
};

/** Through the parser, as everything that comes in. */
function sorted(update: object): Sorted {
  const parsed = parseUpdate(JSON.parse(JSON.stringify({ update_id: 900_000_001, ...update })));
  if (parsed === null) throw new Error("not an update");
  return sortUpdate(parsed, PLACE);
}

const fromFan = (message: object): Sorted =>
  sorted({
    message: { message_id: 11, date: 1_700_000_000, from: FAN, chat: PRIVATE, ...message },
  });

const inTopic = (message: object): object => ({
  message_id: 77,
  date: 1_700_000_000,
  from: ADMIN,
  chat: GROUP,
  message_thread_id: 40,
  is_topic_message: true,
  ...message,
});
const fromTeam = (message: object): Sorted => sorted({ message: inTopic(message) });

const BY = { id: ADMIN.id, name: "Ann", role: "admin" } as const;

/** What the conversation hears; held to its own schema. */
function heard(result: Sorted): ConversationMessage {
  if (result.type === "fan" || result.type === "topic") {
    return ConversationMessage.parse(JSON.parse(JSON.stringify(result.message)));
  }
  if (result.type === "team") {
    return ConversationMessage.parse(JSON.parse(JSON.stringify(result.messageFrom(BY))));
  }
  throw new Error(`nobody hears of ${JSON.stringify(result)}`);
}

describe("a fan's message", () => {
  test("goes to the conversation of its sender, ids beyond 32 bits included", () => {
    const result = fromFan({
      text: "hi 👋 there",
      entities: [{ type: "bold", offset: 6, length: 5 }],
      reply_to_message: { message_id: 9, date: 1, chat: PRIVATE },
    });
    expect(result).toMatchObject({ type: "fan", fanId: FAN.id, lane: "normal" });
    expect(heard(result)).toEqual({
      type: "fanWrote",
      person: { id: FAN.id, firstName: "Zoë 👩‍👩‍👧", username: "zoe", languageTag: "pt-br" },
      messageId: 11,
      content: {
        kind: "text",
        text: "hi 👋 there",
        entities: [{ type: "bold", offset: 6, length: 5 }],
        fileId: null,
      },
      replyToMessageId: 9,
      albumId: null,
    });
  });

  test.each([
    ["photo", { photo: [{ file_id: "small" }, { file_id: "large" }], caption: "x" }, "large"],
    ["video", { video: { file_id: "v" }, has_media_spoiler: true }, "v"],
    ["voice", { voice: { file_id: "v" } }, "v"],
    ["audio", { audio: { file_id: "a" } }, "a"],
    ["video_note", { video_note: { file_id: "n" } }, "n"],
    ["document", { document: { file_id: "d" } }, "d"],
    ["sticker", { sticker: { file_id: "s" } }, "s"],
    ["animation", { animation: { file_id: "g" }, document: { file_id: "d" } }, "g"],
    ["location", { location: { latitude: 1, longitude: 2 } }, null],
    ["location", { venue: { title: "x" }, location: { latitude: 1, longitude: 2 } }, null],
    ["contact", { contact: { phone_number: "1" } }, null],
    ["poll", { poll: { id: "1" } }, null],
    ["unsupported", { dice: { emoji: "🎲", value: 1 } }, null],
    ["unsupported", { something_of_next_year: {} }, null],
    ["unsupported", {}, null],
  ])("of kind %s", (kind, message, fileId) => {
    expect(heard(fromFan(message))).toMatchObject({ type: "fanWrote", content: { kind, fileId } });
  });

  test("keeps a caption, its entities and the spoiler", () => {
    const message = heard(
      fromFan({
        photo: [{ file_id: "p" }],
        caption: "see this",
        caption_entities: [{ type: "text_link", offset: 4, length: 4, url: "https://x.test" }],
        has_media_spoiler: true,
        media_group_id: "135",
      }),
    );
    expect(message).toMatchObject({
      content: {
        text: "see this",
        entities: [{ type: "text_link", offset: 4, length: 4, url: "https://x.test" }],
        isSpoiler: true,
      },
      albumId: "135",
    });
  });

  test.each([
    ["/start", "start", ""],
    ["/start ref_42", "start", "ref_42"],
    ["/BUY25@stage_bot", "buy25", ""],
    ["/note  two\nlines ", "note", "two\nlines"],
  ])("%j is a command", (text, command, argument) => {
    expect(heard(fromFan({ text }))).toMatchObject({ type: "fanCommand", command, argument });
  });

  test.each(["/", "//note", "/ start", "/st-art", "hello /start", "/ünicode", "/gift;drop table"])(
    "%j is no command",
    (text) => {
      expect(heard(fromFan({ text }))).toMatchObject({ type: "fanWrote", content: { text } });
    },
  );

  test.each([
    ["a".repeat(4096)],
    ["<b>bold</b> *md* _x_ [a](tg://user?id=1)"],
    ["'; DROP TABLE users; --"],
    ["\u202Eright to left\u202C عربى"],
  ])("carries %j as it was written", (text) => {
    expect(heard(fromFan({ text }))).toMatchObject({ content: { text, entities: [] } });
  });

  test("with a NUL or half a surrogate pair is mended, lengths kept", () => {
    const message = heard(fromFan({ text: "a\0b\uD83Dc", from: { ...FAN, first_name: "\0" } }));
    expect(message).toMatchObject({
      person: { firstName: "\u{FFFD}" },
      content: { text: "a\u{FFFD}b\u{FFFD}c" },
    });
  });

  test("edited is an edit, a command too", () => {
    const message = { message_id: 11, from: FAN, chat: PRIVATE, text: "/start" };
    expect(heard(sorted({ edited_message: message }))).toMatchObject({
      type: "fanEdited",
      messageId: 11,
      content: { text: "/start" },
    });
  });

  test("needs a person behind it who wrote something", () => {
    expect(fromFan({ from: undefined })).toEqual({ type: "ignored", reason: "no-sender" });
    expect(fromFan({ from: BOT })).toEqual({ type: "ignored", reason: "bot" });
    expect(fromFan({ pinned_message: { message_id: 1 } })).toEqual({
      type: "ignored",
      reason: "service",
    });
  });
});

describe("what else a fan does", () => {
  const press = (data: string): Sorted =>
    sorted({
      callback_query: { id: "99", from: FAN, message: { message_id: 5, chat: PRIVATE }, data },
    });

  test.each(["_.start.", "_.gift.1000000", "zz.ban.", "x".repeat(500), "\0'; --"])(
    "a press of %j is heard as it came, on the urgent lane",
    (data) => {
      const result = press(data);
      expect(result).toMatchObject({ type: "fan", fanId: FAN.id, lane: "urgent" });
      expect(heard(result)).toMatchObject({
        type: "fanPressed",
        queryId: "99",
        data: data.replace("\0", "\u{FFFD}"),
      });
    },
  );

  test("a press without a message or data means nothing", () => {
    const reason = "no-message";
    expect(sorted({ callback_query: { id: "9", from: FAN, data: "x" } })).toMatchObject({ reason });
  });

  test.each([
    [[{ type: "emoji", emoji: "❤" }], "❤"],
    [[], null],
    [[{ type: "custom_emoji", custom_emoji_id: "5" }], null],
  ])("a reaction of %j is %j", (reactions, emoji) => {
    const reaction = { chat: PRIVATE, user: FAN, message_id: 3, new_reaction: reactions };
    expect(heard(sorted({ message_reaction: { ...reaction, old_reaction: [] } }))).toEqual({
      type: "fanReacted",
      messageId: 3,
      emoji,
    });
  });

  const membership = (before: string, after: string): Sorted =>
    sorted({
      my_chat_member: {
        chat: PRIVATE,
        from: FAN,
        old_chat_member: { status: before, user: BOT },
        new_chat_member: { status: after, user: BOT },
      },
    });

  test("blocks and unblocks", () => {
    expect(membership("member", "kicked")).toMatchObject({ message: { type: "fanBlocked" } });
    expect(membership("kicked", "member")).toMatchObject({ message: { type: "fanUnblocked" } });
    expect(membership("left", "member")).toEqual({ type: "ignored", reason: "membership" });
  });
});

describe("in a topic", () => {
  test("a text is the team's, located by its topic", () => {
    const result = fromTeam({ text: "hello", reply_to_message: { message_id: 71 } });
    expect(result).toMatchObject({
      type: "team",
      locator: { by: "topic", topicId: 40 },
      sender: { id: ADMIN.id, name: "Ann", isAnonymous: false },
      isAct: false,
      lane: "normal",
    });
    expect(heard(result)).toMatchObject({
      type: "teamWrote",
      by: BY,
      groupId: GROUP.id,
      topicId: 40,
      messageId: 77,
      content: { kind: "text", text: "hello" },
      replyToMessageId: 71,
    });
  });

  test("a quote that was picked is kept, and the server's own is not", () => {
    const quoting = (quote: object): object => {
      return { text: "that?", reply_to_message: { message_id: 71 }, quote };
    };
    const bold = { type: "bold", offset: 0, length: 3 };
    const picked = { text: "two", position: 4, entities: [bold], is_manual: true };
    expect(heard(fromTeam(quoting(picked)))).toMatchObject({
      content: { text: "that?", quote: { text: "two", entities: [bold] } },
    });
    const own = heard(fromTeam(quoting({ text: "two", position: 4 })));
    expect(own).not.toHaveProperty("content.quote");
  });

  test("the reply that every message of a topic is to its first one is no reply", () => {
    const result = fromTeam({ text: "hello", reply_to_message: { message_id: 40 } });
    expect(heard(result)).toMatchObject({ replyToMessageId: null });
  });

  test("a command is an act", () => {
    const result = fromTeam({ text: "/gift@Stage_Bot 10" });
    expect(result).toMatchObject({ type: "team", isAct: true });
    expect(heard(result)).toMatchObject({ type: "teamCommand", command: "gift", argument: "10" });
  });

  test("another bot's command, other bots and channels are none of ours", () => {
    expect(fromTeam({ text: "/gift@other_bot 10" })).toMatchObject({ reason: "other-bot" });
    expect(fromTeam({ text: "x", from: BOT })).toMatchObject({ reason: "bot" });
    const channel = { id: -1_009, type: "channel", title: "c" };
    expect(fromTeam({ text: "x", from: BOT, sender_chat: channel })).toMatchObject({
      reason: "channel",
    });
  });

  test("an anonymous administrator is known by the group it writes as", () => {
    const anonymous = { id: ANONYMOUS_ADMIN_ID, is_bot: true, first_name: "Group" };
    expect(fromTeam({ text: "x", from: anonymous, sender_chat: GROUP })).toMatchObject({
      type: "team",
      sender: { id: ANONYMOUS_ADMIN_ID, isAnonymous: true },
    });
  });

  test("General is the desk's, and so are replies outside of topics", () => {
    const general = { message_thread_id: undefined, is_topic_message: undefined };
    expect(fromTeam({ text: "x", ...general })).toMatchObject({ type: "desk" });
    expect(fromTeam({ text: "x", is_topic_message: undefined })).toMatchObject({ type: "desk" });
  });

  test("other groups and strange groups are left alone", () => {
    expect(fromTeam({ text: "x", chat: { ...GROUP, id: -5 } })).toMatchObject({
      reason: "other-chat",
    });
    const channel = { id: -1_008, type: "channel" };
    expect(fromTeam({ text: "x", chat: channel })).toMatchObject({ reason: "channel" });
  });

  test("an edit is followed", () => {
    expect(heard(sorted({ edited_message: inTopic({ text: "better" }) }))).toMatchObject({
      type: "teamEdited",
      messageId: 77,
      content: { text: "better" },
    });
  });

  test("a press is an act on the urgent lane", () => {
    const message = { message_id: 80, chat: GROUP, message_thread_id: 40, is_topic_message: true };
    const result = sorted({ callback_query: { id: "9", from: ADMIN, message, data: "x.ban." } });
    expect(result).toMatchObject({ isAct: true, lane: "urgent", locator: { topicId: 40 } });
    expect(heard(result)).toEqual({
      type: "teamPressed",
      by: BY,
      queryId: "9",
      groupId: GROUP.id,
      messageId: 80,
      data: "x.ban.",
    });
  });

  test("a reaction is located by its message, and any emoji is one", () => {
    const reaction = { chat: GROUP, user: ADMIN, message_id: 60, old_reaction: [] };
    const custom = [{ type: "custom_emoji", custom_emoji_id: "5" }];
    const result = sorted({ message_reaction: { ...reaction, new_reaction: custom } });
    expect(result).toMatchObject({ locator: { by: "message", messageId: 60 } });
    expect(heard(result)).toMatchObject({ type: "teamReacted", messageId: 60, emoji: "👍" });
    const anonymous = { ...reaction, user: undefined, actor_chat: GROUP, new_reaction: [] };
    expect(sorted({ message_reaction: anonymous })).toMatchObject({
      sender: { isAnonymous: true },
    });
  });

  test.each<[string, object, "created" | "edited" | "closed" | "reopened"]>([
    ["forum_topic_created", { name: "👤 x (9)" }, "created"],
    ["forum_topic_edited", {}, "edited"],
    ["forum_topic_closed", {}, "closed"],
    ["forum_topic_reopened", {}, "reopened"],
  ])("%s is an event of the topic, never relayed", (key, value, event) => {
    const result = fromTeam({ [key]: value });
    expect(result).toMatchObject({ type: "topic", fanId: null });
    expect(heard(result)).toEqual({
      type: "topicEvent",
      event,
      groupId: GROUP.id,
      topicId: 40,
      byBot: false,
      ...(event === "edited" && { messageId: expect.any(Number) }),
    });
  });

  test("what every message of a topic is a reply to is nobody's message to save or sell", () => {
    const start = { ...inTopic({ from: BOT, forum_topic_created: { name: "x" } }), message_id: 40 };
    const own = { ...inTopic({ text: "hi" }), message_id: 55 };
    const saved = (reply_to_message: object) =>
      heard(fromTeam({ text: "/save hello", reply_to_message }));
    expect(saved(start)).not.toHaveProperty("replied");
    expect(saved(own)).toMatchObject({ replied: { byId: ADMIN.id, content: { text: "hi" } } });
  });

  test("a topic that the bot has made says whose it is by its name", () => {
    const forum_topic_created = { name: `👤 zoe (${FAN.id})`, icon_color: 1 };
    const made = fromTeam({ from: BOT, forum_topic_created });
    expect(made).toMatchObject({ type: "topic", fanId: FAN.id, message: { byBot: true } });
  });

  test.each(["new_chat_members", "pinned_message", "video_chat_started", "new_chat_title"])(
    "%s is Telegram's own line",
    (key) => {
      expect(fromTeam({ [key]: {} })).toEqual({ type: "ignored", reason: "service" });
    },
  );

  test("an upgrade of the group and a change of members are told apart", () => {
    expect(fromTeam({ migrate_to_chat_id: -1_005 })).toEqual({
      type: "migrated",
      from: GROUP.id,
      to: -1_005,
    });
    const change = {
      chat: GROUP,
      from: ADMIN,
      old_chat_member: { status: "member", user: FAN },
      new_chat_member: { status: "administrator", user: FAN },
    };
    expect(sorted({ chat_member: change })).toEqual({ type: "membership", groupId: GROUP.id });
    expect(sorted({ my_chat_member: { ...change, chat: { ...GROUP, id: -5 } } })).toEqual({
      type: "ignored",
      reason: "other-chat",
    });
  });
});

describe("parsing", () => {
  test.each<[unknown]>([
    [null],
    [[]],
    ["text"],
    [{}],
    [{ update_id: "5", message: {} }],
    [{ update_id: -1 }],
    [{ update_id: 1.5 }],
    [{ update_id: 5, message: {} }],
    [{ update_id: 5, message: null }],
    [{ update_id: 5, message: { message_id: 1, chat: { id: 2 ** 60, type: "private" } } }],
    [{ update_id: 5, message: { message_id: 1, chat: { id: 1, type: "private" }, text: 5 } }],
    [{ update_id: 5, callback_query: { id: 5 } }],
  ])("%j is no update", (json) => {
    expect(parseUpdate(json)).toBeNull();
  });

  test.each(["poll", "inline_query", "subscription", "kind_of_next_year"])(
    "an update of kind %s is good and unknown",
    (kind) => {
      expect(sorted({ [kind]: { anything: 1 } })).toEqual({
        type: "ignored",
        reason: "unknown-kind",
      });
    },
  );

  test("the kinds that are asked for are the kinds that are read", () => {
    expect(ALLOWED_UPDATES).toEqual([
      "message",
      "edited_message",
      "message_reaction",
      "callback_query",
      "my_chat_member",
      "chat_member",
      "pre_checkout_query",
      "purchased_paid_media",
    ]);
  });
});
