// What one conversation remembers between envelopes: flat, bounded, under 1.75 KB of JSON for an
// ordinary fan, and about half a kilobyte for each purchase that is remembered (16 at most). Texts are
// not kept here but in the rows, except an album's while its parts arrive.
//
// The topic, in words:
//   none     no real message yet; commands do not open one
//   opening  an openTopic is on its way; topic effects wait in the outbox, `topicId` is null
//   open     `topicId` is where things go
//   closed   a person closed it; the fan's next message reopens it
//   waiting  opening or reopening was refused, or happened too often; the timer `topic` tries again
//   retired  the fan erased themselves; the old topic hears its last words, the next message opens
//            a new one
import { z } from "zod";
import type { Route } from "#actors/kernel/actor.ts";
import type { Address } from "#actors/kernel/address.ts";
import { CONTENT_KINDS, Content } from "#actors/kernel/content.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import { InvariantError, invariant } from "#actors/kernel/errors.ts";
import { Card } from "#actors/kernel/payment.ts";
import { Promo } from "#actors/kernel/product.ts";
import { NO_UNITS, Purchase, Units } from "#actors/kernel/purchase.ts";
import { LANGUAGES, TIERS } from "#actors/kernel/say.ts";
import { MediaPart } from "#actors/kernel/shelf.ts";
import { Teammate } from "#actors/kernel/team.ts";
import { SparseDuty } from "./duty/schema.ts";
import { NOTHING_LOCKED, StoredLocked } from "./locked/stored.ts";
import { Moved, NOTHING_MOVED } from "./moved.ts";

const Id = z.int();
const Time = z.int();
const Count = z.int().nonnegative();
const Kind = z.enum([...CONTENT_KINDS, "album"]);

/** A paid-for-later message: its effects are outbox rows in wait, with consecutive ids. */
const Held = z.object({
  messageId: Id,
  kind: Kind,
  /** In credits, as the fan was told. */
  cost: Count,
  effectId: Id,
  effects: z.int().min(1),
  replyToMessageId: Id.nullable(),
});

/** An album whose parts still arrive; see `albums.ts`. */
const Gathering = z.object({
  albumId: z.string(),
  firstAt: Time,
  /** When it counts as complete. */
  dueAt: Time,
  messageIds: z.array(Id),
  kinds: z.array(z.enum(CONTENT_KINDS)),
  /** The first part, in case no other comes; its text is the first caption there is. */
  content: Content,
  replyToMessageId: Id.nullable(),
});

const GatheringOut = Gathering.extend({
  by: Teammate,
  groupId: Id,
  /** Those of its files that can be locked. */
  parts: z.array(MediaPart).default([]),
});

/** A question that a press answers once: its token is in the button. */
const Ask = z.object({
  token: z.string(),
  about: z.enum([
    "gift",
    "ban",
    "unban",
    "erase",
    "refund",
    "giveBack",
    "cardRemove",
    "recharge",
    "savedReply",
  ]),
  /** Credits of a gift or of what is given back, the amount of a refund; 0 otherwise. */
  amount: z.int(),
  /** The purchase, the ledger line, the card or the pack that it is about. */
  subject: z.string().default(""),
  at: Time,
});

/** An answer on its way to the fan: ✍ and typing until it is there. */
const Answering = z.object({
  /** Tag of the latest reply; the fan's lane is in order, so it is the last to arrive. */
  tag: z.string(),
  /** The fan's message that carries the ✍, null when there is none. */
  messageId: Id.nullable(),
  action: z.string(),
  since: Time,
  /** When the fan wrote again meanwhile: they wait from then on. */
  newSince: Time.nullable(),
});

/** The fan's standing order, with the terms they were shown; see `money/recharge-terms.ts`. */
const Recharge = z.object({
  sku: z.string(),
  cardId: z.string(),
  /** What one charge takes and gives. */
  amount: Count,
  currency: z.string(),
  credits: Count,
  /** Charges when there are fewer credits than this. */
  threshold: Count,
  /** Cents in a UTC day and month. */
  dayMax: Count,
  monthMax: Count,
  agreedAt: Time,
  /** Soft declines in a row. */
  declines: Count,
  /** Not before this; null: at the next crossing. */
  pausedUntil: Time.nullable(),
});

/**
 * What auto-recharge has done, whether it is on or off by now: nobody gets round a ceiling, or to a
 * second charge beside an open one, by agreeing anew.
 */
const Recharged = z.object({
  /** The one charge that is under way, by its purchase. */
  purchaseId: z.string().nullable(),
  /** What was taken, by UTC day and month (`2026-11-22`, `2026-11`), in cents. */
  day: z.string(),
  dayCents: Count,
  month: z.string(),
  monthCents: Count,
  /** The day or month whose ceiling the fan was told of. */
  ceilingTold: z.string().nullable(),
});

const NEVER_RECHARGED = {
  purchaseId: null,
  day: "",
  dayCents: 0,
  month: "",
  monthCents: 0,
  ceilingTold: null,
} satisfies z.infer<typeof Recharged>;

