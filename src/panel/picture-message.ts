// Messages that are pictures: screens with a chart, and reports sent to be kept.
import { CAPTION_LENGTH_MAX } from "#actors/kernel/content.ts";
import { cutRich, type Rich } from "#actors/kernel/rich.ts";
import type { TelegramApi } from "#src/telegram/api.ts";
import { outcomeOf } from "#src/telegram/outcome.ts";
import { captionOf } from "#src/telegram/render.ts";
import type { Framed } from "./frame.ts";
import { markup } from "./markup.ts";

export interface Pictured {
  readonly picture: Uint8Array;
  readonly text: Rich;
  readonly buttons: Framed["buttons"];
}

/** Sends it; answers the message's id. */
export async function sendPicture(
  api: TelegramApi,
  chatId: number,
  { picture, text, buttons }: Pictured,
): Promise<number> {
  const sent = await api.sendPhoto({
    chat_id: chatId,
    photo: fileOf(picture),
    ...captionOf(cutRich(text, CAPTION_LENGTH_MAX)),
    ...markup(buttons),
  });
  return sent.message_id;
}

/**
 * Makes a message a picture, be it one already or a text (core.telegram.org/bots/api#editmessagemedia).
 * False where it cannot become one: it is gone, or too old.
 */
export async function editPicture(
  api: TelegramApi,
  { chatId, messageId }: { readonly chatId: number; readonly messageId: number },
  { picture, text, buttons }: Pictured,
): Promise<boolean> {
  try {
    await api.editMessageMedia({
      chat_id: chatId,
      message_id: messageId,
      media: {
        type: "photo",
        media: fileOf(picture),
        ...captionOf(cutRich(text, CAPTION_LENGTH_MAX)),
      },
      ...markup(buttons),
    });
    return true;
  } catch (error) {
    const outcome = outcomeOf(error, { chatId, attempt: 0 });
    if (outcome.type === "done") return true;
    if (outcome.type !== "refused") throw error;
    return false;
  }
}

function fileOf(picture: Uint8Array): File {
  return new File([picture.slice()], "chart.png", { type: "image/png" });
}
