// Keyboards under messages. Every button of an inline keyboard has a label and exactly one action;
// callback data is counted in bytes, not in characters, which is the limit people run into.

import type { InlineButton, InlineKeyboard } from "#src/sandbox/model.ts";
import type { ObjectOf } from "./method-table.ts";
import { badRequest } from "./refusal.ts";

type MarkupParam = ObjectOf<"ReplyMarkup">;
type ButtonParam = ObjectOf<"InlineKeyboardButton">;

export interface Markup {
  readonly keyboard: InlineKeyboard;
  /** Any other reply_markup: it makes the message uneditable. */
  readonly isReplyKeyboard: boolean;
}

const CALLBACK_DATA_BYTES_MAX = 64;
const ROW_MAX = 8;
const BUTTONS_MAX = 100;
const COPY_TEXT_MAX = 256;
const STYLES: ReadonlySet<string> = new Set(["danger", "success", "primary"]);
const ACTIONS = ["url", "callback_data", "web_app", "copy_text", "pay"] as const;

/** The reply_markup of a send. */
export function parseMarkup(param: MarkupParam | undefined, isPrivateChat: boolean): Markup {
  if (!param) return { keyboard: [], isReplyKeyboard: false };
  const kinds = [param.inline_keyboard, param.keyboard, param.remove_keyboard, param.force_reply];
  if (kinds.filter((kind) => kind !== undefined && kind !== false).length !== 1) {
    throw badRequest("reply_markup must be exactly one kind of keyboard");
  }
  const rows = param.inline_keyboard;
  if (!rows) return { keyboard: [], isReplyKeyboard: true };
  const keyboard = parseRows(rows, isPrivateChat);
  if (keyboard.flat().some(({ pay }) => pay)) throw badRequest("BUTTON_TYPE_INVALID");
  return { keyboard, isReplyKeyboard: false };
}

/**
 * The reply_markup of an invoice: a Pay button and nothing else when left out, else one whose first
 * button is the Pay button.
 */
export function parseInvoiceMarkup(
  param: MarkupParam | undefined,
  isPrivateChat: boolean,
  amount: number,
): InlineKeyboard {
  if (!param) return [[{ text: `Pay ⭐️${amount}`, pay: true }]];
  if (!param.inline_keyboard) throw badRequest("inline keyboard expected");
  const keyboard = parseRows(param.inline_keyboard, isPrivateChat);
  const [first, ...others] = keyboard.flat();
  if (others.some(({ pay }) => pay)) throw badRequest("BUTTON_POS_INVALID");
  if (!first?.pay) throw badRequest("REPLY_MARKUP_BUY_EMPTY");
  return keyboard;
}

function parseRows(
  rows: readonly (readonly ButtonParam[])[],
  isPrivateChat: boolean,
): InlineKeyboard {
  const keyboard = rows.filter((row) => row.length > 0).map((row) => row.map(parseButton));
  checkSize(keyboard);
  for (const button of keyboard.flat()) checkButton(button, isPrivateChat);
  return keyboard;
}

/** The reply_markup of an edit, where only inline keyboards exist; leaving it out takes it off. */
export function parseInlineMarkup(
  param: MarkupParam | undefined,
  isPrivateChat: boolean,
): InlineKeyboard {
  const markup = parseMarkup(param, isPrivateChat);
  if (markup.isReplyKeyboard) throw badRequest("inline keyboard expected");
  return markup.keyboard;
}

function parseButton(button: ButtonParam): InlineButton {
  const actions = ACTIONS.filter((action) => Boolean(button[action]));
  if (actions.length === 0) {
    throw badRequest(
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    );
  }
  if (actions.length > 1) {
    throw badRequest(
      `can't parse inline keyboard button: ${actions.join(" and ")} exclude each other`,
    );
  }
  if (button.style !== undefined && !STYLES.has(button.style)) {
    throw badRequest(`can't parse inline keyboard button: invalid button style specified`);
  }
  return button as InlineButton;
}

function checkSize(keyboard: InlineKeyboard): void {
  if (keyboard.some((row) => row.length > ROW_MAX) || keyboard.flat().length > BUTTONS_MAX) {
    throw badRequest("reply markup is too long");
  }
}

function checkButton(button: InlineButton, isPrivateChat: boolean): void {
  const { callback_data: data, url, web_app: app, copy_text: copy } = button;
  if (data !== undefined && Buffer.byteLength(data) > CALLBACK_DATA_BYTES_MAX) {
    throw badRequest("BUTTON_DATA_INVALID");
  }
  if (url !== undefined && !isTelegramUrl(url)) throw badUrl(url);
  if (app && !isPrivateChat) throw badRequest("BUTTON_TYPE_INVALID");
  if (app && !app.url.startsWith("https://")) throw badUrl(app.url);
  if (copy && copy.text.length > COPY_TEXT_MAX) throw badRequest("BUTTON_COPY_TEXT_INVALID");
}

function badUrl(url: string): Error {
  return badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
}

/** Telegram opens http, https and tg links, and takes no host without a dot ("localhost"). */
function isTelegramUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === "tg:") return true;
  return (protocol === "http:" || protocol === "https:") && hostname.includes(".");
}
