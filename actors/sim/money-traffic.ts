// What people, banks and the owner do about money in a simulated hour, drawn apart from all other
// acts. Most of it are stories, because most of what could happen needs something before it: somebody
// buys, pays some way, and then comes what comes after; or agrees to be charged, and writes. Between
// them some acts fall anywhere.
import type { Prng } from "./prng.ts";

const SHOPPING = ["buy", "buyTime", "buyStars", "keepCard", "promoCheaper", "promoBonus"] as const;
const PAYING = ["pay", "paySlowly", "payDeclined", "payOddly", "payStars", "goBack"] as const;
const AFTERWARDS = [
  "settle",
  "failToSettle",
  "refundAll",
  "refundHalf",
  "failRefund",
  "dispute",
  "winDispute",
  "loseDispute",
  "fraudWarning",
  "payByHand",
  "payForNothing",
  "payStarsAgain",
  "detachCard",
  "deleteCustomer",
  "stopRecharge",
  /** By the team in the topic, in the steps of `REFUNDING`. */
  "teamRefund",
] as const;
/** What the steps of a longer act are. */
const STEPS = [
  "openBilling",
  "saveCard",
  "askRecharge",
  "pickRecharge",
  "pressAgree",
  "askPurchases",
  "pickPurchase",
  "pickRefund",
  "confirmRefund",
] as const;

export type MoneyActKind =
  | (typeof SHOPPING | typeof PAYING | typeof AFTERWARDS | typeof STEPS)[number]
  /** The steps of `AGREEING`. */
  | "agreeToRecharge"
  /** A fan writes, which costs something. */
  | "spend";

export interface MoneyAct {
  readonly atMs: number;
  readonly kind: MoneyActKind;
  readonly fanId: number;
}

type Step = readonly [MoneyActKind, number];

/** What a fan does one after the other to have their card charged, each so long after the first. */
const AGREEING: readonly Step[] = [
  ["openBilling", 0],
  ["saveCard", 2_000],
  ["askRecharge", 18_000],
  ["pickRecharge", 20_000],
  ["pressAgree", 22_000],
];

const REFUNDING: readonly Step[] = [
  ["askPurchases", 0],
  ["pickPurchase", 2_000],
  ["pickRefund", 4_000],
  ["confirmRefund", 6_000],
];

/** The steps of a longer act, null for an act that is one. */
export function stepsOf(kind: MoneyActKind): readonly Step[] | null {
  if (kind === "agreeToRecharge") return AGREEING;
  return kind === "teamRefund" ? REFUNDING : null;
}

/** Acts that only the bank, or somebody at Stripe's dashboard, takes part in. */
const BANKS: ReadonlySet<MoneyActKind> = new Set([
  "settle",
  "failToSettle",
  "refundAll",
  "refundHalf",
  "failRefund",
  "dispute",
  "winDispute",
  "loseDispute",
  "fraudWarning",
  "payByHand",
]);

/** Whether it can happen while nobody of ours is there. */
export function isBanks(kind: MoneyActKind): boolean {
  return BANKS.has(kind);
}

/** Plans what a few fans do about money within `spanMs`; some seeds have none of it. */
export function planMoneyActs(random: Prng, fans: readonly number[], spanMs: number): MoneyAct[] {
  if (random.chance(0.15)) return [];
  const span = { from: 0, to: spanMs };
  const someone = (): number => fans[random.below(fans.length)] ?? 0;
  const stories = Array.from({ length: 1 + random.below(6) }, () => {
    const begin = { fanId: someone(), from: random.below(spanMs * 0.7), to: spanMs };
    return random.chance(0.4) ? recharging(random, begin) : buying(random, begin);
  });
  const kinds = [...SHOPPING, ...PAYING, ...AFTERWARDS].filter(() => random.chance(0.5));
  const strays = draw(random, kinds, random.below(25)).map((kind) => {
    return { kind, fanId: someone(), atMs: within(random, span) };
  });
  return [...stories.flat(), ...strays].toSorted((a, b) => a.atMs - b.atMs);
}

interface Begin {
  readonly fanId: number;
  readonly from: number;
  readonly to: number;
}

/** Somebody buys, and pays soon; going back to the shop comes close to it, before or after. */
function buying(random: Prng, { fanId, from, to }: Begin): MoneyAct[] {
  const isStars = random.chance(0.2);
  const paidAt = from + 1_000 + random.below(25_000);
  const how = isStars ? "payStars" : random.pick(WAYS_TO_PAY);
  const what = isStars ? "buyStars" : random.chance(0.8) ? "buy" : "buyTime";
  const acts: MoneyAct[] = [
    { atMs: from, kind: what, fanId },
    { atMs: paidAt, kind: how, fanId },
  ];
  if (random.chance(0.15)) acts.push({ atMs: from - 1_500, kind: "promoCheaper", fanId });
  if (random.chance(0.4)) {
    acts.push({ atMs: paidAt + random.below(4_000) - 2_000, kind: "goBack", fanId });
  }
  return [...acts, ...aftermath(random, { fanId, from: paidAt, to })];
}

const WAYS_TO_PAY = ["pay", "pay", "pay", "pay", "paySlowly", "paySlowly", "payOddly"] as const;

/** Somebody agrees to be charged, and writes until there is something to charge. */
function recharging(random: Prng, { fanId, from, to }: Begin): MoneyAct[] {
  const agreedAt = from + 25_000;
  const writes = Array.from({ length: 5 + random.below(25) }, (): MoneyAct => {
    return { atMs: within(random, { from: agreedAt, to }), kind: "spend", fanId };
  });
  return [
    { atMs: from, kind: "agreeToRecharge", fanId },
    ...writes,
    ...aftermath(random, { fanId, from: agreedAt, to }),
  ];
}

/** In the order in which they are listed as often as not, because a refund fails after it was made. */
function aftermath(random: Prng, { fanId, from, to }: Begin): MoneyAct[] {
  const kinds = draw(random, AFTERWARDS, random.below(7));
  const moments = kinds.map(() => within(random, { from, to })).toSorted((a, b) => a - b);
  const inOrder = random.chance(0.5)
    ? kinds.toSorted((a, b) => AFTERWARDS.indexOf(a) - AFTERWARDS.indexOf(b))
    : kinds;
  return inOrder.map((kind, i) => ({ atMs: moments[i] ?? to, kind, fanId }));
}

function draw<Kind>(random: Prng, kinds: readonly Kind[], count: number): Kind[] {
  return Array.from({ length: count }, () => kinds[random.below(kinds.length)]).filter(
    (kind) => kind !== undefined,
  );
}

function within(random: Prng, { from, to }: Omit<Begin, "fanId">): number {
  return from + random.below(Math.max(1, to - from));
}
