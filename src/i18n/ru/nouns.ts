// Russian: the nouns that all its words are made with.
import type { Nouns } from "#src/i18n/catalogue.ts";
import { counted, duration } from "#src/i18n/words.ts";

const L = "ru";

export const nouns: Nouns = {
  language: L,
  credits: (n) =>
    counted(n, { one: "кредит", few: "кредита", many: "кредитов", other: "кредита" }, L),
  messages: (n) =>
    counted(n, { one: "сообщение", few: "сообщения", many: "сообщений", other: "сообщения" }, L),
  time: (seconds) => duration(seconds, L),
  free: (seconds) => `${duration(seconds, L)} бесплатных сообщений`,
  left: (time) => `осталось ${time}`,
  owed: (what) =>
    `Осталось возместить за возвращённый платёж: ${what}. Следующая покупка сначала идёт сюда.`,
  yours: {
    text: "Ваше сообщение",
    photo: "Ваше фото",
    video: "Ваше видео",
    voice: "Ваше голосовое сообщение",
    audio: "Ваше аудио",
    video_note: "Ваше видеосообщение",
    document: "Ваш файл",
    sticker: "Ваш стикер",
    animation: "Ваша гифка",
    location: "Ваша геопозиция",
    contact: "Ваш контакт",
    poll: "Ваш опрос",
    album: "Ваш альбом",
    unsupported: "Ваше сообщение",
  },
};
