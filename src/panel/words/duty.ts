// Words to one person of the team in private, about a fan who is theirs to look after.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { DeskDutySays } from "#actors/kernel/say-duty.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { cutText, duration, lines, plainName } from "#src/i18n/words.ts";

const TEXT_LENGTH_MAX = 500;

const time = (seconds: number): string => duration(seconds, "en");

export const dutyWords: Words<DeskDutySays> = {
  fanWrote: (w) => rich("💬 ", bold(plainName(w.name)), " wrote to you."),
  youWereAssigned: (w) =>
    rich("🙋 ", bold(plainName(w.name)), ` is yours to look after, says ${plainName(w.by)}.`),
  youGaveBack: (w) =>
    rich(
      "🫥 ",
      bold(plainName(w.name)),
      ` went back to the queue: they had waited for ${time(w.seconds)}.`,
    ),
  fanOverdue: (w) =>
    rich("🚨 ", bold(plainName(w.name)), " has been waiting for ", bold(time(w.seconds)), "."),
  yourReminder: (w) =>
    lines(
      rich("⏰ ", bold(`About ${plainName(w.name)}`)),
      w.text === "" ? null : cutText(w.text, TEXT_LENGTH_MAX),
    ),
};
