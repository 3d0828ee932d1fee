// The shelf: what is on it, what fans have unlocked of it, and the changes that the panel makes to it.
// Reads are bounded to a page or a row. A change sets what is to be and writes its line of the audit
// log in the same statement, so one that is made again after a lost answer changes nothing more.
import { Item, type LockedPrice } from "#actors/kernel/shelf.ts";
import type { Database } from "./client.ts";
import { moment, unixMs } from "./columns.ts";

/** An item as the panel and lists show it. */
export interface ShelfEntry {
  readonly item: Item;
  /** Lower case, separated by spaces. */
  readonly tags: string;
  readonly isActive: boolean;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** To how many fans it was offered, and how many bought it. */
  readonly offered: number;
  readonly sold: number;
  /** What it has brought. */
  readonly credits: number;
  readonly stars: number;
}

export interface ShelfPage {
  readonly entries: readonly ShelfEntry[];
  readonly pages: number;
}

/** Something that a fan has unlocked. */
export interface Unlocked {
  readonly item: Item;
  readonly price: LockedPrice;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What the panel sets; what is left out stays as it is. */
export interface ShelfChange {
  readonly itemId: number;
  readonly name?: string;
  readonly tags?: string;
  /** null: not for credits, not for Stars. */
  readonly priceCredits?: number | null;
  readonly priceStars?: number | null;
  readonly isActive?: boolean;
}

interface Row {
  readonly item: unknown;
  readonly tags: string;
  readonly isActive: boolean;
  readonly createdAt: number;
  readonly offered: number;
  readonly sold: number;
  readonly credits: number;
  readonly stars: number;
}

const ENTRY = `
shelf_items.item, shelf_items.tags, shelf_items.is_active as "isActive",
  ${unixMs("shelf_items.created_at")} as "createdAt", sales.*`;

const SALES = `
left join lateral (
  select count(*)::integer as offered, count(bought_at)::integer as sold,
    coalesce(sum(credits), 0)::bigint as credits, coalesce(sum(stars), 0)::bigint as stars
  from unlocks where unlocks.item_id = shelf_items.id
) sales on true`;

/** Every word that is looked for is in the name or the tags; none: all. */
const FOUND = `
not exists (
  select from regexp_split_to_table(lower($1), '\\s+') as word
  where position(word in lower(name) || ' ' || tags) = 0
)`;

const PAGE = `
with page as materialized (
  select * from shelf_items
  where ${FOUND} and (is_active or not $4::boolean)
  order by is_active desc, created_at desc, id desc
  limit $2::integer offset $2::integer * $3::integer
)
select ${ENTRY} from page shelf_items ${SALES}
order by shelf_items.is_active desc, shelf_items.created_at desc, shelf_items.id desc`;

const COUNT = `
select count(*)::integer as count from shelf_items where ${FOUND} and (is_active or not $2::boolean)`;

/** A page of the shelf, newest first, what is switched off at the end. @throws StoreError */
export async function shelfPage(
  database: Database,
  wanted: {
    readonly query: string;
    readonly page: number;
    readonly size: number;
    readonly onlyActive: boolean;
  },
): Promise<ShelfPage> {
  const { query, page, size, onlyActive } = wanted;
  const words = query.trim();
  const [rows, counted] = await Promise.all([
    database.query<Row>("shelf", PAGE, [words, size, page, String(onlyActive)]),
    database.query<{ readonly count: number }>("shelf count", COUNT, [words, String(onlyActive)]),
  ]);
  return { entries: rows.map(entryOf), pages: Math.ceil((counted[0]?.count ?? 0) / size) };
}

const ENTRY_BY_ID = `
select ${ENTRY} from shelf_items ${SALES} where shelf_items.id = $1::bigint`;

/** null: there is no such item. @throws StoreError */
export async function shelfEntry(database: Database, itemId: number): Promise<ShelfEntry | null> {
  const [row] = await database.query<Row>("shelf item", ENTRY_BY_ID, [itemId]);
  return row === undefined ? null : entryOf(row);
}

/** An item that can be offered; null where it is switched off. @throws StoreError */
export async function itemForSale(database: Database, itemId: number): Promise<Item | null> {
  const entry = await shelfEntry(database, itemId);
  return entry?.isActive === true ? entry.item : null;
}

const BOUGHT = `
select shelf_items.item from unlocks
join users on users.id = unlocks.user_id
join shelf_items on shelf_items.id = unlocks.item_id
where users.telegram_id = $1::bigint and unlocks.item_id = $2::bigint
  and unlocks.bought_at is not null`;

/** An item if this fan has bought it. @throws StoreError */
export async function boughtItem(
  database: Database,
  fanId: number,
  itemId: number,
): Promise<Item | null> {
  const [row] = await database.query<{ item: unknown }>("bought item", BOUGHT, [fanId, itemId]);
  return row === undefined ? null : Item.parse(row.item);
}

const UNLOCKED = `
select shelf_items.item, unlocks.credits, unlocks.stars, ${unixMs("unlocks.bought_at")} as at
from unlocks
join users on users.id = unlocks.user_id
join shelf_items on shelf_items.id = unlocks.item_id
where users.telegram_id = $1::bigint and unlocks.bought_at is not null
order by unlocks.bought_at desc, unlocks.item_id
limit $2::integer offset $2::integer * $3::integer`;

const UNLOCKED_COUNT = `
select count(*)::integer as count from unlocks join users on users.id = unlocks.user_id
where users.telegram_id = $1::bigint and unlocks.bought_at is not null`;

/** A page of what a fan has unlocked, newest first. @throws StoreError */
export async function unlockedOf(
  database: Database,
  { fanId, page, size }: { readonly fanId: number; readonly page: number; readonly size: number },
): Promise<{ readonly items: readonly Unlocked[]; readonly pages: number }> {
  type Sold = { item: unknown; credits: number; stars: number; at: number };
  const [rows, counted] = await Promise.all([
    database.query<Sold>("unlocked", UNLOCKED, [fanId, size, page]),
    database.query<{ readonly count: number }>("unlocked count", UNLOCKED_COUNT, [fanId]),
  ]);
  const items = rows.map(({ item, credits, stars, at }): Unlocked => {
    const unit = stars > 0 ? "stars" : "credits";
    return { item: Item.parse(item), price: { unit, amount: stars > 0 ? stars : credits }, at };
  });
  return { items, pages: Math.ceil((counted[0]?.count ?? 0) / size) };
}

/** What is set already is not set again, and no line is written for it. */
const CHANGE = `
with asked as (
  select id, $2::jsonb as change,
    (item::jsonb || ($2::jsonb - 'tags' - 'isActive'))::json as item,
    coalesce($2::jsonb ->> 'name', name) as name,
    coalesce($2::jsonb ->> 'tags', tags) as tags,
    coalesce(($2::jsonb ->> 'isActive')::boolean, is_active) as is_active
  from shelf_items where id = $1::bigint
),
changed as (
  update shelf_items
  set item = asked.item, name = asked.name, tags = asked.tags, is_active = asked.is_active
  from asked
  where shelf_items.id = asked.id and (
    shelf_items.item::jsonb <> asked.item::jsonb or shelf_items.tags <> asked.tags
    or shelf_items.is_active <> asked.is_active)
  returning shelf_items.id, shelf_items.name
),
noted as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $3::bigint, $4, 'shelf',
    (jsonb_build_object('itemId', changed.id, 'name', changed.name) || $2::jsonb)::json,
    ${moment("$5::bigint")}
  from changed
)
select id from asked`;

/** Sets what the change says; false: there is no such item. @throws StoreError */
export async function changeItem(
  database: Database,
  { itemId, ...change }: ShelfChange,
  by: { readonly id: number; readonly name: string },
  at: number,
): Promise<boolean> {
  const parameters = [itemId, JSON.stringify(change), by.id, by.name, at];
  return (await database.query("change item", CHANGE, parameters)).length > 0;
}

function entryOf({ item, ...row }: Row): ShelfEntry {
  return { ...row, item: Item.parse(item) };
}
