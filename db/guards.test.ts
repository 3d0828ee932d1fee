// What the database itself refuses, whatever program asks (0001_guards.sql, 0003_money_guards.sql).
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Database, openDatabase } from "./client.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
  await database.sql`
    insert into users (telegram_id, created_at, last_seen_at) values (11, now(), now())`;
  await database.sql`
    insert into transactions (user_id, kind, credits, seconds, amount_cents, reference, created_at)
    values (1, 'welcome', 3, 0, 0, 'welcome:11', now())`;
  await database.sql`
    insert into audit_log (by_id, by_name, act, user_id, detail, created_at)
    values (1, 'Ada', 'gift', 1, '{}', now()), (1, 'Ada', 'tags', 1, '{"tags":"x"}', now())`;
  await database.sql`
    insert into users (telegram_id, created_at, last_seen_at) values (-2, now(), now())`;
  await database.sql`
    insert into audit_log (by_id, by_name, act, user_id, detail, created_at)
    values (1, 'Ada', 'gift', 2, '{"credits":5,"why":"x"}', now()),
      (12, 'Mia', 'rechargeAgreed', 2, '{}', now())`;
  await database.sql`
    insert into purchases (id, user_id, rail, kind, sku, credits, seconds, amount, currency, state,
      refunded_amount, is_disputed, is_granted, record, version, created_at, updated_at)
    values ('p1', 1, 'stripe', 'checkout', 'credits_10', 10, 0, 499, 'usd', 'open', 0, false, false,
      '{}', 1, now(), now())`;
  await database.sql`
    insert into promo_codes (code, kind, value, max_uses, uses, created_at)
    values ('SPRING', 'percent', 20, 1, 1, now())`;
  await database.sql`
    insert into promo_uses (code, user_id, nth, claim_id, at) values ('SPRING', 1, 1, 5, now())`;
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

describe("the database refuses", () => {
  test.each([
    ["a changed amount", "update transactions set credits = 4"],
    ["a changed note", "update transactions set note = 'x', reference = 'y'"],
    ["a ledger row that goes", "delete from transactions"],
    ["an emptied ledger", "truncate transactions"],
    ["a changed act", "update audit_log set act = 'ban'"],
    ["an act that goes", "delete from audit_log"],
    ["a user that goes", "delete from users"],
    ["a balance below nothing", "update users set credits = -1"],
    ["a debt below nothing", "update users set debt_credits = -1"],
    ["a purchase that goes", "delete from purchases"],
    ["another price than was asked for", "update purchases set amount = 1"],
    ["another buyer", "update purchases set user_id = 2"],
    ["a state that nobody knows", "update purchases set state = 'perhaps'"],
    ["a version below the first", "update purchases set version = -1"],
    ["more uses of a code than it has", "update promo_codes set uses = 2"],
    ["a code that takes all off", "update promo_codes set value = 96"],
    ["a use that is taken back", "delete from promo_uses"],
    ["a product with two units", "update products set minutes = 5 where sku = 'credits_10'"],
    ["a product without a price in Stars worth the name", "update products set price_stars = 0"],
    ["a currency in upper case", "update products set currency = 'USD'"],
  ])("%s", async (_what, statement) => {
    const code = await database.sql.unsafe(statement).then(
      () => null,
      (error: unknown) => (error as { readonly code: string }).code,
    );
    expect(code).toBeOneOf(["23000", "23514"]);
  });

  test.each([
    ["a detail of one who is here", "update audit_log set detail = '{}' where id = 2"],
    ["another figure", `update audit_log set detail = '{"credits":6}' where id = 3`],
    ["a figure more", `update audit_log set detail = '{"credits":5,"seconds":1}' where id = 3`],
    ["another name", "update audit_log set by_name = 'Eve' where id = 3"],
    ["whose act it was", "update audit_log set by_id = -2, by_name = '' where id = 3"],
    ["whom it was about", "update audit_log set user_id = 1 where id = 3"],
    ["when it was", "update audit_log set created_at = now() + '1 day' where id = 3"],
  ])("that the audit log loses or changes %s", async (_what, statement) => {
    const code = await database.sql.unsafe(statement).then(
      () => null,
      (error: unknown) => (error as { readonly code: string }).code,
    );
    expect(code).toBe("23000");
  });

  test("but not that the audit log loses the words about one who was erased", async () => {
    await database.sql`update audit_log set detail = '{"credits":5}' where id = 3`;
    await database.sql`update audit_log set by_id = -2, by_name = '' where id = 4`;
    const rows = await database.sql`
      select by_id::integer as by, by_name as name, detail from audit_log where id > 2 order by id`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { by: 1, name: "Ada", detail: { credits: 5 } },
      { by: -2, name: "", detail: {} },
    ]);
  });

  test("but not that a ledger row loses a name in its reference", async () => {
    const changed = await database.sql`
      update transactions set reference = 'welcome:-1' returning reference, credits`;
    expect(changed.map((row) => ({ ...row }))).toEqual([{ reference: "welcome:-1", credits: 3 }]);
  });
});
