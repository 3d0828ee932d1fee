// Two people change the team, or what is sold, at the same moment: each change waits for the other's,
// finds what that one left, and is audited as what it was.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DEFAULT_RIGHTS } from "#actors/kernel/team.ts";
import { type Database, openDatabase } from "./client.ts";
import { changeProduct, moveProduct } from "./product-changes.ts";
import { loadShelf, saveProduct } from "./products.ts";
import { loadMembers, membershipOf } from "./team.ts";
import {
  acceptInvite,
  changeRole,
  createInvite,
  removeMember,
  revokeInvite,
  setDuty,
  setRight,
} from "./team-changes.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const AT = Date.UTC(2026, 10, 22);
const ADA = { id: 501, name: "Ada" };
const BEN = { id: 502, name: "Ben" };
const DAN = 8;

let own: TestDatabase;
let database: Database;
let seen: number;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});
beforeEach(async () => {
  await database.sql`delete from team`;
  await database.sql`delete from settings`;
  await database.sql`
    insert into team (telegram_id, name, role, joined_at) values (${DAN}, 'Dan', 'agent', now())`;
  const [row] = await database.sql<{ n: number }[]>`select count(*)::integer as n from audit_log`;
  seen = row?.n ?? 0;
});

/** Lines of the audit log that this test has made. */
async function audited(): Promise<readonly unknown[]> {
  return await database.sql`
    select by_name as by, act, detail from audit_log order by id offset ${seen}`;
}

/**
 * Holds a row that is being changed until as many others wait for it, and lets go: what they had read
 * before they waited is not what is there any more.
 */
async function race<T>(change: string, others: readonly (() => Promise<T>)[]): Promise<T[]> {
  const waiting: Promise<T>[] = [];
  await database.sql.begin(async (sql) => {
    await sql.unsafe(change);
    waiting.push(...others.map((other) => other()));
    for (let blocked = 0; blocked < others.length; ) {
      const rows = await database.sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      blocked = rows.length;
    }
  });
  return await Promise.all(waiting);
}

test("of two who give a member another role the later is told what they are", async () => {
  const to = (role: "admin" | "viewer", by: typeof ADA) =>
    changeRole(database, { memberId: DAN, from: "agent", role }, by, AT);
  const found = await race(`update team set name = 'Dan' where telegram_id = ${DAN}`, [
    () => to("admin", ADA),
    () => to("viewer", BEN),
  ]);
  const [member] = await loadMembers(database);
  // One of them has it; the other learns which.
  expect(new Set(found).size).toBe(1);
  expect(found[0]).toBe(member?.role as "admin" | "viewer");
  const by = found[0] === "admin" ? "Ada" : "Ben";
  const detail = { memberId: DAN, from: "agent", to: found[0] };
  expect(await audited()).toEqual([{ by, act: "role", detail }]);
});

test("who removes a member whose role was changed meanwhile is told so, and the member stays", async () => {
  const removed = await race(`update team set role = 'admin' where telegram_id = ${DAN}`, [
    () => removeMember(database, { memberId: DAN, from: "agent" }, BEN, AT),
  ]);
  expect(removed).toEqual([{ isRemoved: false, role: "admin" }]);
  expect(await audited()).toEqual([]);
});

test("of two who remove a member one did, the other finds nobody; a role cannot bring them back", async () => {
  const remove = (by: typeof ADA) => () =>
    removeMember(database, { memberId: DAN, from: "agent" }, by, AT);
  const removed = await race(`update team set name = 'Dan' where telegram_id = ${DAN}`, [
    remove(ADA),
    remove(BEN),
  ]);
  expect(removed.filter(({ isRemoved }) => isRemoved)).toHaveLength(1);
  expect(removed.map(({ role }) => role)).toEqual([null, null]);
  expect(await audited()).toMatchObject([{ act: "remove", detail: { name: "Dan" } }]);
  const given = { memberId: DAN, from: "agent", role: "admin" } as const;
  expect(await changeRole(database, given, ADA, AT)).toBeNull();
  expect(
    await setDuty(database, { isOn: true, isOwner: false }, { id: DAN, name: "Dan" }, AT),
  ).toBe(false);
  expect(await loadMembers(database)).toEqual([]);
});

