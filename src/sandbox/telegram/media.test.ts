import { describe, expect, test } from "bun:test";
import type { TelegramMessage } from "@gramio/types";
import { mia, openTestSandbox, readAnswer, type TestSandbox } from "#src/sandbox/testing.ts";

/** Mia sends one file; answers its file_id as the bot sees it. */
async function fileOf(sandbox: TestSandbox, kind: "photo" | "voice" | "document"): Promise<string> {
  await sandbox.mustAct({
    act: "sendMedia",
    personId: mia.id,
    place: { in: "private" },
    kinds: [kind],
  });
  const [update] = await sandbox.updates();
  const { photo, voice, document } = update?.message ?? {};
  return (photo?.[0] ?? voice ?? document)?.file_id ?? "";
}

async function upload<T = TelegramMessage>(
  sandbox: TestSandbox,
  method: string,
  fields: Readonly<Record<string, string | File>>,
) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const url = `${sandbox.telegram.url}/bot${sandbox.token}/${method}`;
  return readAnswer<T>(await fetch(url, { method: "POST", body }));
}

describe("a file", () => {
  test("is sent again by its file_id, with a caption and a spoiler", async () => {
    await using sandbox = await openTestSandbox();
    const photo = await fileOf(sandbox, "photo");
    const result = await sandbox.must("sendPhoto", {
      chat_id: mia.id,
      photo,
      caption: "look",
      has_spoiler: true,
    });
    expect(result).toMatchObject({ caption: "look", has_media_spoiler: true });
    expect(result.photo?.[0]?.file_id).toBe(photo);
    expect(
      sandbox.state().chats.find((chat) => chat.personId === mia.id)?.messages[1],
    ).toMatchObject({ media: { kind: "photo", fileId: photo, isSpoiler: true }, text: "look" });
  });

  test("is uploaded, and downloaded through getFile", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "export me");
    const file = new File(['{"all":1}'], "my data.json", { type: "application/json" });
    const sent = await upload(sandbox, "sendDocument", { chat_id: String(mia.id), document: file });
    expect(sent.result.document).toMatchObject({
      file_name: "my data.json",
      mime_type: "application/json",
      file_size: 9,
    });
    const { file_path: path } = await sandbox.must("getFile", {
      file_id: sent.result.document?.file_id,
    });
    const response = await fetch(`${sandbox.telegram.url}/file/bot${sandbox.token}/${path}`);
    expect(await response.text()).toBe('{"all":1}');
  });

  test("is downloaded with the bot's own token only", async () => {
    await using sandbox = await openTestSandbox();
    const file_id = await fileOf(sandbox, "photo");
    const { file_path: path } = await sandbox.must("getFile", { file_id });
    const response = await fetch(`${sandbox.telegram.url}/file/bot1:other/${path}`);
    expect(response.status).toBe(401);
  });

  test.each([
    ["sendPhoto", { photo: "no-such-file" }, "wrong file identifier/HTTP URL specified"],
    ["sendPhoto", { photo: "attach://nothing" }, "there is no photo in the request"],
    ["sendVideoNote", {}, "there is no video note in the request"],
    [
      "getFile",
      { file_id: "no-such-file" },
      "wrong file_id or the file is temporarily unavailable",
    ],
  ])("that is not there is refused by %s", async (method, params, reason) => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const chat = method === "getFile" ? {} : { chat_id: mia.id };
    const answer = await sandbox.call(method, { ...chat, ...params });
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${reason}` });
  });

  test("of another kind cannot stand in for a photo", async () => {
    await using sandbox = await openTestSandbox();
    const photo = await fileOf(sandbox, "document");
    const answer = await sandbox.call("sendPhoto", { chat_id: mia.id, photo });
    expect(answer.description).toBe("Bad Request: can't use file of type Document as Photo");
  });

  test("has a caption of at most 1,024 UTF-16 units", async () => {
    await using sandbox = await openTestSandbox();
    const photo = await fileOf(sandbox, "photo");
    const send = (caption: string) =>
      sandbox.call("sendPhoto", { chat_id: mia.id, photo, caption });
    expect((await send("a".repeat(1024))).ok).toBe(true);
    expect((await send("a".repeat(1025))).description).toBe(
      "Bad Request: message caption is too long",
    );
  });

  test.each([
    ["sendVideo", "video"],
    ["sendAnimation", "animation"],
    ["sendVoice", "voice"],
    ["sendAudio", "audio"],
    ["sendVideoNote", "video_note"],
    ["sendDocument", "document"],
    ["sendSticker", "sticker"],
  ])("goes out by %s and comes back as %s", async (method, kind) => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const file = new File(["bytes"], "x.bin");
    const answer = await upload(sandbox, method, { chat_id: String(mia.id), [kind]: file });
    expect(answer.result).toMatchObject({ [kind]: { file_size: 5 } });
  });
});

describe("what is no file", () => {
  test("a place, a contact and a poll are sent", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const chat_id = mia.id;
    const place = await sandbox.must("sendLocation", { chat_id, latitude: 41.3, longitude: 2.1 });
    expect(place.location).toMatchObject({ latitude: 41.3, longitude: 2.1 });
    const contact = { phone_number: "+1", first_name: "Al" };
    expect((await sandbox.must("sendContact", { chat_id, ...contact })).contact).toEqual(
      contact as never,
    );
    const poll = { question: "Which?", options: [{ text: "This" }, { text: "That" }] };
    const sent = await sandbox.must("sendPoll", { chat_id, ...poll });
    expect(sent.poll).toMatchObject({ ...poll, is_anonymous: true, is_closed: false });
  });

  test.each([
    ["sendLocation", { latitude: 91, longitude: 0 }, "invalid location specified"],
    ["sendPoll", { question: "?", options: [] }, "poll must have at most 12 options"],
    [
      "sendPoll",
      { question: "?", options: [{ text: " " }] },
      "poll options length must not exceed 100",
    ],
    [
      "sendPoll",
      { question: "?".repeat(301), options: [{ text: "a" }] },
      "poll question length must not exceed 300",
    ],
    ["sendContact", { first_name: "Al" }, 'parameter "phone_number" is required'],
  ])("is refused by %s when it cannot be", async (method, params, reason) => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const answer = await sandbox.call(method, { chat_id: mia.id, ...params });
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });
});

describe("an album", () => {
  test("is several messages under one media_group_id, from file_ids and uploads", async () => {
    await using sandbox = await openTestSandbox();
    const photo = await fileOf(sandbox, "photo");
    const media = [
      { type: "photo", media: photo, caption: "both" },
      { type: "video", media: "attach://film" },
    ];
    const answer = await upload<readonly TelegramMessage[]>(sandbox, "sendMediaGroup", {
      chat_id: String(mia.id),
      media: JSON.stringify(media),
      film: new File(["film"], "film.mp4", { type: "video/mp4" }),
    });
    const parts = answer.result;
    expect(parts.map((part) => part.caption)).toEqual(["both", undefined]);
    expect(new Set(parts.map((part) => part.media_group_id)).size).toBe(1);
    expect(parts[1]?.video).toMatchObject({ file_name: "film.mp4" });
  });

  test.each([
    ["one part", ["photo"], "group send failed: an album has 2 to 10 parts"],
    [
      "eleven parts",
      Array.from({ length: 11 }, () => "photo"),
      "group send failed: an album has 2 to 10 parts",
    ],
    [
      "kinds that do not mix",
      ["photo", "document"],
      "Can't use the media of the specified type in the album",
    ],
    [
      "an animation",
      ["animation", "photo"],
      `can't parse InputMedia: type "animation" can't be used in sendMediaGroup`,
    ],
    [
      "a kind that has no InputMedia",
      ["sticker", "photo"],
      'can\'t parse InputMedia: type "sticker" is unsupported',
    ],
  ])("is refused with %s", async (_what, kinds, reason) => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const media = kinds.map((type) => ({ type, media: "x" }));
    const answer = await sandbox.call("sendMediaGroup", { chat_id: mia.id, media });
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test("has no keyboard", async () => {
    await using sandbox = await openTestSandbox();
    const params = { chat_id: mia.id, media: [], reply_markup: { inline_keyboard: [] } };
    const answer = await sandbox.call("sendMediaGroup", params);
    expect(answer.description).toBe('Bad Request: unknown parameter "reply_markup"');
  });
});
