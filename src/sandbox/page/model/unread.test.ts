import { describe, expect, test } from "bun:test";
import { ADA, BEN, BOT, by, group, message, NOON } from "#src/sandbox/page/testing/samples.ts";
import { countUnread, placeKey, toTopicRows } from "./unread.ts";

describe("unread counts what somebody else wrote after the mark", () => {
  const list = [
    message(1, { from: BOT }),
    message(2, { from: by(ADA) }),
    message(3, { from: BOT, service: "pinned a message" }),
    message(4, { from: BOT }),
  ];

  test("own words and service lines do not count", () => {
    expect(countUnread(list, ADA.id, 0)).toBe(2);
    expect(countUnread(list, BEN.id, 0)).toBe(3);
  });

  test("nothing up to the mark counts", () => {
    expect(countUnread(list, ADA.id, 1)).toBe(1);
    expect(countUnread(list, ADA.id, 4)).toBe(0);
  });

  test("a mark from before a restart, beyond the last id, is void", () => {
    expect(countUnread(list, ADA.id, 400)).toBe(2);
  });

  test("an empty chat has nothing unread", () => {
    expect(countUnread([], ADA.id, 7)).toBe(0);
  });
});

describe("the topics list", () => {
  const topic = (id: number): ReturnType<typeof group>["topics"][number] => ({
    id,
    name: `topic ${id}`,
    iconColor: 0,
    iconEmoji: null,
    isClosed: false,
    lastMessageId: id,
  });
  const said = (id: number, threadId: number | null, at: number): ReturnType<typeof message> =>
    message(id, { chatId: -100, threadId, at, from: BOT });
  const busy = group({
    topics: [topic(10), topic(11), topic(12)],
    messages: [
      said(20, 10, NOON + 5),
      said(21, 11, NOON + 9),
      said(22, null, NOON),
      said(23, 10, NOON + 6),
    ],
  });

  test("begins with General, then the newest word first, the silent last", () => {
    const ids = toTopicRows(busy, ADA.id, {}).map((row) => row.topic?.id ?? "General");
    expect(ids).toEqual(["General", 11, 10, 12]);
  });

  test("shows each topic's own last word and its own unread", () => {
    const marks = { [placeKey(-100, 10)]: 20 };
    const row = toTopicRows(busy, ADA.id, marks).find((one) => one.topic?.id === 10);
    expect(row?.last?.id).toBe(23);
    expect(row?.unread).toBe(1);
  });

  test("General's mark is its own", () => {
    const marks = { [placeKey(-100, null)]: 22 };
    expect(toTopicRows(busy, ADA.id, marks)[0]?.unread).toBe(0);
  });
});
