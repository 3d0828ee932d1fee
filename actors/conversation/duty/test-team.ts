// A team for this folder's tests: the owner, two who answer, one who only looks.
import { ben, boss } from "#actors/conversation/test-kit.ts";
import type { Member, Teammate } from "#actors/kernel/team.ts";

export { ben, boss };
export const cleo: Teammate = { id: 9002, name: "Cleo", role: "agent" };
export const viewer: Teammate = { id: 9003, name: "Vic", role: "viewer" };

function member({ id, name, role }: Teammate, isOnDuty: boolean): Member {
  return { id, name, username: name.toLowerCase(), role: role as Member["role"], isOnDuty };
}

/** Ben and Cleo are on duty, and so is Vic, who may not answer. */
export const TEAM: readonly Member[] = [
  member(boss, false),
  member(ben, true),
  member(cleo, true),
  member(viewer, true),
];
