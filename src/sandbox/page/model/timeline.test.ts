import { describe, expect, test } from "bun:test";
import { ADA, BEN, by, MIA, message, NOON, photo } from "#src/sandbox/page/testing/samples.ts";
import { toDays } from "./timeline.ts";

const MINUTE_MS = 60_000;

/** Each entry as the ids of its bubbles, an album's parts joined by "+". */
const draw = (days: ReturnType<typeof toDays>): readonly string[] =>
  days.flatMap((day) =>
    day.entries.map((entry) =>
      entry.kind === "service"
        ? `(${entry.message.service})`
        : `${entry.from.name}: ${entry.bubbles
            .map((bubble) => bubble.parts.map((part) => part.id).join("+"))
            .join(" ")}`,
    ),
  );

describe("a chat is drawn as days", () => {
  test("a message before midnight and one after stand under two days", () => {
    const before = new Date(2026, 10, 22, 23, 59).getTime();
    const after = new Date(2026, 10, 23, 0, 1).getTime();
    const days = toDays([message(1, { at: before }), message(2, { at: after })]);
    expect(days.map((day) => day.key)).toEqual(["2026-11-22", "2026-11-23"]);
  });

  test("no messages, no days", () => {
    expect(toDays([])).toEqual([]);
  });
});

describe("messages of one sender run together", () => {
  test("until somebody else speaks", () => {
    const list = [
      message(1, { from: by(ADA) }),
      message(2, { from: by(ADA) }),
      message(3, { from: by(BEN) }),
      message(4, { from: by(ADA) }),
    ];
    expect(draw(toDays(list))).toEqual(["Ada: 1 2", "Ben: 3", "Ada: 4"]);
  });

  test("until a pause of more than ten minutes, counted from the last message", () => {
    const list = [0, 9, 18, 29].map((minutes, index) =>
      message(index + 1, { at: NOON + minutes * MINUTE_MS }),
    );
    expect(draw(toDays(list))).toEqual(["Mia: 1 2 3", "Mia: 4"]);
  });

  test("until a line such as closing the topic", () => {
    const list = [message(1), message(2, { service: "closed the topic" }), message(3)];
    expect(draw(toDays(list))).toEqual(["Mia: 1", "(closed the topic)", "Mia: 3"]);
  });
});

describe("an album is one bubble", () => {
  const part = (id: number, albumId: string | null): ReturnType<typeof message> =>
    message(id, { albumId, media: photo(`file-${id}`), from: by(MIA) });

  test("made of its parts in order", () => {
    const days = toDays([part(1, "a"), part(2, "a"), part(3, "a"), message(4)]);
    expect(draw(days)).toEqual(["Mia: 1+2+3 4"]);
  });

  test("and two albums in a row stay two", () => {
    expect(draw(toDays([part(1, "a"), part(2, "a"), part(3, "b")]))).toEqual(["Mia: 1+2 3"]);
  });

  test("while pictures that belong to none stay apart", () => {
    expect(draw(toDays([part(1, null), part(2, null)]))).toEqual(["Mia: 1 2"]);
  });
});
