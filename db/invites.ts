// Invitations that nobody has used yet. A link is known by the hash of its token, and here by the
// hash's first characters: enough to tell one from another, and no help to guess a token.
import type { MemberRole } from "#actors/kernel/team.ts";
import type { Database } from "./client.ts";
import { moment, unixMs } from "./columns.ts";

/** Characters of the hash, 4 bits each. */
const ID_LENGTH = 16;

export interface OpenInvite {
  readonly id: string;
  readonly role: MemberRole;
  readonly madeById: number;
  /** null: the owner who never went on duty, or somebody who is of the team no more. */
  readonly madeBy: string | null;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

const OPEN = `
select left(token_hash, ${ID_LENGTH}) as id, team_invites.role, created_by as "madeById",
  team.name as "madeBy", ${unixMs("expires_at")} as "expiresAt"
from team_invites left join team on team.telegram_id = created_by
where used_at is null and expires_at > ${moment("$1::bigint")}
order by expires_at desc, token_hash
limit $2::integer`;

/** Those that let somebody in at this moment, the newest first. @throws StoreError */
export async function openInvites(
  database: Database,
  at: number,
  limit: number,
): Promise<readonly OpenInvite[]> {
  return await database.query<OpenInvite>("open invites", OPEN, [at, limit]);
}

const HASH = `
select token_hash as hash from team_invites
where left(token_hash, ${ID_LENGTH}) = $1 and role = $2 and used_at is null`;

/** The whole hash of one that nobody has used; null: there is none of that role. @throws StoreError */
export async function hashOfInvite(
  database: Database,
  { id, role }: Pick<OpenInvite, "id" | "role">,
): Promise<string | null> {
  const [row] = await database.query<{ hash: string }>("invite's hash", HASH, [id, role]);
  return row?.hash ?? null;
}
