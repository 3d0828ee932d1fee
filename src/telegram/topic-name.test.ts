import { describe, expect, test } from "bun:test";
import { fanIdOfTopicName, topicName } from "./topic-name.ts";

describe("topic names", () => {
  test.each([
    ["@ana", "👤 @ana (5000000001)"],
    ["Zoë 👩‍👩‍👧", "👤 Zoë 👩‍👩‍👧 (5000000001)"],
    ["محمد", "👤 محمد (5000000001)"],
    ["two\nlines\r\n\tand tabs", "👤 two lines and tabs (5000000001)"],
    ["\u202Eevil\u202C \u2066name\u2069\u200F", "👤 evil name (5000000001)"],
    ["\0\u200B\u{FEFF}", "👤 ? (5000000001)"],
    ["", "👤 ? (5000000001)"],
    ["<b>x</b> '; drop table users; --", "👤 <b>x</b> '; drop table users; -- (5000000001)"],
    ["half \uD83D pair", "👤 half \u{FFFD} pair (5000000001)"],
    ["x (5000000001)", "👤 x (5000000001) (5000000001)"],
  ])("%j becomes %j", (name, expected) => {
    expect(topicName(name, 5_000_000_001)).toBe(expected);
  });

  test("cuts between graphemes and keeps the id", () => {
    const family = "👩‍👩‍👧‍👦";
    const name = topicName(family.repeat(40), 4_503_599_627_370_495);
    expect(name.length).toBeLessThanOrEqual(128);
    expect(name).toEndWith(" (4503599627370495)");
    expect(name.slice("👤 ".length, -" (4503599627370495)".length)).toBe(
      `${family.repeat(Math.floor((128 - 3 - 19 - 1) / family.length))}…`,
    );
  });

  test("leaves a name that is made already as it is", () => {
    const made = topicName("a".repeat(300), 42);
    expect(topicName(made, 42)).toBe(made);
    expect(topicName("👤 x (7)", 42)).toBe("👤 👤 x (7) (42)");
  });

  test("tells the fan that a name was made for", () => {
    expect(fanIdOfTopicName(topicName("Ana (1)", 4_503_599_627_370_495))).toBe(
      4_503_599_627_370_495,
    );
    expect(fanIdOfTopicName("Ana (1)")).toBeNull();
    expect(fanIdOfTopicName("👤 Ana")).toBeNull();
  });
});
