// Buttons of the panel as Telegram takes them.
import type { Framed } from "./frame.ts";
import type { PanelButton } from "./view.ts";

type InlineButton =
  | { text: string; callback_data: string; style?: "danger" | "success" | "primary" }
  | { text: string; url: string };

/** The keyboard's parameter; none where there is no button. */
export function markup(buttons: Framed["buttons"]): {
  reply_markup?: { inline_keyboard: InlineButton[][] };
} {
  if (buttons.length === 0) return {};
  return { reply_markup: { inline_keyboard: buttons.map((row) => row.map(inline)) } };
}

function inline(button: PanelButton): InlineButton {
  if ("url" in button) return { text: button.text, url: button.url };
  const { text, data, style } = button;
  return { text, callback_data: data, ...(style === undefined ? {} : { style }) };
}
