// The team's part of the panel: who is invited, what they may do, who goes. Nobody changes themselves,
// and whoever leads the team without being the owner has a say over those alone who may no more than
// they (kernel/leading.ts). What roles may do is the owner's alone.

import type { Bubble, Section } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import { deskAddress } from "#actors/kernel/desk.ts";
import { mayLead } from "#actors/kernel/leading.ts";
import type { DeskWord } from "#actors/kernel/order.ts";
import { readMoney, readWhole } from "#actors/kernel/reading.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import {
  BOUND_MAX,
  BOUNDS,
  type Bound,
  MEMBER_ROLES,
  type Member,
  type MemberRole,
  PERMISSIONS,
} from "#actors/kernel/team.ts";

const SECTION = "team";
const OWNERS_ONLY: Bubble = { key: "ownersOnly", with: {} };
const FIGURES = { min: 0, max: BOUND_MAX };

export const team: Section = {
  name: SECTION,
  needs: null,
  press(turn, verb, argument) {
    switch (verb) {
      case "duty":
        return duty(turn, argument);
      case "invite":
        return invite(turn, argument);
      case "revoke":
        return revoke(turn, argument);
      case "role":
        return changeRole(turn, argument);
      case "remove":
        return askRemoval(turn, argument);
      case "right":
        return setRight(turn, argument);
      case "bound":
        return askBound(turn, argument);
      default:
        return undefined;
    }
  },
  confirmed: (turn, verb, argument) => (verb === "remove" ? remove(turn, argument) : undefined),
  answer(turn, step, subject, { text }) {
    if (step === "bound") setBound(turn, subject, text);
  },
  acted(turn, { say }) {
    switch (say.key) {
      case "welcomed":
        return tellDesk(turn, turn.settings.ownerId, {
          key: "joined",
          with: { name: turn.state.name, role: say.with.role },
        });
      case "roleChanged":
        return tellDesk(turn, say.with.memberId, {
          key: "roleGiven",
          with: { role: say.with.role },
        });
      case "memberRemoved":
        return tellDesk(turn, say.with.memberId, { key: "removedYou", with: {} });
      default:
        return;
    }
  },
};

function duty(turn: DeskTurn, argument: string): Bubble | undefined {
  if (argument !== "on" && argument !== "off") return undefined;
  turn.act({ act: "duty", isOn: argument === "on" }, SECTION);
  return null;
}

function invite(turn: DeskTurn, argument: string): Bubble | undefined {
  const role = roleOf(argument);
  if (role === null) return undefined;
  const why = whyNot(turn, [role]);
  if (why !== null) return why;
  // Everybody who sees the chat could open it.
  if (!turn.isPrivate) return { key: "inviteInPrivate", with: {} };
  turn.act({ act: "invite", role }, SECTION);
  return null;
}

/** `INVITE:ROLE` */
function revoke(turn: DeskTurn, argument: string): Bubble | undefined {
  const [id = "", word] = argument.split(":");
  const role = roleOf(word);
  if (role === null || !/^[0-9a-f]{16}$/.test(id)) return undefined;
  const why = whyNot(turn, [role]);
  if (why !== null) return why;
  turn.act({ act: "revokeInvite", invite: id, role }, SECTION);
  return null;
}

/** `ID:FROM:TO` */
function changeRole(turn: DeskTurn, argument: string): Bubble | undefined {
  const { member, roles } = readMember(turn, argument);
  const [from, role] = roles;
  if (from === undefined || role === undefined) return undefined;
  const why = whyNot(turn, [from, role], member);
  if (why !== null) return why;
  if (member === null) return null;
  turn.act({ act: "changeRole", memberId: member.id, name: member.name, from, role }, SECTION);
  return null;
}

/** `ID:FROM` */
function askRemoval(turn: DeskTurn, argument: string): Bubble | undefined {
  const { member, roles } = readMember(turn, argument);
  const [from] = roles;
  if (from === undefined) return undefined;
  const why = whyNot(turn, [from], member);
  if (why !== null) return why;
  if (member === null) return null;
  turn.confirm(
    { section: SECTION, verb: "remove", argument },
    { key: "removeConfirm", with: { name: member.name, role: from } },
    "danger",
  );
  return null;
}

