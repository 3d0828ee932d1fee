// What everything is said with in tests: once small, once as large as it gets.
import { CONTENT_KINDS } from "#actors/kernel/content.ts";
import { LEDGER_KINDS } from "#actors/kernel/credits.ts";
import type { Card } from "#actors/kernel/payment.ts";
import type { Promo } from "#actors/kernel/product.ts";
import { NO_UNITS, PURCHASE_STATES, type Units } from "#actors/kernel/purchase.ts";
import type {
  Account,
  FanSays,
  Price,
  RechargeTerms,
  SaleFacts,
  ShopItem,
  TeamSays,
} from "#actors/kernel/say.ts";
import { FAN_DUTY_SAYS, TEAM_DUTY_SAYS } from "./testing-duty.ts";
import { FAN_LOCKED_SAYS, TEAM_LOCKED_SAYS } from "./testing-locked.ts";
import { TEAM_REPLY_SAYS } from "./testing-replies.ts";

/** A name that tries everything: markup, controls, direction marks, line breaks, emoji, length. */
export const WILD = `<b>*_\`[x](y)\u202e\n\u0000👩‍👩‍👧‍👦${"é̷".repeat(300)}`;
export const MANY = 1_000_000_000;

export const PRICE: Price = { amount: 999, currency: "usd" };
export const STARS: Price = { amount: 350, currency: "xtr" };
export const BOTH: Units = { credits: 25, seconds: 3600 };
export const SALE: SaleFacts = { ...PRICE, gives: { credits: 25, seconds: 0 } };
const HUGE: SaleFacts = { amount: MANY, currency: "cop", gives: { credits: MANY, seconds: MANY } };
export const ITEM: ShopItem = { ...SALE, sku: "credits_25", fullAmount: 999, isBest: false };
export const FULL: Account = {
  credits: 28,
  creditsFull: 28,
  sessionSeconds: 0,
  debt: NO_UNITS,
};
const EMPTY: Account = { credits: 0, creditsFull: 28, sessionSeconds: 59, debt: BOTH };
export const CARD: Card = { id: "pm_1", brand: "visa", last4: "4242", expMonth: 8, expYear: 2027 };
const TERMS: RechargeTerms = {
  pack: SALE,
  threshold: 5,
  dayMax: 10_000,
  monthMax: 30_000,
  card: CARD,
};
export const PROMO: Promo = {
  code: "SUMMER",
  kind: "amount",
  value: 500,
  until: 1_750_000_000_000,
};
export const LINE: FanSays["history"]["lines"][number] = {
  name: "1",
  kind: "message",
  credits: -3,
  seconds: 0,
  price: null,
  messageKind: "photo",
  at: 1_750_000_000_000,
};
const sales = [{ sale: SALE }, { sale: HUGE }];
const gives = [
  { price: PRICE, gives: BOTH, account: EMPTY },
  { price: PRICE, gives: NO_UNITS, account: FULL },
];

