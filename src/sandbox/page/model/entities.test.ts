import { describe, expect, test } from "bun:test";
import type { Entity } from "#src/sandbox/protocol.ts";
import { type Block, safeHref, toBlocks } from "./entities.ts";

const entity = (type: string, offset: number, length: number, url?: string): Entity => ({
  type,
  offset,
  length,
  ...(url === undefined ? {} : { url }),
});

/** "text[marks]" for each segment, which is how the cases below are read. */
const draw = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap(({ kind, segments }) =>
    segments.map(({ text, marks }) => {
      const tag = marks.length === 0 ? "" : `[${marks.join(",")}]`;
      return `${kind === "text" ? "" : `${kind}:`}${text}${tag}`;
    }),
  );

describe("a text is cut where entities begin and end", () => {
  test("plain text is one segment", () => {
    expect(draw(toBlocks("hello", []))).toEqual(["hello"]);
  });

  test("an empty text draws nothing", () => {
    expect(toBlocks("", [])).toEqual([]);
  });

  test("offsets count UTF-16 units, so an emoji before the bold word counts two", () => {
    expect(draw(toBlocks("😀 bold", [entity("bold", 3, 4)]))).toEqual(["😀 ", "bold[bold]"]);
  });

  test("overlapping entities mark their common part with both", () => {
    const entities = [entity("bold", 0, 4), entity("italic", 2, 4)];
    expect(draw(toBlocks("abcdef", entities))).toEqual([
      "ab[bold]",
      "cd[bold,italic]",
      "ef[italic]",
    ]);
  });

  test("what lies outside the text is clamped, and what is left empty is dropped", () => {
    const entities = [entity("bold", 2, 99), entity("italic", 50, 3), entity("code", -2, 3)];
    expect(draw(toBlocks("abcd", entities))).toEqual(["a[code]", "b", "cd[bold]"]);
  });

  test("an entity that the page does not know leaves its words plain", () => {
    expect(draw(toBlocks("abc", [entity("custom_emoji", 0, 3)]))).toEqual(["abc"]);
  });

  test("no word is lost or said twice, whatever the entities", () => {
    const text = "a😀b\ncd e";
    const entities = [entity("spoiler", 1, 4), entity("url", 3, 5), entity("bold", 0, 8)];
    const words = toBlocks(text, entities).flatMap((block) => block.segments.map((s) => s.text));
    expect(words.join("")).toBe(text);
  });
});

describe("quotes and code stand in blocks of their own", () => {
  test("the line breaks at a quote's edges are drawn by the edge, not twice", () => {
    const text = "before\nquoted\nafter";
    const blocks = toBlocks(text, [entity("blockquote", 7, 6)]);
    expect(draw(blocks)).toEqual(["before", "quote:quoted", "after"]);
  });

  test("only one break is taken: an empty line that was meant stays", () => {
    const blocks = toBlocks("q\n\nafter", [entity("blockquote", 0, 1)]);
    expect(draw(blocks)).toEqual(["quote:q", "\nafter"]);
  });

  test("bold inside a quote stays inside the quote", () => {
    const entities = [entity("blockquote", 0, 5), entity("bold", 0, 2)];
    expect(draw(toBlocks("quote", entities))).toEqual(["quote:qu[bold]", "quote:ote"]);
  });

  test("two quotes in a row stay two", () => {
    const blocks = toBlocks("abcd", [entity("blockquote", 0, 2), entity("blockquote", 2, 2)]);
    expect(blocks.map((block) => block.kind)).toEqual(["quote", "quote"]);
  });
});

describe("links lead only where it is safe to go", () => {
  const linkOf = (text: string, given: Entity): string | null =>
    toBlocks(text, [given])[0]?.segments[0]?.url ?? null;

  test("a link's own address is taken, and a bare one gets a scheme", () => {
    expect(linkOf("here", entity("text_link", 0, 4, "https://example.com"))).toBe(
      "https://example.com",
    );
    expect(linkOf("example.com", entity("url", 0, 11))).toBe("https://example.com");
    expect(linkOf("a@b.example", entity("email", 0, 11))).toBe("mailto:a@b.example");
    expect(linkOf("+49 30 12", entity("phone_number", 0, 9))).toBe("tel:+493012");
  });

  test("a script is no address", () => {
    expect(linkOf("here", entity("text_link", 0, 4, "javascript:alert(1)"))).toBeNull();
    expect(safeHref("data:text/html,x")).toBeNull();
    expect(safeHref("tg://user?id=1")).toBe("tg://user?id=1");
  });
});
