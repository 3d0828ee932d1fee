// Spanish: locked media, from the card to the list of what was bought.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { LockedNouns, SomeFanWords } from "#src/i18n/catalogue.ts";
import { cardLines, leftLine, ownCaption, unlockedLine } from "#src/i18n/locked.ts";
import { counted, lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "es";
const { credits } = nouns;

export const LOCKED: LockedNouns = {
  kinds: {
    photo: "Foto",
    video: "Vídeo",
    voice: "Mensaje de voz",
    audio: "Pista",
    document: "Archivo",
    animation: "GIF",
    video_note: "Videomensaje",
    album: "Álbum",
  },
  parts: (n) => counted(n, { one: "parte", other: "partes" }, L),
};

export const locked = {
  lockedCard: (w) =>
    cardLines("🔒 Solo para tus ojos", w.item, nouns, LOCKED, [
      ownCaption(w.caption),
      w.item.price.unit === "stars"
        ? "Págalo con Stars y es tuyo para siempre."
        : "Desbloquéalo y es tuyo para siempre.",
    ]),
  lockedWanted: (w) =>
    cardLines("🔒 Casi tuyo", w.item, nouns, LOCKED, [
      `${credits(w.missing)} más y llega solo. Comprar es un momento; antes no se cobra nada.`,
    ]),
  lockedOpened: (w) =>
    cardLines("🔓 Desbloqueado: es tuyo", w.item, nouns, LOCKED, [
      leftLine(w, nouns),
      "Vuelve a pedirlo cuando quieras: /unlocked",
    ]),
  lockedClosed: (w) => cardLines("🔒 Esta oferta ha terminado", w.item, nouns, LOCKED),
  lockedReturned: (w) =>
    cardLines("↩️ No se pudo entregar", w.item, nouns, LOCKED, [
      "Lo que costó vuelve a ser tuyo.",
      leftLine(w, nouns),
    ]),
  lockedYours: () => rich("🔓 Esto ya es tuyo. Está en /unlocked."),
  lockedNotSent: () => rich("😕 No se pudo enviar ahora mismo. Prueba otra vez en un momento."),
  unlockedList: (w) =>
    w.items.length === 0
      ? lines(
          bold("🔓 Lo que has desbloqueado"),
          "",
          "Todavía nada. Lo que desbloquees se puede volver a pedir aquí, sin coste.",
        )
      : lines(
          rich(
            bold("🔓 Lo que has desbloqueado"),
            w.pages > 1 ? ` · ${w.page + 1}/${w.pages}` : "",
          ),
          "",
          ...w.items.map((item) => unlockedLine(item, nouns, LOCKED)),
          "",
          "Un número lo envía otra vez, sin coste.",
        ),
} satisfies SomeFanWords;
