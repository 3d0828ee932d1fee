// What is on the shelf. The table is the operator's: what its rows say is read through the kernel's
// schema, and a row that cannot be sold is named in the log and left out, so that no bad row can close
// the shop. Every change from here is in the audit log, in the statement that makes it.
import { z } from "zod";
import type { Logger } from "#actors/kernel/ports.ts";
import { Product } from "#actors/kernel/product.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import type { Changer } from "./settings.ts";

/** A product as its row has it. */
export const ShelvedProduct = Product.extend({
  /** A press names it (kernel/press.ts). */
  sku: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  /** The shop's order, lowest first. */
  position: z.int().min(0).max(1_000_000),
  isActive: z.boolean(),
})
  .refine(({ kind, credits, seconds }) => (kind === "credits" ? credits > 0 : seconds > 0), {
    message: "a pack has credits, a block of time has time",
  })
  .refine(({ kind, credits, seconds }) => (kind === "credits" ? seconds === 0 : credits === 0), {
    message: "credits and time are never sold in one",
  })
  .refine(({ seconds }) => seconds % 60 === 0, { message: "blocks of time are whole minutes" });
export type ShelvedProduct = z.infer<typeof ShelvedProduct>;

const LOAD = `
select sku, kind, credits, minutes * 60::bigint as seconds, price_cents as "priceCents", currency,
  price_stars as "priceStars", position, is_active as "isActive"
from products
order by position, sku`;

/** All products, those that are not on sale too, in the shop's order; for those who change them. */
export async function loadShelf(
  database: Database,
  log: Logger,
): Promise<readonly ShelvedProduct[]> {
  const rows = await database.query<{ sku: string }>("load products", LOAD);
  return rows.flatMap((row) => {
    const { data, error } = ShelvedProduct.safeParse(row);
    if (data !== undefined) return [data];
    const [issue] = error.issues;
    log.warn({ sku: row.sku, problem: issue?.message }, "a product cannot be sold as it is");
    return [];
  });
}

/** What is on sale, in the shop's order. */
export async function loadProducts(database: Database, log: Logger): Promise<readonly Product[]> {
  const shelf = await loadShelf(database, log);
  return shelf.filter(({ isActive }) => isActive).map((product) => Product.parse(product));
}

const SAVE = `
with before as materialized (
  select to_json(products) as product from products where sku = $1 for update
),
waited as materialized (
  select count(*) from before
),
written as (
  insert into products
    (sku, kind, credits, minutes, price_cents, currency, price_stars, position, is_active)
  select $1, $2, $3::integer, $4::integer, $5::integer, $6, $7::integer, $8::integer,
    $9::text::boolean
  from waited
  on conflict (sku) do update
  set kind = excluded.kind, credits = excluded.credits, minutes = excluded.minutes,
    price_cents = excluded.price_cents, currency = excluded.currency,
    price_stars = excluded.price_stars, position = excluded.position,
    is_active = excluded.is_active
  returning to_json(products) as product
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $10::bigint, $11, 'product', json_build_object(
  'sku', $1::text, 'from', (select product from before), 'to', written.product
), ${moment("$12::bigint")}
from written`;

/**
 * Puts a product on the shelf or changes it, and writes who did it into the audit log; `at` is in
 * Unix milliseconds. Purchases that are under way keep the price they were asked for.
 * @throws z.ZodError when it cannot be sold like that.
 */
export async function saveProduct(
  database: Database,
  product: ShelvedProduct,
  by: Changer,
  at: number,
): Promise<void> {
  const row = ShelvedProduct.parse(product);
  await database.query("save product", SAVE, [
    row.sku,
    row.kind,
    row.credits,
    row.seconds / 60,
    row.priceCents,
    row.currency,
    row.priceStars,
    row.position,
    String(row.isActive),
    by.id,
    by.name,
    at,
  ]);
}
