// To the team, in English. Short: each line costs a group one of its twenty messages a
// minute, and is read between two answers.
import { bold, code, type Rich, rich } from "#actors/kernel/rich.ts";
import type { TeamSays } from "#actors/kernel/say.ts";
import type { SomeTeamWords, TeamLabel, TeamWords } from "./catalogue.ts";
import { teamDuty } from "./team-duty.ts";
import { teamLocked } from "./team-locked.ts";
import { teamMoney } from "./team-money.ts";
import { teamReplies } from "./team-replies.ts";
import { counted, cutText, duration, figure, lines, plainName } from "./words.ts";

const L = "en";
const REASON_LENGTH_MAX = 200;
const NAMES_LENGTH_MAX = 220;

const credits = (n: number): string => counted(n, { one: "credit", other: "credits" }, L);

type Why = TeamSays["undelivered"]["why"];

const WHY: Readonly<Record<Why, string>> = {
  blocked: "the fan has blocked the bot.",
  banned: "the fan is banned. /unban first.",
  "message-gone": "the message is no longer there.",
  erased: "the fan has deleted their data.",
  other: "Telegram refused it.",
};

const talk = {
  undelivered: (w) =>
    lines(rich("❌ ", bold("Not sent: "), WHY[w.why]), w.why === "other" ? reason(w.reason) : null),
  notTeam: (w) =>
    rich(
      "🙅 Not sent, not on the team: ",
      bold(plainName(w.name, NAMES_LENGTH_MAX)),
      ". Nothing of theirs reaches the fan.",
    ),
  anonymous: () =>
    rich(
      "🎭 Anonymous admins cannot do this: nobody could tell who did. Switch off “Remain anonymous” in your admin rights and try again.",
    ),
  giftMenu: (w) =>
    lines(
      rich("🎁 ", bold(rich("A gift for ", plainName(w.name))), `, who has ${credits(w.credits)}.`),
      "How many credits?",
    ),
  giftConfirm: (w) => rich("🎁 Give ", bold(plainName(w.name)), " ", bold(credits(w.gift)), "?"),
  gifted: (w) =>
    lines(
      rich(
        "🎁 ",
        bold(`${credits(w.gift)} given`),
        ` by ${plainName(w.by)}. Balance: ${figure(w.balance, L)}.`,
      ),
      because(w.reason),
    ),
  giftedTime: (w) =>
    lines(
      rich(
        "🎁 ",
        bold(`${duration(w.seconds, L)} given`),
        ` by ${plainName(w.by)}. Free for ${duration(w.sessionSeconds, L)} from now.`,
      ),
      because(w.reason),
    ),
  giftUsage: (w) =>
    rich(
      "🎁 ",
      code("/gift 10"),
      ` gives credits, at most ${figure(w.max, L)} at once; `,
      code("/gift 30m"),
      ", ",
      code("/gift 2h"),
      " or ",
      code("/gift 1d"),
      " gives time. A reason after it is kept.",
    ),
  banConfirm: (w) =>
    rich("🚫 Ban ", bold(plainName(w.name)), "? Nothing they write will arrive or be charged."),
  unbanConfirm: (w) => rich("✅ Let ", bold(plainName(w.name)), " write again?"),
  bannedBy: (w) => rich("🚫 ", bold("Banned"), ` by ${plainName(w.by)}.`),
  unbannedBy: (w) => rich("✅ ", bold("Unbanned"), ` by ${plainName(w.by)}.`),
  alreadyBanned: () => rich("Banned already."),
  notBanned: () => rich("Not banned."),
  noted: () => rich("📝 Noted. Not sent."),
  noteUsage: () =>
    rich("📝 ", code("/note TEXT"), " or ", code("// TEXT"), " keeps a note in here."),
  withdrawn: () => rich("🗑 Withdrawn: the fan no longer has it."),
  withdrawUsage: () => rich("🗑 Reply with ", code("/delete"), " to the message to take back."),
  withdrawFailed: (w) => lines(rich("❌ ", bold("Not withdrawn.")), reason(w.reason)),
  seen: () => rich("👀 The fan sees that you have read it."),
  cancelled: () => rich("Cancelled."),
  cardSent: () => rich("👤 A fresh card is below."),
  pressDenied: () => rich("This button is not yours to press here."),
  pressStale: () => rich("This button is out of date."),
  fanBlocked: () => rich("🔕 The fan has blocked the bot. Nothing is sent until they come back."),
  fanUnblocked: () => rich("🔔 The fan is back."),
  fanErased: () =>
    rich("🕊 The fan has deleted their data. Answers written here no longer reach them."),
  unsupportedReply: () => rich("❌ Not sent: bots cannot pass on this kind of message."),
  unknownCommand: (w) =>
    rich("🤔 ", code(`/${w.command}`), " is not a command here, and was not sent. /help"),
  teamHelp: () =>
    lines(
      bold("In this topic"),
      "Whatever you write goes to the fan: text, media, albums, replies. Edits follow.",
      "",
      rich(code("// text"), "  a note that stays here, like ", code("/note text")),
      rich(code("/delete"), "  as a reply: takes a message back"),
      rich(code("/r NAME"), "  sends a saved reply; ", code("/save NAME"), " as a reply keeps one"),
      rich(code("/info"), "  the fan's card"),
      rich(code("/assign @name"), "  ", code("me"), " ", code("next"), " ", code("nobody")),
      rich(code("/pin"), "  ", code("/unpin"), "  ", code("/priority"), "  ", code("/tag word")),
      rich(code("/snooze 3h"), "  ", code("/remind 3h text"), "  ", code("/close")),
      rich(code("/gift 10"), "  credits; ", code("/gift 1h"), " time"),
      rich(code("/ban"), "  ", code("/unban")),
      rich(code("/purchases"), "  what they bought, with refunds"),
      rich(code("/refund"), "  as a reply: gives a message's credits back"),
      rich(code("/adjust -5 reason"), "  puts the balance right"),
      rich(code("/lock 30"), "  as a caption: sells the media; ", code("/shelf"), " offers some"),
      "",
      "A reaction or any button shows the fan 👀.",
    ),
} satisfies SomeTeamWords;

export const team: TeamWords = {
  ...talk,
  ...teamMoney,
  ...teamLocked,
  ...teamReplies,
  ...teamDuty,
};

export const teamLabels: Readonly<Record<TeamLabel, string>> = {
  userInfo: "👤 User Info",
  gift: "🎁 Gift",
  ban: "🚫 Ban",
  unban: "✅ Unban",
  seen: "👀 Seen",
  confirm: "✔️ Confirm",
  giveBack: "↩️ Give back",
  decline: "🙅 Decline",
  refund: "↩️ Refund",
  refundAll: "↩️ All of it",
  refundHalf: "↩️ Half",
  assign: "🙋 Assign",
  pin: "📌 Pin",
  unpin: "📌 Unpin",
  priority: "🔼 Priority",
  close: "✅ Close",
  snooze: "💤 Snooze",
  sendAnyway: "📨 Send anyway",
  discard: "🗑 Discard",
};

/** Why something was given, in the words of whoever gave it. */
function because(words: string | undefined): string | null {
  return words === undefined ? null : plainName(words, REASON_LENGTH_MAX);
}

function reason(text: string): Rich | null {
  return text === "" ? null : code(cutText(text, REASON_LENGTH_MAX));
}
