// What each change of our own books takes. Looked at twice: when the desk decides, and again when the
// act is carried out, which may be later, after a role was taken away. An act without a line here does
// not compile.
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import { mayLead } from "#actors/kernel/leading.ts";
import {
  type MemberRole,
  type Permission,
  type Rights,
  type Role,
  rightsOf,
} from "#actors/kernel/team.ts";

/** A permission, or: `owner` alone; any `member` of the team; `anybody` at all. */
export type ActNeeds = Permission | "owner" | "member" | "anybody";

const ACT_NEEDS: Readonly<Record<DeskAct["act"], ActNeeds>> = {
  /** The link is the permission. */
  acceptInvite: "anybody",
  duty: "member",
  invite: "team",
  revokeInvite: "team",
  changeRole: "team",
  removeMember: "team",
  setRight: "owner",
  setBound: "owner",
  setSetting: "settings",
  addProduct: "settings",
  changeProduct: "settings",
  moveProduct: "settings",
  addPromo: "settings",
  endPromo: "settings",
  redrive: "settings",
  discard: "settings",
  saveReply: "reply",
  renameReply: "reply",
  deleteReply: "reply",
  changeItem: "sell",
  launchCampaign: "broadcast",
};

/** Whether somebody of this role may do it by this table. Nothing here is done by nobody's name. */
export function mayAct(
  act: DeskAct,
  role: Role,
  table: Readonly<Record<MemberRole, Rights>>,
): boolean {
  if (role === "anonymous") return false;
  if (!rolesOf(act).every((over) => mayLead(role, over, table))) return false;
  const needs = ACT_NEEDS[act.act];
  switch (needs) {
    case "anybody":
      return true;
    case "member":
      return role !== "stranger";
    case "owner":
      return role === "owner";
    default:
      return rightsOf(role, table)[needs];
  }
}

/** The roles that an act gives or takes: whoever does it must have a say over each. */
function rolesOf(act: DeskAct): readonly MemberRole[] {
  switch (act.act) {
    case "invite":
    case "revokeInvite":
      return [act.role];
    case "removeMember":
      return [act.from];
    case "changeRole":
      return [act.from, act.role];
    default:
      return [];
  }
}
