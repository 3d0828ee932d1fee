// Merging: when a fan's texts wait behind each other for a group's budget, they go out as one call.
// Pure. Nothing is ever delayed to find company; only what waits at the moment of the call is looked
// at. Every part stays readable in its order under one header, and each keeps its own link.
//
// What joins a run of posts of one topic:
//   - text posts with a header of the same title, in lane order;
//   - not one that replies to a message: a reply points from its own bubble, so it begins a new run;
//   - not past Telegram's bounds for one message;
//   - nothing stands between but what is cosmetic (receipts of the run's own posts, a card). That
//     stays where it is, which is behind the merged call.
import { TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";

/** UTF-16 units kept for the header above the parts; names are cut, so no header is longer. */
export const MERGED_HEADER_LENGTH_MAX = 512;

/** UTF-16 units of what stands between two parts (an empty line). */
export const MERGED_SEPARATOR_LENGTH = 2;

/** Telegram keeps 100 entities of a message; the header has a few of its own. */
const MERGED_ENTITIES_MAX = 88;

export type Post = Extract<Effect, { verb: "post" }>;

export function isPost(effect: Effect): effect is Post {
  return effect.verb === "post";
}

/**
 * The posts that go out with the first of `waiting`, itself included, in order. Just the first when
 * it is no text post or nothing can join it.
 * @param isAlone whether one may not share a call, whatever it is
 */
export function mergeRun<T extends { readonly effect: Effect }>(
  waiting: readonly T[],
  isAlone: (one: T) => boolean,
): readonly T[] {
  const first = waiting[0];
  if (first === undefined) return [];
  if (isAlone(first) || !isTextPost(first.effect)) return [first];
  const run = [first];
  let size = sizeOf(first.effect);
  for (const next of waiting.slice(1)) {
    const { effect } = next;
    if (traitsOf(effect).isCosmetic) continue;
    if (isAlone(next) || !isTextPost(effect) || !joins(effect, first.effect)) break;
    const more = sizeOf(effect);
    size = {
      length: size.length + MERGED_SEPARATOR_LENGTH + more.length,
      entities: size.entities + more.entities,
    };
    if (size.length > TEXT_LENGTH_MAX - MERGED_HEADER_LENGTH_MAX) break;
    if (size.entities > MERGED_ENTITIES_MAX) break;
    run.push(next);
  }
  return run;
}

/** One post with the parts of all, under the first one's header with the newest figures. */
export function mergePosts(first: Post, others: readonly Post[]): Post {
  const newest = others.at(-1)?.header ?? first.header;
  const facts = newest?.facts;
  return {
    ...first,
    header: first.header === null || facts === undefined ? null : { ...first.header, facts },
    parts: [first, ...others].flatMap((post) => post.parts),
  };
}

/** Whether an effect is a post that carries nothing but text under a header. */
function isTextPost(effect: Effect): effect is Post {
  return (
    effect.verb === "post" &&
    effect.header !== null &&
    effect.parts.length > 0 &&
    effect.parts.every((part) => part.content.kind === "text")
  );
}

function joins(post: Post, first: Post): boolean {
  return post.replyToFanMessageId === null && post.header?.title === first.header?.title;
}

function sizeOf(post: Post): { readonly length: number; readonly entities: number } {
  let length = (post.parts.length - 1) * MERGED_SEPARATOR_LENGTH;
  let entities = 0;
  for (const { content } of post.parts) {
    length += content.text.length;
    entities += content.entities.length;
  }
  return { length, entities };
}
