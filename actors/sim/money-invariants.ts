// The books against what Stripe and Telegram's till know, once the world is at rest (G19), and what was
// charged with nobody there (G20). The sentences are those of docs/runtime.md.
import type { Effect } from "#actors/kernel/effect.ts";
import { type Purchase, purchaseBegunAt, type Units } from "#actors/kernel/purchase.ts";
import type { OwnerSay } from "#actors/kernel/say.ts";
import type { SimBank } from "./bank.ts";
import { contestedOf, lostOf, type Payment, refundedOf } from "./bank-facts.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables, StoredLedger, StoredPurchase } from "./memory-tables.ts";

/** What auto-recharge may take from one fan in a UTC day and month, in cents. */
export interface Ceilings {
  readonly day: number;
  readonly month: number;
}

export interface MoneyToCheck {
  readonly db: MemoryTables;
  readonly bank: SimBank;
  /** What was said to anybody. */
  readonly told: readonly { readonly effect: Effect }[];
  /** Payments of which the owner was told by whoever takes news in. */
  readonly toldOf: ReadonlySet<string>;
  readonly ceilings: Ceilings;
}

const DAY_MS = 86_400_000;
/** Rests are counted by clocks of machines, which may be off by minutes either way. */
const CLOCKS_OFF_MS = 10 * 60_000;
/** The least that a card rests after it was declined. */
const REST_MS = 3_600_000 - CLOCKS_OFF_MS;

export function checkMoney(world: MoneyToCheck): Violation[] {
  const payments = [...world.bank.payments.values()];
  const purchases = new Set(payments.map(({ purchaseId }) => purchaseId));
  const fans = new Set(payments.map(({ fanId }) => fanId));
  return [
    ...[...purchases].flatMap((id) => creditedOnce(world, id)),
    ...payments.flatMap((payment) => [...booked(world, payment), ...told(world, payment)]),
    ...balanced(world.db),
    ...[...fans].flatMap((fanId) => charged(world, world.bank.paymentsOf(fanId))),
  ];
}

// ── G19: equal to what was paid, refunded and lost ───────────────────────────────────────────────

/**
 * A purchase is credited once at most, and once if it was paid once, in full, by a fan who is still
 * here. Of two payments for one purchase the first that is heard of is its own.
 */
function creditedOnce({ db, bank }: MoneyToCheck, purchaseId: string): Violation[] {
  const row = db.purchases.get(purchaseId);
  const payments = [...bank.payments.values()].filter((one) => one.purchaseId === purchaseId);
  const grants = payments.flatMap((payment) => grantsOf(db, payment));
  const paid = payments.filter(({ state }) => state === "succeeded");
  const isPaid = row !== undefined && paid.some((one) => isInFull(one, row.purchase));
  const most = isPaid ? 1 : 0;
  const least = isPaid && paid.length === 1 && !isForgotten(db, row) ? 1 : 0;
  const found: string[] = [];
  if (grants.length > most) found.push(`was credited ${grants.length} times, not ${most}`);
  if (grants.length < least) found.push("was paid and not credited");
  if (row !== undefined && row.purchase.isGranted !== grants.length > 0) {
    found.push("and its row do not agree on whether it was credited");
  }
  return found.map((what) => violation("G19", `${purchaseId} ${what}`));
}

/** A payment is booked as what it was, to whose it was, and what went back of it is taken back. */
function booked({ db }: MoneyToCheck, payment: Payment): Violation[] {
  const row = db.purchases.get(payment.purchaseId);
  const [grant] = grantsOf(db, payment);
  if (row === undefined || grant === undefined) return [];
  const found: string[] = [];
  const { amountCents, currency, credits, seconds, userId } = grant;
  if (amountCents !== payment.amount || currency !== payment.currency) {
    found.push(`was booked as ${amountCents} ${currency}`);
  }
  const { gives } = row.purchase;
  if (credits !== gives.credits || seconds !== gives.seconds) found.push("gave something else");
  if (userId !== row.userId) found.push("was credited to somebody else");
  if (!isForgotten(db, row)) found.push(...takenBack(row.purchase, payment));
  return found.map((what) => violation("G19", `${payment.paymentId} ${what}`));
}

function takenBack({ gives, amount, reversed, frozen }: Purchase, payment: Payment): string[] {
  const owed = partOf(gives, refundedOf(payment) + lostOf(payment), amount);
  const contested = partOf(gives, contestedOf(payment), amount);
  const found: string[] = [];
  for (const unit of ["credits", "seconds"] as const) {
    if (reversed[unit] !== owed[unit]) {
      found.push(`took back ${reversed[unit]} ${unit}, not ${owed[unit]}`);
    }
    if (frozen[unit] > contested[unit]) {
      found.push(`keeps ${frozen[unit]} ${unit} frozen, ${contested[unit]} are in dispute`);
    }
  }
  return found;
}

/** The same part of what was given as of the money, rounded down; all of it for all of the money. */
function partOf(gives: Units, part: number, amount: number): Units {
  const of = (units: number): number => Math.floor((units * Math.min(part, amount)) / amount);
  return { credits: of(gives.credits), seconds: of(gives.seconds) };
}

