import { describe, expect, test } from "bun:test";
import { ADA, message } from "#src/sandbox/page/testing/samples.ts";
import type { Place } from "#src/sandbox/protocol.ts";
import { type Attachment, toAct } from "./use-draft.ts";

const TOPIC: Place = { in: "group", groupId: -100, topicId: 10 };
const PLAIN = { text: "", replyTo: null, editing: null, staged: null };
const ALBUM: Attachment = { label: "Album", kinds: ["photo", "photo"], takesCaption: true };
const STICKER: Attachment = { label: "Sticker", kinds: ["sticker"], takesCaption: false };

describe("a draft becomes the one act that says it", () => {
  test("words are sent trimmed; blanks are not sent at all", () => {
    expect(toAct(ADA, TOPIC, { ...PLAIN, text: " hi \n" })).toEqual({
      act: "send",
      personId: ADA.id,
      place: TOPIC,
      text: "hi",
    });
    expect(toAct(ADA, TOPIC, { ...PLAIN, text: " \n " })).toBeNull();
  });

  test("a reply names what it answers", () => {
    const act = toAct(ADA, TOPIC, { ...PLAIN, text: "hi", replyTo: message(5) });
    expect(act).toMatchObject({ act: "send", replyToId: 5 });
  });

  test("an edit changes the message where it stands, and never to nothing", () => {
    const editing = message(5, { chatId: -100 });
    expect(toAct(ADA, TOPIC, { ...PLAIN, text: "better", editing })).toEqual({
      act: "edit",
      personId: ADA.id,
      chatId: -100,
      messageId: 5,
      text: "better",
    });
    expect(toAct(ADA, TOPIC, { ...PLAIN, text: " ", editing })).toBeNull();
  });

  test("an attachment goes with the words as its caption, or without", () => {
    const captioned = toAct(ADA, TOPIC, { ...PLAIN, text: "/lock 5", staged: ALBUM });
    expect(captioned).toMatchObject({
      act: "sendMedia",
      kinds: ["photo", "photo"],
      caption: "/lock 5",
    });
    expect(toAct(ADA, TOPIC, { ...PLAIN, staged: ALBUM })).not.toHaveProperty("caption");
  });

  test("a sticker takes no caption from words that stand in the field", () => {
    const act = toAct(ADA, TOPIC, { ...PLAIN, text: "half a thought", staged: STICKER });
    expect(act).not.toHaveProperty("caption");
  });
});
