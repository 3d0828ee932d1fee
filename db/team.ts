// Who is on the team.
import type { Member } from "#actors/kernel/team.ts";
import type { Database } from "./client.ts";

const MEMBERS = `
select telegram_id as id, name, username, role, is_on_duty as "isOnDuty"
from team order by joined_at, telegram_id`;

/** The whole team, whoever joined first at first. @throws StoreError */
export async function loadMembers(database: Database): Promise<readonly Member[]> {
  return await database.query<Member>("load members", MEMBERS);
}
