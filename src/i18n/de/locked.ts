// German: locked media, from the card to the list of what was bought.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { LockedNouns, SomeFanWords } from "#src/i18n/catalogue.ts";
import { cardLines, leftLine, ownCaption, unlockedLine } from "#src/i18n/locked.ts";
import { counted, lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "de";
const { credits } = nouns;

export const LOCKED: LockedNouns = {
  kinds: {
    photo: "Foto",
    video: "Video",
    voice: "Sprachnachricht",
    audio: "Titel",
    document: "Datei",
    animation: "GIF",
    video_note: "Videonachricht",
    album: "Album",
  },
  parts: (n) => counted(n, { one: "Teil", other: "Teile" }, L),
};

export const locked = {
  lockedCard: (w) =>
    cardLines("🔒 Nur für deine Augen", w.item, nouns, LOCKED, [
      ownCaption(w.caption),
      w.item.price.unit === "stars"
        ? "Bezahle mit Stars, und es gehört dir für immer."
        : "Schalte es frei, und es gehört dir für immer.",
    ]),
  lockedWanted: (w) =>
    cardLines("🔒 Fast deins", w.item, nouns, LOCKED, [
      `Noch ${credits(w.missing)}, dann kommt es von selbst. Vorher wird nichts abgezogen.`,
    ]),
  lockedOpened: (w) =>
    cardLines("🔓 Freigeschaltet: es gehört dir", w.item, nouns, LOCKED, [
      leftLine(w, nouns),
      "Jederzeit noch einmal: /unlocked",
    ]),
  lockedClosed: (w) => cardLines("🔒 Dieses Angebot ist vorbei", w.item, nouns, LOCKED),
  lockedReturned: (w) =>
    cardLines("↩️ Das konnte nicht zugestellt werden", w.item, nouns, LOCKED, [
      "Was es gekostet hat, hast du zurück.",
      leftLine(w, nouns),
    ]),
  lockedYours: () => rich("🔓 Das gehört dir schon. Du findest es unter /unlocked."),
  lockedNotSent: () => rich("😕 Das ließ sich gerade nicht senden. Versuch es gleich noch einmal."),
  unlockedList: (w) =>
    w.items.length === 0
      ? lines(
          bold("🔓 Was du freigeschaltet hast"),
          "",
          "Noch nichts. Was du freischaltest, bekommst du hier noch einmal, kostenlos.",
        )
      : lines(
          rich(
            bold("🔓 Was du freigeschaltet hast"),
            w.pages > 1 ? ` · ${w.page + 1}/${w.pages}` : "",
          ),
          "",
          ...w.items.map((item) => unlockedLine(item, nouns, LOCKED)),
          "",
          "Eine Nummer sendet es noch einmal, kostenlos.",
        ),
} satisfies SomeFanWords;
