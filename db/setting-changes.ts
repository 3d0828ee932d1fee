// One change of one setting, and what is known of the last. Of two people who change the same one the
// later holds, and each is told, and leaves in the audit log, what they found: the row is locked before
// it is read. (Two who set what never was set at the same moment both find nothing; the later holds.)
import { type SettingKey, Settings } from "#actors/kernel/settings.ts";
import { cleanJson } from "./clean.ts";
import type { Database } from "./client.ts";
import { moment, unixMs } from "./columns.ts";
import type { Changer } from "./settings.ts";

/** A setting, or one figure of a group of figures. */
export interface SettingName {
  readonly key: SettingKey;
  readonly part: string | null;
}

/** `from` as it was stored; undefined: it never was set, and had its default. */
export interface SettingChange {
  readonly isChanged: boolean;
  readonly from: unknown;
}

const DEFAULTS = Settings.parse({});

const OLD = "case when $6::text is null then value else value -> $6::text end";

const CHANGE = `
with before as materialized (
  select value from settings where key = $1 for update
),
waited as materialized (
  select count(*) from before
),
written as (
  insert into settings (key, value, updated_at, updated_by)
  select $1, case when $6::text is null then $2::text::jsonb
    else jsonb_build_object($6::text, $2::text::jsonb) end, ${moment("$3::bigint")}, $4::bigint
  from waited
  on conflict (key) do update
  set value = case when $6::text is null then excluded.value
      else settings.value || excluded.value end,
    updated_at = excluded.updated_at, updated_by = excluded.updated_by
  where case when $6::text is null then settings.value is distinct from excluded.value
    else settings.value -> $6::text is distinct from excluded.value -> $6::text end
  returning key
),
audited as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $4::bigint, $5, 'setting', json_build_object(
    'key', $1::text, 'part', $6::text, 'from', (select ${OLD} from before), 'to', $2::text::json
  ), ${moment("$3::bigint")}
  from written
)
select exists (select from written) as "isChanged", exists (select from before) as "wasSet",
  (select ${OLD} from before) as "from"`;

/**
 * Sets a setting and writes who did it into the audit log; the same value again changes nothing and
 * leaves no line. `at` is in Unix milliseconds.
 * @throws z.ZodError when the value is not one for this setting.
 */
export async function changeSetting(
  database: Database,
  name: SettingName,
  value: unknown,
  by: Changer,
  at: number,
): Promise<SettingChange> {
  const { key, part } = name;
  const json = cleanJson(JSON.stringify(accepted(name, value)));
  const [row] = await database.query<{ isChanged: boolean; wasSet: boolean; from: unknown }>(
    "change setting",
    CHANGE,
    [key, json, at, by.id, by.name, part],
  );
  const isChanged = row?.isChanged === true;
  // A figure that a new version added is not in the row of its group yet.
  const from = row?.wasSet !== true || (part !== null && row.from === null) ? undefined : row.from;
  return { isChanged, from };
}

/** Whether the settings take such a value. */
export function takesValue({ key, part }: SettingName, value: unknown): boolean {
  const whole = part === null ? value : { ...(DEFAULTS[key] as object), [part]: value };
  return Settings.shape[key].safeParse(whole).success;
}

/** The value as the schema has it. @throws z.ZodError */
function accepted({ key, part }: SettingName, value: unknown): unknown {
  const schema = Settings.shape[key];
  if (part === null) return schema.parse(value);
  const group = schema.parse({ ...(DEFAULTS[key] as object), [part]: value });
  return (group as Readonly<Record<string, unknown>>)[part];
}

/** Who changed a setting last, when (Unix milliseconds), and what it had been. */
export interface LastChange {
  readonly by: string;
  readonly at: number;
  readonly from: unknown;
}

const LAST = `
select by_name as by, ${unixMs("created_at")} as at, detail -> 'from' as "from"
from audit_log
where act = 'setting' and detail ->> 'key' = $1
  and detail ->> 'part' is not distinct from $2::text
order by id desc
limit 1`;

/** null: nobody ever has. */
export async function lastChangeOf(
  database: Database,
  { key, part }: SettingName,
): Promise<LastChange | null> {
  const [row] = await database.query<LastChange>("last change", LAST, [key, part]);
  return row ?? null;
}
