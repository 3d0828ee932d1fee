// sendPaidMedia (core.telegram.org/bots/api#sendpaidmedia): one to ten photos and videos that are seen by
// whoever pays for them in Stars. The caption is read before the chat, as everywhere.

import type { FileKind, PaidMedia, StoredFile } from "#src/sandbox/model.ts";
import type { Handler } from "#src/sandbox/telegram/context.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { wireMessage } from "#src/sandbox/telegram/wire.ts";
import { openDestination, writeTo } from "./send.ts";
import { readCaption } from "./send-media.ts";
import { takeFile } from "./uploads.ts";

const STARS_MAX = 25_000;
const PARTS_MAX = 10;
const PAYLOAD_BYTES_MAX = 128;
const KINDS: ReadonlySet<string> = new Set(["photo", "video"] satisfies FileKind[]);

export const sendPaidMedia: Handler<"sendPaidMedia"> = async (telegram, { params, uploads }) => {
  const { star_count: amount, media, payload = "" } = params;
  const caption = readCaption(params);
  if (amount < 1 || amount > STARS_MAX) throw badRequest("star count is invalid");
  if (media.length < 1 || media.length > PARTS_MAX) {
    throw badRequest("paid media must have 1 to 10 parts");
  }
  if (Buffer.byteLength(payload) > PAYLOAD_BYTES_MAX) throw badRequest("payload is too long");
  const wrong = media.find(({ type }) => !KINDS.has(type));
  if (wrong) throw badRequest(`can't parse InputPaidMedia: type "${wrong.type}" is unsupported`);
  const destination = openDestination(telegram, params);
  const files: StoredFile[] = [];
  for (const { type, media: file } of media) {
    files.push(await takeFile(telegram, uploads, type as FileKind, file));
  }
  const paid: PaidMedia = { amount, payload, files, buyers: new Set() };
  return wireMessage(
    telegram.world,
    writeTo(telegram, destination, { type: "paidMedia", paid, caption }),
  );
};
