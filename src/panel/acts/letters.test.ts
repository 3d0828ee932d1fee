// A dead letter of the team's is carried out in the name that it has: only while that name is as good
// as it was.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Role, Teammate } from "#actors/kernel/team.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { append, fail } from "#db/inbox.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { letterActs } from "./letters.ts";

const ACTING = { by: { id: 1, name: "Ada" }, at: 1_800_000_000_000, effectId: 1 } as const;

let own: TestDatabase;
let database: Database;
let letters = 0;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

async function letterOf(body: string): Promise<number> {
  letters += 1;
  const address = { kind: "conversation", key: "7" } as const;
  const dedupeKey = `letter:${letters}`;
  const at = ACTING.at;
  const arrival = { dedupeKey, address, lane: "normal", at, body, raw: null } as const;
  const [id] = await append(database, [arrival]);
  if (id === null || id === undefined) throw new Error("a new letter has an id");
  await fail(database, [{ envelopeId: id, error: "x", retryAt: at, deadLetter: true }]);
  return id;
}

async function redriven(id: number, now: Role): Promise<unknown> {
  const asked: Teammate[] = [];
  const acts = letterActs(database, async (sender) => {
    asked.push(sender);
    return now;
  });
  const { say } = await acts.redrive({ act: "redrive", letterId: id }, ACTING);
  const [row] = await database.sql<{ dead: boolean }[]>`
    select is_dead as dead from mailbox where inbox_id = ${id}`;
  return [say.key, row?.dead, asked.length];
}

const order = (role: Role): string =>
  JSON.stringify({ type: "teamOrder", by: { id: 9, name: "Ben", role }, order: { act: "ban" } });

test.each<readonly [was: Role, now: Role, isBack: boolean]>([
  ["admin", "stranger", false],
  ["admin", "agent", false],
  ["owner", "admin", false],
  ["anonymous", "stranger", false],
  ["agent", "agent", true],
  ["agent", "admin", true],
  ["owner", "owner", true],
  ["stranger", "stranger", true],
])("an order of a former %s who is %s now goes back: %p", async (was, now, isBack) => {
  const id = await letterOf(order(was));
  const expected = isBack ? ["letterBack", false, 1] : ["letterOfNobody", true, 1];
  expect(await redriven(id, now)).toEqual(expected);
});

test("a fan's letter goes back whoever asks, and so does one that cannot be read", async () => {
  const fans = await letterOf(JSON.stringify({ type: "fanWrote", text: "hi" }));
  expect(await redriven(fans, "stranger")).toEqual(["letterBack", false, 0]);
  const broken = await letterOf("not json");
  expect(await redriven(broken, "stranger")).toEqual(["letterBack", false, 0]);
});

test("one that is not there any more is nobody's", async () => {
  expect(await redriven(999_999, "stranger")).toEqual(["letterGone", undefined, 0]);
});
