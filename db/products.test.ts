import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Logger } from "#actors/kernel/ports.ts";
import { bestValues } from "#actors/kernel/product.ts";
import { type Database, openDatabase } from "./client.ts";
import { loadProducts, loadShelf, type ShelvedProduct, saveProduct } from "./products.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const AT = 1_700_000_000_000;
const OWNER = { id: 5_000_000_000, name: "Zoë" };
const PACK: ShelvedProduct = {
  sku: "credits_500",
  kind: "credits",
  credits: 500,
  seconds: 0,
  priceCents: 12_900,
  currency: "eur",
  priceStars: null,
  position: 0,
  isActive: true,
};

let home: TestDatabase;
let database: Database;
let warned: unknown[];
const log: Logger = { ...SILENT, warn: (fields) => void warned.push(fields) };
const skus = async () => (await loadProducts(database, log)).map(({ sku }) => sku);

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(() => {
  warned = [];
});

describe("products", () => {
  test("of a first start are seven, in the shop's order, with a price on both rails", async () => {
    const products = await loadProducts(database, log);
    expect(
      products.map(({ sku, priceCents, priceStars }) => [sku, priceCents, priceStars]),
    ).toEqual([
      ["credits_10", 499, 380],
      ["credits_25", 999, 770],
      ["credits_50", 1799, 1400],
      ["credits_100", 2999, 2300],
      ["time_30m", 1499, 1150],
      ["time_1h", 2499, 1900],
      ["time_24h", 9999, 7700],
    ]);
    expect(products[5]).toEqual({
      sku: "time_1h",
      kind: "time",
      credits: 0,
      seconds: 3600,
      priceCents: 2499,
      currency: "usd",
      priceStars: 1900,
    });
    expect([...bestValues(products, "stars")]).toEqual([...bestValues(products, "stripe")]);
    expect(warned).toEqual([]);
  });

  test("are saved with who did it, and the change is in the audit log", async () => {
    await saveProduct(database, PACK, OWNER, AT);
    expect((await skus())[0]).toBe("credits_500");
    await saveProduct(database, { ...PACK, priceStars: 9900, position: 9 }, OWNER, AT + 1);
    expect((await skus()).at(-1)).toBe("credits_500");
    const audit = await database.sql`select * from audit_log order by id`;
    expect(audit).toMatchObject([
      { act: "product", detail: { sku: "credits_500", from: null, to: { price_cents: 12_900 } } },
      {
        by_id: OWNER.id,
        by_name: "Zoë",
        act: "product",
        detail: {
          sku: "credits_500",
          from: { price_stars: null, position: 0 },
          to: { price_stars: 9900, position: 9 },
        },
        created_at: new Date(AT + 1),
      },
    ]);
  });

  test("that are off the shelf are not on sale, and stay in the owner's list", async () => {
    await saveProduct(database, { ...PACK, isActive: false }, OWNER, AT);
    expect(await skus()).not.toContain("credits_500");
    const shelf = await loadShelf(database, log);
    expect(shelf.find(({ sku }) => sku === PACK.sku)).toEqual({ ...PACK, isActive: false });
  });

  test.each<[string, Partial<ShelvedProduct>]>([
    ["nothing in it", { credits: 0 }],
    ["credits and time in one", { seconds: 60 }],
    ["half a minute", { kind: "time", credits: 0, seconds: 90 }],
    ["a currency in upper case", { currency: "USD" }],
    ["a negative price", { priceCents: -1 }],
    ["no Stars at all", { priceStars: 0 }],
    ["a sku that no button can carry", { sku: "ten credits" }],
  ])("with %s are refused", async (_what, parts) => {
    const failure = await saveProduct(database, { ...PACK, ...parts }, OWNER, AT).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expect(await database.sql`select from products where sku = 'ten credits'`).toHaveLength(0);
  });

  test("that cannot be sold are named in the log and close no shop", async () => {
    await database.sql`alter table products drop constraint products_units_check`;
    await database.sql`update products set credits = 0 where sku = 'credits_10'`;
    expect(await skus()).toHaveLength(6);
    expect(warned).toEqual([
      { sku: "credits_10", problem: "a pack has credits, a block of time has time" },
    ]);
  });
});
