import { expect, test } from "bun:test";
import { addressOf } from "./address.ts";
import { createAllowance } from "./allowance.ts";

test("a bucket is emptied at once, and fills by itself", () => {
  let now = 0;
  const allowance = createAllowance(
    { burst: 2, perMinute: 6, keysMax: 10 },
    { monotonic: () => now },
  );
  expect([allowance.take("a"), allowance.take("a"), allowance.take("a")]).toEqual([0, 0, 10]);
  expect(allowance.take("b")).toBe(0);
  now = 9_999;
  expect(allowance.take("a")).toBe(1);
  now = 10_000;
  expect([allowance.take("a"), allowance.take("a")]).toEqual([0, 10]);
  now = 10_000_000;
  expect([allowance.take("a"), allowance.take("a"), allowance.take("a")]).toEqual([0, 0, 10]);
});

test("no more keys are kept than that, and the one asked longest ago goes first", () => {
  const terms = { burst: 1, perMinute: 1, keysMax: 2 };
  const allowance = createAllowance(terms, { monotonic: () => 0 });
  expect(["a", "b", "a", "c"].map((key) => allowance.take(key) === 0)).toEqual([
    true,
    true,
    false,
    true,
  ]);
  // `b` was forgotten for `c`, `a` was not.
  expect([allowance.take("a") > 0, allowance.take("b")]).toEqual([true, 0]);
});

const from = (peer: string | null, headers: Record<string, string> = {}): string =>
  addressOf(new Request("http://localhost/", { headers }), peer);

test("an address is the connection's, or what a proxy beside us says", () => {
  const told = { "x-forwarded-for": "6.6.6.6, 9.9.9.9" };
  expect(from("8.8.8.8", told)).toBe("8.8.8.8");
  expect(from("127.0.0.1", told)).toBe("9.9.9.9");
  expect(from("::ffff:10.0.0.7", told)).toBe("9.9.9.9");
  expect(from("fdaa:0:1::3", { ...told, "fly-client-ip": "7.7.7.7" })).toBe("7.7.7.7");
  expect(from("127.0.0.1", { "x-forwarded-for": "nonsense" })).toBe("127.0.0.1");
  expect(from(null)).toBe("");
});

test("an IPv6 household is one address", () => {
  expect(from("2001:DB8::1")).toBe("2001:db8:0:0");
  expect(from("2001:db8::ffff:2")).toBe(from("2001:db8::1"));
  expect(from("2001:db8:0:1::1")).not.toBe(from("2001:db8::1"));
  expect(from("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
});
