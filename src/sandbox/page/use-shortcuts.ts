// The shortcuts that work anywhere on the page. They hold Alt, so that they never eat a letter that a
// person is writing; physical keys are read, because Alt makes other characters on some keyboards.

import { useEffect } from "react";
import type { View } from "./views.ts";

export interface ShortcutVerbs {
  readonly show: (view: View) => void;
  readonly stepTopic: (by: -1 | 1) => void;
}

/** What the help popover lists. */
export const SHORTCUTS = [
  ["Alt 1, 2, 3", "Phone, admin group, console"],
  ["Alt ↑ ↓", "Topic above or below"],
  ["Enter", "Send"],
  ["Shift Enter", "New line"],
  ["↑ in an empty field", "Edit my last message"],
  ["Esc", "Drop a reply, an edit, an attachment"],
  ["/", "The bot’s commands, on the phone"],
  ["//", "A note, in a topic"],
  ["↑ ↓ in a list", "Walk messages, topics, fans"],
] as const;

const VIEW_KEYS: Readonly<Record<string, View>> = {
  Digit1: "phone",
  Digit2: "group",
  Digit3: "console",
};

/** Listens for as long as the caller is on screen. */
export function useShortcuts({ show, stepTopic }: ShortcutVerbs): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const view = VIEW_KEYS[event.code];
      if (view !== undefined) show(view);
      else if (event.code === "ArrowUp") stepTopic(-1);
      else if (event.code === "ArrowDown") stepTopic(1);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [show, stepTopic]);
}
