import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Database, openDatabase } from "./client.ts";
import { StoreError } from "./errors.ts";
import { withSoleRight } from "./solo.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let one: Database;
let other: Database;

beforeAll(async () => {
  home = await testDatabase("nothing");
  one = openDatabase(home.url);
  other = openDatabase(`${home.url}?pgbouncer=true`);
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await home.drop();
});

const yes = () => Promise.resolve("yes");

test("one has a right at a time, over all processes, and the next one after it", async () => {
  const inside = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const first = withSoleRight(one, "sweep", async () => {
    inside.resolve();
    await end.promise;
    return "first";
  });
  await inside.promise;
  expect(await withSoleRight(other, "sweep", yes)).toBeNull();
  expect(await withSoleRight(one, "sweep", yes)).toBeNull();
  expect(await withSoleRight(other, "another", yes)).toBe("yes");
  end.resolve();
  expect(await first).toBe("first");
  expect(await withSoleRight(other, "sweep", yes)).toBe("yes");
});

test("what goes wrong inside comes out as it is, and gives the right back", async () => {
  const boom = new Error("boom");
  const failure = await withSoleRight(one, "sweep", () => Promise.reject(boom)).catch(
    (error: unknown) => error,
  );
  expect(failure).toBe(boom);
  expect(await withSoleRight(other, "sweep", yes)).toBe("yes");
});

test("a right goes with its connection", async () => {
  const inside = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const returned = Promise.withResolvers<void>();
  const lost = withSoleRight(one, "sweep", async () => {
    inside.resolve();
    await end.promise;
    returned.resolve();
  }).catch((error: unknown) => error);
  await inside.promise;
  const cut = await other.sql`
    select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`;
  expect(cut).toHaveLength(1);
  expect(await lost).toBeInstanceOf(StoreError);
  expect(await withSoleRight(other, "sweep", yes)).toBe("yes");
  end.resolve();
  await returned.promise;
  expect(await one.query<{ n: number }>("one", "select 1 as n")).toMatchObject([{ n: 1 }]);
});

test("a pool of one connection is told, instead of waiting for itself", async () => {
  const small = openDatabase(home.url, { max: 1 });
  const failure = await withSoleRight(small, "sweep", yes).catch((error: unknown) => error);
  expect(String(failure)).toContain("a connection of its own");
  await small.close();
});