/** What each thing is said with: once small, once as large as it gets. */
export const FAN_SAYS: { readonly [Key in keyof FanSays]: readonly FanSays[Key][] } = {
  ...FAN_DUTY_SAYS,
  welcome: [welcome("Alice", 3, null), welcome(WILD, MANY, "x".repeat(2000))],
  started: [
    { credits: 3, creditsFull: 3, sessionSeconds: 0 },
    { credits: 0, creditsFull: MANY, sessionSeconds: 31_622_400 },
  ],
  help: [{ isShopOpen: true }, { isShopOpen: false }],
  balance: [
    {
      credits: 0,
      creditsFull: 0,
      sessionSeconds: 0,
      sessionFullSeconds: 0,
      held: 0,
      debt: NO_UNITS,
    },
    {
      credits: MANY,
      creditsFull: MANY,
      sessionSeconds: 59,
      sessionFullSeconds: 3600,
      held: 20,
      debt: BOTH,
    },
  ],
  promotionsOff: [{}],
  promotionsOn: [{}],
  promotionsHint: [{}],
  shopClosed: [{}],
  held: [...CONTENT_KINDS, "album" as const].flatMap((kind) => [
    { kind, cost: 1, credits: 0, creditsFull: 3, held: 1, isShopOpen: true },
    { kind, cost: MANY, credits: 2, creditsFull: 2, held: 50, isShopOpen: false },
  ]),
  heldFull: [{ held: 20 }],
  heldDropped: [{ count: 1 }, { count: 20 }],
  heldSettled: [{}],
  released: [
    { count: 1, stillHeld: 0, credits: 6, creditsFull: 10 },
    { count: 20, stillHeld: 20, credits: 0, creditsFull: MANY },
  ],
  lowBalance: [
    { credits: 2, creditsFull: 10 },
    { credits: 0, creditsFull: 10 },
  ],
  sessionAdded: [{ addedSeconds: 3600, sessionSeconds: 5400 }],
  sessionWarning: [{ sessionSeconds: 300, sessionFullSeconds: 3600 }],
  sessionEnded: [{ credits: 0 }, { credits: 7 }],
  gift: [{ credits: 5, balance: 7, creditsFull: 7 }],
  giftTime: [{ addedSeconds: 1800, sessionSeconds: 1800 }],
  banned: [{}],
  unbanned: [{}],
  unsupported: [{}],
  undelivered: [
    { credits: 1, balance: 5 },
    { credits: 3, balance: 5 },
    { credits: 0, balance: 5 },
  ],
  languageMenu: [{}],
  languageSet: [{}],
  meter: [
    { credits: 2, creditsFull: 9, sessionSeconds: 0, sessionFullSeconds: 0 },
    { credits: 2, creditsFull: 9, sessionSeconds: 60, sessionFullSeconds: 600 },
  ],
  shop: [
    { items: [ITEM], account: EMPTY, promo: null, isStars: false, savesCard: true },
    {
      items: Array.from({ length: 300 }, (_, n) => ({
        ...ITEM,
        sku: `credits_${n}`,
        isBest: true,
      })),
      account: FULL,
      promo: { code: "A".repeat(32), kind: "percent", value: 95, until: 1_750_000_000_000 },
      isStars: true,
      savesCard: false,
    },
    { items: [], account: FULL, promo: PROMO, isStars: true, savesCard: false },
  ],
  askSoon: [{}],
  notSold: [{}],
  invoice: [{ sale: SALE }, { sale: HUGE }],
  invoiceStale: [{}],
  checkoutComing: sales,
  checkoutReady: [
    { sale: SALE, savesCard: false, leftSeconds: 1800 },
    { sale: HUGE, savesCard: true, leftSeconds: 1800 },
  ],
  checkoutFailed: sales,
  checkoutExpired: sales,
  checkoutDropped: sales,
  checkoutProcessing: sales,
  paymentReview: sales,
  paidTwice: [{ price: STARS }],
  checkoutUnpaid: sales,
  paid: [
    { sale: SALE, isRecharge: false, worksOff: NO_UNITS, account: FULL },
    { sale: HUGE, isRecharge: true, worksOff: BOTH, account: EMPTY },
  ],
  refunded: [
    { price: PRICE, takes: BOTH, account: EMPTY },
    { price: STARS, takes: NO_UNITS, account: FULL },
  ],
  refundFailed: gives,
  disputeOpened: [
    { price: PRICE, freezes: BOTH, account: EMPTY },
    { price: PRICE, freezes: NO_UNITS, account: FULL },
  ],
  disputeWon: gives,
  disputeLost: [
    { price: PRICE, takes: BOTH, account: EMPTY },
    { price: PRICE, takes: NO_UNITS, account: FULL },
  ],
  billing: [
    { cards: [], defaultCardId: null, recharge: null },
    {
      cards: Array.from({ length: 200 }, () => CARD),
      defaultCardId: CARD.id,
      recharge: TERMS,
    },
  ],
  pageComing: [{}],
  saveCardReady: [{ leftSeconds: 1800 }],
  portalReady: [{}],
  pageFailed: [{}],
  cardSaved: [{ card: CARD }],
  cardNotSaved: [{}],
  cardRemoveConfirm: [{ card: CARD }],
  cardRemoved: [{ card: { ...CARD, brand: WILD, last4: WILD } }],
  rechargeMenu: [{ threshold: 5 }],
  rechargeOffer: [{ terms: TERMS }],
  rechargeNeedsCard: [{}],
  rechargeOn: [{ terms: TERMS }],
  rechargeOff: [{}],
  rechargeComing: [{ sale: SALE, card: CARD }],
  rechargeProcessing: sales,
  rechargeDeclined: [
    { sale: SALE, card: CARD, againSeconds: null },
    { sale: SALE, card: CARD, againSeconds: 86_400 },
  ],
  rechargeTriedAgain: sales,
  rechargeConfirm: [
    { sale: SALE, isReady: false },
    { sale: SALE, isReady: true },
  ],
  rechargeGivenUp: sales,
  rechargeCeiling: [
    { of: "day", max: PRICE },
    { of: "month", max: PRICE },
  ],
  rechargeStopped: (["dispute", "card", "customer", "shop"] as const).map((why) => ({ why })),
  promoUsage: [{}],
  promoClaimed: [
    { promo: PROMO, currency: "usd" },
    { promo: { ...PROMO, kind: "percent", value: 20, until: null }, currency: "usd" },
    { promo: { ...PROMO, kind: "credits" }, currency: "usd" },
  ],
  promoCredits: [{ credits: 10, account: FULL }],
  promoTooMany: [{}],
  promoRefused: (["unknown", "expired", "usedUp", "usedByYou"] as const).map((why) => ({
    code: WILD,
    why,
  })),
  history: [
    { lines: [], page: 0, pages: 1 },
    {
      lines: LEDGER_KINDS.flatMap((kind, n) => [
        { ...LINE, name: String(n), kind, at: LINE.at + n * 86_400_000 },
        { ...LINE, kind, credits: -MANY, seconds: -MANY, price: PRICE },
      ]),
      page: 2,
      pages: MANY,
    },
    { lines: [{ ...LINE, kind: WILD, messageKind: WILD }], page: 0, pages: 2 },
  ],
  historyLine: [
    { line: LINE, isAsked: false },
    {
      line: { ...LINE, kind: WILD, messageKind: WILD, seconds: MANY, price: PRICE },
      isAsked: true,
    },
  ],
  wrongSent: [{}],
  wrongTwice: [{}],
  lineGivenBack: [{ line: LINE, account: FULL }],
  lineRefused: [{ line: LINE }, { line: { ...LINE, kind: "gift", credits: 5, messageKind: null } }],
  adjusted: [
    { credits: 5, account: FULL },
    { credits: -5, account: EMPTY },
  ],
  paySupportSent: [{}],
  paySupport: [{ ownWords: null }, { ownWords: "y".repeat(2000) }],
  terms: [{ ownWords: null }, { ownWords: "z".repeat(3500) }],
  privacy: [{}],
  exportCaption: [{}],
  exportSoon: [{}],
  eraseConfirm: [{ credits: 0 }, { credits: 9 }],
  erased: [{}],
  unknownCommand: [{ command: "frobnicate" }],
  pressStale: [{}],
  ...FAN_LOCKED_SAYS,
};

