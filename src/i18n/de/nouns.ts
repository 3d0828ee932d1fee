// German: the nouns that all its words are made with.
import type { Nouns } from "#src/i18n/catalogue.ts";
import { counted, duration } from "#src/i18n/words.ts";

const L = "de";

export const nouns: Nouns = {
  language: L,
  credits: (n) => counted(n, { one: "Credit", other: "Credits" }, L),
  messages: (n) => counted(n, { one: "Nachricht", other: "Nachrichten" }, L),
  time: (seconds) => duration(seconds, L),
  free: (seconds) => `${duration(seconds, L)} kostenlos schreiben`,
  left: (time) => `noch ${time}`,
  owed: (what) =>
    `Noch offen von einer zurückgegebenen Zahlung: ${what}. Was du als Nächstes kaufst, gleicht das zuerst aus.`,
  yours: {
    text: "Deine Nachricht",
    photo: "Dein Foto",
    video: "Dein Video",
    voice: "Deine Sprachnachricht",
    audio: "Dein Audio",
    video_note: "Deine Videonachricht",
    document: "Deine Datei",
    sticker: "Dein Sticker",
    animation: "Dein GIF",
    location: "Dein Standort",
    contact: "Dein Kontakt",
    poll: "Deine Umfrage",
    album: "Dein Album",
    unsupported: "Deine Nachricht",
  },
};
