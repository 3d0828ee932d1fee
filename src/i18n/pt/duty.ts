// Portuguese: while nobody is there.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const { time } = nouns;

export const duty = {
  timeTaken: (w) =>
    lines(
      rich("⏳ ", bold(`Retirado: ${time(w.takenSeconds)} de mensagens grátis`)),
      w.sessionSeconds > 0 ? `Você ainda tem ${time(w.sessionSeconds)}.` : null,
    ),
  away: (w) =>
    lines(
      rich("🌙 ", w.text),
      w.backInSeconds === null ? null : `Voltamos em ${time(w.backInSeconds)}.`,
    ),
} satisfies SomeFanWords;
