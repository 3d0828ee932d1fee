// Words of the lists, of a fan's card and of the letters.
import { rich } from "#actors/kernel/rich.ts";
import type { ListSays } from "#actors/kernel/say-lists.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { money } from "#src/i18n/money.ts";
import { plainName } from "#src/i18n/words.ts";

const TIER_NAMES = { new: "🌱 New", regular: "🔁 Regular", vip: "⭐ VIP" } as const;

export const LIST_WORDS: Words<ListSays> = {
  searchPrompt: () =>
    rich("🔎 Whom? A name, @username, Telegram id, last four of a card, or words that were said."),
  creditsPrompt: (w) =>
    rich(`💳 How many credits, up to ${w.max}? -5 takes five. A reason may follow: 10 sorry.`),
  timePrompt: () => rich("⏱ How much time? 30m, 2h, 1d; -1h takes an hour. A reason may follow."),
  notePrompt: () => rich("📝 The note? Only the team sees it."),
  tagsPrompt: () => rich("🏷 All tags, with commas between them; a dash for none."),
  snoozePrompt: () => rich("😴 For how long? 30m, 3h, 2d."),
  auditFanPrompt: () => rich("📜 Which fan? The Telegram id, as on the fan's card."),
  banQuestion: (w) =>
    rich(
      w.isBanned
        ? "Lift the ban? The fan can write again."
        : "⛔ Ban this fan? Nothing they write will reach you, and nothing is charged.",
    ),
  tierQuestion: (w) =>
    rich(
      w.tier === null
        ? "Go by what the fan has spent again?"
        : `Set the tier to ${TIER_NAMES[w.tier]}? It stays whatever is spent.`,
    ),
  refundQuestion: (w) =>
    rich(`↩️ Give ${money(w.amount, w.currency, "en")} back? Its credits are taken back too.`),
  closeQuestion: () => rich("Close the topic? The fan's next message opens it again."),
  eraseQuestion: () =>
    rich("🗑 Erase this fan? Names, messages, files and notes go for good; the books stay."),
  eraseForGood: () => rich("❗ Nobody can undo this. Erase everything of this fan now?"),
  exportComes: () => rich("📦 The file is on its way."),
  onlyInPrivate: () =>
    rich("📦 Files about a fan only go to your private chat: open /admin there."),
  letterBack: () => rich("✅ Put back; it is tried again at once."),
  letterDiscarded: () => rich("✅ Discarded."),
  letterOfNobody: (w) =>
    rich(`🔒 ${plainName(w.name)} may no longer do what this asks for. It can be discarded.`),
  letterGone: () => rich("It is not there any more: somebody was faster."),
  discardQuestion: () => rich("Discard it? What it asked for will never be done."),
};
