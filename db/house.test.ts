// Changes of settings, products and saved replies: each is one change, audited once, however often it
// is carried out.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { Content } from "#actors/kernel/content.ts";
import { type Database, openDatabase } from "./client.ts";
import { addProduct, changeProduct, moveProduct } from "./product-changes.ts";
import { loadShelf } from "./products.ts";
import { createPromo, listPromos, promoByCode } from "./promos.ts";
import {
  deleteReply,
  listReplies,
  renameReply,
  replyById,
  saveReply,
  takeReply,
} from "./replies.ts";
import { changeSetting, lastChangeOf, takesValue } from "./setting-changes.ts";
import { loadSettings } from "./settings.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const AT = Date.UTC(2026, 10, 22);
const ADA = { id: 501, name: "Ada" };
const BEN = { id: 502, name: "Ben" };
const PHOTO = { key: "costs", part: "photo" } as const;
const LOW = { key: "lowBalance", part: null } as const;
const HELLO: Content = { kind: "text", text: "Hello", entities: [], fileId: null };

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

beforeEach(async () => {
  await database.sql`delete from settings`;
  await database.sql`delete from saved_replies`;
  seen = await auditCount();
});

let seen: number;

async function auditCount(): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`
    select count(*)::integer as count from audit_log`;
  return row?.count ?? 0;
}

/** Lines of the audit log that this test has made. */
async function audited(): Promise<readonly unknown[]> {
  return database.sql`select by_name as by, act, detail from audit_log order by id offset ${seen}`;
}

test("a figure of a group is changed alone, and the rest keeps its defaults", async () => {
  const first = await changeSetting(database, PHOTO, 7, ADA, AT);
  expect(first).toEqual({ isChanged: true, from: undefined });
  await changeSetting(database, { key: "costs", part: "voice" }, 9, BEN, AT);
  const { costs } = await loadSettings(database, SILENT);
  expect(costs).toMatchObject({ photo: 7, voice: 9, text: 1 });
  const again = await changeSetting(database, PHOTO, 8, BEN, AT + 1000);
  expect(again).toEqual({ isChanged: true, from: 7 });
  expect(await lastChangeOf(database, PHOTO)).toEqual({ by: "Ben", at: AT + 1000, from: 7 });
  expect(await lastChangeOf(database, { key: "costs", part: "text" })).toBeNull();
});

test("the same value again is no change, and leaves no line", async () => {
  await changeSetting(database, LOW, 4, ADA, AT);
  expect(await changeSetting(database, LOW, 4, ADA, AT)).toEqual({ isChanged: false, from: 4 });
  expect(await audited()).toEqual([
    { by: "Ada", act: "setting", detail: { key: "lowBalance", part: null, from: null, to: 4 } },
  ]);
});

test("whoever waits for another's change finds what that one has left", async () => {
  await changeSetting(database, LOW, 4, ADA, AT);
  const changes: ReturnType<typeof changeSetting>[] = [];
  await database.sql.begin(async (sql) => {
    await sql`update settings set value = '5' where key = 'lowBalance'`;
    changes.push(changeSetting(database, LOW, 6, BEN, AT));
    await isBlocked();
  });
  expect(await Promise.all(changes)).toEqual([{ isChanged: true, from: 5 }]);
});

