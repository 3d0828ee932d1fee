// Changes of the team: invitations, roles, duty, and what roles may do. Each is one statement with its
// line in the audit log, and safe to repeat after a lost answer. Who changes a member says what they
// were when it was decided, so that of two who race one finds it changed.
import {
  type Bound,
  DEFAULT_RIGHTS,
  type MemberRole,
  type Permission,
  Rights,
} from "#actors/kernel/team.ts";
import { cleanText } from "./clean.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import type { Changer } from "./settings.ts";

const INVITE = `
with written as (
  insert into team_invites (token_hash, role, created_by, created_at, expires_at)
  values ($1, $2, $3::bigint, ${moment("$5::bigint")}, ${moment("$6::bigint")})
  on conflict (token_hash) do nothing
  returning role
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $3::bigint, $4, 'invite', json_build_object('role', role), ${moment("$5::bigint")}
from written`;

/** Keeps an invitation by the hash of its token; the same one twice is one. Times: Unix milliseconds. */
export async function createInvite(
  database: Database,
  invite: { readonly tokenHash: string; readonly role: MemberRole; readonly expiresAt: number },
  by: Changer,
  at: number,
): Promise<void> {
  const { tokenHash, role, expiresAt } = invite;
  await database.query("invite", INVITE, [tokenHash, role, by.id, by.name, at, expiresAt]);
}

/**
 * The row's lock lets one through: whoever waited for it finds the link used. Whether it is the same
 * act again is told by the audit log, for `used_by` also is the opener who was removed since. Its maker
 * must be the owner, or of the team still and of a role that may invite.
 */
const ACCEPT = `
with member as (
  select role from team where telegram_id = $2::bigint and role <> 'owner'
),
again as (
  select from audit_log
  where by_id = $2::bigint and act = 'join' and detail ->> 'effect' = $6
),
taken as (
  update team_invites set used_by = $2::bigint, used_at = ${moment("$5::bigint")}
  where token_hash = $1 and used_at is null and expires_at > ${moment("$5::bigint")}
    and not exists (select from member)
    and (created_by = $7::bigint or exists (
      select from team as maker
      where maker.telegram_id = created_by and maker.role <> 'owner'
        and (coalesce((select value from settings where key = 'rights'), $8::text::jsonb)
          #>> array[maker.role, 'team'])::boolean
    ))
  returning role, created_by
),
joined as (
  insert into team (telegram_id, name, username, role, invited_by, joined_at)
  select $2::bigint, $3, $4, role, created_by, ${moment("$5::bigint")} from taken
  on conflict (telegram_id) do update set role = excluded.role
),
noted as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $2::bigint, $3, 'join',
    json_build_object('role', role, 'invitedBy', created_by, 'effect', $6::text),
    ${moment("$5::bigint")}
  from taken
)
select (select role from taken) as joined, (select role from member) as was,
  exists (select from again) as "isAgain"`;

export type Acceptance =
  | { readonly type: "joined"; readonly role: MemberRole }
  | { readonly type: "member"; readonly role: MemberRole }
  /** Used, too old, never there, or made by somebody who may not invite any more. */
  | { readonly type: "spent" };

/**
 * Makes a member of whoever opened an invitation's link first. Who is one already stays what they are.
 * @param effectId of the act: the same one again has the same answer.
 */
export async function acceptInvite(
  database: Database,
  opener: {
    readonly tokenHash: string;
    readonly id: number;
    readonly name: string;
    readonly username: string | null;
    readonly effectId: number;
    readonly ownerId: number;
  },
  at: number,
): Promise<Acceptance> {
  const { tokenHash, id, username, effectId, ownerId } = opener;
  const name = cleanText(opener.name);
  const parameters = [tokenHash, id, name, username, at, String(effectId), ownerId];
  const [row] = await database.query<{
    joined: MemberRole | null;
    was: MemberRole | null;
    isAgain: boolean;
  }>("accept invite", ACCEPT, [...parameters, JSON.stringify(DEFAULT_RIGHTS)]);
  const { joined = null, was = null, isAgain = false } = row ?? {};
  if (joined !== null) return { type: "joined", role: joined };
  if (was === null) return { type: "spent" };
  return { type: isAgain ? "joined" : "member", role: was };
}

