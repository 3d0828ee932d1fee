// What stands first in a topic that replaces a lost one: the last messages, from our own store.
import type { ContentKind } from "#actors/kernel/content.ts";
import { bold, italic, type Rich, rich } from "#actors/kernel/rich.ts";
import { cutText, lines } from "./words.ts";

/** A message as the store kept it. */
export interface RecapLine {
  readonly direction: "in" | "out";
  readonly kind: ContentKind | "album";
  readonly text: string;
}

/** UTF-16 units of one message: ten of them stay well below one Telegram message. */
const LINE_LENGTH_MAX = 300;

/** The recap of messages, oldest first. */
export function recapText(messages: readonly RecapLine[]): Rich {
  return lines(
    rich("🧵 ", bold("This topic replaces one that is gone.")),
    messages.length === 0 ? null : "What was said last:",
    "",
    ...messages.map(lineOf),
  );
}

function lineOf(message: RecapLine): Rich {
  const who = message.direction === "in" ? "👤 " : "💬 ";
  const text = cutText(message.text.replaceAll(/\s*\n\s*/gu, " "), LINE_LENGTH_MAX);
  if (message.kind === "text") return rich(who, text);
  const kind = italic(`[${message.kind.replace("_", " ")}]`);
  return text === "" ? rich(who, kind) : rich(who, kind, " ", text);
}
