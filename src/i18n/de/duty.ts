// German: while nobody is there.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const { time } = nouns;

export const duty = {
  timeTaken: (w) =>
    lines(
      rich("⏳ ", bold(`Zurückgenommen: ${time(w.takenSeconds)} freie Nachrichten`)),
      w.sessionSeconds > 0 ? `Noch übrig: ${time(w.sessionSeconds)}.` : null,
    ),
  away: (w) =>
    lines(
      rich("🌙 ", w.text),
      w.backInSeconds === null ? null : `Wieder da in: ${time(w.backInSeconds)}.`,
    ),
} satisfies SomeFanWords;