/** What was asked is looked at again: ten minutes may have passed. */
function remove(turn: DeskTurn, argument: string): Bubble | undefined {
  const { member, roles } = readMember(turn, argument);
  const [from] = roles;
  if (from === undefined) return undefined;
  const why = whyNot(turn, [from], member);
  if (why !== null) return why;
  if (member === null) return null;
  turn.act({ act: "removeMember", memberId: member.id, name: member.name, from }, SECTION);
  return null;
}

/** `ROLE:PERMISSION:1` or `:0`: what it is to be, so that a second tap changes nothing. */
function setRight(turn: DeskTurn, argument: string): Bubble | undefined {
  const [role, right, to] = argument.split(":");
  const read = { role: roleOf(role), right: PERMISSIONS.find((name) => name === right) };
  if (read.role === null || read.right === undefined) return undefined;
  if (to !== "0" && to !== "1") return undefined;
  if (turn.by.role !== "owner") return OWNERS_ONLY;
  turn.act({ act: "setRight", role: read.role, right: read.right, isAllowed: to === "1" }, SECTION);
  return null;
}

/** `ROLE:BOUND` */
function askBound(turn: DeskTurn, argument: string): Bubble | undefined {
  const read = readBound(argument);
  if (read === null) return undefined;
  if (turn.by.role !== "owner") return OWNERS_ONLY;
  ask(turn, argument, read, null);
  return null;
}

function setBound(turn: DeskTurn, argument: string, text: string): void {
  const read = readBound(argument);
  if (read === null) return;
  const { role, bound } = read;
  if (turn.by.role !== "owner") return turn.show(OWNERS_ONLY);
  const isMoney = bound === "refundMaxCents";
  const most = isMoney ? readMoney(text, 2, FIGURES) : readWhole(text, FIGURES);
  if (most === null) return ask(turn, argument, read, { key: "boundExpected", with: { bound } });
  turn.act({ act: "setBound", role, bound, most }, SECTION);
}

function ask(
  turn: DeskTurn,
  argument: string,
  { role, bound }: { readonly role: MemberRole; readonly bound: Bound },
  error: DeskSay | null,
): void {
  const from = turn.settings.rights[role][bound];
  const say: DeskSay = { key: "boundPrompt", with: { role, bound, from } };
  turn.ask({ section: SECTION, step: "bound", subject: argument }, say, error);
}

/** Why somebody may not do something about people of these roles; null: they may. */
function whyNot(turn: DeskTurn, roles: readonly MemberRole[], member?: Member | null): Bubble {
  if (!turn.rights.team) return { key: "denied", with: { role: turn.by.role } };
  if (member === null) return { key: "stale", with: {} };
  if (turn.by.role === "owner") return null;
  const { team: members, rights } = turn.settings;
  const isOwn = member?.id === turn.by.id;
  // A group's administrator, before there is a team: what they invite would let nobody in.
  const isOfTeam = members.some(({ id }) => id === turn.by.id);
  const touched = member === undefined ? roles : [...roles, member.role];
  const isOver = touched.every((role) => role !== "owner" && mayLead(turn.by.role, role, rights));
  return isOwn || !isOfTeam || !isOver ? OWNERS_ONLY : null;
}

/** `ID:ROLE…`; a member who is the owner, or none any more, is null. */
function readMember(
  turn: DeskTurn,
  argument: string,
): { readonly member: Member | null; readonly roles: readonly MemberRole[] } {
  const [id = "", ...words] = argument.split(":");
  const member = turn.settings.team.find((one) => String(one.id) === id && one.role !== "owner");
  const roles = words.map(roleOf).filter((role) => role !== null);
  return { member: member ?? null, roles: roles.length === words.length ? roles : [] };
}

function readBound(argument: string): { readonly role: MemberRole; readonly bound: Bound } | null {
  const [word, figure] = argument.split(":");
  const role = roleOf(word);
  const bound = BOUNDS.find((name) => name === figure);
  return role === null || bound === undefined ? null : { role, bound };
}

function roleOf(word: string | undefined): MemberRole | null {
  return MEMBER_ROLES.find((role) => role === word) ?? null;
}

/** News for somebody else, in their private chat. */
function tellDesk(turn: DeskTurn, memberId: number, say: DeskSay): void {
  const word: DeskWord = { type: "word", fanId: null, say, as: "news" };
  const to = deskAddress({ memberId, groupId: null });
  turn.emit({ verb: "send", to, lane: "normal", body: JSON.stringify(word) });
}
