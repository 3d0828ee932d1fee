// Telegram's text entities as something React can draw: blocks of flat segments. Offsets and
// lengths are UTF-16 code units, which is what `String.slice` counts, so no conversion is made.
// Entities come from a bot under development: whatever lies outside the text is clamped or dropped.

import type { Entity } from "#src/sandbox/protocol.ts";

export type Mark =
  | "bold"
  | "italic"
  | "underline"
  | "strikethrough"
  | "spoiler"
  | "code"
  | "link"
  | "mention"
  | "command";

/** A stretch of text under one set of marks. `url` is set where the mark is a link. */
export interface Segment {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly url: string | null;
}

export interface Block {
  readonly kind: "text" | "quote" | "pre";
  readonly segments: readonly Segment[];
}

const MARK_OF: Readonly<Record<string, Mark>> = {
  bold: "bold",
  italic: "italic",
  underline: "underline",
  strikethrough: "strikethrough",
  spoiler: "spoiler",
  code: "code",
  text_link: "link",
  url: "link",
  email: "link",
  phone_number: "link",
  mention: "mention",
  text_mention: "mention",
  hashtag: "mention",
  cashtag: "mention",
  bot_command: "command",
};

const BLOCK_OF: Readonly<Record<string, Block["kind"]>> = {
  blockquote: "quote",
  expandable_blockquote: "quote",
  pre: "pre",
};

/**
 * The text cut where any entity begins or ends, gathered into blocks. Joined again, the segments
 * give the text back, less one line break on either side of a quote or a code block, which the
 * block's own edge already draws.
 */
export function toBlocks(text: string, entities: readonly Entity[]): readonly Block[] {
  const spans = entities
    .map((entity) => clamp(entity, text.length))
    .filter((entity) => entity.length > 0);
  const cuts = new Set([0, text.length]);
  for (const span of spans) cuts.add(span.offset).add(span.offset + span.length);
  const edges = [...cuts].toSorted((a, b) => a - b);

  const blocks: { kind: Block["kind"]; owner: Entity | null; segments: Segment[] }[] = [];
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1];
    if (end === undefined) break;
    const active = spans.filter((s) => s.offset <= start && s.offset + s.length >= end);
    const owner = active.find((s) => BLOCK_OF[s.type] !== undefined) ?? null;
    const segment = toSegment(text, start, end, active);
    const last = blocks.at(-1);
    if (last !== undefined && last.owner === owner) last.segments.push(segment);
    else
      blocks.push({
        kind: owner ? (BLOCK_OF[owner.type] ?? "text") : "text",
        owner,
        segments: [segment],
      });
  }
  return trimEdges(blocks);
}

/** The address if following it is harmless, else null: a bot can put anything in a link. */
export function safeHref(url: string): string | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  return /^(https?|mailto|tel|tg):/i.test(withScheme) ? withScheme : null;
}

function clamp(entity: Entity, textLength: number): Entity {
  const offset = Math.min(Math.max(entity.offset, 0), textLength);
  const end = Math.min(Math.max(entity.offset + entity.length, offset), textLength);
  return { ...entity, offset, length: end - offset };
}

function toSegment(text: string, start: number, end: number, active: readonly Entity[]): Segment {
  const marks = new Set<Mark>();
  let url: string | null = null;
  for (const entity of active) {
    const mark = MARK_OF[entity.type];
    if (mark === undefined) continue;
    marks.add(mark);
    if (mark === "link") url = hrefOf(entity, text);
  }
  return { text: text.slice(start, end), marks: [...marks].toSorted(), url };
}

function hrefOf(entity: Entity, text: string): string | null {
  if (entity.url !== undefined) return safeHref(entity.url);
  const words = text.slice(entity.offset, entity.offset + entity.length);
  if (entity.type === "email") return `mailto:${words}`;
  if (entity.type === "phone_number") return `tel:${words.replace(/[^+\d]/g, "")}`;
  return safeHref(words);
}

function trimEdges(blocks: readonly Block[]): readonly Block[] {
  return blocks
    .map((block, index) => {
      if (block.kind !== "text") return block;
      const segments = [...block.segments];
      const first = segments[0];
      if (index > 0 && first !== undefined) {
        segments[0] = { ...first, text: first.text.replace(/^\n/, "") };
      }
      const last = segments.at(-1);
      if (index < blocks.length - 1 && last !== undefined) {
        segments[segments.length - 1] = { ...last, text: last.text.replace(/\n$/, "") };
      }
      return { ...block, segments: segments.filter((segment) => segment.text !== "") };
    })
    .filter((block) => block.segments.length > 0);
}