export const TEAM_SAYS: { readonly [Key in keyof TeamSays]: readonly TeamSays[Key][] } = {
  ...TEAM_DUTY_SAYS,
  ...TEAM_REPLY_SAYS,
  undelivered: (["blocked", "banned", "message-gone", "erased", "other"] as const).map((why) => ({
    why,
    reason: "Bad Request: ".repeat(50),
  })),
  notTeam: [{ name: WILD }],
  anonymous: [{}],
  giftMenu: [{ name: WILD, credits: MANY }],
  giftConfirm: [{ name: WILD, gift: 10 }],
  gifted: [{ gift: 1, by: WILD, balance: MANY }],
  giftedTime: [{ seconds: 1800, by: WILD, sessionSeconds: 5400, reason: WILD }],
  giftUsage: [{ max: 1000 }],
  banConfirm: [{ name: WILD }],
  unbanConfirm: [{ name: WILD }],
  bannedBy: [{ by: WILD }],
  unbannedBy: [{ by: WILD }],
  alreadyBanned: [{}],
  notBanned: [{}],
  noted: [{}],
  noteUsage: [{}],
  withdrawn: [{}],
  withdrawUsage: [{}],
  withdrawFailed: [{ reason: "Bad Request: ".repeat(50) }],
  seen: [{}],
  cancelled: [{}],
  cardSent: [{}],
  pressDenied: [{}],
  pressStale: [{}],
  fanBlocked: [{}],
  fanUnblocked: [{}],
  fanErased: [{}],
  unsupportedReply: [{}],
  paid: [
    { name: WILD, sale: SALE, isRecharge: false },
    { name: WILD, sale: HUGE, isRecharge: true },
  ],
  refunded: [{ price: PRICE, takes: BOTH, account: EMPTY }],
  refundFailed: [{ price: PRICE, gives: BOTH }],
  disputed: [
    { price: PRICE, reason: "fraudulent", status: "needs_response", freezes: BOTH },
    { price: PRICE, reason: "of_tomorrow", status: "of_tomorrow", freezes: NO_UNITS },
  ],
  disputeEnded: [
    { price: PRICE, isWon: true, account: FULL },
    { price: PRICE, isWon: false, account: EMPTY },
  ],
  fraudWarning: [{ price: PRICE }],
  rechargeOff: (["dispute", "card", "customer", "shop"] as const).map((why) => ({ why })),
  purchases: [
    { name: WILD, account: FULL, spentCents: 0, spentStars: 0, currency: "usd", purchases: [] },
    {
      name: WILD,
      account: EMPTY,
      spentCents: MANY,
      spentStars: MANY,
      currency: "usd",
      purchases: [...PURCHASE_STATES, "of_tomorrow"].map((state, n) => ({
        name: String(n),
        sale: HUGE,
        isRecharge: true,
        state,
        refunded: 99,
        isDisputed: true,
        at: 1_750_000_000_000,
      })),
    },
  ],
  refundMenu: [{ sale: SALE, left: PRICE }],
  refundConfirm: [
    { price: PRICE, takes: BOTH, owes: BOTH },
    { price: STARS, takes: NO_UNITS, owes: NO_UNITS },
  ],
  refundAsked: [{ price: PRICE, by: WILD }],
  refundRefused: [
    { price: PRICE, reason: "" },
    { price: PRICE, reason: "Refund amount ($9.99) is greater than unrefunded amount ($5.00)" },
    { price: PRICE, reason: "Insufficient funds. ".repeat(50) },
  ],
  refundUsage: [{}],
  nothingToGiveBack: [{}],
  adjustUsage: [{ max: 1000 }],
  adjusted: [{ credits: -5, by: WILD, reason: WILD, balance: MANY }],
  wrong: [
    { name: WILD, line: LINE },
    { name: WILD, line: { ...LINE, kind: WILD, messageKind: WILD, seconds: -60, price: PRICE } },
  ],
  giveBackConfirm: [{ line: { ...LINE, credits: -MANY, price: PRICE } }],
  lineGivenBack: [{ line: { ...LINE, price: PRICE }, by: WILD, balance: MANY }],
  lineRefused: [{ line: { ...LINE, price: PRICE }, by: WILD }],
  ...TEAM_LOCKED_SAYS,
  paySupport: [{ name: WILD, text: "w".repeat(5000) }],
  unknownCommand: [{ command: "frobnicate" }],
  teamHelp: [{}],
};

function welcome(firstName: string, credits: number, ownWords: string | null): FanSays["welcome"] {
  const isShopOpen = ownWords === null;
  return { firstName, credits, costText: 1, costPhoto: 3, costVoice: 5, ownWords, isShopOpen };
}
