import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Logger } from "#actors/kernel/ports.ts";
import { Settings } from "#actors/kernel/settings.ts";
import { type Database, openDatabase } from "./client.ts";
import { loadSettings, seedSettings, setSetting } from "./settings.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const AT = 1_700_000_000_000;
const OWNER = { id: 5_000_000_000, name: "Zoë" };

let home: TestDatabase;
let database: Database;
let warned: unknown[];
const log: Logger = { ...SILENT, warn: (fields) => void warned.push(fields) };

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  warned = [];
  await database.sql`delete from settings`;
});

describe("settings", () => {
  test("are the kernel's defaults where nothing was set", async () => {
    expect(await loadSettings(database, log)).toEqual(Settings.parse({}));
    expect(warned).toEqual([]);
  });

  test("are kept with who changed them, and the change is in the audit log", async () => {
    await setSetting(database, "welcomeCredits", 7, OWNER, AT);
    await setSetting(database, "welcomeText", "¡Hola! 👩‍👩‍👧\0", OWNER, AT);
    await setSetting(database, "welcomeCredits", 9, OWNER, AT + 1);
    const settings = await loadSettings(database, log);
    expect(settings.welcomeCredits).toBe(9);
    expect(settings.welcomeText).toBe("¡Hola! 👩‍👩‍👧\ufffd");
    const audit = await database.sql`select * from audit_log order by id desc limit 1`;
    expect(audit).toMatchObject([
      {
        by_id: OWNER.id,
        by_name: "Zoë",
        act: "setting",
        detail: { key: "welcomeCredits", from: 7, to: 9 },
        created_at: new Date(AT + 1),
      },
    ]);
  });

  test("refuse a value that the schema refuses, and keep the old one", async () => {
    const failure = await setSetting(database, "welcomeCredits", -1, OWNER, AT).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expect((await loadSettings(database, log)).welcomeCredits).toBe(3);
  });

  test("report a row that cannot be, and stand for its default", async () => {
    await database.sql`insert into settings (key, value, updated_at) values
      ('welcomeCredits', '"many"', now()), ('giftMax', '50', now()), ('unheardOf', '1', now())`;
    const settings = await loadSettings(database, log);
    expect([settings.welcomeCredits, settings.giftMax]).toEqual([3, 50]);
    expect(warned).toEqual([{ setting: "welcomeCredits" }, { setting: "unheardOf" }]);
  });

  test("give figures that a new version added their default beside the stored ones", async () => {
    await database.sql`insert into settings (key, value, updated_at)
      values ('costs', '{"text": 4}', now())`;
    const { costs } = await loadSettings(database, log);
    expect([costs.text, costs.voice]).toEqual([4, 5]);
    expect(warned).toEqual([]);
  });

  test("are seeded on the first start only", async () => {
    await seedSettings(database, { welcomeCredits: 12 }, AT);
    expect((await loadSettings(database, log)).welcomeCredits).toBe(12);
    await setSetting(database, "welcomeCredits", 5, OWNER, AT);
    await seedSettings(database, { welcomeCredits: 12 }, AT);
    expect((await loadSettings(database, log)).welcomeCredits).toBe(5);
  });
});
