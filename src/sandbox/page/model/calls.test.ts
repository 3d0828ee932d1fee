import { describe, expect, test } from "bun:test";
import { call } from "#src/sandbox/page/testing/samples.ts";
import { type CallFilter, listCalls, prettyParams } from "./calls.ts";

const ALL: CallFilter = { query: "", isFailuresOnly: false, clearedUpTo: 0 };
const CALLS = [
  call(1, { method: "getUpdates" }),
  call(2, { params: '{"text":"hello Mia"}' }),
  call(3, { method: "copyMessage", ok: false, status: 403, description: "Forbidden: blocked" }),
  call(4, { method: "getUpdates", ok: false, status: 502, description: "Bad Gateway" }),
];
const listed = (filter: Partial<CallFilter>): readonly number[] =>
  listCalls(CALLS, { ...ALL, ...filter }).map((one) => one.seq);

describe("the list of calls", () => {
  test("is newest first, without the heartbeat unless it failed", () => {
    expect(listed({})).toEqual([4, 3, 2]);
  });

  test("shows the heartbeat to who asks for it", () => {
    expect(listed({ query: "getupdates" })).toEqual([4, 1]);
  });

  test("takes all words, wherever they are", () => {
    expect(listed({ query: "send MIA" })).toEqual([2]);
    expect(listed({ query: "403 blocked" })).toEqual([3]);
    expect(listed({ query: "send blocked" })).toEqual([]);
  });

  test("can be of failures only", () => {
    expect(listed({ isFailuresOnly: true })).toEqual([4, 3]);
  });

  test("forgets what was cleared, until the sandbox counts from the start again", () => {
    expect(listed({ clearedUpTo: 3 })).toEqual([4]);
    expect(listed({ clearedUpTo: 900 })).toEqual([4, 3, 2]);
  });
});

test("parameters that are not JSON are shown as they came", () => {
  expect(prettyParams('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyParams("a=1")).toBe("a=1");
});