/** Resolves when a query of this database waits for another's lock. */
async function isBlocked(): Promise<void> {
  for (;;) {
    const [row] = await database.sql`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    if (row !== undefined) return;
  }
}

test("what the settings do not take is not written", async () => {
  expect(takesValue(LOW, -1)).toBe(false);
  expect(takesValue(PHOTO, "3")).toBe(false);
  expect(takesValue(PHOTO, 3)).toBe(true);
  expect(await changeSetting(database, LOW, -1, ADA, AT).catch(() => "refused")).toBe("refused");
  expect(await audited()).toEqual([]);
});

test("a text with characters that Postgres cannot hold is written without them", async () => {
  const welcome = { key: "welcomeText", part: null } as const;
  await changeSetting(database, welcome, "a\u0000b\ud800", ADA, AT);
  const { welcomeText } = await loadSettings(database, SILENT);
  expect(welcomeText).toStartWith("a");
});

const PACK = {
  sku: "credits_7_x",
  kind: "credits",
  credits: 7,
  seconds: 0,
  priceCents: 300,
  priceStars: null,
  currency: "usd",
} as const;

test("a product is added last, once, and is not put back over a later change", async () => {
  await addProduct(database, PACK, ADA, AT, SILENT);
  const change = { field: "priceCents", value: 350 } as const;
  expect(await changeProduct(database, PACK.sku, change, BEN, AT, SILENT)).toBe(true);
  await addProduct(database, PACK, ADA, AT, SILENT);
  const shelf = await loadShelf(database, SILENT);
  expect(shelf.at(-1)).toMatchObject({ sku: PACK.sku, priceCents: 350, isActive: true });
  expect((await audited()).length).toBe(2);
  // And what it is already is no change.
  expect(await changeProduct(database, PACK.sku, change, BEN, AT, SILENT)).toBe(true);
  expect((await audited()).length).toBe(2);
});

test("a change that could not be sold is refused", async () => {
  const size = { field: "size", value: 0 } as const;
  expect(await changeProduct(database, PACK.sku, size, ADA, AT, SILENT)).toBe(false);
  expect(await changeProduct(database, "nobody", size, ADA, AT, SILENT)).toBe(false);
  const stars = { field: "priceStars", value: 100_001 } as const;
  expect(await changeProduct(database, PACK.sku, stars, ADA, AT, SILENT)).toBe(false);
});

test("a block of time is changed in minutes", async () => {
  const change = { field: "size", value: 45 } as const;
  await changeProduct(database, "time_30m", change, ADA, AT, SILENT);
  const shelf = await loadShelf(database, SILENT);
  expect(shelf.find(({ sku }) => sku === "time_30m")?.seconds).toBe(2700);
});

test("a product is moved to a place, the others keep their order", async () => {
  const skus = async (): Promise<readonly string[]> =>
    (await loadShelf(database, SILENT)).map(({ sku }) => sku);
  const before = await skus();
  const [first = "", second = "", ...rest] = before;
  await moveProduct(database, second, 0, ADA, AT);
  expect(await skus()).toEqual([second, first, ...rest]);
  await moveProduct(database, second, 0, ADA, AT);
  expect((await audited()).length).toBe(1);
  await moveProduct(database, second, 1_000, ADA, AT);
  expect(await skus()).toEqual([first, ...rest, second]);
  await moveProduct(database, "nobody", 0, ADA, AT);
  expect(await skus()).toEqual([first, ...rest, second]);
});

test("promo codes are listed by pages, and found by name", async () => {
  const promo = { kind: "credits", value: 5, maxUses: null, startsAt: null, endsAt: null } as const;
  for (const [i, code] of ["A1", "B1", "C1"].entries()) {
    await createPromo(database, { ...promo, code, maxUsesPerFan: 1 }, ADA, AT + i);
  }
  expect((await listPromos(database, 2, 1)).map(({ code }) => code)).toEqual(["B1", "A1"]);
  expect(await promoByCode(database, "C1")).toMatchObject({ createdAt: AT + 2, uses: 0 });
  expect(await promoByCode(database, "D1")).toBeNull();
});

test("a reply whose file is an item of the shelf, or a part of one, is taken as such", async () => {
  await database.sql`
    insert into shelf_items (id, name, fingerprint, item, created_by, created_at)
    values (77, 'set', 'u7 u8', '{}', 1, now())`;
  const taken = async (uniqueId: string) => {
    const content: Content = { kind: "photo", text: "", entities: [], fileId: "f", uniqueId };
    await saveReply(database, { name: uniqueId, content }, ADA, AT);
    return (await takeReply(database, { id: null, name: uniqueId }))?.isOnShelf;
  };
  expect([await taken("u7"), await taken("u8"), await taken("u")]).toEqual([true, true, false]);
  await database.sql`delete from shelf_items where id = 77`;
});

test("a reply is saved by its name, replaced, taken, renamed and deleted", async () => {
  const saved = await saveReply(database, { name: "hello", content: HELLO }, ADA, AT);
  expect(saved.isNew).toBe(true);
  const other = { ...HELLO, text: "Hi" };
  const again = await saveReply(database, { name: "hello", content: other }, BEN, AT);
  expect(again).toEqual({ id: saved.id, isNew: false });
  // The same once more changes nothing.
  expect(await saveReply(database, { name: "hello", content: other }, BEN, AT)).toEqual(again);
  expect(await takeReply(database, { id: null, name: "hello" })).toMatchObject({
    content: other,
    uses: 1,
  });
  expect(await takeReply(database, { id: null, name: "nobody" })).toBeNull();
  await saveReply(database, { name: "bye", content: HELLO }, ADA, AT);
  expect(await renameReply(database, saved.id, "bye", ADA, AT)).toEqual({
    from: "hello",
    isDone: false,
  });
  expect(await renameReply(database, saved.id, "hi", ADA, AT)).toEqual({
    from: "hello",
    isDone: true,
  });
  const { lines, total } = await listReplies(database, { limit: 1, offset: 0 });
  expect([lines, total]).toMatchObject([[{ name: "hi", kind: "text", text: "Hi", uses: 1 }], 2]);
  expect(await deleteReply(database, saved.id, ADA, AT)).toBe("hi");
  expect(await deleteReply(database, saved.id, ADA, AT)).toBeNull();
  expect(await renameReply(database, saved.id, "x", ADA, AT)).toBeNull();
  expect(await replyById(database, saved.id)).toBeNull();
  const acts = (await audited()).map((line) => (line as { act: string }).act);
  expect(acts).toEqual(["replySaved", "replySaved", "replySaved", "replyRenamed", "replyDeleted"]);
});
