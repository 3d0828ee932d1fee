// The table of what is edited agrees with the settings themselves.
import { expect, test } from "bun:test";
import { SETTING_FIELDS, settingField, settingValue } from "./setting-fields.ts";
import { Settings } from "./settings.ts";

const DEFAULTS = Settings.parse({});
/** Rights have a screen of their own; the reading goes with the choice of rails. */
const ELSEWHERE = ["railsReadAt", "rights"];

test("every setting is a field, but what is edited elsewhere", () => {
  const edited = new Set<string>(SETTING_FIELDS.map(({ key }) => key));
  const missing = Object.keys(Settings.shape).filter((key) => !edited.has(key));
  expect(missing.toSorted()).toEqual(ELSEWHERE);
});

test("every price of a kind is a field, but of what cannot be relayed", () => {
  const ofCosts = SETTING_FIELDS.filter(({ key }) => key === "costs");
  const parts = ofCosts.map(({ part }) => String(part));
  const priced = Object.keys(DEFAULTS.costs).filter((kind) => kind !== "unsupported");
  expect(parts.toSorted()).toEqual(priced.toSorted());
});

test.each([...SETTING_FIELDS])(
  "the bounds of $id are the settings' own",
  ({ key, part, editor }) => {
    const takes = (value: unknown): boolean => {
      const whole = part === null ? value : { ...DEFAULTS.costs, [part]: value };
      return Settings.shape[key].safeParse(whole).success;
    };
    switch (editor.type) {
      case "switch":
        return expect([true, false].every(takes)).toBe(true);
      case "choice":
        return expect(editor.options.every(takes)).toBe(true);
      case "whole":
      case "span":
      case "money": {
        const values = [editor.min, editor.max, ...editor.presets];
        expect(values.every(takes)).toBe(true);
        expect(editor.presets.every((one) => one >= editor.min && one <= editor.max)).toBe(true);
        return expect(takes(editor.min - 1)).toBe(false);
      }
      case "text":
        expect(takes("x".repeat(editor.max))).toBe(true);
        expect(takes(null)).toBe(true);
        return expect(takes("x".repeat(editor.max + 1))).toBe(false);
      case "hours":
        return expect(takes(null)).toBe(true);
      case "currency":
        return expect(takes("eur")).toBe(true);
    }
  },
);

test("a field's value is found by its part", () => {
  const photo = settingField("costs-photo");
  expect(photo && settingValue(photo, DEFAULTS)).toBe(DEFAULTS.costs.photo);
  expect(settingField("owner")).toBeNull();
  expect(settingField("railsReadAt")).toBeNull();
});
