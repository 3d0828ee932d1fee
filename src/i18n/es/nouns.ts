// Spanish: the nouns that all its words are made with.
import type { Nouns } from "#src/i18n/catalogue.ts";
import { counted, duration } from "#src/i18n/words.ts";

const L = "es";

export const nouns: Nouns = {
  language: L,
  credits: (n) => counted(n, { one: "crédito", other: "créditos" }, L),
  messages: (n) => counted(n, { one: "mensaje", other: "mensajes" }, L),
  time: (seconds) => duration(seconds, L),
  free: (seconds) => `${duration(seconds, L)} de mensajes gratis`,
  left: (time) => `quedan ${time}`,
  owed: (what) =>
    `Queda pendiente de un pago que se devolvió: ${what}. Tu próxima compra se destina primero a eso.`,
  yours: {
    text: "Tu mensaje",
    photo: "Tu foto",
    video: "Tu vídeo",
    voice: "Tu mensaje de voz",
    audio: "Tu audio",
    video_note: "Tu videomensaje",
    document: "Tu archivo",
    sticker: "Tu sticker",
    animation: "Tu GIF",
    location: "Tu ubicación",
    contact: "Tu contacto",
    poll: "Tu encuesta",
    album: "Tu álbum",
    unsupported: "Tu mensaje",
  },
};
