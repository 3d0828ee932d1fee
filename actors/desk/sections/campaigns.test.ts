import { expect, test } from "bun:test";
import { Talk } from "#actors/desk/test-kit.ts";

test("a button of the composer that does its work is not called out of date", () => {
  const talk = new Talk("owner");
  for (const press of ["new", "write", "who", "when"]) {
    talk.press(`campaigns.${press}.`);
    expect([press, talk.bubble]).toEqual([press, null]);
  }
  talk.press("campaigns.dance.");
  expect(talk.bubble).toBe("stale");
});
