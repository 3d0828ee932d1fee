// Russian: locked media, from the card to the list of what was bought.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { LockedNouns, SomeFanWords } from "#src/i18n/catalogue.ts";
import { cardLines, leftLine, ownCaption, unlockedLine } from "#src/i18n/locked.ts";
import { counted, lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "ru";
const { credits } = nouns;

export const LOCKED: LockedNouns = {
  kinds: {
    photo: "Фото",
    video: "Видео",
    voice: "Голосовое сообщение",
    audio: "Трек",
    document: "Файл",
    animation: "GIF-анимация",
    video_note: "Видеосообщение",
    album: "Альбом",
  },
  parts: (n) => counted(n, { one: "часть", few: "части", many: "частей", other: "части" }, L),
};

export const locked = {
  lockedCard: (w) =>
    cardLines("🔒 Только для вас", w.item, nouns, LOCKED, [
      ownCaption(w.caption),
      w.item.price.unit === "stars"
        ? "Оплатите звёздами, и это ваше навсегда."
        : "Откройте, и это ваше навсегда.",
    ]),
  lockedWanted: (w) =>
    cardLines("🔒 Почти ваше", w.item, nouns, LOCKED, [
      `Ещё ${credits(w.missing)}, и всё придёт само. Покупка займёт минуту; до неё ничего не списывается.`,
    ]),
  lockedOpened: (w) =>
    cardLines("🔓 Открыто: это ваше", w.item, nouns, LOCKED, [
      leftLine(w, nouns),
      "Получить снова в любой момент: /unlocked",
    ]),
  lockedClosed: (w) => cardLines("🔒 Это предложение закончилось", w.item, nouns, LOCKED),
  lockedReturned: (w) =>
    cardLines("↩️ Это не удалось доставить", w.item, nouns, LOCKED, [
      "Потраченное вернулось к вам.",
      leftLine(w, nouns),
    ]),
  lockedYours: () => rich("🔓 Это уже ваше. Ищите в /unlocked."),
  lockedNotSent: () => rich("😕 Сейчас отправить не удалось. Попробуйте чуть позже."),
  unlockedList: (w) =>
    w.items.length === 0
      ? lines(
          bold("🔓 Что вы открыли"),
          "",
          "Пока ничего. Открытое можно получить здесь снова, бесплатно.",
        )
      : lines(
          rich(bold("🔓 Что вы открыли"), w.pages > 1 ? ` · ${w.page + 1}/${w.pages}` : ""),
          "",
          ...w.items.map((item) => unlockedLine(item, nouns, LOCKED)),
          "",
          "Номер отправит это снова, бесплатно.",
        ),
} satisfies SomeFanWords;
