// Promo codes as the team makes them and sees them used. A code is never changed nor deleted: what it
// gave is in the books, so it is switched off and another one made. Claims are in db/books.ts.
import { z } from "zod";
import { PROMO_KINDS, Promo } from "#actors/kernel/product.ts";
import type { Database } from "./client.ts";
import { moment, unixMs } from "./columns.ts";
import type { Changer } from "./settings.ts";

const Limit = z.int().min(1).max(1_000_000_000);

/** A code to be made; times are Unix milliseconds, null is no bound. */
export const NewPromo = z
  .object({
    code: Promo.shape.code,
    kind: z.enum(PROMO_KINDS),
    value: z.int().min(1).max(1_000_000),
    maxUses: Limit.nullable(),
    maxUsesPerFan: Limit,
    startsAt: z.int().nullable(),
    endsAt: z.int().nullable(),
  })
  .refine(({ kind, value }) => kind !== "percent" || value <= 95, {
    message: "a code takes at most 95 percent off",
  })
  .refine(({ startsAt, endsAt }) => startsAt === null || endsAt === null || startsAt < endsAt, {
    message: "a code begins before it ends",
  });
export type NewPromo = z.infer<typeof NewPromo>;

/** A code and how often it was claimed. */
export interface PromoCode extends NewPromo {
  readonly uses: number;
  readonly isActive: boolean;
  readonly createdAt: number;
}

const CREATE = `
with written as (
  insert into promo_codes
    (code, kind, value, max_uses, max_uses_per_fan, starts_at, ends_at, created_at)
  values ($1, $2, $3::integer, $4::integer, $5::integer, ${moment("$6::bigint")},
    ${moment("$7::bigint")}, ${moment("$8::bigint")})
  on conflict (code) do nothing
  returning to_json(promo_codes) as promo
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $9::bigint, $10, 'promo', written.promo, ${moment("$8::bigint")} from written
returning id`;

/**
 * Makes a code, and writes who did it into the audit log; false: there was or is a code of that name.
 * @throws z.ZodError when it cannot be a code.
 */
export async function createPromo(
  database: Database,
  promo: NewPromo,
  by: Changer,
  at: number,
): Promise<boolean> {
  const row = NewPromo.parse(promo);
  const { code, kind, value, maxUses, maxUsesPerFan, startsAt, endsAt } = row;
  const figures = [code, kind, value, maxUses, maxUsesPerFan, startsAt, endsAt];
  const written = await database.query("create promo", CREATE, [...figures, at, by.id, by.name]);
  return written.length > 0;
}

const SWITCH_OFF = `
with written as (
  update promo_codes set is_active = false where code = $1 and is_active returning code, uses
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $2::bigint, $3, 'promoOff', to_json(written), ${moment("$4::bigint")} from written
returning id`;

/** Ends a code for those who have not claimed it; false: there is none that is on. Audited. */
export async function switchOffPromo(
  database: Database,
  code: string,
  by: Changer,
  at: number,
): Promise<boolean> {
  const rows = await database.query("switch promo off", SWITCH_OFF, [code, by.id, by.name, at]);
  return rows.length > 0;
}

const CODE = `
select code, kind, value, max_uses as "maxUses", max_uses_per_fan as "maxUsesPerFan",
  ${unixMs("starts_at")} as "startsAt", ${unixMs("ends_at")} as "endsAt", uses,
  is_active as "isActive", ${unixMs("created_at")} as "createdAt"
from promo_codes`;

const LIST = `
${CODE}
order by created_at desc, code
limit $1::integer offset $2::integer`;

/** The codes made last, newest first. */
export async function listPromos(
  database: Database,
  limit: number,
  offset = 0,
): Promise<readonly PromoCode[]> {
  return await database.query<PromoCode>("list promos", LIST, [limit, offset]);
}

/** How many codes there ever were. */
export async function countPromos(database: Database): Promise<number> {
  const count = "select count(*)::integer as count from promo_codes";
  const [row] = await database.query<{ count: number }>("count promos", count);
  return row?.count ?? 0;
}

const BY_CODE = `${CODE} where code = $1`;

/** null: there never was such a code. */
export async function promoByCode(database: Database, code: string): Promise<PromoCode | null> {
  const [row] = await database.query<PromoCode>("read promo", BY_CODE, [code]);
  return row ?? null;
}