/** A page to save a card at. */
const SetUp = z.object({
  id: z.string(),
  noticeId: Id.nullable(),
  sessionId: z.string().nullable(),
  expiresAt: Time,
  /** The card that was saved, from then until Stripe has said which one it is. */
  cardId: z.string().nullable(),
  /** The pack whose auto-recharge the card is for; null: for none. */
  sku: z.string().nullable(),
});

/** A refund on its way to a payment service: what it takes cannot be refunded a second time. */
const RefundAsked = z.object({ key: z.string(), purchaseId: z.string(), amount: Count });

/** Those whose messages in the topic were refused; see `strangers.ts`. */
const Strangers = z.object({
  /** Who was named by the last word. */
  told: z.array(Id),
  /** Whom the next word is for. */
  waiting: z.array(z.object({ id: Id, name: z.string() })),
  /** What the next word replies to. */
  messageId: Id.nullable(),
});

const NO_STRANGERS: z.infer<typeof Strangers> = { told: [], waiting: [], messageId: null };

const PromoMisses = z.object({ day: z.string(), count: Count });

const NO_MISSES: z.infer<typeof PromoMisses> = { day: "", count: 0 };

const Stored = z.object({
  // ── the fan ─────────────────────────────────────────────────────────────────────────────────
  fanId: Id,
  firstName: z.string(),
  username: z.string().nullable(),
  languageTag: z.string().nullable(),
  /** Chosen in /settings; null follows the client's. */
  language: z.enum(LANGUAGES).nullable(),
  /** The deep link they first came by. */
  source: z.string().nullable(),
  /** null: never met, or erased since. */
  firstSeenAt: Time.nullable(),
  lastSeenAt: Time,
  hasStarted: z.boolean(),
  isBanned: z.boolean(),
  /** They were told of this ban. */
  isBanTold: z.boolean(),
  /** They blocked the bot: nothing is sent until they write or unblock. */
  isUnreachable: z.boolean(),
  /** Takes broadcasts: did not say `/stop`. */
  isPromotable: z.boolean().default(true),

  // ── the meter ───────────────────────────────────────────────────────────────────────────────
  credits: z.int().min(0).max(CREDITS_MAX),
  /** What the bar calls full. */
  creditsFull: Count,
  /** By card; Stars are counted apart, their price is another in every country. */
  spentCents: Count,
  spentStars: Count.default(0),
  /** By what was spent and the settings of the last turn. */
  tier: z.enum(TIERS),
  /** Granted once for ever; survives an erasure. */
  hasWelcome: z.boolean(),
  session: z.object({ endsAt: Time, fullSeconds: Count }).nullable(),

  // ── money ───────────────────────────────────────────────────────────────────────────────────
  /** Those touched last, newest last; the others are in the table (`money/purchases.ts`). */
  purchases: z.array(Purchase).default([]),
  /** Taken back beyond what was there; what is bought next works it off first. */
  debt: Units.default(NO_UNITS),
  customerId: z.string().nullable().default(null),
  cards: z.array(Card).default([]),
  defaultCardId: z.string().nullable().default(null),
  /** Cards and customers that are gone for ever: an older fact brings none of them back. */
  goneCards: z.array(z.string()).default([]),
  /** The next checkout keeps the card. */
  savesCard: z.boolean().default(false),
  setUp: SetUp.nullable().default(null),
  promo: Promo.nullable().default(null),
  /** Promo codes that were claimed, once for each claim: in this life, and in those that were erased. */
  claimedCodes: z.array(z.string()).default([]),
  formerCodes: z.array(z.string()).default([]),
  /** Codes that were asked for in vain on a UTC day, or are being asked for. */
  promoMisses: PromoMisses.default(NO_MISSES),
  recharge: Recharge.nullable().default(null),
  recharged: Recharged.default(NEVER_RECHARGED),
  refundsAsked: z.array(RefundAsked).default([]),
  moved: Moved.default(NOTHING_MOVED),
  /** Ledger lines that the team has decided about, or was asked about, newest last. */
  givenBack: z.array(Id).default([]),
  disputedLines: z.array(Id).default([]),
  /** Payments that belong to none of the purchases here, and that the owner was told of. */
  orphans: z.array(z.string()).default([]),
  /** When the team was last asked about money, by a line or by `/paysupport`. */
  askedAt: Time.default(0),

  // ── the topic ───────────────────────────────────────────────────────────────────────────────
  groupId: Id.nullable(),
  topicId: Id.nullable(),
  topicStatus: z.enum(["none", "opening", "open", "closed", "waiting", "retired"]),
  /** The topic before this one, which its late service messages still name. */
  lostTopicId: Id.nullable(),
  /** When topics were opened or reopened lately. */
  mends: z.array(Time),
  /** Refusals to open one in a row. */
  openFailures: Count,
  /** The pinned card; null until it is there. */
  cardId: Id.nullable(),
  /** The timer `card` will refresh it. */
  isCardStale: z.boolean(),

  // ── the thread ──────────────────────────────────────────────────────────────────────────────
  messagesIn: Count,
  messagesOut: Count,
  unread: Count,
  waitingSince: Time.nullable(),
  lastMessageAt: Time.nullable(),
  /** The fan's last message that went to the team. */
  lastInId: Id.nullable(),
  /** See `recent.ts`. */
  recent: z.array(z.int()),
  takenInUpTo: z.int(),
  /** Absent in states from before it was kept. */
  newestEnvelopeId: z.int().default(0),
  /** Messages up to here belong to somebody who was erased; nothing about them is news. */
  forgottenUpTo: z.int(),
  /** The fan's messages that were not shown as seen yet, oldest first. */
  unseen: z.array(Id),
  answering: Answering.nullable(),
  held: z.array(Held),
  heldNotice: z.object({ messageId: Id.nullable(), at: Time }).nullable(),
  unrefundable: z.array(Id),
  albumIn: Gathering.nullable(),
  albumOut: GatheringOut.nullable(),

  // ── locked media ────────────────────────────────────────────────────────────────────────────
  locked: StoredLocked.default(NOTHING_LOCKED),

  /** Who looks after the conversation; absent parts are as at first (`duty/schema.ts`). */
  duty: SparseDuty.default({}),

  // ── odds and ends ───────────────────────────────────────────────────────────────────────────
  asks: z.array(Ask),
  /** The pinned meter in the fan's chat; 0 while it is being sent. */
  meterId: Id.nullable(),
  lastWord: z.object({ key: z.string(), at: Time }).nullable(),
  strangerToldAt: Time,
  strangers: Strangers.default(NO_STRANGERS),
  exportedAt: Time,
});

