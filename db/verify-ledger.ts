// Goes through the books from end to end and says what is not as it must be. Most of it the database
// refuses as it is written; this is for what no constraint sees across tables, and for the day after a
// restored backup, a damaged index or a hand in the tables.
//
// It reads in batches, each one statement and so one moment: a turn's balance, ledger rows and
// purchase are one commit, and a batch sees all of it or nothing. It takes no locks and no statement
// lasts long enough to hold up a vacuum, so it can run beside everything else.
import { NO_UNITS, Purchase, type Units } from "#actors/kernel/purchase.ts";
import type { Database } from "./client.ts";

/** Something that cannot be: where it is, and what it is; ids and figures, nobody's name. */
export interface LedgerFault {
  readonly where: string;
  readonly what: string;
}

export interface LedgerReport {
  readonly accounts: number;
  readonly purchases: number;
  readonly faults: readonly LedgerFault[];
}

/** @throws StoreError when the books cannot be read to their end. */
export async function verifyLedger(database: Database): Promise<readonly LedgerFault[]> {
  return (await auditLedger(database)).faults;
}

/** The same, with how much was gone through. @throws StoreError */
export async function auditLedger(database: Database): Promise<LedgerReport> {
  const accounts = await inBatches<Account, number>(database, "verify accounts", ACCOUNTS, {
    from: 0,
    faultsOf: accountFaults,
    keyOf: ({ id }) => id,
  });
  const purchases = await inBatches<Bought, string>(database, "verify purchases", PURCHASES, {
    from: "",
    faultsOf: purchaseFaults,
    keyOf: ({ id }) => id,
  });
  const lines = await inBatches<Line, number>(database, "verify lines", LINES, {
    from: 0,
    faultsOf: lineFaults,
    keyOf: ({ id }) => id,
  });
  const references = await inBatches<Reference, string>(database, "verify refs", REFERENCES, {
    from: "",
    faultsOf: referenceFaults,
    keyOf: ({ reference }) => reference,
  });
  return {
    accounts: accounts.count,
    purchases: purchases.count,
    faults: [accounts, purchases, lines, references].flatMap(({ faults }) => faults),
  };
}

/** Reads rows by key, those after the last batch's last one, until there are none. */
async function inBatches<Row, Key extends number | string>(
  database: Database,
  operation: string,
  statement: string,
  {
    from,
    faultsOf,
    keyOf,
  }: {
    readonly from: Key;
    readonly faultsOf: (row: Row) => readonly LedgerFault[];
    readonly keyOf: (row: Row) => Key;
  },
): Promise<{ readonly count: number; readonly faults: readonly LedgerFault[] }> {
  const faults: LedgerFault[] = [];
  let count = 0;
  for (let key = from; ; ) {
    const rows = await database.query<Row>(operation, statement, [key]);
    const last = rows.at(-1);
    if (last === undefined) return { count, faults };
    count += rows.length;
    for (const row of rows) faults.push(...faultsOf(row));
    key = keyOf(last);
  }
}

/** What was found of a thing: each line is one that must not be. */
function faultsAt(where: string, found: Readonly<Record<string, boolean>>): LedgerFault[] {
  return Object.entries(found).flatMap(([what, isSo]) => (isSo ? [{ where, what }] : []));
}

// ── accounts ───────────────────────────────────────────────────────────────────────────────────

interface Account {
  readonly id: number;
  readonly credits: number;
  readonly sum: number;
  readonly debtCredits: number;
  readonly debtSeconds: number;
  readonly isRechargedByNobody: boolean;
  /** What refunds, disputes and working off debt have moved: mostly taken, so mostly below nothing. */
  readonly movedCredits: number;
  readonly movedSeconds: number;
  /** The records of what was given. */
  readonly records: readonly unknown[];
}

/** Lines that take back what a purchase gave, return it, or work off what could not be taken. */
const IS_ABOUT_PURCHASE = "reference ~ '^(reverse|restore|debt):'";

const ACCOUNTS = `
select account.id, account.credits, lines.sum, account.debt_credits as "debtCredits",
  account.debt_seconds as "debtSeconds",
  account.auto_recharge and account.stripe_customer_id is null as "isRechargedByNobody",
  lines.moved_credits as "movedCredits", lines.moved_seconds as "movedSeconds", bought.records
from (select * from users where id > $1::bigint order by id limit 500) account
cross join lateral (
  select coalesce(sum(credits), 0)::bigint as sum,
    coalesce(sum(credits) filter (where ${IS_ABOUT_PURCHASE}), 0)::bigint as moved_credits,
    coalesce(sum(seconds) filter (where ${IS_ABOUT_PURCHASE}), 0)::bigint as moved_seconds
  from transactions where transactions.user_id = account.id
) lines
cross join lateral (
  select coalesce(json_agg(record), '[]') as records
  from purchases where purchases.user_id = account.id and is_granted
) bought
order by account.id`;

/**
 * What purchases say was taken back is in the lines or is owed. Who was erased with a debt begins
 * anew with it and without those purchases, so more may be owed than they say, and never less.
 */
function accountFaults(account: Account): readonly LedgerFault[] {
  const { credits, sum, debtCredits, debtSeconds } = account;
  const taken = takenBack(account.records);
  return faultsAt(`account ${account.id}`, {
    [`has ${credits} credits, its lines come to ${sum}`]: credits !== sum,
    [`has ${credits} credits`]: credits < 0,
    [`owes ${debtCredits} credits and ${debtSeconds} seconds`]: debtCredits < 0 || debtSeconds < 0,
    [`has kept some of ${taken.credits} credits that were taken back`]:
      taken.credits > debtCredits - account.movedCredits,
    [`has kept some of ${taken.seconds} seconds that were taken back`]:
      taken.seconds > debtSeconds - account.movedSeconds,
    "is recharged, and has no customer to charge": account.isRechargedByNobody,
  });
}

