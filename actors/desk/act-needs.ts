// What each change of our own books takes. Looked at twice: when the desk decides, and again when the
// act is carried out, which may be later, after a role was taken away. An act without a line here does
// not compile.
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import type { Permission, Rights, Role } from "#actors/kernel/team.ts";

/** A permission, or: `owner` alone; any `member` of the team; `anybody` at all. */
export type ActNeeds = Permission | "owner" | "member" | "anybody";

export const ACT_NEEDS: Readonly<Record<DeskAct["act"], ActNeeds>> = {
  /** The link is the permission. */
  acceptInvite: "anybody",
  duty: "member",
  invite: "team",
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

/** Whether somebody of this role, with these rights, may do it. Nothing here is done by nobody's name. */
export function mayAct(act: DeskAct, role: Role, rights: Rights): boolean {
  if (role === "anonymous") return false;
  const needs = makesOrBreaksAdmin(act) ? "owner" : ACT_NEEDS[act.act];
  switch (needs) {
    case "anybody":
      return true;
    case "member":
      return role !== "stranger";
    case "owner":
      return role === "owner";
    default:
      return rights[needs];
  }
}

/** Who leads the team without being the owner has no say over admins. */
function makesOrBreaksAdmin(act: DeskAct): boolean {
  if (act.act === "invite") return act.role === "admin";
  if (act.act === "removeMember") return act.from === "admin";
  return act.act === "changeRole" && (act.from === "admin" || act.role === "admin");
}
