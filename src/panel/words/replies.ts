// What is said about saved replies: on the panel, and in a fan's topic.
import { bold, code, italic, rich } from "#actors/kernel/rich.ts";
import type { ReplyDeskSays } from "#actors/kernel/say-replies.ts";
import type { Words } from "#src/i18n/catalogue.ts";

export const REPLY_WORDS: Words<ReplyDeskSays> = {
  askReplyName: () => rich("⚡ What is it called? One word: ", code("/r WORD"), " sends it."),
  askReplyContent: (w) =>
    rich(
      "⚡ Send the message that ",
      code(`/r ${w.name}`),
      " is to send: text or media. ",
      code("{name}"),
      " and ",
      code("{balance}"),
      " are the fan's.",
    ),
  replyKept: (w) =>
    rich(w.isNew ? "✅ Saved: " : "✅ Replaced: ", code(`/r ${w.name}`), " in a topic sends it."),
  replyRenamed: (w) => rich("✅ ", code(w.from), " is ", code(w.to), " now."),
  replyNameTaken: (w) => rich("✋ There is another ", bold(w.name), "."),
  confirmReplyDelete: () => rich("🗑 Delete this reply? ", italic("What was sent stays.")),
  replyDeleted: (w) => rich("🗑 ", code(w.name), " is gone."),
};
