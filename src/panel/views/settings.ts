// The settings: a group a screen, each setting a button with its name and what it is now; on its own
// screen what it does, what it was before, and who changed it when. Read from the database, so that
// what another machine has changed a moment ago is seen here.
import { bold, type Rich, rich } from "#actors/kernel/rich.ts";
import {
  SETTING_FIELDS,
  SETTING_GROUPS,
  type SettingField,
  type SettingGroup,
  type SettingId,
  settingField,
  settingValue,
} from "#actors/kernel/setting-fields.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { LastChange, SettingName } from "#db/setting-changes.ts";
import type { StoredSettings } from "#db/settings.ts";
import { lines, moment, plainName } from "#src/i18n/words.ts";
import {
  act,
  go,
  inRows,
  type Looking,
  type PanelButton,
  type View,
  type Views,
} from "#src/panel/view.ts";
import { GROUP_WORDS, SETTING_WORDS, shortValue, valueText } from "#src/panel/words/settings.ts";

export interface SettingReads {
  stored(): Promise<StoredSettings>;
  lastChange(name: SettingName): Promise<LastChange | null>;
}

type SettingViews = Pick<Views, "settings" | "settingGroup" | "setting">;
type Rows = readonly (readonly PanelButton[])[];

const L = "en";
const DEFAULTS = Settings.parse({});
const FIELDS_A_ROW = 2;
const VALUES_A_ROW = 3;
const TEXT_SHOWN_MAX = 3000;

/** Draws them. */
export function settingViews(reads: SettingReads): SettingViews {
  return {
    settings: async (_screen, looking) => drawGroup(looking, await reads.stored(), "prices"),
    settingGroup: async ({ group }, looking) => drawGroup(looking, await reads.stored(), group),
    async setting({ key }, looking) {
      const field = settingField(key);
      if (field === null) return GONE;
      const [stored, last] = await Promise.all([reads.stored(), reads.lastChange(field)]);
      return drawSetting(looking, field, stored, last);
    },
  };
}

const GONE: View = { title: "Settings", body: rich("There is no such setting."), buttons: [] };

function drawGroup(looking: Looking, stored: StoredSettings, group: SettingGroup): View {
  const fields = SETTING_FIELDS.filter((field) => field.group === group);
  const buttons = fields.map((field) => {
    const value = shortValue(field, settingValue(field, stored), stored.currency);
    const { name } = SETTING_WORDS[field.id as SettingId];
    return go(looking, `${name} · ${value}`, { at: "setting", key: field.id });
  });
  const others = SETTING_GROUPS.filter((one) => one !== group).map((one) =>
    go(
      looking,
      GROUP_WORDS[one],
      one === "prices" ? { at: "settings" } : { at: "settingGroup", group: one },
    ),
  );
  return {
    title: "Settings",
    body: lines(bold(GROUP_WORDS[group]), "A change is in effect at once."),
    buttons: [...inRows(buttons, FIELDS_A_ROW), ...inRows(others, FIELDS_A_ROW)],
  };
}

function drawSetting(
  looking: Looking,
  field: SettingField,
  stored: StoredSettings,
  last: LastChange | null,
): View {
  const { name, does } = SETTING_WORDS[field.id as SettingId];
  const value = settingValue(field, stored);
  const { currency } = stored;
  return {
    title: `Settings › ${name}`,
    body: lines(
      does,
      "",
      rich("Now: ", bold(valueText(field, value, currency))),
      ...wholeText(field, value),
      ...history(field, last, currency),
      ...(field.id === "paymentRails" ? reading(stored) : []),
    ),
    buttons: [
      ...valueButtons(looking, field, value, currency),
      ...otherButtons(looking, field, value),
    ],
  };
}

/** A text that does not fit on the line above, whole. */
function wholeText({ editor }: SettingField, value: unknown): readonly (Rich | string)[] {
  if (editor.type !== "text" || typeof value !== "string") return [];
  return ["", value.slice(0, TEXT_SHOWN_MAX).toWellFormed()];
}

function history(
  field: SettingField,
  last: LastChange | null,
  currency: string,
): readonly (Rich | string)[] {
  if (last === null) return ["Never changed."];
  const before = last.from ?? settingValue(field, DEFAULTS);
  return [
    `Before: ${valueText(field, before, currency)}`,
    `Changed by ${plainName(last.by)}, ${moment(last.at, L)}`,
  ];
}

function reading({ railsReadAt }: StoredSettings): readonly string[] {
  if (railsReadAt !== null) return ["", `Risks read: ${moment(railsReadAt, L)}`];
  return ["", "⚠️ Nobody has said yet that they have read what this risks. Choose one to read it."];
}

function valueButtons(
  looking: Looking,
  field: SettingField,
  value: unknown,
  currency: string,
): Rows {
  const { editor, id } = field;
  const button = (one: string | number | boolean, argument: string): PanelButton => {
    const isNow = one === value;
    const text = `${isNow ? "● " : ""}${valueText(field, one, currency)}`;
    return act(looking, text, { section: "settings", verb: "set", argument: `${id}:${argument}` });
  };
  switch (editor.type) {
    case "switch":
      return [[button(true, "on"), button(false, "off")]];
    case "choice":
      return inRows(
        editor.options.map((option) => button(option, option)),
        VALUES_A_ROW,
      );
    case "whole":
    case "span":
    case "money":
      return inRows(
        editor.presets.map((preset) => button(preset, String(preset))),
        VALUES_A_ROW,
      );
    default:
      return [];
  }
}

function otherButtons(looking: Looking, field: SettingField, value: unknown): Rows {
  const { editor, id } = field;
  const press = (text: string, verb: string): PanelButton =>
    act(looking, text, { section: "settings", verb, argument: id });
  const isWritten = editor.type !== "switch" && editor.type !== "choice";
  const canBeNone = (editor.type === "text" || editor.type === "hours") && value !== null;
  const isDefault = JSON.stringify(value) === JSON.stringify(settingValue(field, DEFAULTS));
  // Another choice of rails is never made without its risk being read.
  const hasDefault = !isDefault && !canBeNone && id !== "paymentRails";
  return [
    [
      ...(isWritten ? [press("✏️ Write it", "edit")] : []),
      ...(canBeNone ? [press("🧹 Use default", "none")] : []),
      ...(hasDefault ? [press("↩️ Use default", "default")] : []),
    ],
  ].filter((row) => row.length > 0);
}
