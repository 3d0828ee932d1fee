import { describe, expect, test } from "bun:test";
import { ben, mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";
import { NOT_MODIFIED } from "./refusal.ts";

const HOUR_MS = 3_600_000;
const keyboard = { inline_keyboard: [[{ text: "A", callback_data: "a" }]] };

async function sent(sandbox: TestSandbox, extra: object = {}): Promise<number> {
  await sandbox.say(mia.id, "hi");
  const params = { chat_id: mia.id, text: "before", ...extra };
  return (await sandbox.must("sendMessage", params)).message_id;
}

describe("an edit", () => {
  test("changes the text, says when, and takes the keyboard off if it names none", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sent(sandbox, { reply_markup: keyboard });
    const params = { chat_id: mia.id, message_id, text: "after" };
    const result = await sandbox.must("editMessageText", params);
    expect(result).toMatchObject({ message_id, text: "after" });
    expect(result).toHaveProperty("edit_date");
    expect(result).not.toHaveProperty("reply_markup");
  });

  test("that changes nothing is refused", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sent(sandbox, { reply_markup: keyboard });
    const edits: readonly (readonly [string, object])[] = [
      ["editMessageText", { text: "before" }],
      ["editMessageReplyMarkup", {}],
    ];
    for (const [method, params] of edits) {
      const reply_markup = keyboard;
      const answer = await sandbox.call(method, {
        chat_id: mia.id,
        message_id,
        reply_markup,
        ...params,
      });
      expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${NOT_MODIFIED}` });
    }
  });

  test("changes the keyboard alone, or the caption, or the media", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sent(sandbox);
    const chat_id = mia.id;
    const buttons = await sandbox.must("editMessageReplyMarkup", {
      chat_id,
      message_id,
      reply_markup: keyboard,
    });
    expect(buttons).toMatchObject({ text: "before", reply_markup: keyboard });
    expect(buttons).not.toHaveProperty("edit_date");

    await sandbox.mustAct({
      act: "sendMedia",
      personId: mia.id,
      place: { in: "private" },
      kinds: ["photo"],
    });
    const photo = sandbox
      .state()
      .chats.find((chat) => chat.personId === mia.id)
      ?.messages.at(-1)?.media?.fileId;
    const media = await sandbox.must("editMessageMedia", {
      chat_id,
      message_id,
      media: { type: "photo", media: photo, caption: "now" },
    });
    expect(media).toMatchObject({ caption: "now", photo: [{}, { file_id: photo }] });
    const caption = await sandbox.must("editMessageCaption", {
      chat_id,
      message_id,
      caption: "then",
    });
    expect(caption).toMatchObject({ caption: "then" });
  });

  test("of a message that is gone is refused", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const answer = await sandbox.call("editMessageText", {
      chat_id: mia.id,
      message_id: 99,
      text: "a",
    });
    expect(answer.description).toBe("Bad Request: message to edit not found");
  });

  test("of somebody else's message, of a forward, or over a reply keyboard is refused", async () => {
    await using sandbox = await openTestSandbox();
    const theirs = await sandbox.say(mia.id, "hi");
    const forward = await sandbox.must("forwardMessage", {
      chat_id: mia.id,
      from_chat_id: mia.id,
      message_id: theirs,
    });
    const withKeyboard = await sent(sandbox, { reply_markup: { remove_keyboard: true } });
    for (const message_id of [theirs, forward.message_id, withKeyboard]) {
      const answer = await sandbox.call("editMessageText", {
        chat_id: mia.id,
        message_id,
        text: "a",
      });
      expect(answer.description).toBe("Bad Request: message can't be edited");
    }
  });

  test.each([
    ["editMessageCaption", { caption: "a" }, "there is no caption in the message to edit"],
    ["editMessageReplyMarkup", { reply_markup: { force_reply: true } }, "inline keyboard expected"],
    ["editMessageText", { text: "a".repeat(4097) }, "message is too long"],
  ])("by %s with the wrong thing is refused", async (method, params, reason) => {
    await using sandbox = await openTestSandbox();
    const message_id = await sent(sandbox);
    const answer = await sandbox.call(method, { chat_id: mia.id, message_id, ...params });
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test("of the text of a picture is refused", async () => {
    await using sandbox = await openTestSandbox();
    const place = await sandbox.say(mia.id, "hi");
    expect(place).toBe(1);
    const { message_id } = await sandbox.must("sendLocation", {
      chat_id: mia.id,
      latitude: 1,
      longitude: 1,
    });
    const text = await sandbox.call("editMessageText", { chat_id: mia.id, message_id, text: "a" });
    expect(text.description).toBe("Bad Request: there is no text in the message to edit");
    const media = { type: "photo", media: "x" };
    const other = await sandbox.call("editMessageMedia", { chat_id: mia.id, message_id, media });
    expect(other.description).toBe("Bad Request: message media can't be edited");
  });
});

describe("a deletion", () => {
  test("takes the message away, and is refused a second time", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sent(sandbox);
    const params = { chat_id: mia.id, message_id };
    expect((await sandbox.call("deleteMessage", params)).result).toBe(true);
    expect((await sandbox.call("deleteMessage", params)).description).toBe(
      "Bad Request: message to delete not found",
    );
  });

  test("comes too late after 48 hours", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sent(sandbox);
    await sandbox.mustAct({ act: "advanceClock", byMs: 48 * HOUR_MS });
    const answer = await sandbox.call("deleteMessage", { chat_id: mia.id, message_id });
    expect(answer.description).toBe("Bad Request: message can't be deleted");
  });

  test("in a group needs the right for other people's messages, and never takes a topic's start", async () => {
    await using sandbox = await openTestSandbox();
    const { groupId } = sandbox;
    const topicId = await sandbox.topic();
    const [theirs = 0] = await sandbox.mustAct({
      act: "send",
      personId: ben.id,
      place: { in: "group", groupId, topicId },
      text: "a",
    });
    const remove = (message_id: number) =>
      sandbox.call("deleteMessage", { chat_id: groupId, message_id });
    await sandbox.mustAct({ act: "setBot", groupId, canDeleteMessages: false });
    expect((await remove(theirs)).description).toBe("Bad Request: message can't be deleted");
    await sandbox.mustAct({ act: "setBot", groupId, canDeleteMessages: true });
    expect((await remove(theirs)).ok).toBe(true);
    expect((await remove(topicId)).description).toBe("Bad Request: message can't be deleted");
  });

  test("of many skips what is missing, and fails whole when one may not go", async () => {
    await using sandbox = await openTestSandbox();
    const chat_id = sandbox.groupId;
    const topicId = await sandbox.topic();
    const ids: number[] = [];
    for (const text of ["a", "b"]) {
      ids.push((await sandbox.must("sendMessage", { chat_id, text })).message_id);
    }
    const count = () => sandbox.state().groups[0]?.messages.length;
    const whole = await sandbox.call("deleteMessages", { chat_id, message_ids: [...ids, topicId] });
    expect(whole.description).toBe("Bad Request: message can't be deleted");
    expect(count()).toBe(3);
    expect((await sandbox.call("deleteMessages", { chat_id, message_ids: [...ids, 999] })).ok).toBe(
      true,
    );
    expect(count()).toBe(1);
  });
});
