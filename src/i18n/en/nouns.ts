// English: the nouns that all its words are made with.
import type { Nouns } from "#src/i18n/catalogue.ts";
import { counted, duration } from "#src/i18n/words.ts";

const L = "en";

export const nouns: Nouns = {
  language: L,
  credits: (n) => counted(n, { one: "credit", other: "credits" }, L),
  messages: (n) => counted(n, { one: "message", other: "messages" }, L),
  time: (seconds) => duration(seconds, L),
  free: (seconds) => `${duration(seconds, L)} of free messages`,
  left: (time) => `${time} left`,
  owed: (what) =>
    `Still open from a payment that was given back: ${what}. What you buy next goes there first.`,
  yours: {
    text: "Your message",
    photo: "Your photo",
    video: "Your video",
    voice: "Your voice message",
    audio: "Your track",
    video_note: "Your video message",
    document: "Your file",
    sticker: "Your sticker",
    animation: "Your GIF",
    location: "Your place",
    contact: "Your contact",
    poll: "Your poll",
    album: "Your album",
    unsupported: "Your message",
  },
};