const Taken = Purchase.pick({ reversed: true, frozen: true });

function takenBack(records: readonly unknown[]): Units {
  let { credits, seconds } = NO_UNITS;
  for (const record of records) {
    const { data } = Taken.safeParse(record);
    credits += (data?.reversed.credits ?? 0) + (data?.frozen.credits ?? 0);
    seconds += (data?.reversed.seconds ?? 0) + (data?.frozen.seconds ?? 0);
  }
  return { credits, seconds };
}

// ── purchases ──────────────────────────────────────────────────────────────────────────────────

interface Grant {
  readonly userId: number;
  readonly kind: string;
  readonly credits: number;
  readonly seconds: number;
  readonly amount: number;
  readonly currency: string | null;
}

interface Bought {
  readonly id: string;
  readonly userId: number;
  readonly state: string;
  readonly isGranted: boolean;
  readonly version: number;
  readonly record: unknown;
  /** The ledger's lines with the payment's reference. */
  readonly grants: readonly Grant[];
}

const PURCHASES = `
select bought.id, bought.user_id as "userId", bought.state, bought.is_granted as "isGranted",
  bought.version, bought.record, lines.grants
from (select * from purchases where id > $1 order by id limit 500) bought
cross join lateral (
  select coalesce(json_agg(json_build_object(
    'userId', user_id, 'kind', kind, 'credits', credits, 'seconds', seconds,
    'amount', amount_cents, 'currency', currency
  )), '[]') as grants
  from transactions where reference = 'payment:' || bought.payment_id
) lines
order by bought.id`;

function purchaseFaults(bought: Bought): readonly LedgerFault[] {
  const where = `purchase ${bought.id}`;
  const { data: purchase } = Purchase.safeParse(bought.record);
  if (purchase === undefined) return [{ where, what: "has a record that cannot be read" }];
  const [grant, ...others] = bought.grants;
  const { gives, reversed, frozen } = purchase;
  return [
    ...faultsAt(where, {
      "has a record that is not its row's":
        purchase.id !== bought.id ||
        purchase.version !== bought.version ||
        purchase.state !== bought.state ||
        purchase.isGranted !== bought.isGranted,
      "is granted, and has no line": bought.isGranted && grant === undefined,
      "is not granted, and has a line": !bought.isGranted && grant !== undefined,
      "is paid, and is not granted": bought.state === "paid" && !bought.isGranted,
      "has more than one line": others.length > 0,
      "has more taken back than it gave":
        reversed.credits + frozen.credits > gives.credits ||
        reversed.seconds + frozen.seconds > gives.seconds,
    }),
    ...(grant === undefined ? [] : grantFaults(where, bought.userId, purchase, grant)),
  ];
}

function grantFaults(
  where: string,
  userId: number,
  { kind, amount, currency, gives }: Purchase,
  grant: Grant,
): readonly LedgerFault[] {
  return faultsAt(where, {
    "has a line of another fan": grant.userId !== userId,
    [`has a line of kind ${grant.kind}`]:
      grant.kind !== (kind === "checkout" ? "purchase" : "recharge"),
    [`is ${amount} ${currency}, its line ${grant.amount} ${grant.currency}`]:
      grant.amount !== amount || grant.currency !== currency,
    [`gives ${gives.credits} credits and ${gives.seconds} seconds, its line others`]:
      grant.credits !== gives.credits || grant.seconds !== gives.seconds,
  });
}

// ── lines ──────────────────────────────────────────────────────────────────────────────────────

interface Line {
  readonly id: number;
  readonly userId: number;
  readonly kind: string;
  readonly hasUser: boolean;
  /** Of a line that is about a purchase: it is there, and the same fan's. */
  readonly hasPurchase: boolean;
}

/** The batch's last line comes too, whatever it is, so that the next batch begins behind it. */
const LINES = `
with batch as materialized (
  select id, user_id, kind, reference,
    exists (select from users where users.id = transactions.user_id) as has_user,
    case
      when kind in ('purchase', 'recharge') then exists (
        select from purchases
        where purchases.user_id = transactions.user_id
          and 'payment:' || purchases.payment_id = transactions.reference)
      when ${IS_ABOUT_PURCHASE} then exists (
        select from purchases
        where purchases.id = split_part(transactions.reference, ':', 2)
          and purchases.user_id = transactions.user_id)
      else true
    end as has_purchase
  from transactions where id > $1::bigint
  order by id
  limit 5000
)
select id, user_id as "userId", kind, has_user as "hasUser", has_purchase as "hasPurchase"
from batch
where not has_user or not has_purchase or id = (select max(id) from batch)
order by id`;

function lineFaults({ id, userId, kind, hasUser, hasPurchase }: Line): readonly LedgerFault[] {
  return faultsAt(`line ${id} of account ${userId}`, {
    "is of nobody": !hasUser,
    [`is a ${kind} without its purchase`]: !hasPurchase,
  });
}

// ── references ─────────────────────────────────────────────────────────────────────────────────

interface Reference {
  readonly reference: string;
  readonly uses: number;
}

/** `with ties`: all uses of the last one are in the same batch. */
const REFERENCES = `
with batch as materialized (
  select reference from transactions where reference > $1
  order by reference
  fetch first 5000 rows with ties
),
counted as materialized (
  select reference, count(*)::integer as uses from batch group by reference
)
select reference, uses from counted
where uses > 1 or reference = (select max(reference) from counted)
order by reference`;

function referenceFaults({ reference, uses }: Reference): readonly LedgerFault[] {
  return faultsAt(`reference ${reference}`, { [`is ${uses} times in the ledger`]: uses > 1 });
}
