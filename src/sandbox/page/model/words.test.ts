import { describe, expect, test } from "bun:test";
import {
  ADA,
  BOT,
  by,
  group,
  MIA,
  message,
  NOON,
  photo,
  state,
} from "#src/sandbox/page/testing/samples.ts";
import {
  actionWords,
  chatName,
  clockTime,
  dayLabel,
  initials,
  lastWords,
  mediaLength,
  shortWhen,
  snippet,
  spanWords,
} from "./words.ts";

const DAY_MS = 86_400_000;

describe("a message in one line", () => {
  test("line breaks become spaces", () => {
    expect(snippet(message(1, { text: "one\n\n two" }))).toBe("one two");
  });

  test("media is named, with its caption", () => {
    expect(snippet(message(1, { text: null, media: photo("f") }))).toBe("Photo");
    expect(snippet(message(1, { text: "look", media: photo("f") }))).toBe("Photo, look");
    expect(snippet(message(1, { text: null, media: photo("f"), albumId: "a" }))).toBe("Album");
  });

  test("in the list the bot's header is left out, and a person is named", () => {
    const relayed = message(1, { from: BOT, text: "💬 Text · Mia · 2 credits\nhello there" });
    expect(lastWords(relayed, ADA.id)).toBe("hello there");
    expect(lastWords(message(2, { from: by(ADA), text: "hi" }), ADA.id)).toBe("You: hi");
    expect(lastWords(message(2, { from: by(ADA), text: "hi" }), MIA.id)).toBe("Ada: hi");
  });
});

describe("moments and lengths", () => {
  test("today, yesterday, a date, and a year that is not this one", () => {
    expect(dayLabel(NOON, NOON + 1000)).toBe("Today");
    expect(dayLabel(NOON, NOON + DAY_MS)).toBe("Yesterday");
    expect(dayLabel(NOON, NOON + 5 * DAY_MS)).toBe("Sun 22 November");
    expect(dayLabel(NOON, NOON + 300 * DAY_MS)).toBe("Sun 22 November 2026");
  });

  test("a list has room for the time, the weekday or the date", () => {
    expect(shortWhen(NOON, NOON + 1000)).toBe("12:00");
    expect(shortWhen(NOON, NOON + 2 * DAY_MS)).toBe("Sun");
    expect(shortWhen(NOON, NOON + 30 * DAY_MS)).toBe("22 Nov");
  });

  test("the clock has two digits for each part", () => {
    expect(clockTime(new Date(2026, 0, 1, 7, 5).getTime())).toBe("07:05");
  });

  test("a voice's length is minutes and seconds", () => {
    expect([0, 7.4, 60, 754].map(mediaLength)).toEqual(["0:00", "0:07", "1:00", "12:34"]);
  });

  test("how far the clock was turned is said in its two largest units", () => {
    const minute = 60_000;
    expect(spanWords(20_000)).toBe("");
    expect(spanWords(5 * minute)).toBe("5 min");
    expect(spanWords(90 * minute)).toBe("1 h 30 min");
    expect(spanWords(1500 * minute)).toBe("1 d 1 h");
  });
});

describe("names", () => {
  test("letters of an avatar pass over emoji and signs", () => {
    expect(initials("👤 @mia (501)")).toBe("M5");
    expect(initials("Élodie Noir")).toBe("ÉN");
    expect(initials("👻")).toBe("?");
  });

  test("a chat goes by its person, its topic, its group, or its bare id", () => {
    const world = state({ groups: [group()] });
    expect(chatName(world, MIA.id, null)).toBe("Mia");
    expect(chatName(world, -100, 10)).toBe("👤 @mia (501)");
    expect(chatName(world, -100, 99)).toBe("topic 99");
    expect(chatName(world, -100, null)).toBe("Backstage");
    expect(chatName(world, 42, null)).toBe("42");
  });

  test("a chat action is worded, also one that Telegram adds later", () => {
    expect(actionWords("record_voice")).toBe("recording voice");
    expect(actionWords("draw_doodle")).toBe("draw doodle");
  });
});
