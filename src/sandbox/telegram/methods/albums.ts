// sendMediaGroup: two to ten files under one media_group_id. Pictures and films mix; documents and
// audio stay among themselves; there is no keyboard under an album.

import {
  type Attachment,
  albumFamily,
  type FileKind,
  type FormattedText,
} from "#src/sandbox/model.ts";
import type { Handler } from "#src/sandbox/telegram/context.ts";
import type { ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { wireMessage } from "#src/sandbox/telegram/wire.ts";
import { openDestination, writeTo } from "./send.ts";
import { readCaption } from "./send-media.ts";
import { takeFile } from "./uploads.ts";

const PARTS_MAX = 10;

const INPUT_KINDS: ReadonlySet<string> = new Set([
  "photo",
  "video",
  "document",
  "audio",
  "animation",
] satisfies FileKind[]);

export interface InputMediaItem {
  readonly kind: FileKind;
  readonly media: string;
  readonly caption: FormattedText;
  readonly isSpoiler: boolean;
}

/** Reads one InputMedia; refuses types that Telegram has no InputMedia for. */
export function readInputMedia(item: ObjectOf<"InputMedia">): InputMediaItem {
  const caption = readCaption(item);
  if (!INPUT_KINDS.has(item.type)) {
    throw badRequest(`can't parse InputMedia: type "${item.type}" is unsupported`);
  }
  return {
    kind: item.type as FileKind,
    media: item.media,
    caption,
    isSpoiler: item.has_spoiler ?? false,
  };
}

export const sendMediaGroup: Handler<"sendMediaGroup"> = async (telegram, { params, uploads }) => {
  const items = params.media.map(readInputMedia);
  const animation = items.find((item) => item.kind === "animation");
  if (animation) {
    throw badRequest(`can't parse InputMedia: type "animation" can't be used in sendMediaGroup`);
  }
  if (items.length < 2 || items.length > PARTS_MAX) {
    throw badRequest("group send failed: an album has 2 to 10 parts");
  }
  if (new Set(items.map((item) => albumFamily(item.kind))).size > 1) {
    throw badRequest("Can't use the media of the specified type in the album");
  }
  const destination = openDestination(telegram, params);
  const attachments: Attachment[] = [];
  for (const { kind, media, isSpoiler } of items) {
    const file = await takeFile(telegram, uploads, kind, media);
    attachments.push({ kind: file.kind, file, isSpoiler });
  }
  const albumId = telegram.world.newAlbumId();
  return items.map(({ caption }, index) => {
    const attachment = attachments[index];
    if (!attachment) throw new Error("an album lost a part");
    const content = { type: "media", attachment, caption } as const;
    return wireMessage(telegram.world, writeTo(telegram, destination, content, { albumId }));
  });
};
