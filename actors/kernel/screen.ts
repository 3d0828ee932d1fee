// The places of the admin panel. A screen is data: which one, and what it is about. The desk decides
// which is shown; what stands on it is read and drawn when it is shown (src/panel/), so a screen is
// never older than its last showing and nothing of it is kept.
//
// A screen has a short name for callback data: its `at` and its values joined by `:`, in the order in
// which they are listed here. Free text (a search, a draft) does not fit there and lives in the desk.
import { z } from "zod";
import { SETTING_GROUPS, settingField } from "./setting-fields.ts";
import type { Permission } from "./team.ts";

const Page = z.coerce.number().int().min(0).max(100_000);
const Id = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Word = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

export const FAN_LISTS = [
  "newest",
  "active",
  "vip",
  "spenders",
  "waiting",
  "low",
  "banned",
  "unreachable",
  "disputed",
] as const;
export type FanList = (typeof FAN_LISTS)[number];

const FAN_MENUS = ["tier", "assign", "sort", "refund"] as const;
export type FanMenu = (typeof FAN_MENUS)[number];

export const QUEUE_FILTERS = ["all", "mine", "unassigned", "unread", "urgent", "waiting"] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

export const CHARTS = [
  "revenue",
  "messages",
  "fans",
  "answers",
  "credits",
  "products",
  "retention",
] as const;
export type Chart = (typeof CHARTS)[number];
export const CHART_DAYS = ["7", "30", "90"] as const;

const SCREENS = {
  /** The dashboard. */
  home: {},
  queue: { filter: z.enum(QUEUE_FILTERS), page: Page },
  fans: { list: z.enum(FAN_LISTS), page: Page },
  /** Results of the desk's `query`. */
  found: { page: Page },
  fan: { fanId: Id },
  /** What there is to choose from for an act on a fan. */
  fanMenu: { fanId: Id, menu: z.enum(FAN_MENUS) },
  charts: { chart: z.enum(CHARTS), days: z.enum(CHART_DAYS) },
  settings: {},
  settingGroup: { group: z.enum(SETTING_GROUPS) },
  setting: { key: Word },
  shop: {},
  product: { sku: Word },
  promos: { page: Page },
  promo: { code: Word },
  team: {},
  member: { memberId: Id },
  rights: { role: z.enum(["admin", "agent", "viewer"]) },
  campaigns: { page: Page },
  campaign: { campaignId: Id },
  /** The draft that the desk keeps. */
  compose: {},
  shelf: { page: Page },
  item: { itemId: Id },
  replies: { page: Page },
  savedReply: { replyId: Id },
  audit: { page: Page },
  /** One person's acts, and what was done to one fan. */
  auditBy: { memberId: Id, page: Page },
  auditOf: { fanId: Id, page: Page },
  letters: { page: Page },
  letter: { letterId: Id },
  /** What the owner was told about. */
  incidents: { page: Page },
} as const satisfies Record<string, Record<string, z.ZodType>>;

export type ScreenName = keyof typeof SCREENS;

type ValuesOf<Shape> = {
  readonly [Key in keyof Shape]: Shape[Key] extends z.ZodType ? z.infer<Shape[Key]> : never;
};

/** A place in the panel and what it is about. */
export type Screen = {
  [At in ScreenName]: { readonly at: At } & ValuesOf<(typeof SCREENS)[At]>;
}[ScreenName];

export type ScreenOf<At extends ScreenName> = Extract<Screen, { at: At }>;

/** Where `Back` leads; null at the top. */
export function parentOf(screen: Screen): Screen | null {
  switch (screen.at) {
    case "home":
      return null;
    case "found":
    case "fan":
      return { at: "fans", list: "active", page: 0 };
    case "fanMenu":
    case "auditOf":
      return { at: "fan", fanId: screen.fanId };
    case "auditBy":
      return { at: "audit", page: 0 };
    case "settingGroup":
      return { at: "settings" };
    case "setting":
      return groupOf(screen.key);
    case "product":
    case "promos":
      return { at: "shop" };
    case "promo":
      return { at: "promos", page: 0 };
    case "member":
    case "rights":
      return { at: "team" };
    case "campaign":
    case "compose":
      return { at: "campaigns", page: 0 };
    case "item":
      return { at: "shelf", page: 0 };
    case "savedReply":
      return { at: "replies", page: 0 };
    case "letter":
    case "incidents":
      return { at: "letters", page: 0 };
    default:
      return { at: "home" };
  }
}

/** The first group stands on the screen of all settings. */
function groupOf(key: string): Screen {
  const { group } = settingField(key) ?? {};
  const isFirst = group === undefined || group === SETTING_GROUPS[0];
  return isFirst ? { at: "settings" } : { at: "settingGroup", group };
}

/** What it takes to look at a screen. */
export const SCREEN_NEEDS: Readonly<Record<ScreenName, Permission>> = {
  home: "look",
  queue: "look",
  fans: "look",
  found: "look",
  fan: "look",
  fanMenu: "look",
  /** Charts of money take `money` as well. */
  charts: "look",
  settings: "settings",
  settingGroup: "settings",
  setting: "settings",
  shop: "settings",
  product: "settings",
  promos: "settings",
  promo: "settings",
  team: "look",
  member: "look",
  rights: "team",
  campaigns: "broadcast",
  campaign: "broadcast",
  compose: "broadcast",
  shelf: "sell",
  item: "sell",
  replies: "reply",
  savedReply: "reply",
  audit: "settings",
  auditBy: "settings",
  auditOf: "settings",
  letters: "settings",
  letter: "settings",
  incidents: "settings",
};

/** A screen's name in callback data: `fans:vip:2`. */
export function pathOf(screen: Screen): string {
  const keys = Object.keys(SCREENS[screen.at]);
  const values = keys.map((key) => String((screen as unknown as Record<string, unknown>)[key]));
  return [screen.at, ...values].join(":");
}

/** null when there is no such screen, or its values are not ones that it takes. */
export function screenOf(path: string): Screen | null {
  const [at = "", ...values] = path.split(":");
  if (!Object.hasOwn(SCREENS, at)) return null;
  const shape: Record<string, z.ZodType> = SCREENS[at as ScreenName];
  const keys = Object.keys(shape);
  if (keys.length !== values.length) return null;
  const screen: Record<string, unknown> = { at };
  for (const [i, key] of keys.entries()) {
    const value = values[i];
    // An empty string would be read as the number 0.
    const parsed = value === "" ? undefined : shape[key]?.safeParse(value);
    if (parsed?.success !== true) return null;
    screen[key] = parsed.data;
  }
  return screen as unknown as Screen;
}

const Kept = z.looseObject({ at: z.enum(Object.keys(SCREENS) as [ScreenName]) });

/** A screen as it is kept in a desk's state; one that there is no more leads home. */
export const StoredScreen = z.unknown().transform((stored): Screen => {
  const { data } = Kept.safeParse(stored);
  return (data && screenOf(pathOf(data as unknown as Screen))) ?? { at: "home" };
});
