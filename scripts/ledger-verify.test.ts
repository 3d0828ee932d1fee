// The script as an operator runs it.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Database, openDatabase } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

async function verify(url: string) {
  const child = Bun.spawn([process.execPath, "scripts/ledger-verify.ts"], {
    env: { DATABASE_URL: url },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { lines: (out + err).trim().split("\n"), code };
}

test("prints a line a fault and what was gone through, and fails where there is one", async () => {
  expect(await verify(home.url)).toEqual({ lines: ["0 accounts, 0 purchases, 0 faults"], code: 0 });
  await database.sql`insert into users (telegram_id, credits, created_at, last_seen_at)
    values (7000000007, 5, now(), now())`;
  expect(await verify(home.url)).toEqual({
    lines: ["account 1 has 5 credits, its lines come to 0", "1 accounts, 0 purchases, 1 faults"],
    code: 1,
  });
});

test("says that the database is away, and nothing of its address", async () => {
  const { lines, code } = await verify("postgres://ada:secret@127.0.0.1:1/none");
  expect(code).toBe(1);
  expect(lines.join("\n")).toContain("ECONNREFUSED");
  expect(lines.join("\n")).not.toContain("secret");
});
