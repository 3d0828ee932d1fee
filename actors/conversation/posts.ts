// How a fan's message becomes posts in the topic. One call a message wherever Telegram allows it:
//   text          header and text in one message; what does not fit follows in a second one
//   with caption  one copy whose caption is header and caption; the header goes before it alone
//                 where the two together are too long
//   without       the header alone, then the bare copy (video notes, stickers, places, polls …)
//   album         the header alone, then all parts in one call
// Last comes the 👌, behind the message it acknowledges: if that is refused for good, so is this.
import {
  CAPTION_LENGTH_MAX,
  type Content,
  HEADER_LENGTH_MAX,
  TEXT_LENGTH_MAX,
  takesCaption,
} from "#actors/kernel/content.ts";
import type { Effect, Header } from "#actors/kernel/effect.ts";
import { sliceRich } from "#actors/kernel/rich.ts";
import { fanFacts } from "./facts.ts";
import { postKeyboard } from "./keyboards.ts";
import type { Turn, Waiting } from "./turn.ts";

type Post = Extract<Effect, { verb: "post" }>;
type Carrier = Post | Extract<Effect, { verb: "postAlbum" }>;

/** A fan's message on its way to the team: `content` for one part, `album` for several. */
export interface FanMessage {
  /** Of an album: its first part's. */
  readonly messageId: number;
  readonly content: Content;
  readonly album: readonly number[] | null;
  readonly replyToMessageId: number | null;
}

/** Outbox rows with consecutive ids. */
export interface Posted {
  readonly effectId: number;
  readonly effects: number;
}

/** The `messages.ref` of a fan's message. */
export function fanRef(messageId: number): string {
  return `f${messageId}`;
}

/** Emits all posts of a message. `cost` is what a refusal for good gives back. */
export function emitPosts(
  turn: Turn,
  message: FanMessage,
  how: { readonly title: Header["title"]; readonly cost: number; readonly isHeld: boolean },
): Posted {
  const held: Waiting = how.isHeld ? { held: true } : {};
  const tag = postTag(message.messageId, how.cost);
  const posts = postsOf(turn, message, how.title);
  let first = 0;
  let last = 0;
  for (const [i, effect] of posts.entries()) {
    const isLast = i === posts.length - 1;
    // A second half makes no sense without the first; a medium without its header does.
    const follows: Waiting = i > 0 && carriesText(effect) ? { after: last } : {};
    const delivers: Waiting = isLast ? { delivers: [fanRef(message.messageId)] } : {};
    const carries = isLast || carriesText(effect);
    const tagged = carries ? { ...effect, tag } : effect;
    last = turn.emit(tagged, { ...held, ...follows, ...delivers });
    if (i === 0) first = last;
  }
  let effects = posts.length;
  if (turn.settings.receipts) {
    const react = { verb: "react", fanMessageId: message.messageId, emoji: "👌" } as const;
    turn.emit(react, { ...held, after: last });
    effects += 1;
  }
  return { effectId: turn.idOf(first), effects };
}

/** A header with the figures of this moment. */
export function headerFor(
  turn: Turn,
  title: Header["title"],
  contentKind: Header["contentKind"],
): Header {
  return { title, contentKind, facts: fanFacts(turn) };
}

/** What a refused post says of the message it carried. */
function postTag(messageId: number, cost: number): string {
  return `m:${messageId}:${cost}`;
}

/** Reads {@link postTag}; null for posts that carried none. */
export function readPostTag(tag: string | null): { messageId: number; cost: number } | null {
  const [, messageId, cost] = /^m:(-?\d+):(\d+)$/.exec(tag ?? "") ?? [];
  if (messageId === undefined || cost === undefined) return null;
  return { messageId: Number(messageId), cost: Number(cost) };
}

/** Cuts a text so that the first part fits below a header, the second into a message of its own. */
export function splitText(content: Content): readonly [Content, Content | null] {
  const max = TEXT_LENGTH_MAX - HEADER_LENGTH_MAX;
  if (content.text.length <= max) return [content, null];
  const border = borderBefore(content.text, max);
  return [slice(content, 0, border), slice(content, border, content.text.length)];
}

function postsOf(turn: Turn, message: FanMessage, title: Header["title"]): readonly Carrier[] {
  const { content, album, messageId, replyToMessageId } = message;
  const keyboard = postKeyboard(turn.state);
  const header = headerFor(turn, title, album === null ? content.kind : "album");
  const post = (withHeader: Header | null, ...contents: readonly Content[]): Post => ({
    verb: "post",
    header: withHeader,
    parts: contents.map((part) => ({ fanMessageId: messageId, content: part })),
    keyboard: [],
    replyToFanMessageId: withHeader === null ? null : replyToMessageId,
  });
  const headerAlone = { ...post(header), keyboard, aboutFanMessageId: messageId };
  if (album !== null) {
    const sorted = album.toSorted((a, b) => a - b);
    return [headerAlone, { verb: "postAlbum", fanMessageIds: sorted }];
  }
  if (content.kind === "text") {
    const [head, rest] = splitText(content);
    if (rest === null) return [{ ...post(header, head), keyboard }];
    return [post(header, head), { ...post(null, rest), keyboard }];
  }
  if (fitsBelowHeader(content)) return [{ ...post(header, content), keyboard }];
  return [headerAlone, post(null, content)];
}

function carriesText(effect: Carrier): boolean {
  return effect.verb === "post" && effect.parts.some((part) => part.content.kind === "text");
}

function fitsBelowHeader(content: Content): boolean {
  return (
    takesCaption(content.kind) && content.text.length <= CAPTION_LENGTH_MAX - HEADER_LENGTH_MAX
  );
}

function slice(content: Content, start: number, end: number): Content {
  return { ...content, ...mutable(sliceRich(content, start, end)) };
}

/** `Content` is a zod type with a mutable array; the pieces are ours alone. */
function mutable(rich: ReturnType<typeof sliceRich>): Pick<Content, "text" | "entities"> {
  return { text: rich.text, entities: [...rich.entities] };
}

/** The last border at or before `max`: a line's end, else a space, else anywhere but in a pair. */
function borderBefore(text: string, max: number): number {
  const window = text.slice(0, max);
  const least = Math.floor(max / 2);
  const line = window.lastIndexOf("\n") + 1;
  if (line > least) return line;
  const space = window.lastIndexOf(" ") + 1;
  if (space > least) return space;
  const unit = text.charCodeAt(max - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? max - 1 : max;
}
