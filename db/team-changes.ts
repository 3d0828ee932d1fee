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
 * act again is told by the audit log, for `used_by` also is the opener who was removed since.
 */
const ACCEPT = `
with member as (
  select role from team where telegram_id = $2::bigint
),
again as (
  select from audit_log
  where by_id = $2::bigint and act = 'join' and detail ->> 'effect' = $6
),
taken as (
  update team_invites set used_by = $2::bigint, used_at = ${moment("$5::bigint")}
  where token_hash = $1 and used_at is null and expires_at > ${moment("$5::bigint")}
    and not exists (select from member)
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
  /** Used, too old, or never there. */
  | { readonly type: "spent" };

/**
 * Makes a member of whoever opened an invitation's link first. Who is one already stays what they are,
 * and the link stays good.
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
  },
  at: number,
): Promise<Acceptance> {
  const { tokenHash, id, username, effectId } = opener;
  const name = cleanText(opener.name);
  const [row] = await database.query<{
    joined: MemberRole | null;
    was: MemberRole | null;
    isAgain: boolean;
  }>("accept invite", ACCEPT, [tokenHash, id, name, username, at, String(effectId)]);
  const { joined = null, was = null, isAgain = false } = row ?? {};
  if (joined !== null) return { type: "joined", role: joined };
  if (was === null) return { type: "spent" };
  return { type: isAgain ? "joined" : "member", role: was };
}

const CHANGE_ROLE = `
with changed as (
  update team set role = $3 where telegram_id = $1::bigint and role = $2 and role <> $3
  returning telegram_id
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $4::bigint, $5, 'role',
  json_build_object('memberId', telegram_id, 'from', $2::text, 'to', $3::text),
  ${moment("$6::bigint")}
from changed`;

const REMOVE = `
with removed as (
  delete from team where telegram_id = $1::bigint and role = $2 and role <> 'owner'
  returning telegram_id, name
)
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

/** The owner has a row from the first time that they go on duty. */
const DUTY = `
with before as (
  select is_on_duty from team where telegram_id = $1::bigint
),
written as (
  insert into team (telegram_id, name, role, is_on_duty, joined_at)
  select $1::bigint, $2, 'owner', $3::text::boolean, ${moment("$5::bigint")} where $4::text::boolean
  on conflict (telegram_id) do update set is_on_duty = excluded.is_on_duty
),
changed as (
  update team set is_on_duty = $3::text::boolean
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

/** Changes one figure of the table and leaves the others as they are, whoever else is at it. */
const SET_RIGHT = `
with before as (
  select value from settings where key = 'rights'
),
written as (
  insert into settings (key, value, updated_at, updated_by)
  values ('rights', jsonb_set($1::text::jsonb, array[$2, $3], $4::text::jsonb),
    ${moment("$7::bigint")}, $5::bigint)
  on conflict (key) do update
  set value = jsonb_set(settings.value, array[$2, $3], $4::text::jsonb),
    updated_at = excluded.updated_at, updated_by = excluded.updated_by
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $5::bigint, $6, 'rights', json_build_object('role', $2::text, 'right', $3::text,
  'from', coalesce((select value from before), $1::text::jsonb) #> array[$2, $3],
  'to', $4::text::json), ${moment("$7::bigint")}`;

/** A figure of the table of rights, with what it is to be. */
export type RightChange = { readonly role: MemberRole } & (
  | { readonly right: Permission; readonly to: boolean }
  | { readonly right: Bound; readonly to: number }
);

/** Says what a role may do. @throws z.ZodError when it is out of bounds */
export async function setRight(
  database: Database,
  { role, right, to }: RightChange,
  by: Changer,
  at: number,
): Promise<void> {
  const value = Rights.shape[right].parse(to);
  const parameters = [JSON.stringify(DEFAULT_RIGHTS), role, right, JSON.stringify(value)];
  await database.query("set right", SET_RIGHT, [...parameters, by.id, by.name, at]);
}
