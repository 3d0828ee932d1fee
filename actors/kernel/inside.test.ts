import { expect, test } from "bun:test";
import { commandIn, noteIn, staysInside } from "./inside.ts";

test.each([
  ["/lock-3", "lock-3"],
  ["/lock３", "lock３"],
  [" \n/gift,5 now", "gift,5"],
  ["\u200b/ban-", "ban-"],
  ["/lock@bot 3", "lock@bot"],
  ["/замок 3", "замок"],
  ["/tmp/x", "tmp/x"],
  ["/ lock 3", ""],
  ["/", ""],
])("%j is for the team", (text, command) => {
  expect(staysInside(text)).toBe(true);
  expect(commandIn(text)).toBe(command);
  expect(noteIn(text)).toBeNull();
});

test.each(["hello", "", "1/2", "or /lock 3", "https://a.b/c", "\\lock"])("%j is not", (text) => {
  expect([staysInside(text), commandIn(text), noteIn(text)]).toEqual([false, null, null]);
});

test("a note is what follows two slashes", () => {
  expect(noteIn("// likes cats")).toBe("likes cats");
  expect(noteIn(" \u2060//")).toBe("");
  expect(staysInside("//x")).toBe(true);
});
