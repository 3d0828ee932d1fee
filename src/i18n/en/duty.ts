// English: while nobody is there.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const { time } = nouns;

export const duty = {
  timeTaken: (w) =>
    lines(
      rich("⏳ ", bold(`${time(w.takenSeconds)} of free messages taken back`)),
      w.sessionSeconds > 0 ? `${time(w.sessionSeconds)} left.` : null,
    ),
  away: (w) =>
    lines(
      rich("🌙 ", w.text),
      w.backInSeconds === null ? null : `We are back in ${time(w.backInSeconds)}.`,
    ),
} satisfies SomeFanWords;
