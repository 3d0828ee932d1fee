// Texts and captions as Telegram keeps them: trimmed, measured, with entities that lie inside the
// text and with those that Telegram finds by itself (commands, links, mentions, hashtags).
// Lengths are UTF-16 code units, the unit of entity offsets; Telegram's own count is a little more
// generous with emoji, so what passes here passes there. parse_mode is refused: the product sends
// entities, and a text that reached markup would be an injection.

import { type FormattedText, NO_TEXT, type TextEntity } from "#src/sandbox/model.ts";
import type { ObjectOf } from "./method-table.ts";
import { badRequest } from "./refusal.ts";

export const TEXT_MAX = 4096;
export const CAPTION_MAX = 1024;

type EntityParam = ObjectOf<"MessageEntity">;

/** Types a bot may send; the others are found by Telegram and ignored when sent. */
const STYLES: ReadonlySet<string> = new Set([
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "blockquote",
  "expandable_blockquote",
  "code",
  "pre",
  "text_link",
  "text_mention",
  "custom_emoji",
  "date_time",
]);

const FOUND_TYPES: ReadonlySet<string> = new Set([
  "mention",
  "hashtag",
  "cashtag",
  "bot_command",
  "url",
  "email",
  "phone_number",
  "bank_card_number",
]);

/** Inside these, Telegram looks for nothing by itself. */
const OPAQUE: ReadonlySet<string> = new Set(["code", "pre", "text_link", "text_mention"]);

const FINDERS: readonly (readonly [type: string, pattern: RegExp])[] = [
  ["url", /\bhttps?:\/\/[^\s<>]+[^\s<>.,;:!?)'"\]]/giu],
  ["email", /[\w.+-]+@[\w-]+\.[a-z]{2,}/giu],
  ["bot_command", /(?<![\w/<>])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/giu],
  ["mention", /(?<![\w@])@[a-z]\w{3,31}\b/giu],
  ["hashtag", /(?<![\w#])#[\p{L}\d_]*\p{L}[\p{L}\d_]*/gu],
];

interface Source {
  readonly text: string | undefined;
  readonly entities: readonly EntityParam[] | undefined;
  readonly parseMode: string | undefined;
}

/** A message's text: never empty, at most 4,096. */
export function messageText(source: Source): FormattedText {
  const text = formatted(source);
  if (text.text === "") throw badRequest("text must be non-empty");
  if (text.text.length > TEXT_MAX) throw badRequest("message is too long");
  return text;
}

/** A caption: perhaps empty, at most 1,024. */
export function captionText(source: Source): FormattedText {
  const caption = formatted(source);
  if (caption.text.length > CAPTION_MAX) throw badRequest("message caption is too long");
  return caption;
}

/** What a person typed, as Telegram's apps would send it. */
export function typedText(text: string): FormattedText {
  return withFound({ text: text.trim(), entities: [] });
}

function formatted(source: Source): FormattedText {
  if (source.parseMode !== undefined && source.parseMode !== "") {
    throw badRequest("the sandbox takes entities, not parse_mode");
  }
  const text = source.text ?? "";
  if (text === "" && !source.entities?.length) return NO_TEXT;
  const entities = (source.entities ?? []).flatMap((entity) => checkEntity(text, entity) ?? []);
  return withFound(trim({ text, entities }));
}

function checkEntity(text: string, entity: EntityParam): TextEntity | null {
  const { type, offset, length } = entity;
  if (FOUND_TYPES.has(type)) return null;
  if (!STYLES.has(type)) throw badRequest("can't parse MessageEntity: Unsupported type specified");
  if (offset < 0 || offset > text.length) {
    throw unfit(`begins after the end of the text at UTF-16 offset ${offset}`);
  }
  const end = offset + length;
  if (length <= 0 || end > text.length) {
    throw unfit(`ends after the end of the text at UTF-16 offset ${end}`);
  }
  if (splitsSurrogates(text, offset)) throw unfit("begins in a middle of a UTF-16 symbol");
  if (splitsSurrogates(text, end)) throw unfit("ends in a middle of a UTF-16 symbol");
  requireFields(entity);
  const { user, ...rest } = entity;
  return user ? { ...rest, user: { id: user.id } } : rest;
}

function requireFields(entity: EntityParam): void {
  const field = { text_link: "url", text_mention: "user", custom_emoji: "custom_emoji_id" }[
    entity.type
  ];
  if (field !== undefined && !(field in entity)) {
    throw badRequest(`can't parse MessageEntity: Can't find field "${field}"`);
  }
  if (
    entity.type === "text_link" &&
    !/^(https?:\/\/\S+\.\S+|tg:\/\/\S+)/iu.test(entity.url ?? "")
  ) {
    throw badRequest(`Entity URL '${entity.url}' is invalid: Wrong HTTP URL`);
  }
}

function unfit(how: string): Error {
  return badRequest(`can't parse entities: Entity ${how}`);
}

function splitsSurrogates(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}

/** Cuts white space off both ends and moves the entities with the text. */
function trim({ text, entities }: FormattedText): FormattedText {
  const cut = text.length - text.trimStart().length;
  const kept = text.trim();
  if (kept.length === text.length) return { text, entities };
  return {
    text: kept,
    entities: entities.flatMap((entity) => {
      const start = Math.max(0, entity.offset - cut);
      const end = Math.min(kept.length, entity.offset + entity.length - cut);
      return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
    }),
  };
}

function withFound({ text, entities }: FormattedText): FormattedText {
  const taken = entities.filter((entity) => OPAQUE.has(entity.type));
  for (const [type, pattern] of FINDERS) {
    for (const match of text.matchAll(pattern)) {
      const found: TextEntity = { type, offset: match.index, length: match[0].length };
      if (!taken.some((other) => overlaps(found, other))) taken.push(found);
    }
  }
  const styles = entities.filter((entity) => !OPAQUE.has(entity.type));
  return { text, entities: [...styles, ...taken].toSorted((a, b) => a.offset - b.offset) };
}

function overlaps(a: TextEntity, b: TextEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
