import { expect, test } from "bun:test";
import { assert, nat, oneof, property, string, stringMatching } from "fast-check";
import { initDataReader, TELEGRAM_KEYS } from "./init-data.ts";
import { makeKey, type Signing, signInitData } from "./init-data-testing.ts";

const TOKEN = "123456:AAtest-token";
const NOW_SECONDS = 1_900_000_000;
const NOW = NOW_SECONDS * 1000;
const USER = { id: 2 ** 52 - 1, first_name: "Ёлка & Co=", username: "mia", language_code: "en" };

const read = initDataReader({ botToken: TOKEN, keys: [] });
const signed = (change: Partial<Signing> = {}): string =>
  signInitData({ botToken: TOKEN, user: USER, authDate: NOW_SECONDS - 5, ...change });

test("data signed for this bot says who opened the app, in whatever order its fields come", () => {
  const visitor = { id: USER.id, firstName: USER.first_name };
  expect(read(signed(), NOW)).toEqual({ type: "good", visitor });
  const turned = new URLSearchParams([...new URLSearchParams(signed())].toReversed()).toString();
  expect(read(turned, NOW)).toEqual({ type: "good", visitor });
});

test("it is believed for ten minutes, and a minute before its time", () => {
  const at = (seconds: number): string => read(signed(), (NOW_SECONDS - 5 + seconds) * 1000).type;
  expect([at(600), at(601)]).toEqual(["good", "old"]);
  expect([at(-60), at(-61)]).toEqual(["good", "invalid"]);
});

test("data without a date, or for nobody, is nothing", () => {
  const { user: _, ...others } = Object.fromEntries(new URLSearchParams(signed()));
  expect(read(new URLSearchParams(others).toString(), NOW).type).toBe("invalid");
  expect(read(signed({ more: { auth_date: "soon" } }), NOW).type).toBe("invalid");
  expect(read(signed({ user: { id: "1", first_name: "x" } }), NOW).type).toBe("invalid");
  expect(read(signed({ user: { id: 1, first_name: "x", is_bot: true } }), NOW).type).toBe(
    "invalid",
  );
});

test("data signed for another bot is refused", () => {
  assert(
    property(stringMatching(/^[1-9]\d{5}:[\w-]{10}$/), (botToken) => {
      expect(read(signed({ botToken }), NOW).type).toBe("invalid");
    }),
    { numRuns: 50 },
  );
});

test("no change of any character is believed", () => {
  const good = signed({ more: { start_param: "x" } });
  assert(
    property(nat(good.length - 1), stringMatching(/^[\w%&=]$/), (index, letter) => {
      const forged = good.slice(0, index) + letter + good.slice(index + 1);
      // Another spelling of the same fields is the same data: percent signs have two cases.
      const isSame = fieldsOf(forged) === fieldsOf(good);
      expect(read(forged, NOW).type).toBe(isSame ? "good" : "invalid");
    }),
    { numRuns: 500 },
  );
});

function fieldsOf(data: string): string {
  const fields = new URLSearchParams(data);
  fields.sort();
  return fields.toString();
}

test("a field that comes twice is refused, even with the same value", () => {
  const good = signed();
  for (const [name, value] of new URLSearchParams(good)) {
    const twice = `${good}&${new URLSearchParams({ [name]: value }).toString()}`;
    expect(read(twice, NOW).type).toBe("invalid");
  }
});

test("a line break that would be a field's own line is refused, whoever signed it", () => {
  const forged = signed({ more: { query_id: 'x\nuser={"id":8,"first_name":"Eve"}' } });
  expect(read(forged, NOW).type).toBe("invalid");
  expect(read(signed({ more: { query_id: "x\u0000" } }), NOW).type).toBe("invalid");
});

test("whatever else comes is refused and breaks nothing", () => {
  assert(
    property(oneof(string(), string({ unit: "binary", minLength: 50 })), (text) => {
      expect(read(text, NOW).type).toBe("invalid");
      expect(read(`hash=${"0".repeat(64)}&user=${text}`, NOW).type).toBe("invalid");
    }),
  );
  expect(read(signed({ more: { start_param: "x".repeat(9_000) } }), NOW).type).toBe("invalid");
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`field${i}`, "x"]));
  expect(read(signed({ more: many }), NOW).type).toBe("invalid");
});

test("where Telegram's own signature came along, it must be Telegram's", () => {
  const telegram = makeKey();
  const forger = makeKey();
  const strict = initDataReader({
    botToken: TOKEN,
    keys: [TELEGRAM_KEYS.production, telegram.publicHex],
  });
  expect(strict(signed({ key: telegram.key }), NOW).type).toBe("good");
  // Whoever has stolen the bot's token can make the other signature, not this one.
  expect(strict(signed({ key: forger.key }), NOW).type).toBe("invalid");
  expect(strict(signed({ more: { signature: "x" } }), NOW).type).toBe("invalid");
  // Clients of before it was there.
  expect(strict(signed(), NOW).type).toBe("good");
});

test("Telegram's published keys are keys", () => {
  expect(() =>
    initDataReader({ botToken: TOKEN, keys: Object.values(TELEGRAM_KEYS) }),
  ).not.toThrow();
});
