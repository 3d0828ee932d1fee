// Russian: while nobody is there.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const { time } = nouns;

export const duty = {
  timeTaken: (w) =>
    lines(
      rich("⏳ ", bold(`Снято времени: ${time(w.takenSeconds)}`)),
      w.sessionSeconds > 0 ? `Осталось: ${time(w.sessionSeconds)}.` : null,
    ),
  away: (w) =>
    lines(
      rich("🌙 ", w.text),
      w.backInSeconds === null ? null : `Вернёмся через ${time(w.backInSeconds)}.`,
    ),
} satisfies SomeFanWords;
