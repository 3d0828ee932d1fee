// Copies and forwards. A copy carries no author and takes nothing but the content (no keyboard); a
// forward names its author and is refused for protected messages. Of many, those that cannot be
// copied are left out without a word, so the answer may be shorter than the question.

import {
  type Content,
  type FormattedText,
  NO_TEXT,
  type StoredMessage,
  takesCaption,
} from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { wireMessage } from "#src/sandbox/telegram/wire.ts";
import { findChat, findMessage } from "./checks.ts";
import { openDestination, writeTo } from "./send.ts";
import { readCaption } from "./send-media.ts";

const COPIES_MAX = 100;

export const copyMessage: Handler<"copyMessage"> = (telegram, { params }) => {
  const caption = params.caption === undefined ? null : readCaption(params);
  const source = findChat(telegram.world, params.from_chat_id);
  const original = findMessage(telegram.world, source, params.message_id, "message to copy");
  const destination = openDestination(telegram, params);
  if (!isCopyable(original)) throw badRequest("the message can't be copied");
  const copy = writeTo(telegram, destination, recaptioned(original.content, caption));
  return { message_id: copy.id };
};

export const copyMessages: Handler<"copyMessages"> = (telegram, { params }) => {
  const { message_ids: ids, remove_caption: removesCaption = false } = params;
  checkIncreasing(ids);
  const destination = openDestination(telegram, params);
  const source = findChat(telegram.world, params.from_chat_id);
  const originals = ids
    .flatMap((id) => telegram.world.message(source.id, id) ?? [])
    .filter(isCopyable);
  if (originals.length === 0) throw badRequest("there are no messages to forward");
  const newAlbums = regroup(telegram, originals);
  return originals.map((original) => {
    const content = recaptioned(original.content, removesCaption ? NO_TEXT : null);
    const albumId = original.albumId && newAlbums.get(original.albumId);
    const copy = writeTo(telegram, destination, content, albumId ? { albumId } : {});
    return { message_id: copy.id };
  });
};

export const forwardMessage: Handler<"forwardMessage"> = (telegram, { params }) => {
  const source = findChat(telegram.world, params.from_chat_id);
  const original = findMessage(telegram.world, source, params.message_id, "message to forward");
  const destination = openDestination(telegram, params);
  if (original.content.type === "service" || original.isProtected) {
    throw badRequest("the message can't be forwarded");
  }
  const forwardedFrom = original.forwardedFrom ?? { userId: original.fromId, at: original.at };
  const message = writeTo(telegram, destination, original.content, { forwardedFrom });
  return wireMessage(telegram.world, message);
};

/** Service messages, invoices and paid media stay where they are. */
function isCopyable({ content }: StoredMessage): boolean {
  return content.type === "text" || content.type === "media";
}

function checkIncreasing(ids: readonly number[]): void {
  if (ids.length === 0) throw badRequest("message identifiers are not specified");
  if (ids.length > COPIES_MAX) throw badRequest("too many message identifiers specified");
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? id))) {
    throw badRequest("message identifiers must be in a strictly increasing order");
  }
}

/** A new caption where the content takes one; null keeps the old. */
function recaptioned(content: Content, caption: FormattedText | null): Content {
  if (caption === null || content.type !== "media") return content;
  return takesCaption(content.attachment.kind) ? { ...content, caption } : content;
}

/** New album ids for the albums of which at least two parts are copied; a lone part stands alone. */
function regroup(
  telegram: Telegram,
  originals: readonly StoredMessage[],
): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { albumId } of originals) {
    if (albumId) counts.set(albumId, (counts.get(albumId) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count > 1);
  return new Map(kept.map(([albumId]) => [albumId, telegram.world.newAlbumId()]));
}
