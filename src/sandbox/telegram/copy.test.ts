import { describe, expect, test } from "bun:test";
import { mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

async function album(sandbox: TestSandbox, caption = "trip"): Promise<readonly number[]> {
  return sandbox.mustAct({
    act: "sendMedia",
    personId: mia.id,
    place: { in: "private" },
    kinds: ["photo", "video", "photo"],
    caption,
  });
}

function inGroup(sandbox: TestSandbox) {
  return sandbox.state().groups[0]?.messages ?? [];
}

describe("copyMessage", () => {
  test("answers only the new id, and copies content without author or keyboard", async () => {
    await using sandbox = await openTestSandbox();
    const topic = await sandbox.topic();
    const message_id = await sandbox.say(mia.id, "hello");
    const result = await sandbox.must("copyMessage", {
      chat_id: sandbox.groupId,
      message_thread_id: topic,
      from_chat_id: mia.id,
      message_id,
    });
    expect(Object.keys(result)).toEqual(["message_id"]);
    expect(inGroup(sandbox).at(-1)).toMatchObject({
      id: result.message_id,
      text: "hello",
      threadId: topic,
      from: { isBot: true },
      buttons: [],
    });
  });

  test("replaces the caption of media, and leaves a text alone", async () => {
    await using sandbox = await openTestSandbox();
    const [photo] = await album(sandbox);
    const text = await sandbox.say(mia.id, "words");
    for (const [message_id, shown] of [
      [photo, "Mia · 3 credits"],
      [text, "words"],
    ]) {
      await sandbox.must("copyMessage", {
        chat_id: sandbox.groupId,
        from_chat_id: mia.id,
        message_id,
        caption: "Mia · 3 credits",
      });
      expect(inGroup(sandbox).at(-1)?.text).toBe(String(shown));
    }
  });

  test("takes one part of an album out of it", async () => {
    await using sandbox = await openTestSandbox();
    const [message_id] = await album(sandbox);
    await sandbox.must("copyMessage", {
      chat_id: sandbox.groupId,
      from_chat_id: mia.id,
      message_id,
    });
    expect(inGroup(sandbox).at(-1)?.albumId).toBeNull();
  });

  test("is refused for a message that is gone, and for a service message", async () => {
    await using sandbox = await openTestSandbox();
    const service = await sandbox.topic();
    const copy = (message_id: number) =>
      sandbox.call("copyMessage", {
        chat_id: sandbox.groupId,
        from_chat_id: sandbox.groupId,
        message_id,
      });
    expect((await copy(999)).description).toBe("Bad Request: message to copy not found");
    expect((await copy(service)).description).toBe("Bad Request: the message can't be copied");
  });
});

describe("copyMessages", () => {
  test("keeps an album together under a new id, and skips what is not there", async () => {
    await using sandbox = await openTestSandbox();
    const ids = await album(sandbox);
    const result = await sandbox.must("copyMessages", {
      chat_id: sandbox.groupId,
      from_chat_id: mia.id,
      message_ids: [...ids, 999],
    });
    expect(result.length).toBe(3);
    const copies = inGroup(sandbox);
    expect(new Set(copies.map((copy) => copy.albumId)).size).toBe(1);
    expect(copies[0]?.albumId).not.toBeNull();
    expect(copies.map((copy) => copy.text)).toEqual(["trip", null, null]);
  });

  test("takes a lone part out of its album", async () => {
    await using sandbox = await openTestSandbox();
    const [, second] = await album(sandbox);
    const message_ids = [second];
    await sandbox.must("copyMessages", {
      chat_id: sandbox.groupId,
      from_chat_id: mia.id,
      message_ids,
    });
    expect(inGroup(sandbox)[0]?.albumId).toBeNull();
  });

  test("can leave the captions behind", async () => {
    await using sandbox = await openTestSandbox();
    const message_ids = await album(sandbox);
    await sandbox.must("copyMessages", {
      chat_id: sandbox.groupId,
      from_chat_id: mia.id,
      message_ids,
      remove_caption: true,
    });
    expect(inGroup(sandbox)[0]?.text).toBeNull();
  });

  test.each([
    ["ids out of order", [2, 1], "message identifiers must be in a strictly increasing order"],
    ["an id twice", [1, 1], "message identifiers must be in a strictly increasing order"],
    ["no ids", [], "message identifiers are not specified"],
    [
      "more than 100 ids",
      Array.from({ length: 101 }, (_, i) => i + 1),
      "too many message identifiers specified",
    ],
    ["only missing ones", [998, 999], "there are no messages to forward"],
  ])("is refused with %s", async (_what, message_ids, reason) => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const answer = await sandbox.call("copyMessages", {
      chat_id: sandbox.groupId,
      from_chat_id: mia.id,
      message_ids,
    });
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });
});

describe("forwardMessage", () => {
  test("names the author", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "hi");
    const forward = { chat_id: sandbox.groupId, from_chat_id: mia.id, message_id };
    const result = await sandbox.must("forwardMessage", forward);
    expect(result.forward_origin).toMatchObject({ type: "user", sender_user: { id: mia.id } });
  });

  test("is refused for a protected message, which can still be copied", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const sent = await sandbox.must("sendMessage", {
      chat_id: mia.id,
      text: "secret",
      protect_content: true,
    });
    expect(sent.has_protected_content).toBe(true);
    const params = {
      chat_id: sandbox.groupId,
      from_chat_id: mia.id,
      message_id: sent.message_id,
    };
    expect((await sandbox.call("forwardMessage", params)).description).toBe(
      "Bad Request: the message can't be forwarded",
    );
    expect((await sandbox.call("copyMessage", params)).ok).toBe(true);
  });
});
