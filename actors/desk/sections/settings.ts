// Settings: a press of a value changes it, a press of "Write it" asks for one.
//
//   setting ──a value, on, off, default──▶ changed        ──Write it──▶ asked ──written──▶ changed
//   how fans pay ──one of them──▶ told what it risks ──Yes──▶ changed, and the reading is put down
//
// A value is checked here by its field's editor and again by the schema when it is carried out, so a
// forged button sets nothing that the settings do not take. What stands there is never copied into
// the desk: a field is changed alone, and says what it was when it was changed.
import type { Bubble, Section, Written } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import { decimalsOf } from "#actors/kernel/currency.ts";
import { readHours } from "#actors/kernel/hours.ts";
import { readMoney, readSpan, readWhole } from "#actors/kernel/reading.ts";
import type { Expected } from "#actors/kernel/say-house.ts";
import { type SettingField, settingField } from "#actors/kernel/setting-fields.ts";
import { Settings } from "#actors/kernel/settings.ts";

const DEFAULTS = Settings.parse({});
const CURRENCY = /^[a-z]{3}$/;
const RAILS = "paymentRails";

export const settings: Section = {
  name: "settings",
  needs: "settings",
  press(turn, verb, argument) {
    const [id = "", ...rest] = argument.split(":");
    const field = settingField(id);
    if (field === null) return undefined;
    turn.set({ screen: { at: "setting", key: field.id } });
    return onPress(turn, field, verb, rest.join(":"));
  },
  confirmed(turn, verb, rails) {
    const field = settingField(RAILS);
    if (verb !== "rails" || field === null) return undefined;
    change(turn, field, rails, turn.at);
    return null;
  },
  answer(turn, _step, id, written) {
    const field = settingField(id);
    if (field === null) return turn.show({ key: "stale", with: {} });
    const read = readValue(turn, field, written);
    if ("value" in read) return change(turn, field, read.value);
    ask(turn, field, read.expected);
  },
};

function onPress(
  turn: DeskTurn,
  field: SettingField,
  verb: string,
  value: string,
): Bubble | undefined {
  switch (verb) {
    case "edit":
      ask(turn, field, null);
      return null;
    case "default":
      change(turn, field, defaultOf(field));
      return null;
    case "none":
      if (field.editor.type !== "text" && field.editor.type !== "hours") return undefined;
      change(turn, field, null);
      return null;
    case "set":
      return setTo(turn, field, value);
    default:
      return undefined;
  }
}

/** A value that a button has; a forged one is none of this field's. */
function setTo(turn: DeskTurn, field: SettingField, value: string): Bubble | undefined {
  const { editor } = field;
  if (editor.type === "choice") {
    if (!editor.options.includes(value)) return undefined;
    if (field.id === RAILS) askRails(turn, value);
    else change(turn, field, value);
    return null;
  }
  if (editor.type === "switch") {
    if (value !== "on" && value !== "off") return undefined;
    change(turn, field, value === "on");
    return null;
  }
  if (editor.type !== "whole" && editor.type !== "span" && editor.type !== "money")
    return undefined;
  const figure = readWhole(value, editor);
  if (figure === null) return undefined;
  change(turn, field, figure);
  return null;
}

function askRails(turn: DeskTurn, rails: string): void {
  turn.confirm(
    { section: "settings", verb: "rails", argument: rails },
    { key: "askRails", with: { rails } },
    "danger",
  );
}

function ask(turn: DeskTurn, field: SettingField, expected: Expected | null): void {
  const { editor, id } = field;
  // A switch and a choice are all buttons; there is nothing to write.
  if (editor.type === "switch" || editor.type === "choice") return turn.show();
  const { currency } = turn.settings;
  turn.ask(
    { section: "settings", step: "value", subject: id },
    { key: "askSetting", with: { field: id, editor, currency } },
    expected === null ? null : { key: "wanted", with: { expected } },
  );
}

/** @param readAt when it was said that the risk of these rails was read; only of them. */
function change(turn: DeskTurn, field: SettingField, value: unknown, readAt?: number): void {
  turn.act({
    act: "setSetting",
    field: field.id,
    json: JSON.stringify(value),
    readAt: readAt ?? null,
  });
  turn.show();
}

function defaultOf({ key, part }: SettingField): unknown {
  const value: unknown = DEFAULTS[key];
  return part === null ? value : (value as Readonly<Record<string, unknown>>)[part];
}

type Read = { readonly value: unknown } | { readonly expected: Expected };

function readValue(turn: DeskTurn, { editor }: SettingField, { text, content }: Written): Read {
  // A caption under a photo is no figure: whoever sends one means something else.
  const words = content.kind === "text" ? text : "";
  const { currency, businessHours } = turn.settings;
  switch (editor.type) {
    case "whole":
      return orAgain(readWhole(words, editor), { type: "whole", bounds: editor });
    case "span": {
      const isMinutes = editor.unit === "minutes";
      const size = isMinutes ? 60 : 1;
      const bounds = { min: editor.min * size, max: editor.max * size };
      const seconds = readSpan(words, isMinutes ? "m" : "s", bounds);
      const value = seconds === null || seconds % size !== 0 ? null : seconds / size;
      return orAgain(value, { type: "span", bounds, bare: editor.unit });
    }
    case "money": {
      const expected = { type: "money", bounds: editor, currency } as const;
      return orAgain(readMoney(words, decimalsOf(currency), editor), expected);
    }
    case "text": {
      const isFine = words.length >= 1 && words.length <= editor.max;
      const expected = { type: "text", max: editor.max, length: words.length } as const;
      return orAgain(isFine ? words : null, expected);
    }
    case "hours":
      return orAgain(readHours(words, businessHours?.utcOffsetMinutes ?? 0), { type: "hours" });
    case "currency": {
      const code = words.toLowerCase();
      return orAgain(CURRENCY.test(code) ? code : null, { type: "currency" });
    }
    case "switch":
    case "choice":
      return { expected: { type: "text", max: 0, length: words.length } };
  }
}

function orAgain(value: unknown, expected: Expected): Read {
  return value === null ? { expected } : { value };
}
