// Text with entities, built piece by piece. User text is only ever a piece: it cannot become
// markup, because no markup language is involved (core.telegram.org/bots/api#messageentity).
import type { Entity } from "./content.ts";

export interface Rich {
  readonly text: string;
  readonly entities: readonly Entity[];
}

type Piece = string | number | Rich;

/** Joins pieces into one rich text; the entities of later pieces are moved along. */
export function rich(...pieces: readonly Piece[]): Rich {
  let text = "";
  const entities: Entity[] = [];
  for (const piece of pieces) {
    if (typeof piece === "object") {
      for (const e of piece.entities) entities.push({ ...e, offset: e.offset + text.length });
      text += piece.text;
    } else {
      text += String(piece);
    }
  }
  return { text, entities };
}

/** Joins rich texts with a separator between them. */
export function joinRich(pieces: readonly Piece[], separator: string): Rich {
  return rich(...pieces.flatMap((piece, i) => (i === 0 ? [piece] : [separator, piece])));
}

function wrap(type: string, piece: Piece): Rich {
  const inner = rich(piece);
  if (inner.text.length === 0) return inner;
  return {
    text: inner.text,
    entities: [{ type, offset: 0, length: inner.text.length }, ...inner.entities],
  };
}

export const bold = (piece: Piece): Rich => wrap("bold", piece);
export const italic = (piece: Piece): Rich => wrap("italic", piece);
/** Struck through: what no longer holds. */
export const struck = (piece: Piece): Rich => wrap("strikethrough", piece);
/** Words that open an address. */
export function link(piece: Piece, url: string): Rich {
  const { text, entities } = wrap("text_link", piece);
  const [own, ...inner] = entities;
  return own === undefined ? { text, entities } : { text, entities: [{ ...own, url }, ...inner] };
}
/** Monospace; a tap copies it. */
export const code = (piece: Piece): Rich => wrap("code", piece);

/**
 * Cuts to at most `max` UTF-16 units without splitting a surrogate pair; entities are clipped, and
 * those left empty are dropped. Adds nothing: an ellipsis is the caller's choice.
 */
export function cutRich(value: Rich, max: number): Rich {
  if (value.text.length <= max) return value;
  return sliceRich(value, 0, max);
}

/** The part from `start` to `end` (UTF-16 units, moved off surrogate pairs). */
export function sliceRich(value: Rich, start: number, end: number): Rich {
  const from = onBorder(value.text, start);
  const to = onBorder(value.text, Math.min(end, value.text.length));
  const entities: Entity[] = [];
  for (const e of value.entities) {
    const offset = Math.max(e.offset, from);
    const stop = Math.min(e.offset + e.length, to);
    if (stop > offset) entities.push({ ...e, offset: offset - from, length: stop - offset });
  }
  return { text: value.text.slice(from, to), entities };
}

function onBorder(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  return at > 0 && at < text.length && unit >= 0xd800 && unit <= 0xdbff ? at - 1 : at;
}
