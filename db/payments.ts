// Which fan and which purchase a fact of a payment service is about, asked outside the turns: by
// whoever takes webhooks in, and by reconciliation. Answers are as committed; the conversation, which
// is told of the row it was found by, refuses to write what does not follow on it.
import type { Rail } from "#actors/kernel/product.ts";
import { Purchase } from "#actors/kernel/purchase.ts";
import type { Database, Parameter } from "./client.ts";
import { moment } from "./columns.ts";
import { StoreError } from "./errors.ts";

/** A purchase and whose it is. */
export interface PurchaseAt {
  /** Telegram id; negative: that fan was erased, and nobody can take the fact in. */
  readonly fanId: number;
  readonly purchase: Purchase;
}

/** Each of those that read one purchase throws (`isUnreadable`) where the row says what cannot be. */
export interface PaymentReads {
  purchaseById(id: string): Promise<PurchaseAt | null>;
  /** `paymentId` is Stripe's PaymentIntent, or Telegram's charge id with the rail `stars`. */
  purchaseByPayment(paymentId: string, rail?: Rail): Promise<PurchaseAt | null>;
  purchaseBySession(sessionId: string): Promise<PurchaseAt | null>;
  /** Telegram id of the fan who has this customer at Stripe. */
  fanOfCustomer(customerId: string): Promise<number | null>;
  /**
   * Purchases on a rail that wait to be paid, oldest first. Rows that cannot be read are left out of
   * lists, so that one of them does not hide the others; `ledger:verify` names them.
   */
  openPurchases(rail: Rail, limit: number): Promise<readonly PurchaseAt[]>;
  /** Whether anything was ever paid on a rail, or waits to be. */
  hasPurchases(rail: Rail): Promise<boolean>;
  /** Purchases made at `since` (Unix milliseconds) or after it, newest first. */
  recentPurchases(since: number, limit: number): Promise<readonly PurchaseAt[]>;
}

const SELECT = `
select users.telegram_id as "fanId", purchases.record
from purchases join users on users.id = purchases.user_id`;

const BY_ID = `${SELECT} where purchases.id = $1`;

const BY_PAYMENT = `${SELECT} where purchases.rail = $2 and purchases.payment_id = $1`;

const BY_SESSION = `${SELECT} where purchases.session_id = $1`;

const OPEN = `${SELECT}
where purchases.rail = $1 and purchases.state in ('open', 'processing', 'requiresAction')
order by purchases.created_at
limit $2::integer`;

const HAS_ANY = `
select exists (select from purchases where rail = $1 and payment_id is not null)
  or exists (
    select from purchases
    where rail = $1 and state in ('open', 'processing', 'requiresAction')
  ) as "isThere"`;

const RECENT = `${SELECT}
where purchases.created_at >= ${moment("$1::bigint")}
order by purchases.created_at desc
limit $2::integer`;

const FAN_OF_CUSTOMER = "select telegram_id as id from users where stripe_customer_id = $1";

const UNREADABLE = "UNREADABLE_PURCHASE";

/** Whether a read failed on a row that no asking again will mend. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof StoreError && error.code === UNREADABLE;
}

interface Found {
  readonly fanId: number;
  readonly record: unknown;
}

/** The reads on a database. */
export function createPaymentReads(database: Database): PaymentReads {
  const one = async (
    operation: string,
    statement: string,
    parameters: readonly Parameter[],
  ): Promise<PurchaseAt | null> => {
    const [row] = await database.query<Found>(operation, statement, parameters);
    if (row === undefined) return null;
    const { data } = Purchase.safeParse(row.record);
    if (data === undefined) throw new StoreError(operation, UNREADABLE, null);
    return { fanId: row.fanId, purchase: data };
  };
  const many = async (
    operation: string,
    statement: string,
    parameters: readonly Parameter[],
  ): Promise<readonly PurchaseAt[]> => {
    const rows = await database.query<Found>(operation, statement, parameters);
    return rows.flatMap(({ fanId, record }) => {
      const { data } = Purchase.safeParse(record);
      return data === undefined ? [] : [{ fanId, purchase: data }];
    });
  };
  return {
    purchaseById: (id) => one("purchase by id", BY_ID, [id]),
    purchaseByPayment: (paymentId, rail = "stripe") =>
      one("purchase by payment", BY_PAYMENT, [paymentId, rail]),
    purchaseBySession: (sessionId) => one("purchase by session", BY_SESSION, [sessionId]),
    async fanOfCustomer(customerId) {
      const rows = await database.query<{ id: number }>("fan of customer", FAN_OF_CUSTOMER, [
        customerId,
      ]);
      return rows[0]?.id ?? null;
    },
    async hasPurchases(rail) {
      const rows = await database.query<{ isThere: boolean }>("purchases on a rail", HAS_ANY, [
        rail,
      ]);
      return rows[0]?.isThere === true;
    },
    openPurchases: (rail, limit) => many("open purchases", OPEN, [rail, limit]),
    recentPurchases: (since, limit) => many("recent purchases", RECENT, [since, limit]),
  };
}
