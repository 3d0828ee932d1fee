// What the panel says about the team, in English.
import { bold, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { TeamDeskSays } from "#actors/kernel/say-team.ts";
import {
  BOUND_MAX,
  type Bound,
  type Permission,
  type Rights,
  type Role,
} from "#actors/kernel/team.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { duration, figure, plainName } from "#src/i18n/words.ts";

/** What a role is called. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  owner: "👑 Owner",
  admin: "🛠 Admin",
  agent: "💬 Agent",
  viewer: "👁 Viewer",
  anonymous: "🎭 Anonymous admin",
  stranger: "Stranger",
};

/** What a permission is called on its button. */
export const RIGHT_WORDS: Readonly<Record<Permission, string>> = {
  reply: "Reply",
  note: "Notes",
  ban: "Ban",
  assign: "Assign",
  sort: "Sort the queue",
  sell: "Sell media",
  money: "See money",
  look: "Look at lists",
  broadcast: "Broadcast",
  settings: "Settings & prices",
  team: "Team",
  privacy: "Export & erase",
};

/** What a bound is called on its button. */
export const BOUND_WORDS: Readonly<Record<Bound, string>> = {
  giftMax: "Gift up to",
  giftMinutesMax: "Free time up to",
  refundMaxCents: "Refund up to",
};

/** A bound as it is read: credits, minutes, or money of the shop's currency. */
export function boundText(bound: Bound, most: number): string {
  if (most === 0) return "nothing";
  if (bound === "refundMaxCents") return (most / 100).toFixed(2);
  return bound === "giftMax" ? figure(most, "en") : duration(most * 60, "en");
}

/** What a bound is asked for with: it holds for one act, and for one person, fan and day together. */
const BOUND_QUESTIONS: Readonly<Record<Bound, string>> = {
  giftMax: "How many credits may one of them move for a fan in a day? 0 is none.",
  giftMinutesMax:
    "How many minutes of free messages may one of them give a fan in a day? 0 is none.",
  refundMaxCents:
    "How much may one of them refund to a fan in a day? 50 is 50.00, or 5,000 Stars; 0 is none.",
};

export const TEAM_WORDS: Words<TeamDeskSays> = {
  teamDeskHelp: help,
  invited: (w) => rich(`🎟 A link for one ${ROLE_WORDS[w.role]}. Send it to them.`),
  inviteRevoked: (w) => rich(`✅ The link for one ${ROLE_WORDS[w.role]} lets nobody in any more.`),
  inviteInPrivate: () =>
    rich("🔒 Everybody here would see the link. Write /team to me in private to invite somebody."),
  inviteSpent: () => rich("This invitation was used already, or is too old. Ask for a new one."),
  alreadyMember: (w) =>
    rich(
      `You are on the team already, as ${ROLE_WORDS[w.role]}. ` +
        "That link does not work any more: whoever it was for needs a new one.",
    ),
  welcomed: (w) => rich(`👋 Welcome to the team! You are ${ROLE_WORDS[w.role]}. /help says more.`),
  joined: (w) => rich(`👋 ${plainName(w.name)} has joined the team as ${ROLE_WORDS[w.role]}.`),
  roleChanged: (w) => rich(`✅ ${plainName(w.name)} is ${ROLE_WORDS[w.role]} now.`),
  roleGiven: (w) =>
    rich(`You are ${ROLE_WORDS[w.role]} on the team now. /help says what you may do.`),
  removeConfirm: (w) => rich(`Take ${plainName(w.name)} (${ROLE_WORDS[w.role]}) off the team?`),
  memberRemoved: (w) => rich(`✅ ${plainName(w.name)} is off the team.`),
  removedYou: () => rich("You are not on the team any more. Thank you for everything."),
  memberChanged: (w) =>
    rich(
      w.role === null
        ? `${plainName(w.name)} is not on the team any more.`
        : `Somebody was faster: ${plainName(w.name)} is ${ROLE_WORDS[w.role]} now.`,
    ),
  ownersOnly: () => rich("🔒 Only the owner can do this."),
  duty: (w) => rich(w.isOn ? "🟢 You are on duty." : "⚪️ You are off duty."),
  dutyForMembers: () => rich("Duty is for members. The owner can invite you with /team."),
  rightSet: (w) =>
    rich(`${w.isAllowed ? "✅" : "🚫"} ${ROLE_WORDS[w.role]}: ${RIGHT_WORDS[w.right]}`),
  boundPrompt: (w) =>
    rich(
      `${ROLE_WORDS[w.role]} · ${BOUND_WORDS[w.bound]} ${boundText(w.bound, w.from)} now. ` +
        BOUND_QUESTIONS[w.bound],
    ),
  boundSet: (w) =>
    rich(
      `✅ ${ROLE_WORDS[w.role]} · ${BOUND_WORDS[w.bound]}: ` +
        `${boundText(w.bound, w.from)} → ${boundText(w.bound, w.most)}`,
    ),
  boundExpected: (w) =>
    rich(
      w.bound === "refundMaxCents"
        ? "✋ An amount from 0 to 10000.00, please, like 50 or 49.99."
        : `✋ A whole number from 0 to ${figure(BOUND_MAX, "en")}, please.`,
    ),
};

/** Lines of `/help`, each with what it takes to be worth reading. */
const PANEL_HELP: readonly (readonly [needs: Permission | null, command: string, words: string])[] =
  [
    ["look", "/admin", "the panel"],
    ["look", "/conversations", "who waits, in order"],
    ["look", "/team", "who is on it"],
    ["money", "/stats", "today as a picture"],
    ["sell", "/shelf", "media to sell"],
    [null, "/duty", "on or off"],
  ];

function help({ role, rights, isPrivate }: TeamDeskSays["teamDeskHelp"]): Rich {
  const lines = PANEL_HELP.filter(([needs]) => needs === null || rights[needs]);
  return joinRich(
    [
      bold(`You are ${ROLE_WORDS[role]}`),
      ...lines.map(([, command, words]) => rich(`${command} – ${words}`)),
      rich(`Inside a fan's topic: ${topicHelp(rights)}`),
      ...(isPrivate ? [rich("Everything else you write here goes to the bot as a fan's.")] : []),
    ],
    "\n",
  );
}

function topicHelp(rights: Rights): string {
  const can = [
    rights.reply ? "write and it is sent" : "you may read along",
    ...(rights.note ? ["begin with // to keep a note"] : []),
    ...giftHelp(rights.giftMax),
    "/help there lists the rest",
  ];
  return can.join(", ");
}

/** Whoever may give anything at all needs no figure. */
function giftHelp(most: number): readonly string[] {
  if (most === 0) return [];
  return [most === BOUND_MAX ? "/gift" : `/gift up to ${figure(most, "en")}`];
}