const REVOKE = `
with revoked as (
  update team_invites set expires_at = ${moment("$4::bigint")}
  where token_hash = $1 and used_at is null and expires_at > ${moment("$4::bigint")}
  returning role
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $2::bigint, $3, 'inviteRevoked', json_build_object('role', role), ${moment("$4::bigint")}
from revoked`;

/** Ends an invitation that nobody has used: it lets nobody in any more. */
export async function revokeInvite(
  database: Database,
  tokenHash: string,
  by: Changer,
  at: number,
): Promise<void> {
  await database.query("revoke invite", REVOKE, [tokenHash, by.id, cleanText(by.name), at]);
}

/**
 * Ends what a member had invited: `whom` are those who were removed, or are of another role. In the
 * same statement, so that whoever opens such a link at that moment waits, and finds it ended.
 */
const endInvitesOf = (whom: string, at: string): string => `
ended as (
  update team_invites set expires_at = ${moment(at)}
  where used_at is null and expires_at > ${moment(at)}
    and created_by in (select telegram_id from ${whom})
)`;

const CHANGE_ROLE = `
with changed as (
  update team set role = $3 where telegram_id = $1::bigint and role = $2 and role <> $3
  returning telegram_id
),${endInvitesOf("changed", "$6::bigint")}
insert into audit_log (by_id, by_name, act, detail, created_at)
select $4::bigint, $5, 'role',
  json_build_object('memberId', telegram_id, 'from', $2::text, 'to', $3::text),
  ${moment("$6::bigint")}
from changed`;

const REMOVE = `
with removed as (
  delete from team where telegram_id = $1::bigint and role = $2 and role <> 'owner'
  returning telegram_id, name
),${endInvitesOf("removed", "$5::bigint")}
insert into audit_log (by_id, by_name, act, detail, created_at)
select $3::bigint, $4, 'remove',
  json_build_object('memberId', telegram_id, 'name', name, 'from', $2::text),
  ${moment("$5::bigint")}
from removed
returning id`;

const ROLE = "select role from team where telegram_id = $1::bigint and role <> 'owner'";

/** A member and what they were when it was decided. */
interface Chosen {
  readonly memberId: number;
  readonly from: MemberRole;
}

/** Gives a member another role; answers the role that they have then, null when they are none. */
export async function changeRole(
  database: Database,
  { memberId, from, role }: Chosen & { readonly role: MemberRole },
  by: Changer,
  at: number,
): Promise<MemberRole | null> {
  await database.query("change role", CHANGE_ROLE, [memberId, from, role, by.id, by.name, at]);
  return await roleOf(database, memberId);
}

/** Takes a member off the team; answers whether it was this, and the role of one who stays. */
export async function removeMember(
  database: Database,
  { memberId, from }: Chosen,
  by: Changer,
  at: number,
): Promise<{ readonly isRemoved: boolean; readonly role: MemberRole | null }> {
  const rows = await database.query("remove", REMOVE, [memberId, from, by.id, by.name, at]);
  return { isRemoved: rows.length > 0, role: await roleOf(database, memberId) };
}

async function roleOf(database: Database, memberId: number): Promise<MemberRole | null> {
  const rows = await database.query<{ role: MemberRole }>("role", ROLE, [memberId]);
  return rows[0]?.role ?? null;
}

const HELD = `
select users.telegram_id as id
from conversations join users on users.id = conversations.user_id
where telegram_id > 0 and (
  assigned_to = $1::bigint or claimed_by = $1::bigint and claimed_until > ${moment("$2::bigint")}
)
order by users.id`;