/** Money that the books cannot take is told to the owner, and so is every dispute. */
function told({ db, told: shown, toldOf }: MoneyToCheck, payment: Payment): Violation[] {
  const { paymentId, state, disputes } = payment;
  if (state !== "succeeded") return [];
  const said = shown.flatMap(({ effect }) => (effect.verb === "alertOwner" ? effect.say : []));
  const isBooked = grantsOf(db, payment).length > 0;
  const found: string[] = [];
  if (!isBooked && !toldOf.has(paymentId) && !said.some((say) => isAbout(say, paymentId))) {
    found.push(`${paymentId} was paid for nothing, and the owner was not told`);
  }
  const row = db.purchases.get(payment.purchaseId);
  if (row !== undefined && isSecondInStars(db, payment, row) && refundedOf(payment) === 0) {
    found.push(`${paymentId} was paid for an invoice that was paid, and not given back`);
  }
  for (const { id } of disputes.values()) {
    const isHeard = said.some((say) => say.key === "dispute" && say.with.disputeId === id);
    if (!isBooked || row === undefined || isForgotten(db, row) || isHeard) continue;
    found.push(`the owner was not told of the dispute ${id}`);
  }
  return found.map((what) => violation("G19", what));
}

/** Paid for a purchase of somebody who is still here that another payment has paid. */
function isSecondInStars(db: MemoryTables, payment: Payment, row: StoredPurchase): boolean {
  const isPaid = row.purchase.isGranted && row.purchase.paymentId !== payment.paymentId;
  return payment.rail === "stars" && isPaid && !isForgotten(db, row);
}

function isAbout(say: OwnerSay, paymentId: string): boolean {
  switch (say.key) {
    case "orphanPayment":
    case "mismatch":
    case "paidTwice":
      return say.with.paymentId === paymentId;
    default:
      return false;
  }
}

/**
 * What a user has, without what they owe, is what was given and kept plus what came otherwise. Somebody
 * who was forgotten and came back owes what they owed.
 */
function balanced(db: MemoryTables): Violation[] {
  const owedBefore = new Map<number, number>();
  return [...db.users.values()].flatMap(({ id, projection }) => {
    if (projection === null) return [];
    const { telegramId, credits, debtCredits } = projection.user;
    const brought = owedBefore.get(telegramId) ?? 0;
    owedBefore.set(telegramId, debtCredits);
    const kept = sumOf(
      [...db.purchases.values()].filter(
        ({ userId, purchase }) => userId === id && purchase.isGranted,
      ),
      ({ purchase: { gives, reversed, frozen } }) =>
        gives.credits - reversed.credits - frozen.credits,
    );
    const others = sumOf(
      db.ledger.filter(({ userId, reference }) => userId === id && !isOfPurchase(reference)),
      (row) => row.credits,
    );
    const [has, should] = [credits - debtCredits, kept + others - brought];
    if (has === should) return [];
    return [violation("G19", `user ${id} has ${has} without debt, and should have ${should}`)];
  });
}

// ── G20: charged with nobody there ───────────────────────────────────────────────────────────────

function charged(world: MoneyToCheck, payments: readonly Payment[]): Violation[] {
  const charges = payments
    .flatMap((payment) => (payment.charge === null ? [] : { payment, ...payment.charge }))
    .toSorted((a, b) => a.at - b.at);
  const found: string[] = [];
  for (const [i, { payment, at, beside }] of charges.entries()) {
    const others = beside.filter((id) => isOfSameLife(world.db, id, payment.purchaseId));
    if (others.length > 0) found.push(`${payment.paymentId} was made beside ${others.join()}`);
    const before = charges[i - 1];
    if (before !== undefined && isTooSoon(world, before, at)) {
      found.push(`${payment.paymentId} was made too soon after a decline`);
    }
  }
  const days = [...takenByDay(charges).values()];
  // A world begins in the middle of a month and lasts a few days.
  const month = sumOf(days, (sum) => sum);
  const most = Math.max(0, ...days);
  if (most > world.ceilings.day) found.push(`${most} was taken in a day`);
  if (month > world.ceilings.month) found.push(`${month} was taken in a month`);
  return found.map((what) => violation("G20", what));
}

interface Charged extends NonNullable<Payment["charge"]> {
  readonly payment: Payment;
}

/** A card that was declined rests, for good after a hard decline, until its fan agrees anew. */
function isTooSoon({ db }: MoneyToCheck, before: Charged, at: number): boolean {
  const { decline } = before;
  const { fanId } = before.payment;
  if (decline === null) return false;
  const isAgreed = db.otherRows.some(
    (row) =>
      row.row === "audit" &&
      row.act === "rechargeAgreed" &&
      row.byId === fanId &&
      row.at > before.at &&
      row.at <= at,
  );
  return !isAgreed && (decline.isHard || at - before.at < REST_MS);
}

/** What charges have taken, by the UTC day in which their purchases were begun. */
function takenByDay(charges: readonly Charged[]): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  for (const { payment } of charges) {
    if (payment.state !== "succeeded") continue;
    const day = Math.floor((purchaseBegunAt(payment.purchaseId) ?? 0) / DAY_MS);
    taken.set(day, (taken.get(day) ?? 0) + payment.amount);
  }
  return taken;
}

// ── reading the tables ───────────────────────────────────────────────────────────────────────────

function grantsOf(db: MemoryTables, { paymentId }: Payment): readonly StoredLedger[] {
  return db.ledger.filter(({ reference }) => reference === `payment:${paymentId}`);
}

function isInFull({ amount, currency, rail }: Payment, purchase: Purchase): boolean {
  return amount === purchase.amount && currency === purchase.currency && rail === purchase.rail;
}

/** Its fan was erased since: it is a former life's. */
export function isForgotten(db: MemoryTables, { userId }: StoredPurchase): boolean {
  return ![...db.actors.values()].some((actor) => actor.userId === userId);
}

/** Whoever was erased is somebody else when they come back. */
function isOfSameLife({ purchases }: MemoryTables, one: string, other: string): boolean {
  return purchases.get(one)?.userId === purchases.get(other)?.userId;
}

function isOfPurchase(reference: string | null): boolean {
  return /^(?:payment|reverse|restore|debt):/.test(reference ?? "");
}

function sumOf<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}

function violation(guarantee: string, what: string): Violation {
  return { guarantee, what };
}
