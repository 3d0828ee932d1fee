// From our words to a call's parameters. Text goes out with entities and never as markup, so nothing
// that a person wrote can become a tag.
import type { Entity, Quote } from "#actors/kernel/content.ts";
import type { Rich } from "#actors/kernel/rich.ts";
import type { ButtonSpec, Keyboard, Language } from "#actors/kernel/say.ts";
import { buttonText } from "#src/i18n/index.ts";

/** The language of everything that the team sees. */
export const TEAM_LANGUAGE: Language = "en";

/** Kinds of entity a bot may send; mentions, links and the like Telegram finds by itself. */
const SENDABLE: ReadonlySet<string> = new Set([
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
  "custom_emoji",
]);

interface TelegramEntity {
  type: "bold";
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
}

/** `text` and `entities` of sendMessage and editMessageText. */
export function textOf(value: Rich): { text: string; entities: TelegramEntity[] } {
  return { text: value.text, entities: entitiesOf(value.entities) };
}

/** `caption` and `caption_entities` of copyMessage and editMessageCaption. */
export function captionOf(value: Rich): { caption: string; caption_entities: TelegramEntity[] } {
  return { caption: value.text, caption_entities: entitiesOf(value.entities) };
}

function entitiesOf(entities: readonly Entity[]): TelegramEntity[] {
  return entities
    .filter(({ type }) => SENDABLE.has(type))
    .map(({ type, offset, length, url, language, customEmojiId }) => ({
      // The set above is a part of Telegram's union, which the library spells out.
      type: type as "bold",
      offset,
      length,
      ...(url === undefined ? {} : { url }),
      ...(language === undefined ? {} : { language }),
      ...(customEmojiId === undefined ? {} : { custom_emoji_id: customEmojiId }),
    }));
}

type InlineButton =
  | { text: string; callback_data: string; style?: "danger" | "success" | "primary" }
  | { text: string; url: string };

/** `reply_markup`, left out for an empty keyboard (an edit then takes the buttons away). */
export function markupOf(
  keyboard: Keyboard,
  language: Language,
): { reply_markup?: { inline_keyboard: InlineButton[][] } } {
  if (keyboard.length === 0) return {};
  const inline_keyboard = keyboard.map((row) => row.map((button) => inlineOf(button, language)));
  return { reply_markup: { inline_keyboard } };
}

function inlineOf(button: ButtonSpec, language: Language): InlineButton {
  const text = buttonText(button.label, language);
  if ("url" in button) return { text, url: button.url };
  const { data, style } = button;
  return { text, callback_data: data, ...(style === undefined ? {} : { style }) };
}

interface ReplyTo {
  reply_parameters?: {
    message_id: number;
    allow_sending_without_reply: true;
    quote?: string;
    quote_entities?: TelegramEntity[];
  };
}

/** A reply that is sent all the same when what it replies to is gone. */
export function replyTo(messageId: number | null | undefined, quote?: Quote): ReplyTo {
  if (messageId === null || messageId === undefined) return {};
  const quoted =
    quote === undefined ? {} : { quote: quote.text, quote_entities: entitiesOf(quote.entities) };
  return {
    reply_parameters: { message_id: messageId, allow_sending_without_reply: true, ...quoted },
  };
}

/** Headers are for reading, not for showing what a fan's link leads to. */
export const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const;