test("two figures of one table that are changed at once both hold, and each audit says what was there", async () => {
  const most = (to: number, by: typeof ADA) => () =>
    setRight(database, { role: "agent", right: "giftMax", to }, by, AT);
  // The first change of all: nothing is stored yet.
  const first = await Promise.all([
    most(5, ADA)(),
    setRight(database, { role: "viewer", right: "reply", to: true }, BEN, AT),
  ]);
  expect(first).toEqual([DEFAULT_RIGHTS.agent.giftMax, false]);
  const was = await race("update settings set updated_by = 1 where key = 'rights'", [
    most(6, ADA),
    most(7, BEN),
  ]);
  const [row] = await database.sql<{ value: typeof DEFAULT_RIGHTS }[]>`select value from settings`;
  const last = row?.value.agent.giftMax ?? 0;
  expect(was.toSorted((a, b) => Number(a) - Number(b))).toEqual([5, last === 7 ? 6 : 7]);
  expect(row?.value.viewer.reply).toBe(true);
  const chain = (await audited()) as readonly { detail: { right: string; from: number }[] }[];
  const figures = chain.flatMap(({ detail }) => detail) as unknown as readonly {
    readonly right: string;
    readonly from: number;
    readonly to: number;
  }[];
  const gifts = figures.filter(({ right }) => right === "giftMax");
  expect(gifts.map(({ from }) => from)).toEqual([20, 5, last === 7 ? 6 : 7]);
  // The same again: no change, no line.
  expect(await most(last, ADA)()).toBe(last);
  expect((await audited()).length).toBe(chain.length);
});

test("who goes on duty on two telephones at once does so once", async () => {
  const on = () => setDuty(database, { isOn: true, isOwner: false }, { id: DAN, name: "Dan" }, AT);
  expect(await race(`update team set name = 'Dan' where telegram_id = ${DAN}`, [on, on])).toEqual([
    true,
    true,
  ]);
  expect(await audited()).toEqual([{ by: "Dan", act: "duty", detail: { isOn: true } }]);
});

test("two who change one price: the later holds, and says what the earlier had made of it", async () => {
  const price = (value: number, by: typeof ADA) => () =>
    changeProduct(database, "credits_10", { field: "priceCents", value }, by, AT, SILENT);
  await price(500, ADA)();
  await race("update products set price_stars = null where sku = 'credits_10'", [
    price(600, ADA),
    price(700, BEN),
  ]);
  const shelf = await loadShelf(database, SILENT);
  const last = shelf.find(({ sku }) => sku === "credits_10")?.priceCents;
  const lines = (await audited()) as readonly { detail: { from: number; to: number } }[];
  const steps = lines.map(({ detail }) => detail.to);
  expect(lines.slice(1).map(({ detail }) => detail.from)).toEqual(steps.slice(0, -1));
  expect(steps.at(-1)).toBe(last ?? 0);
});

test("two who put a whole product on the shelf: each audit says what was there", async () => {
  const [product] = await loadShelf(database, SILENT);
  if (product === undefined) throw new Error("there is a product");
  const save = (priceCents: number) => () =>
    saveProduct(database, { ...product, priceCents }, ADA, AT);
  await race(`update products set price_stars = 9 where sku = '${product.sku}'`, [save(801)]);
  const lines = (await audited()) as readonly { detail: { from: { price_stars: number } } }[];
  expect(lines[0]?.detail.from.price_stars).toBe(9);
});

test("two who move products at once leave one order without gaps", async () => {
  const skus = async () => (await loadShelf(database, SILENT)).map(({ sku }) => sku);
  const [a = "", b = "", c = "", ...rest] = await skus();
  await race(`update products set price_stars = null where sku = '${a}'`, [
    () => moveProduct(database, a, 2, ADA, AT),
    () => moveProduct(database, c, 0, BEN, AT),
  ]);
  // Whoever was first.
  expect(await skus()).toEqual([c, b, a, ...rest]);
  const shelf = await loadShelf(database, SILENT);
  expect(shelf.map(({ position }) => position)).toEqual(shelf.map((_, i) => i));
});

test("an invitation that was revoked lets nobody in, and makes no team", async () => {
  const invite = { tokenHash: "h1", role: "agent", expiresAt: AT + 1000 } as const;
  await database.sql`delete from team`;
  await createInvite(database, invite, ADA, AT);
  await revokeInvite(database, "h1", ADA, AT);
  await revokeInvite(database, "h1", ADA, AT);
  const person = { id: 9, name: "Eve", username: null };
  const opener = { tokenHash: "h1", ...person, effectId: 1, ownerId: ADA.id };
  expect(await acceptInvite(database, opener, AT)).toEqual({ type: "spent" });
  expect(await membershipOf(database, 9)).toEqual({ role: null, isFormed: false });
  expect(await audited()).toMatchObject([{ act: "invite" }, { act: "inviteRevoked" }]);
  // One that was used stays used, by whomever.
  await createInvite(database, { ...invite, tokenHash: "h2" }, ADA, AT);
  const joined = await acceptInvite(database, { ...opener, tokenHash: "h2" }, AT);
  await revokeInvite(database, "h2", ADA, AT);
  expect([joined.type, (await audited()).length]).toEqual(["joined", 4]);
});
