import { expect, test } from "bun:test";
import { assert, nat, property, string, stringMatching } from "fast-check";
import { createSeal } from "./seal.ts";
import { createSessions } from "./sessions.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = 1_900_000_000_000;
const TOKEN = "123456:AAtest-token";
const sessions = createSessions(createSeal(TOKEN, "session"));
const mia = { id: 501, firstName: "Mia" };

test("a session lasts a quarter of an hour", () => {
  const { token, expiresAt } = sessions.begin(mia, NOW);
  expect(expiresAt).toBe(NOW + 15 * MINUTE_MS);
  expect(sessions.read(token, expiresAt - 1)).toMatchObject({ id: 501, name: "Mia" });
  expect(sessions.read(token, expiresAt)).toBeNull();
});

test("a session is renewed for up to twelve hours after signing in, and no longer", () => {
  let { token, expiresAt } = sessions.begin(mia, NOW);
  for (let at = NOW; at < NOW + 12 * HOUR_MS; at += 10 * MINUTE_MS) {
    const session = sessions.read(token, at);
    const renewed = session && sessions.renew(session, at);
    if (renewed === null) throw new Error(`ended after ${(at - NOW) / MINUTE_MS} minutes`);
    ({ token, expiresAt } = renewed);
  }
  expect(expiresAt).toBe(NOW + 12 * HOUR_MS);
  const last = sessions.read(token, expiresAt - 1);
  expect(last && sessions.renew(last, expiresAt)).toBeNull();
});

test("a token of another bot, of another purpose, or changed anywhere is none", () => {
  const { token } = sessions.begin(mia, NOW);
  for (const seal of [createSeal("123456:AAother", "session"), createSeal(TOKEN, "media")]) {
    expect(sessions.read(createSessions(seal).begin(mia, NOW).token, NOW)).toBeNull();
  }
  assert(
    property(nat(token.length - 2), stringMatching(/^[\w.-]$/), (index, letter) => {
      if (token[index] === letter) return;
      expect(
        sessions.read(token.slice(0, index) + letter + token.slice(index + 1), NOW),
      ).toBeNull();
    }),
  );
  assert(property(string(), (text) => expect(sessions.read(text, NOW)).toBeNull()));
});
