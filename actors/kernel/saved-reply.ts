// Saved replies: what they are called, what can be one, and what stands for their variables when they
// are sent. `{name}` is the fan's name, `{balance}` their credits; anything else in braces is words.
import {
  CAPTION_LENGTH_MAX,
  type Content,
  type ContentKind,
  TEXT_LENGTH_MAX,
  takesCaption,
} from "./content.ts";
import { staysInside } from "./inside.ts";
import { cutRich, type Rich, rich, sliceRich } from "./rich.ts";

/** One word of letters and digits of any script. */
const NAME = /^[\p{L}\p{N}_-]{1,32}$/u;
const VARIABLE = /\{(name|balance)\}/giu;

/** Kinds that can be sent again by their file's id alone. */
const FILES: ReadonlySet<ContentKind> = new Set([
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "animation",
  "sticker",
  "video_note",
]);

/** The name as it is kept, in lower case; null: that is no name. */
export function replyName(text: string): string | null {
  const name = text.trim().normalize("NFC").toLowerCase();
  return NAME.test(name) ? name : null;
}

/** Whether a message can be sent again by what is kept of it. */
export function isStorable({ kind, text, fileId }: Content): boolean {
  // What stays with the team never went to a fan, and never will.
  if (staysInside(text)) return false;
  return kind === "text" ? text.trim() !== "" : FILES.has(kind) && fileId !== null;
}

/** The reply for one fan: variables filled in, cut to what Telegram takes, marked as stored. */
export function fillReply(
  content: Content,
  facts: { readonly name: string; readonly balance: number },
): Content {
  // A name that begins with a slash would make a command or a note of words for the fan.
  const values: Readonly<Record<string, string>> = {
    name: facts.name.replace(/^\/+/u, ""),
    balance: String(facts.balance),
  };
  const max = takesCaption(content.kind) ? CAPTION_LENGTH_MAX : TEXT_LENGTH_MAX;
  const { text, entities } = cutRich(fill(content, values), max);
  const { kind, fileId, isSpoiler } = content;
  const spoiler = isSpoiler === true ? { isSpoiler } : {};
  return { kind, fileId, ...spoiler, text, entities: [...entities], isStored: true };
}

function fill(value: Rich, values: Readonly<Record<string, string>>): Rich {
  const pieces: Rich[] = [];
  let end = 0;
  for (const match of value.text.matchAll(VARIABLE)) {
    const [braces, name = ""] = match;
    pieces.push(sliceRich(value, end, match.index));
    end = match.index + braces.length;
    const text = values[name.toLowerCase()] ?? "";
    // What the braces were written in, the value is written in.
    const { entities } = sliceRich(value, match.index, end);
    const whole = entities.filter(({ length }) => length === braces.length && text !== "");
    pieces.push({ text, entities: whole.map((each) => ({ ...each, length: text.length })) });
  }
  return rich(...pieces, sliceRich(value, end, value.text.length));
}
