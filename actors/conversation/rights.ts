// What every act of the team in a topic takes: commands, buttons, messages. An act without a line here
// does not exist: it is answered like a word that nobody knows. The role came with the envelope, read
// freshly when it came in; the table of what roles may do is this turn's. Buttons that are shown to
// everybody in the group are no rights.
//
// A bound is looked at twice: here, whether there is any of it left (`allowance.ts`), and where the
// figure is known. Whoever may neither reply nor note only looks on: their looking changes nothing.
import type { TeamSay } from "#actors/kernel/say.ts";
import { isMoneyForAll } from "#actors/kernel/settings.ts";
import {
  BOUNDS,
  type Bound,
  type Permission,
  type Rights,
  rightsOf,
  type Teammate,
} from "#actors/kernel/team.ts";
import { boundSay, leftToday, mostAtOnce } from "./allowance.ts";
import type { Turn } from "./turn.ts";

type OneNeed = Permission | Bound;
/**
 * One of several is enough. null: whoever is of the team, an anonymous administrator too before there
 * is one.
 */
export type Need = OneNeed | readonly OneNeed[] | null;

/** Whoever answers fans or keeps notes about them: what they have seen, the team has seen. */
export const TAKES_PART = ["reply", "note"] as const satisfies Need;
/** A gift is of credits or of time. */
const GIVES = ["giftMax", "giftMinutesMax"] as const satisfies Need;

/** Commands in a fan's topic. */
export const COMMAND_NEEDS: Readonly<Record<string, Need>> = {
  info: null,
  help: null,
  note: "note",
  delete: "reply",
  gift: GIVES,
  adjust: "giftMax",
  /** Of credits; the list of purchases, which it is without a message, takes more. */
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
  seen: TAKES_PART,
  /** What is confirmed or called off is looked at by what was asked, too: {@link ASK_NEEDS}. */
  cancel: TAKES_PART,
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
export function rightsFor(turn: Turn, { role }: Pick<Teammate, "role">): Rights {
  return rightsOf(role, turn.settings.rights);
}

/**
 * Why this person may not do it; null: they may.
 * @param figure what of a bound it comes to; without it, any at all. With 0, what is left of a day is
 *   not looked at.
 */
export function denial(
  turn: Turn,
  by: Pick<Teammate, "id" | "role">,
  need: Need,
  figure = 1,
): TeamSay | null {
  const needs = need === null || typeof need === "string" ? [need] : need;
  if (by.role !== "stranger" && needs.some((one) => isAllowed(turn, by, one, figure))) return null;
  if (by.role === "anonymous") return { key: "anonymous", with: {} };
  const spent = needs.find((one) => isBound(one) && mostAtOnce(turn, by, one) > 0);
  if (spent !== undefined && isBound(spent)) return boundSay(turn, by, spent);
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
  return isMoneyForAll(settings);
}

function isAllowed(
  turn: Turn,
  by: Pick<Teammate, "id" | "role">,
  need: OneNeed | null,
  figure: number,
): boolean {
  if (need === null) return true;
  if (!isBound(need)) return rightsFor(turn, by)[need];
  return mostAtOnce(turn, by, need) > 0 && figure <= leftToday(turn, by, need);
}

function isBound(need: OneNeed | null): need is Bound {
  return need !== null && (BOUNDS as readonly string[]).includes(need);
}
