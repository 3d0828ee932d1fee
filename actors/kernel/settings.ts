// What the owner can change while it runs, handed to `decide` as a value. The database keeps one
// row a key; a missing key has the default here, so a new setting needs no migration.
import { z } from "zod";
import { CONTENT_KINDS } from "./content.ts";
import type { Product, Rail } from "./product.ts";
import { DEFAULT_RIGHTS, type Member, RightsTable, rightsOf } from "./team.ts";

const Credits = z.number().int().min(0).max(1_000_000);

/** What one message of each kind costs, in credits. */
const Costs = z.object(
  Object.fromEntries(CONTENT_KINDS.map((kind) => [kind, Credits])) as Record<
    (typeof CONTENT_KINDS)[number],
    typeof Credits
  >,
);

const MinuteOfDay = z.number().int().min(0).max(1440);

/** Opening hours by weekday, Monday first, in one time zone; null: closed that day. */
export const BusinessHours = z.object({
  /** Minutes that local time is ahead of UTC: the decision about a message knows no time zones. */
  utcOffsetMinutes: z.number().int().min(-720).max(840),
  days: z.array(z.object({ from: MinuteOfDay, to: MinuteOfDay }).nullable()).length(7),
});
export type BusinessHours = z.infer<typeof BusinessHours>;

export const Settings = z.object({
  costs: Costs.default({
    text: 1,
    photo: 3,
    voice: 5,
    video: 5,
    video_note: 5,
    audio: 3,
    document: 3,
    animation: 1,
    sticker: 1,
    location: 1,
    contact: 1,
    poll: 1,
    unsupported: 0,
  }),
  welcomeCredits: Credits.default(3),
  /** The owner's own welcome words; null for the catalogue's. */
  welcomeText: z.string().max(2000).nullable().default(null),
  /** The fan is told once when the balance falls below this. */
  lowBalance: Credits.default(2),
  /** A session's end is announced this long before, in seconds. */
  sessionWarningSeconds: z.number().int().min(30).max(86_400).default(300),
  /** Cents spent in all from which a fan is regular, and vip. */
  tierRegularCents: z.number().int().min(0).default(1),
  tierVipCents: z.number().int().min(0).default(10_000),
  receipts: z.boolean().default(true),
  /** A pinned meter in the fan's chat, edited in place. */
  meter: z.boolean().default(false),
  /** The most credits one press or command may give. */
  giftMax: Credits.default(1000),
  /** Messages kept for a fan who cannot pay; the next one is refused with a word. */
  heldMax: z.number().int().min(1).max(50).default(20),
  currency: z.string().length(3).default("usd"),
  /** How fans may pay; Telegram's terms want digital goods sold for Stars (docs/payments.md). */
  paymentRails: z.enum(["stripe", "stars", "both"]).default("stripe"),
  /** When the owner said they had read what the choice of rails risks; Unix milliseconds. */
  railsReadAt: z.number().int().nullable().default(null),
  /** Auto-recharge charges when a balance falls below this. */
  rechargeThreshold: Credits.default(5),
  /** What auto-recharge may take from one fan in a UTC day and month, in cents. */
  rechargeDayMaxCents: z.number().int().min(0).default(10_000),
  rechargeMonthMaxCents: z.number().int().min(0).default(30_000),
  /** While a dispute is open, what is left of its purchase cannot be spent. */
  disputesFreeze: z.boolean().default(true),
  /** What each role may do. */
  rights: RightsTable.default(DEFAULT_RIGHTS),
  /** The first to act on a conversation holds it for so long. */
  claimSeconds: z.number().int().min(0).max(86_400).default(300),
  /** Whoever answers first is assigned. */
  autoAssign: z.boolean().default(false),
  /** An assignee who leaves a fan waiting for so long gives the conversation back; 0: never. */
  assigneeSilentMinutes: z.number().int().min(0).max(10_080).default(60),
  /** A fan who waits for so long is raised once; 0: never. */
  overdueMinutes: z.number().int().min(0).max(10_080).default(120),
  /** When somebody is there to answer; null: always. */
  businessHours: BusinessHours.nullable().default(null),
  /** What fans are told when nobody is; null: nothing. */
  awayText: z.string().max(1000).nullable().default(null),
  /** The owner gets a picture of the day, and of the week. */
  dailyReport: z.boolean().default(false),
  weeklyReport: z.boolean().default(false),
  /** Envelopes are kept for so long; far beyond the days for which anything is sent again. */
  inboxRetentionDays: z.number().int().min(7).max(365).default(30),
  supportText: z.string().max(2000).nullable().default(null),
  termsText: z.string().max(3500).nullable().default(null),
});

/** The owner's settings and what the deployment fixes, one value for a whole turn. */
export type Settings = z.infer<typeof Settings> & {
  /** The admin groups that take new fans, never empty. */
  readonly groupIds: readonly number[];
  readonly ownerId: number;
  /** The rails that work here: chosen by the owner, and with the keys they need. */
  readonly rails: readonly Rail[];
  /** What is on sale, in the shop's order. */
  readonly products: readonly Product[];
  /**
   * The owner, and who was invited. Until somebody was, the administrators of the admin groups work
   * as `admin`; Telegram knows them, this list does not.
   */
  readonly team: readonly Member[];
  /** Somebody joined once; stays so when the last one goes, so nobody comes back as administrator. */
  readonly isTeamFormed: boolean;
};

/** Keys that are rows in the database (the deployment's own are not settings). */
export type SettingKey = keyof z.infer<typeof Settings>;

/** Whether everybody who reads what the whole team reads may see figures of money. */
export function isMoneyForAll({
  team,
  isTeamFormed,
  rights,
}: Pick<Settings, "team" | "isTeamFormed" | "rights">): boolean {
  // Until there is a team, administrators of the groups read along who are on no list.
  if (!isTeamFormed && !rights.admin.money) return false;
  return team.every(({ role }) => rightsOf(role, rights).money);
}

/** Whether there is anything to buy, and a way to pay. */
export function isShopOpen({ rails, products }: Pick<Settings, "rails" | "products">): boolean {
  return rails.length > 0 && products.length > 0;
}
