// Portuguese: locked media, from the card to the list of what was bought.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { LockedNouns, SomeFanWords } from "#src/i18n/catalogue.ts";
import { cardLines, leftLine, ownCaption, unlockedLine } from "#src/i18n/locked.ts";
import { counted, lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "pt";
const { credits } = nouns;

export const LOCKED: LockedNouns = {
  kinds: {
    photo: "Foto",
    video: "Vídeo",
    voice: "Mensagem de voz",
    audio: "Faixa",
    document: "Arquivo",
    animation: "GIF",
    video_note: "Mensagem de vídeo",
    album: "Álbum",
  },
  parts: (n) => counted(n, { one: "parte", other: "partes" }, L),
};

export const locked = {
  lockedCard: (w) =>
    cardLines("🔒 Só para os seus olhos", w.item, nouns, LOCKED, [
      ownCaption(w.caption),
      w.item.price.unit === "stars"
        ? "Pague com Stars e é seu para sempre."
        : "Desbloqueie e é seu para sempre.",
    ]),
  lockedWanted: (w) =>
    cardLines("🔒 Quase seu", w.item, nouns, LOCKED, [
      `Mais ${credits(w.missing)} e chega sozinho. Comprar é rápido; antes disso nada é cobrado.`,
    ]),
  lockedOpened: (w) =>
    cardLines("🔓 Desbloqueado: é seu", w.item, nouns, LOCKED, [
      leftLine(w, nouns),
      "Peça de novo quando quiser: /unlocked",
    ]),
  lockedClosed: (w) => cardLines("🔒 Esta oferta terminou", w.item, nouns, LOCKED),
  lockedReturned: (w) =>
    cardLines("↩️ Não foi possível entregar", w.item, nouns, LOCKED, [
      "O que custou voltou para você.",
      leftLine(w, nouns),
    ]),
  lockedYours: () => rich("🔓 Isto já é seu. Está em /unlocked."),
  lockedNotSent: () => rich("😕 Não deu para enviar agora. Tente de novo daqui a pouco."),
  unlockedList: (w) =>
    w.items.length === 0
      ? lines(
          bold("🔓 O que você desbloqueou"),
          "",
          "Nada ainda. O que você desbloquear pode ser pedido de novo aqui, sem custo.",
        )
      : lines(
          rich(bold("🔓 O que você desbloqueou"), w.pages > 1 ? ` · ${w.page + 1}/${w.pages}` : ""),
          "",
          ...w.items.map((item) => unlockedLine(item, nouns, LOCKED)),
          "",
          "Um número envia de novo, sem custo.",
        ),
} satisfies SomeFanWords;
