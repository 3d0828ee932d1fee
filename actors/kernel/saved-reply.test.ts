// Names of saved replies, what can be one, and their variables.
import { expect, test } from "bun:test";
import type { Content } from "./content.ts";
import { fillReply, isStorable, replyName } from "./saved-reply.ts";

const MIA = { name: "Mia", balance: 7 };

function text(words: string, entities: Content["entities"] = []): Content {
  return { kind: "text", text: words, entities, fileId: null };
}

test.each([
  ["Hello", "hello"],
  [" привет ", "привет"],
  ["a-1_b", "a-1_b"],
  ["two words", null],
  ["", null],
  ["/r", null],
  ["x".repeat(33), null],
  ["a\u202Eb", null],
])("a reply called %p is %p", (name, kept) => {
  expect(replyName(name)).toBe(kept);
});

test("variables are the fan's, in any case, each time", () => {
  const { text: words } = fillReply(text("{name}, you have {BALANCE}. Bye {name}! {other}"), MIA);
  expect(words).toBe("Mia, you have 7. Bye Mia! {other}");
});

test("entities stay on their words, and on what stands for a variable", () => {
  const filled = fillReply(
    text("Hi {name}! see this", [
      { type: "bold", offset: 3, length: 6 },
      { type: "italic", offset: 11, length: 3 },
    ]),
    { name: "Alexandra", balance: 0 },
  );
  expect(filled.text).toBe("Hi Alexandra! see this");
  expect(filled.entities).toEqual([
    { type: "bold", offset: 3, length: 9 },
    { type: "italic", offset: 14, length: 3 },
  ]);
});

test("a fan's name cannot make a command or a note of a reply", () => {
  expect(fillReply(text("{name} hi"), { name: "//secret", balance: 0 }).text).toBe("secret hi");
  expect(fillReply(text("{name}"), { name: "{balance}", balance: 9 }).text).toBe("{balance}");
});

test("a filled reply is never longer than Telegram takes", () => {
  const long = fillReply(text("{name}".repeat(600)), { name: "N".repeat(64), balance: 0 });
  expect(long.text.length).toBe(4096);
  const photo: Content = { kind: "photo", text: "{name}".repeat(100), entities: [], fileId: "f" };
  const filled = fillReply(photo, { name: "N".repeat(64), balance: 0 });
  expect(filled.text.length).toBe(1024);
  expect(filled).toMatchObject({ kind: "photo", fileId: "f", isStored: true });
});

test.each<[Partial<Content>, boolean]>([
  [{ text: "hello" }, true],
  [{ text: "  " }, false],
  [{ text: "// a note" }, false],
  [{ text: "/gift 5" }, false],
  [{ text: "/gift-5" }, false],
  [{ text: "/ not a command" }, false],
  [{ kind: "photo", fileId: "f" }, true],
  [{ kind: "photo", fileId: "f", text: "//kept back" }, false],
  [{ kind: "sticker", fileId: "f" }, true],
  [{ kind: "poll" }, false],
  [{ kind: "unsupported" }, false],
])("%p can be saved: %p", (content, can) => {
  expect(isStorable({ ...text(""), ...content })).toBe(can);
});
