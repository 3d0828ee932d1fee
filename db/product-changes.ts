// One change of one product at a time, so that two people who change two things of it do not undo each
// other. Each change is checked against the product as it would be, sets one column, and is in the audit
// log; the same again changes nothing.
import type { ProductChange } from "#actors/kernel/desk-act-house.ts";
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import { storeError } from "./errors.ts";
import { loadShelf, ShelvedProduct, saveProduct } from "./products.ts";
import type { Changer } from "./settings.ts";

const COLUMN = {
  credits: "credits",
  minutes: "minutes",
  priceCents: "price_cents",
  priceStars: "price_stars",
  isActive: "is_active",
} as const;

type Column = keyof typeof COLUMN;

const change = (column: Column): string => `
with before as materialized (
  select ${COLUMN[column]} as value from products where sku = $1 for update
),
written as (
  update products set ${COLUMN[column]} = $2::text::${column === "isActive" ? "boolean" : "integer"}
  from before
  where sku = $1 and before.value is distinct from
    $2::text::${column === "isActive" ? "boolean" : "integer"}
  returning before.value as old, products.${COLUMN[column]} as new
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $3::bigint, $4, 'product', json_build_object(
  'sku', $1::text, 'field', '${column}', 'from', old, 'to', new
), ${moment("$5::bigint")}
from written`;

/**
 * Changes one thing of a product; false: there is none, or it cannot be sold like that.
 * `at` is in Unix milliseconds.
 */
export async function changeProduct(
  database: Database,
  sku: string,
  { field, value }: ProductChange,
  by: Changer,
  at: number,
  log: Logger,
): Promise<boolean> {
  const product = (await loadShelf(database, log)).find((one) => one.sku === sku);
  if (product === undefined) return false;
  const size = product.kind === "credits" ? "credits" : "seconds";
  const scale = product.kind === "time" ? 60 : 1;
  const wanted =
    field === "size" ? { ...product, [size]: value * scale } : { ...product, [field]: value };
  if (!ShelvedProduct.safeParse(wanted).success) return false;
  const ofSize: Column = product.kind === "credits" ? "credits" : "minutes";
  const column = field === "size" ? ofSize : field;
  const text = value === null ? null : String(value);
  await database.query("change product", change(column), [sku, text, by.id, by.name, at]);
  return true;
}

/** Puts a new product at the end of the shop; the same sku again is the same product. */
export async function addProduct(
  database: Database,
  product: Omit<ShelvedProduct, "position" | "isActive">,
  by: Changer,
  at: number,
  log: Logger,
): Promise<void> {
  const shelf = await loadShelf(database, log);
  // Carried out before, and maybe changed since.
  if (shelf.some(({ sku }) => sku === product.sku)) return;
  const last = Math.max(-1, ...shelf.map(({ position }) => position));
  await saveProduct(database, { ...product, position: last + 1, isActive: true }, by, at);
}

/** The others keep their order; the table is renumbered from 0. */
const MOVE = `
with others as (
  select sku, row_number() over (order by position, sku) - 1 as nth
  from products where sku <> $1
),
placed as (
  select sku, case when nth < $2::integer then nth else nth + 1 end as position from others
  union all
  select sku, least($2::integer, (select count(*) from others)) from products where sku = $1
),
before as (
  select position, (select count(*) from products earlier
    where (earlier.position, earlier.sku) < (products.position, products.sku)) as nth
  from products where sku = $1
),
written as (
  update products set position = placed.position
  from placed
  where products.sku = placed.sku and products.position <> placed.position
    and exists (select from products where sku = $1)
  returning products.sku
)
insert into audit_log (by_id, by_name, act, detail, created_at)
select $3::bigint, $4, 'productMoved', json_build_object(
  'sku', $1::text, 'from', before.nth, 'to', $2::integer
), ${moment("$5::bigint")}
from before where before.nth <> $2::integer and exists (select from written)`;

/**
 * Moves a product to a place in the list of all, 0 the first. All are locked before any is read: two
 * moves at once are one after the other.
 */
export async function moveProduct(
  database: Database,
  sku: string,
  place: number,
  by: Changer,
  at: number,
): Promise<void> {
  try {
    await database.sql.begin(async (sql) => {
      await sql`select from products order by sku for update`;
      await sql.unsafe(MOVE, [sku, place, by.id, by.name, at]);
    });
  } catch (error) {
    throw storeError("move product", error);
  }
}
