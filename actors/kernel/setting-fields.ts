// Everything of the settings that the owner edits in the panel, as a table: where it stands, and what
// kind of value it is. The desk reads it to know what may be written, the panel to know what to show;
// names and explanations are words (src/panel/words/settings.ts).
//
// A field is a key of the settings, or one figure of a group of figures (`costs-photo` is
// `costs.photo`), so that two people who change two figures at once do not undo each other. What would
// hand over the house is no field: rights have a screen of their own, the owner is the deployment's.
import type { Bounds } from "./reading.ts";
import type { SettingKey, Settings } from "./settings.ts";

export const SETTING_GROUPS = ["prices", "money", "chat", "team", "reports"] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

/** What kind of value a field has, which decides how it is edited. */
export type Editor =
  | { readonly type: "switch" }
  | { readonly type: "choice"; readonly options: readonly string[] }
  | ({
      readonly type: "whole";
      readonly unit: "credits" | "messages" | "days";
      readonly presets: readonly number[];
    } & Bounds)
  /** Stored in `unit`, written as `5m` or `2h`; 0, where it is allowed, is never. */
  | ({
      readonly type: "span";
      readonly unit: "seconds" | "minutes";
      readonly presets: readonly number[];
    } & Bounds)
  /** In the smallest unit of the settings' currency, written as `9.99`. */
  | ({ readonly type: "money"; readonly presets: readonly number[] } & Bounds)
  /** null: ours, or nothing. `max` in UTF-16 units, which is what Telegram counts. */
  | { readonly type: "text"; readonly max: number }
  | { readonly type: "hours" }
  | { readonly type: "currency" };

/** One setting as the panel has it; `part` names one figure of a group of figures. */
export interface SettingField {
  readonly id: string;
  readonly key: SettingKey;
  readonly part: string | null;
  readonly group: SettingGroup;
  readonly editor: Editor;
}

const CREDITS_MAX = 1_000_000;
const CENTS_MAX = 100_000_000;
const WEEK_MINUTES = 10_080;

const cost: Editor = {
  type: "whole",
  unit: "credits",
  min: 0,
  max: CREDITS_MAX,
  presets: [0, 1, 2, 3, 5, 10],
};
const credits = (...presets: readonly number[]): Editor => ({ ...cost, presets });
const cents = (...presets: readonly number[]): Editor => ({
  type: "money",
  min: 0,
  max: CENTS_MAX,
  presets,
});
const minutes = (...presets: readonly number[]): Editor => ({
  type: "span",
  unit: "minutes",
  min: 0,
  max: WEEK_MINUTES,
  presets,
});
const onOff: Editor = { type: "switch" };

/** Everything that can be sent has a price, but what cannot be relayed at all. */
const COSTS = [
  "text",
  "photo",
  "voice",
  "video",
  "video_note",
  "audio",
  "document",
  "animation",
  "sticker",
  "location",
  "contact",
  "poll",
] as const;

const PLAIN = {
  prices: {
    welcomeCredits: credits(0, 1, 3, 5, 10),
    welcomeText: { type: "text", max: 2000 },
    lowBalance: credits(0, 1, 2, 5, 10),
  },
  money: {
    paymentRails: { type: "choice", options: ["stripe", "stars", "both"] },
    currency: { type: "currency" },
    tierRegularCents: cents(1, 1_000, 5_000),
    tierVipCents: cents(10_000, 25_000, 50_000),
    giftMax: credits(10, 100, 1_000),
    rechargeThreshold: credits(0, 3, 5, 10),
    rechargeDayMaxCents: cents(5_000, 10_000, 20_000),
    rechargeMonthMaxCents: cents(10_000, 30_000, 100_000),
    disputesFreeze: onOff,
  },
  chat: {
    receipts: onOff,
    meter: onOff,
    sessionWarningSeconds: {
      type: "span",
      unit: "seconds",
      min: 30,
      max: 86_400,
      presets: [60, 300, 900],
    },
    heldMax: { type: "whole", unit: "messages", min: 1, max: 50, presets: [5, 10, 20, 50] },
    supportText: { type: "text", max: 2000 },
    termsText: { type: "text", max: 3500 },
  },
  team: {
    businessHours: { type: "hours" },
    awayText: { type: "text", max: 1000 },
    claimSeconds: {
      type: "span",
      unit: "seconds",
      min: 0,
      max: 86_400,
      presets: [0, 120, 300, 900],
    },
    autoAssign: onOff,
    assigneeSilentMinutes: minutes(0, 30, 60, 240),
    overdueMinutes: minutes(0, 60, 120, 480),
  },
  reports: {
    dailyReport: onOff,
    weeklyReport: onOff,
    inboxRetentionDays: {
      type: "whole",
      unit: "days",
      min: 7,
      max: 365,
      presets: [7, 14, 30, 90],
    },
  },
} as const satisfies Record<SettingGroup, Partial<Record<SettingKey, Editor>>>;

type PlainId = { [Group in SettingGroup]: keyof (typeof PLAIN)[Group] }[SettingGroup];
export type CostId = `costs-${(typeof COSTS)[number]}`;
/** As in a screen's path. */
export type SettingId = PlainId | CostId;

const costFields = COSTS.map(
  (kind): SettingField => ({
    id: `costs-${kind}`,
    key: "costs",
    part: kind,
    group: "prices",
    editor: cost,
  }),
);

/** In the order in which the panel has them. */
export const SETTING_FIELDS: readonly SettingField[] = [
  ...costFields,
  ...SETTING_GROUPS.flatMap((group) =>
    Object.entries<Editor>(PLAIN[group]).map(
      ([key, editor]): SettingField => ({
        id: key,
        key: key as SettingKey,
        part: null,
        group,
        editor,
      }),
    ),
  ),
];

/** null: there is no such setting (any more). */
export function settingField(id: string): SettingField | null {
  return SETTING_FIELDS.find((field) => field.id === id) ?? null;
}

type Values = Pick<Settings, SettingKey>;

/** What a field has in these settings. */
export function settingValue(field: SettingField, settings: Values): unknown {
  const value: unknown = settings[field.key];
  return field.part === null ? value : (value as Readonly<Record<string, unknown>>)[field.part];
}
