// What every act of the team in a topic takes: commands, buttons, messages. An act without a line here
// does not exist: it is answered like a word that nobody knows. The role came with the envelope, read
// freshly when it came in; the table of what roles may do is this turn's. Buttons that are shown to
// everybody in the group are no rights.
//
// A bound is looked at twice: here, whether the role may do any of it, and where the figure is known.
import type { TeamSay } from "#actors/kernel/say.ts";
import {
  BOUNDS,
  type Bound,
  type Permission,
  type Rights,
  rightsOf,
  type Teammate,
} from "#actors/kernel/team.ts";
import type { Turn } from "./turn.ts";

/** null: whoever is of the team, an anonymous administrator too before there is one. */
export type Need = Permission | Bound | null;

/** Commands in a fan's topic. */
export const COMMAND_NEEDS: Readonly<Record<string, Need>> = {
  info: null,
  help: null,
  note: "note",
  delete: "reply",
  gift: "giftMax",
  adjust: "giftMax",
  refund: "giftMax",
  purchases: "money",
  ban: "ban",
  unban: "ban",
  assign: "assign",
  pin: "sort",
  unpin: "sort",
  priority: "sort",
  close: "sort",
  snooze: "sort",
  tag: "sort",
  tags: "sort",
  remind: "note",
  lock: "sell",
  shelf: "sell",
  save: "reply",
  r: "reply",
};

/** Buttons in a fan's topic. */
export const PRESS_NEEDS: Readonly<Record<string, Need>> = {
  info: null,
  seen: null,
  cancel: null,
  /** What is confirmed is looked at by what was asked: {@link ASK_NEEDS}. */
  confirm: null,
  gift: "giftMax",
  give: "giftMax",
  giveBack: "giftMax",
  declineLine: "giftMax",
  ban: "ban",
  unban: "ban",
  purchases: "money",
  purchase: "refundMaxCents",
  refund: "refundMaxCents",
  assign: "assign",
  assignTo: "assign",
  pin: "sort",
  unpin: "sort",
  priority: "sort",
  close: "sort",
  snooze: "sort",
  snoozeFor: "sort",
  sendAnyway: "reply",
  discardAside: "reply",
  shelfPage: "sell",
  shelfOffer: "sell",
  savedReply: "reply",
};

/** The team's questions, as whoever says yes to them must be allowed to ask. */
export const ASK_NEEDS = {
  gift: "giftMax",
  giveBack: "giftMax",
  refund: "refundMaxCents",
  ban: "ban",
  unban: "ban",
  savedReply: "reply",
} as const satisfies Record<string, Need>;

/** What this person may do now. */
export function rightsFor(turn: Turn, { role }: Teammate): Rights {
  return rightsOf(role, turn.settings.rights);
}

/**
 * Why this person may not do it; null: they may.
 * @param figure what of a bound it comes to; without it, any at all
 */
export function denial(turn: Turn, by: Teammate, need: Need, figure = 1): TeamSay | null {
  if (by.role !== "stranger" && isAllowed(rightsFor(turn, by), need, figure)) return null;
  if (by.role === "anonymous") return { key: "anonymous", with: {} };
  return { key: "notAllowed", with: { role: by.role } };
}

/** What a command or a button takes; undefined: there is none of that name. */
export function needOf(table: Readonly<Record<string, Need>>, name: string): Need | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/**
 * Whether figures of money may stand where the whole group reads: as soon as one of the team may not
 * see money, they are left off.
 */
export function isMoneyShown({ settings }: Turn): boolean {
  return settings.team.every(({ role }) => rightsOf(role, settings.rights).money);
}

function isAllowed(rights: Rights, need: Need, figure: number): boolean {
  if (need === null) return true;
  return isBound(need) ? figure <= rights[need] : rights[need];
}

function isBound(need: Permission | Bound): need is Bound {
  return (BOUNDS as readonly string[]).includes(need);
}
