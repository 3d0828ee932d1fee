// Sends of one file, and of the kinds that are no file: a place, a contact, a poll. The caption is
// read before the chat, as Telegram does.

import type { Attachment, Content, FileKind, FormattedText } from "#src/sandbox/model.ts";
import { NO_TEXT } from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import type { FileParam, ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { captionText } from "#src/sandbox/telegram/text.ts";
import { type Wire, wireMessage } from "#src/sandbox/telegram/wire.ts";
import { openDestination, type SendParams, writeTo } from "./send.ts";
import { type FileTraits, takeFile } from "./uploads.ts";

export interface CaptionParams {
  readonly caption?: string;
  readonly parse_mode?: string;
  readonly caption_entities?: readonly ObjectOf<"MessageEntity">[];
}

type MediaParams = SendParams & CaptionParams & FileTraits & { readonly has_spoiler?: boolean };

const QUESTION_MAX = 300;
const OPTION_MAX = 100;
const OPTIONS_MAX = 12;

/** A caption from a method's or an InputMedia's fields. */
export function readCaption(params: CaptionParams): FormattedText {
  return captionText({
    text: params.caption,
    entities: params.caption_entities,
    parseMode: params.parse_mode,
  });
}

async function sendFile(
  telegram: Telegram,
  uploads: ReadonlyMap<string, File>,
  kind: FileKind,
  file: FileParam,
  params: MediaParams,
): Promise<Wire> {
  const caption = readCaption(params);
  const destination = openDestination(telegram, params);
  const stored = await takeFile(telegram, uploads, kind, file, params);
  const isSpoiler = params.has_spoiler ?? false;
  const attachment: Attachment = { kind: stored.kind, file: stored, isSpoiler };
  const message = writeTo(telegram, destination, { type: "media", attachment, caption });
  return wireMessage(telegram.world, message);
}

export const sendPhoto: Handler<"sendPhoto"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "photo", params.photo, params);

export const sendVideo: Handler<"sendVideo"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "video", params.video, params);

export const sendAnimation: Handler<"sendAnimation"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "animation", params.animation, params);

export const sendVoice: Handler<"sendVoice"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "voice", params.voice, params);

export const sendAudio: Handler<"sendAudio"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "audio", params.audio, params);

export const sendVideoNote: Handler<"sendVideoNote"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "video_note", params.video_note, params);

export const sendDocument: Handler<"sendDocument"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "document", params.document, params);

export const sendSticker: Handler<"sendSticker"> = (telegram, { params, uploads }) =>
  sendFile(telegram, uploads, "sticker", params.sticker, params);

export const sendLocation: Handler<"sendLocation"> = (telegram, { params }) => {
  const { latitude, longitude } = params;
  const destination = openDestination(telegram, params);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    throw badRequest("invalid location specified");
  }
  const message = writeTo(telegram, destination, media({ kind: "location", latitude, longitude }));
  return wireMessage(telegram.world, message);
};

export const sendContact: Handler<"sendContact"> = (telegram, { params }) => {
  const attachment: Attachment = {
    kind: "contact",
    phoneNumber: params.phone_number,
    firstName: params.first_name,
    lastName: params.last_name ?? null,
  };
  const message = writeTo(telegram, openDestination(telegram, params), media(attachment));
  return wireMessage(telegram.world, message);
};

export const sendPoll: Handler<"sendPoll"> = (telegram, { params }) => {
  const options = params.options.map((option) => option.text.trim());
  if ((params.type ?? "regular") !== "regular") {
    throw badRequest("the sandbox sends regular polls only");
  }
  if (params.question.length > QUESTION_MAX) {
    throw badRequest("poll question length must not exceed 300");
  }
  if (options.length < 1 || options.length > OPTIONS_MAX) {
    throw badRequest(`poll must have at most ${OPTIONS_MAX} options`);
  }
  if (options.some((option) => option.length < 1 || option.length > OPTION_MAX)) {
    throw badRequest("poll options length must not exceed 100");
  }
  const destination = openDestination(telegram, params);
  const poll = {
    id: telegram.world.newPollId(),
    question: params.question.trim(),
    options,
    isAnonymous: params.is_anonymous ?? true,
    allowsMultipleAnswers: params.allows_multiple_answers ?? false,
  };
  return wireMessage(telegram.world, writeTo(telegram, destination, media({ kind: "poll", poll })));
};

function media(attachment: Attachment): Content {
  return { type: "media", attachment, caption: NO_TEXT };
}
