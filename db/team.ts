// Who is on the team.
import type { Member, MemberRole } from "#actors/kernel/team.ts";
import type { Database } from "./client.ts";

/** A team that was made stays one: who was removed must not come back as a group's administrator. */
export const IS_TEAM_FORMED = `(
  exists (select from team where role <> 'owner')
    or exists (select from team_invites where used_at is not null)
)`;

const MEMBERS = `
select telegram_id as id, name, username, role, is_on_duty as "isOnDuty"
from team order by joined_at, telegram_id`;

/** The whole team, whoever joined first at first. @throws StoreError */
export async function loadMembers(database: Database): Promise<readonly Member[]> {
  return await database.query<Member>("load members", MEMBERS);
}

/** Whether there is a team at all. @throws StoreError */
export async function isTeamFormed(database: Database): Promise<boolean> {
  const rows = await database.query<{ is: boolean }>(
    "team formed",
    `select ${IS_TEAM_FORMED} as is`,
  );
  return rows[0]?.is ?? false;
}

const MEMBERSHIP = `
select
  (select role from team where telegram_id = $1::bigint and role <> 'owner') as role,
  ${IS_TEAM_FORMED} as "isFormed"`;

/** What somebody is at this moment, and whether there is a team at all. @throws StoreError */
export async function membershipOf(
  database: Database,
  userId: number,
): Promise<{ readonly role: MemberRole | null; readonly isFormed: boolean }> {
  const [row] = await database.query<{ role: MemberRole | null; isFormed: boolean }>(
    "membership",
    MEMBERSHIP,
    [userId],
  );
  return row ?? { role: null, isFormed: false };
}
