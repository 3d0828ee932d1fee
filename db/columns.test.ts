import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { cleanJson, cleanText } from "./clean.ts";
import { type Database, openDatabase } from "./client.ts";
import { arrays, type Column, jsonText, moment, unixMs, unnest } from "./columns.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await testDatabase("nothing");
  database = openDatabase(home.url, { max: 1 });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

interface Row {
  readonly id: number;
  readonly words: string | null;
  readonly document: unknown;
  readonly isTrue: boolean | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { name: "id", type: "bigint", of: (row) => row.id },
  { name: "words", type: "text", of: (row) => row.words },
  { name: "document", type: "json", of: (row) => JSON.stringify(row.document) },
  { name: "is_true", type: "boolean", of: (row) => row.isTrue },
];

async function roundTrip(rows: readonly Row[]): Promise<readonly Row[]> {
  const statement = `
    select id, words, document::json, is_true as "isTrue" from ${unnest(COLUMNS, "row", 1)}`;
  return await database.query<Row>("round trip", statement, arrays(COLUMNS, rows));
}

describe("rows through array parameters", () => {
  test("come back as they were, whatever is in them", async () => {
    const anyText = fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.toWellFormed());
    const anyRow = fc.record({
      id: fc.maxSafeInteger(),
      words: fc.option(anyText.map((text) => text.replaceAll("\0", ""))),
      document: fc.jsonValue().map((value) => JSON.parse(cleanJson(JSON.stringify(value)))),
      isTrue: fc.option(fc.boolean()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 20 }), async (rows) => {
        expect(await roundTrip(rows)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  test("tell nothing from the word NULL and the empty string", async () => {
    const words = [null, "NULL", "null", "", " ", '"', "{}", ",", "\\"];
    const rows = words.map((word, id) => ({ id, words: word, document: word, isTrue: null }));
    expect(await roundTrip(rows)).toEqual(rows);
  });

  test("may hold what Postgres cannot: it becomes U+FFFD", async () => {
    const [row] = await roundTrip([
      {
        id: 1,
        words: "a\0b \ud83d c \ude00 d",
        document: { "k\0": "\0 \ud800", fine: "👩 \\u0000" },
        isTrue: null,
      },
    ]);
    expect(row?.words).toBe("a\ufffdb \ufffd c \ufffd d");
    expect(row?.document).toEqual({ "k\ufffd": "\ufffd \ufffd", fine: "👩 \\u0000" });
  });
});

test("a document that is kept as text comes back to the letter, whatever stands beside it", async () => {
  const columns: readonly Column<string | null>[] = [jsonText("document", (each) => each)];
  const documents = [
    '{"a": "\\u0000"}',
    null,
    '"\\" \\n"',
    "not\u0001two",
    "not\u0002nothing",
    "[]",
  ];
  const rows = await database.query<{ document: string | null }>(
    "to the letter",
    `select document from ${unnest(columns, "row", 1)}`,
    arrays(columns, documents),
  );
  expect(rows.map((row) => row.document)).toEqual([
    ...documents.slice(0, 3),
    "not\ufffdtwo",
    "not\ufffdnothing",
    "[]",
  ]);
});

describe("cleaning", () => {
  test("leaves clean text the very same", () => {
    expect(cleanText("👩‍👩‍👧 שלום \\u0000")).toBe("👩‍👩‍👧 שלום \\u0000");
    const json = JSON.stringify({ a: "\u0001 \\u0000 \\\\ \n 👩‍👩‍👧" });
    expect(cleanJson(json)).toBe(json);
  });

  test("reads escapes as JSON does: pairs stay, halves and NULs go", () => {
    expect(cleanJson('"\\ud83d\\ude00 \\ud83d x \\u0000 \\\\u0000"')).toBe(
      '"\\ud83d\\ude00 \\ufffd x \\ufffd \\\\u0000"',
    );
  });
});

test("moments keep their milliseconds", async () => {
  for (const at of [0, 1, 999, 1_700_000_000_001, 1_763_817_599_999, 4_102_444_799_999]) {
    const statement = `select ${unixMs(`${moment("$1::bigint")}::timestamptz(3)`)} as at`;
    expect(await database.query<{ at: number }>("moment", statement, [at])).toEqual([{ at }]);
  }
});
