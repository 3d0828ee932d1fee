// Portuguese: the nouns that all its words are made with.
import type { Nouns } from "#src/i18n/catalogue.ts";
import { counted, duration } from "#src/i18n/words.ts";

const L = "pt";

export const nouns: Nouns = {
  language: L,
  credits: (n) => counted(n, { one: "crédito", other: "créditos" }, L),
  messages: (n) => counted(n, { one: "mensagem", other: "mensagens" }, L),
  time: (seconds) => duration(seconds, L),
  free: (seconds) => `${duration(seconds, L)} de mensagens grátis`,
  left: (time) => `restam ${time}`,
  owed: (what) =>
    `Falta acertar de um pagamento que foi devolvido: ${what}. Sua próxima compra vai primeiro para isso.`,
  yours: {
    text: "Sua mensagem",
    photo: "Sua foto",
    video: "Seu vídeo",
    voice: "Sua mensagem de voz",
    audio: "Seu áudio",
    video_note: "Sua mensagem de vídeo",
    document: "Seu arquivo",
    sticker: "Sua figurinha",
    animation: "Seu GIF",
    location: "Sua localização",
    contact: "Seu contato",
    poll: "Sua enquete",
    album: "Seu álbum",
    unsupported: "Sua mensagem",
  },
};
