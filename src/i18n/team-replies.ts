// Saved replies in a fan's topic, to the team.
import { bold, code, italic, rich } from "#actors/kernel/rich.ts";
import type { ReplyTeamSays } from "#actors/kernel/say-replies.ts";
import type { Words } from "./catalogue.ts";
import { cutText, lines, plainName } from "./words.ts";

const TEXT_SHOWN_MAX = 700;
const NAME_SHOWN_MAX = 64;

export const teamReplies: Words<ReplyTeamSays> = {
  saveUsage: () =>
    rich(
      "⚡ Reply with ",
      code("/save NAME"),
      " to a message of yours; ",
      code("/r NAME"),
      " sends it again, in any topic. NAME is one word.",
    ),
  saveNotYours: () =>
    rich("⚡ Not saved: somebody else wrote that. Reply to a message of your own."),
  saveUnfit: () =>
    rich("⚡ Not saved: only a text, one photo, video, voice, file, GIF or sticker can be."),
  replyForSale: () =>
    rich(
      "🔒 Not done: that is on the shelf, or was kept back to be sold. ",
      code("/shelf"),
      " sells it.",
    ),
  replySaved: (w) =>
    rich(w.isNew ? "⚡ Saved: " : "⚡ Replaced: ", code(`/r ${w.name}`), " sends it."),
  replyUnknown: (w) =>
    rich(
      "⚡ There is no reply ",
      code(plainName(w.name, NAME_SHOWN_MAX)),
      ". ",
      code("/r"),
      " lists them.",
    ),
  replyMenu: (w) => {
    if (w.count === 0) {
      return rich(
        "⚡ Nothing is saved yet. Reply with ",
        code("/save NAME"),
        " to a message of yours.",
      );
    }
    const more = w.count > w.shown ? ` The ${w.shown} sent most; others by /r NAME.` : "";
    return rich("⚡ ", bold("Send which?"), more);
  },
  replyWords: (w) =>
    lines(
      rich("⚡ ", bold(w.name), ` · ${plainName(w.by)}`, w.kind === "text" ? "" : ` · ${w.kind}`),
      w.text === "" ? null : italic(cutText(w.text, TEXT_SHOWN_MAX)),
    ),
};
