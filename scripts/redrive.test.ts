// The script as an operator runs it, on a database with envelopes that were given up.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { arrival, conversation, T0 } from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { createStore, type PostgresStore } from "#db/store.ts";
import { SILENT, type TestDatabase, testDatabase } from "#db/testing.ts";

let home: TestDatabase;
let database: Database;
let store: PostgresStore;
beforeEach(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  store = createStore(database, "node-a", SILENT);
});
afterEach(async () => {
  await database.close();
  await home.drop();
});

async function redrive(...words: readonly string[]) {
  const child = Bun.spawn([process.execPath, "scripts/redrive.ts", ...words], {
    env: { DATABASE_URL: home.url },
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

/** Envelopes of two fans that failed for the last time; answers their ids. */
async function giveUp(): Promise<readonly number[]> {
  const secret = { body: { text: "tell nobody" } };
  const ids = await store.append([
    arrival("7", secret),
    arrival("7", secret),
    arrival("8", secret),
  ]);
  const dead = ids.map((id) => id ?? 0);
  await store.fail(
    dead.map((envelopeId) => ({ envelopeId, error: "boom", retryAt: T0, deadLetter: true })),
  );
  return dead;
}

async function mailOf(key: string): Promise<readonly (readonly [id: number, attempts: number])[]> {
  const [mail = []] = await store.read([conversation(key)], 10, T0);
  return mail.map(({ id, attempts }) => [id, attempts]);
}

test("lists where and why envelopes were given up, and nothing of what they say", async () => {
  const [first, second, third] = await giveUp();
  const line = (id: number | undefined, key: string) =>
    `${id}  conversation:${key}  2023-11-14T22:13:20.000Z  1 attempts  boom`;
  expect(await redrive()).toEqual({
    lines: [line(first, "7"), line(second, "7"), line(third, "8"), "3 dead letters"],
    code: 0,
  });
  expect([await mailOf("7"), await mailOf("8")]).toEqual([[], []]);
});

test("puts back what is named, with its attempts counted anew", async () => {
  const [first = 0, second = 0, third = 0] = await giveUp();
  expect(await redrive(String(second))).toEqual({ lines: ["put back: 1"], code: 0 });
  expect([await mailOf("7"), await mailOf("8")]).toEqual([[[second, 0]], []]);
  expect(await redrive("--fan", "7")).toEqual({ lines: ["put back: 1"], code: 0 });
  expect(await mailOf("7")).toEqual([
    [first, 0],
    [second, 0],
  ]);
  expect(await redrive("--all")).toEqual({ lines: ["put back: 1"], code: 0 });
  expect(await mailOf("8")).toEqual([[third, 0]]);
  expect(await redrive()).toEqual({ lines: ["no dead letters"], code: 0 });
});

test("puts nothing back that is not asked for plainly", async () => {
  const ids = await giveUp();
  for (const words of [["--all", "--fan", "7"], ["--fan", "Ana"], ["x"], ["--every"]]) {
    expect((await redrive(...words)).code).toBe(1);
  }
  expect(await redrive("999999")).toEqual({ lines: ["no such dead letter"], code: 1 });
  expect((await redrive()).lines).toHaveLength(ids.length + 1);
});
