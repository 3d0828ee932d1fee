// Edits of the bot's own messages. An edit that changes nothing is refused; one that names no
// keyboard takes the keyboard off.

import {
  type Content,
  type FormattedText,
  type InlineKeyboard,
  type StoredMessage,
  takesCaption,
} from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { parseInlineMarkup, parseInvoiceMarkup } from "#src/sandbox/telegram/markup.ts";
import type { ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { badRequest, NOT_MODIFIED } from "#src/sandbox/telegram/refusal.ts";
import { messageText } from "#src/sandbox/telegram/text.ts";
import { type Wire, wireMessage } from "#src/sandbox/telegram/wire.ts";
import { readInputMedia } from "./albums.ts";
import { editableMessage, findChat } from "./checks.ts";
import { readCaption } from "./send-media.ts";
import { takeFile } from "./uploads.ts";

interface EditParams {
  readonly chat_id: number | string;
  readonly message_id: number;
  readonly reply_markup?: ObjectOf<"ReplyMarkup">;
}

interface Edit {
  readonly message: StoredMessage;
  readonly keyboard: InlineKeyboard;
}

function openEdit(telegram: Telegram, params: EditParams): Edit {
  const chat = findChat(telegram.world, params.chat_id);
  const isPrivate = chat.person !== null;
  const message = editableMessage(telegram.world, chat, params.message_id);
  const keyboard =
    message.content.type === "invoice"
      ? parseInvoiceMarkup(params.reply_markup, isPrivate, message.content.invoice.amount)
      : parseInlineMarkup(params.reply_markup, isPrivate);
  return { message, keyboard };
}

function apply(telegram: Telegram, { message, keyboard }: Edit, content: Content): Wire {
  const isSame = Bun.deepEquals(content, message.content);
  if (isSame && Bun.deepEquals(keyboard, message.keyboard)) throw badRequest(NOT_MODIFIED);
  telegram.world.edit(message, isSame ? { keyboard } : { content, keyboard });
  return wireMessage(telegram.world, message);
}

export const editMessageText: Handler<"editMessageText"> = (telegram, { params }) => {
  const body: FormattedText = messageText({
    text: params.text,
    entities: params.entities,
    parseMode: params.parse_mode,
  });
  const edit = openEdit(telegram, params);
  if (edit.message.content.type !== "text") {
    throw badRequest("there is no text in the message to edit");
  }
  return apply(telegram, edit, { type: "text", body });
};

export const editMessageCaption: Handler<"editMessageCaption"> = (telegram, { params }) => {
  const caption = readCaption(params);
  const edit = openEdit(telegram, params);
  const { content } = edit.message;
  if (content.type !== "media" || !takesCaption(content.attachment.kind)) {
    throw badRequest("there is no caption in the message to edit");
  }
  return apply(telegram, edit, { ...content, caption });
};

export const editMessageMedia: Handler<"editMessageMedia"> = async (
  telegram,
  { params, uploads },
) => {
  const { kind, media, caption, isSpoiler } = readInputMedia(params.media);
  const edit = openEdit(telegram, params);
  const { content } = edit.message;
  if (content.type === "media" && !takesCaption(content.attachment.kind)) {
    throw badRequest("message media can't be edited");
  }
  const file = await takeFile(telegram, uploads, kind, media);
  const attachment = { kind: file.kind, file, isSpoiler };
  return apply(telegram, edit, { type: "media", attachment, caption });
};

export const editMessageReplyMarkup: Handler<"editMessageReplyMarkup"> = (telegram, { params }) => {
  const edit = openEdit(telegram, params);
  return apply(telegram, edit, edit.message.content);
};
