// Who may make a member of a role, and unmake one. The owner may all; whoever else leads the team has
// no say over admins, and none over a role that may do what they may not: one could otherwise invite
// oneself again as somebody who may more.
import {
  BOUNDS,
  type MemberRole,
  PERMISSIONS,
  type Rights,
  ROLES,
  type Role,
  rightsOf,
} from "./team.ts";

/** Whether somebody of `role` has a say over members of another role, by the table in force. */
export function mayLead(
  role: Role,
  over: MemberRole,
  table: Readonly<Record<MemberRole, Rights>>,
): boolean {
  if (role === "owner") return true;
  const own = rightsOf(role, table);
  return own.team && over !== "admin" && isWithin(table[over], own);
}

/** Whether a role is another one or above it; the owner is above all. */
export function isAtLeast(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(other);
}

/** Whether nothing is allowed by `inner` that is not by `outer`. */
function isWithin(inner: Rights, outer: Rights): boolean {
  return (
    PERMISSIONS.every((name) => outer[name] || !inner[name]) &&
    BOUNDS.every((name) => inner[name] <= outer[name])
  );
}
