// The owner's settings: one row a key, read through the kernel's schema. A row that the schema does
// not accept is reported and stands for its default, so that no bad row can stop the bot.
import type { z } from "zod";
import type { Logger } from "#actors/kernel/ports.ts";
import { type SettingKey, Settings } from "#actors/kernel/settings.ts";
import { cleanJson } from "./clean.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";

export type StoredSettings = z.infer<typeof Settings>;

/** Who changes a setting, for the audit log. */
export interface Changer {
  readonly id: number;
  readonly name: string;
}

/** All settings, with defaults for what was never set. */
export async function loadSettings(database: Database, log: Logger): Promise<StoredSettings> {
  const rows = await database.query<{ key: string; value: unknown }>(
    "load settings",
    "select key, value from settings",
  );
  const settings: Record<string, unknown> = { ...Settings.parse({}) };
  for (const { key, value } of rows) {
    const parsed = isKey(key) ? Settings.shape[key].safeParse(over(settings[key], value)) : null;
    if (parsed?.success === true) settings[key] = parsed.data;
    else log.warn({ setting: key }, "a setting is not one we know, or has no value we accept");
  }
  return settings as StoredSettings;
}

/** What a new version added to a group of figures keeps its default beside the stored ones. */
function over(base: unknown, value: unknown): unknown {
  const areObjects = [base, value].every((each) => typeof each === "object" && each !== null);
  return areObjects ? { ...(base as object), ...(value as object) } : value;
}

function isKey(key: string): key is SettingKey {
  return Object.hasOwn(Settings.shape, key);
}

const SET = `
with before as (
  select value from settings where key = $1
),
written as (
  insert into settings (key, value, updated_at, updated_by)
  values ($1, $2::text::jsonb, ${moment("$3::bigint")}, $4::bigint)
  on conflict (key) do update
  set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by
)
insert into audit_log (by_id, by_name, act, detail, created_at)
values ($4::bigint, $5, 'setting', json_build_object(
  'key', $1::text, 'from', (select value from before), 'to', $2::text::json
), ${moment("$3::bigint")})`;

/**
 * Changes a setting and writes who did it into the audit log; `at` is in Unix milliseconds.
 * @throws z.ZodError when the value is not one for this key.
 */
export async function setSetting<Key extends SettingKey>(
  database: Database,
  key: Key,
  value: StoredSettings[Key],
  by: Changer,
  at: number,
): Promise<void> {
  const json = cleanJson(JSON.stringify(Settings.shape[key].parse(value)));
  await database.query("set setting", SET, [key, json, at, by.id, by.name]);
}

const SEED = `
insert into settings (key, value, updated_at)
values ('welcomeCredits', $1::text::jsonb, ${moment("$2::bigint")})
on conflict (key) do nothing`;

/** On the first start gives settings the values the deployment wants; later starts change nothing. */
export async function seedSettings(
  database: Database,
  seeds: Pick<StoredSettings, "welcomeCredits">,
  at: number,
): Promise<void> {
  await database.query("seed settings", SEED, [JSON.stringify(seeds.welcomeCredits), at]);
}
