// Who may do what. A role is given by the owner; what a role may do is a setting, so the owner edits
// it while the program runs. Every act is checked where it is decided, against the presser's role as
// ingest has just read it and the table of that turn; a button that is shown is no right.
import { z } from "zod";

/** Roles of people who were invited; the owner is the deployment's (`ADMIN_CHAT_ID`). */
export const MEMBER_ROLES = ["admin", "agent", "viewer"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/**
 * `anonymous` is the one id behind which every anonymous administrator writes: nobody could tell who
 * did it, so nothing that needs a name is allowed. `stranger` is anybody else.
 */
export const ROLES = ["owner", ...MEMBER_ROLES, "anonymous", "stranger"] as const;
export type Role = (typeof ROLES)[number];

/** Acts that are allowed or not. */
export const PERMISSIONS = [
  "reply",
  "note",
  "ban",
  "assign",
  /** Pin, priority, snooze, close, tags. */
  "sort",
  /** Offer locked media and keep the shelf. */
  "sell",
  /** Figures of money: on headers, cards, charts, exports. */
  "money",
  /** Look at the lists, the audit log, what failed. */
  "look",
  "broadcast",
  /** Settings, prices, promo codes; redrive and discard. */
  "settings",
  "team",
  /** Export or erase a fan. */
  "privacy",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Acts that are allowed up to a figure: in one act, and of one person for one fan in a UTC day. */
export const BOUNDS = ["giftMax", "giftMinutesMax", "refundMaxCents"] as const;
export type Bound = (typeof BOUNDS)[number];

/** The most that the owner may allow a role, of each. */
export const BOUND_MAX = 1_000_000;
const Most = z.int().min(0).max(BOUND_MAX).default(0);

// A permission that a stored table does not know yet is not given by it.
const Allowed = z.boolean().default(false);

export const Rights = z.object({
  ...(Object.fromEntries(PERMISSIONS.map((name) => [name, Allowed])) as Record<
    Permission,
    typeof Allowed
  >),
  /** The most credits to give or take; 0: none. */
  giftMax: Most,
  /** The most minutes of free messages to give or take; 0: none. */
  giftMinutesMax: Most,
  /**
   * The most money to refund, in cents or whole Stars; 0: none. Whoever refunds reads what was paid,
   * so it is nothing without `money`.
   */
  refundMaxCents: Most,
});
/** What one role may do. */
export type Rights = z.infer<typeof Rights>;

const NOTHING = Object.fromEntries(PERMISSIONS.map((name) => [name, false])) as Record<
  Permission,
  false
>;
const EVERYTHING = Object.fromEntries(PERMISSIONS.map((name) => [name, true])) as Record<
  Permission,
  true
>;

const NO_BOUNDS = { giftMax: 0, giftMinutesMax: 0, refundMaxCents: 0 };

/** What roles may do until the owner says otherwise. */
export const DEFAULT_RIGHTS: Readonly<Record<MemberRole, Rights>> = {
  admin: {
    ...EVERYTHING,
    team: false,
    giftMax: 1_000,
    giftMinutesMax: 1_440,
    refundMaxCents: 50_000,
  },
  agent: {
    ...NOTHING,
    reply: true,
    note: true,
    assign: true,
    sort: true,
    sell: true,
    look: true,
    giftMax: 20,
    giftMinutesMax: 30,
    refundMaxCents: 0,
  },
  viewer: { ...NOTHING, ...NO_BOUNDS, look: true },
};

/** The setting `rights`. */
export const RightsTable = z.object({ admin: Rights, agent: Rights, viewer: Rights });

const OWNERS: Rights = {
  ...EVERYTHING,
  giftMax: BOUND_MAX,
  giftMinutesMax: BOUND_MAX,
  refundMaxCents: BOUND_MAX,
};
/** Before there is a team: they may write, as nobody in particular. */
const NAMELESS: Rights = { ...NOTHING, ...NO_BOUNDS, reply: true, note: true };
const NONE: Rights = { ...NOTHING, ...NO_BOUNDS };

/** What a role may do by the table in force. */
export function rightsOf(role: Role, table: Readonly<Record<MemberRole, Rights>>): Rights {
  if (role === "owner") return OWNERS;
  if (role === "anonymous") return NAMELESS;
  return role === "stranger" ? NONE : table[role];
}

/** Somebody who wrote, pressed or reacted on the team's side; ingest knows who they are. */
export const Teammate = z.object({
  /** 1087968824 for an anonymous administrator: one id that many people share. */
  id: z.int(),
  name: z.string(),
  role: z.enum(ROLES),
});
export type Teammate = z.infer<typeof Teammate>;

/** A member of the team as everybody's turn knows them; see `Settings.team`. */
export interface Member {
  /** Telegram id. */
  readonly id: number;
  readonly name: string;
  readonly username: string | null;
  readonly role: "owner" | MemberRole;
  readonly isOnDuty: boolean;
}
