// English: locked media, from the card to the list of what was bought.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { LockedNouns, SomeFanWords } from "#src/i18n/catalogue.ts";
import { cardLines, leftLine, ownCaption, unlockedLine } from "#src/i18n/locked.ts";
import { counted, lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "en";
const { credits } = nouns;

export const LOCKED: LockedNouns = {
  kinds: {
    photo: "Photo",
    video: "Video",
    voice: "Voice message",
    audio: "Track",
    document: "File",
    animation: "GIF",
    video_note: "Video message",
    album: "Album",
  },
  parts: (n) => counted(n, { one: "part", other: "parts" }, L),
};

export const locked = {
  lockedCard: (w) =>
    cardLines("🔒 For your eyes only", w.item, nouns, LOCKED, [
      ownCaption(w.caption),
      w.item.price.unit === "stars"
        ? "Pay with Stars and it is yours for good."
        : "Unlock it and it is yours for good.",
    ]),
  lockedWanted: (w) =>
    cardLines("🔒 Almost yours", w.item, nouns, LOCKED, [
      `${credits(w.missing)} more and it arrives by itself. Buying takes a moment; nothing is taken before.`,
    ]),
  lockedOpened: (w) =>
    cardLines("🔓 Unlocked: it is yours", w.item, nouns, LOCKED, [
      leftLine(w, nouns),
      "Get it again whenever you like: /unlocked",
    ]),
  lockedClosed: (w) => cardLines("🔒 This offer has ended", w.item, nouns, LOCKED),
  lockedReturned: (w) =>
    cardLines("↩️ This could not be delivered", w.item, nouns, LOCKED, [
      "What it cost is back with you.",
      leftLine(w, nouns),
    ]),
  lockedYours: () => rich("🔓 This is yours already. /unlocked has it."),
  lockedNotSent: () => rich("😕 That could not be sent just now. Try again in a moment."),
  unlockedList: (w) =>
    w.items.length === 0
      ? lines(
          bold("🔓 What you have unlocked"),
          "",
          "Nothing yet. What you unlock can be had again here, for nothing.",
        )
      : lines(
          rich(bold("🔓 What you have unlocked"), w.pages > 1 ? ` · ${w.page + 1}/${w.pages}` : ""),
          "",
          ...w.items.map((item) => unlockedLine(item, nouns, LOCKED)),
          "",
          "A number sends it again, for nothing.",
        ),
} satisfies SomeFanWords;