/** Ids of the fans whose conversations are assigned to somebody, or held by them at this moment. */
export async function fansOf(
  database: Database,
  memberId: number,
  at: number,
): Promise<readonly number[]> {
  const rows = await database.query<{ id: number }>("fans of", HELD, [memberId, at]);
  return rows.map(({ id }) => id);
}

/** The owner has a row from the first time that they go on duty. */
const DUTY = `
with before as materialized (
  select is_on_duty from team where telegram_id = $1::bigint for update
),
waited as materialized (
  select count(*) from before
),
written as (
  insert into team (telegram_id, name, role, is_on_duty, joined_at)
  select $1::bigint, $2, 'owner', $3::text::boolean, ${moment("$5::bigint")}
  from waited where $4::text::boolean
  on conflict (telegram_id) do update set is_on_duty = excluded.is_on_duty
),
changed as (
  update team set is_on_duty = $3::text::boolean
  from waited
  where telegram_id = $1::bigint and not $4::text::boolean
),
noted as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $1::bigint, $2, 'duty', json_build_object('isOn', $3::text::boolean), ${moment("$5::bigint")}
  where coalesce((select is_on_duty from before), false) <> $3::text::boolean
    and ($4::text::boolean or exists (select from before))
)
select $4::text::boolean or exists (select from before) as "isMember"`;

/** Puts somebody on duty or off it; false: they are not on the team. */
export async function setDuty(
  database: Database,
  { isOn, isOwner }: { readonly isOn: boolean; readonly isOwner: boolean },
  by: Changer,
  at: number,
): Promise<boolean> {
  const parameters = [by.id, cleanText(by.name), String(isOn), String(isOwner), at];
  const [row] = await database.query<{ isMember: boolean }>("duty", DUTY, parameters);
  return row?.isMember ?? false;
}

/** From the first change on there is a row to lock, so that of two changes each finds the other's. */
const BEGIN_RIGHTS = `
insert into settings (key, value, updated_at, updated_by)
values ('rights', $1::text::jsonb, ${moment("$3::bigint")}, $2::bigint)
on conflict (key) do nothing`;

/** Changes one figure of the table and leaves the others as they are, whoever else is at it. */
const SET_RIGHT = `
with before as materialized (
  select value #> array[$1, $2] as was from settings where key = 'rights' for update
),
written as (
  update settings
  set value = jsonb_set(settings.value, array[$1, $2], $3::text::jsonb),
    updated_at = ${moment("$6::bigint")}, updated_by = $4::bigint
  from before
  where key = 'rights' and before.was is distinct from $3::text::jsonb
  returning before.was
),
audited as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $4::bigint, $5, 'rights', json_build_object(
    'role', $1::text, 'right', $2::text, 'from', was, 'to', $3::text::json
  ), ${moment("$6::bigint")}
  from written
)
select was from before`;

/** A figure of the table of rights, with what it is to be. */
export type RightChange = { readonly role: MemberRole } & (
  | { readonly right: Permission; readonly to: boolean }
  | { readonly right: Bound; readonly to: number }
);

/**
 * Says what a role may do; answers what was there, null where the figure is new to the table. The same
 * again changes nothing and leaves no line.
 * @throws z.ZodError when it is out of bounds
 */
export async function setRight(
  database: Database,
  { role, right, to }: RightChange,
  by: Changer,
  at: number,
): Promise<boolean | number | null> {
  const value = JSON.stringify(Rights.shape[right].parse(to));
  const defaults = JSON.stringify(DEFAULT_RIGHTS);
  await database.query("begin rights", BEGIN_RIGHTS, [defaults, by.id, at]);
  const parameters = [role, right, value, by.id, by.name, at];
  const [row] = await database.query<{ was: boolean | number | null }>(
    "set right",
    SET_RIGHT,
    parameters,
  );
  return row?.was ?? null;
}