/** Read-only all the way down; `Content` and `Purchase` are the kernel's own types. */
type Frozen<T> = T extends Content | Purchase
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Frozen<T[Key]> }
      : T;

export type State = Frozen<z.infer<typeof Stored>>;
export type Held = Frozen<z.infer<typeof Held>>;
export type Ask = Frozen<z.infer<typeof Ask>>;
export type Recharge = Frozen<z.infer<typeof Recharge>>;
export type Recharged = Frozen<z.infer<typeof Recharged>>;
export type Gathering = Frozen<z.infer<typeof Gathering>>;
export type GatheringOut = Frozen<z.infer<typeof GatheringOut>>;

const NOTHING_SPENT = { spentCents: 0, spentStars: 0 };

export const STATE_VERSION = 1;

const NO_MONEY = {
  purchases: [],
  debt: NO_UNITS,
  customerId: null,
  cards: [],
  defaultCardId: null,
  goneCards: [],
  savesCard: false,
  setUp: null,
  promo: null,
  claimedCodes: [],
  formerCodes: [],
  promoMisses: NO_MISSES,
  recharge: null,
  recharged: NEVER_RECHARGED,
  refundsAsked: [],
  moved: NOTHING_MOVED,
  givenBack: [],
  disputedLines: [],
  orphans: [],
  askedAt: 0,
} satisfies Partial<State>;

/** The state of a fan who was never heard of. */
export function initialState(address: Address): State {
  const fanId = Number(address.key);
  invariant(Number.isSafeInteger(fanId), "a conversation's key is a Telegram id");
  return {
    fanId,
    firstName: "",
    username: null,
    languageTag: null,
    language: null,
    source: null,
    firstSeenAt: null,
    lastSeenAt: 0,
    hasStarted: false,
    isBanned: false,
    isBanTold: false,
    isUnreachable: false,
    isPromotable: true,
    credits: 0,
    creditsFull: 0,
    ...NOTHING_SPENT,
    tier: "new",
    hasWelcome: false,
    session: null,
    ...NO_MONEY,
    groupId: null,
    topicId: null,
    topicStatus: "none",
    lostTopicId: null,
    mends: [],
    openFailures: 0,
    cardId: null,
    isCardStale: false,
    messagesIn: 0,
    messagesOut: 0,
    unread: 0,
    waitingSince: null,
    lastMessageAt: null,
    lastInId: null,
    recent: [],
    takenInUpTo: 0,
    newestEnvelopeId: 0,
    forgottenUpTo: 0,
    unseen: [],
    answering: null,
    held: [],
    heldNotice: null,
    unrefundable: [],
    albumIn: null,
    albumOut: null,
    locked: NOTHING_LOCKED,
    duty: {},
    asks: [],
    meterId: null,
    lastWord: null,
    strangerToldAt: 0,
    strangers: NO_STRANGERS,
    exportedAt: 0,
  };
}

/**
 * The state as a commit left it.
 * @throws InvariantError when it is not one that this version can read.
 */
export function loadState(stored: unknown, address: Address): State {
  const parsed = Stored.safeParse(stored);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new InvariantError(`the stored state of a conversation can be read (wrong: ${where})`);
  }
  invariant(String(parsed.data.fanId) === address.key, "a state belongs to its address");
  return parsed.data;
}

/** Where effects go; see `Route`. */
export function routeOf(state: State): Route {
  return { fanChatId: state.fanId, groupId: state.groupId, topicId: state.topicId };
}
