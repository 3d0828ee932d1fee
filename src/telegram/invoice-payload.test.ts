import { describe, expect, test } from "bun:test";
import { assert, integer, maxSafeNat, property, record, stringMatching } from "fast-check";
import { purchaseBegunAt, purchaseIdOf } from "#actors/kernel/purchase.ts";
import { packPayload, unpackPayload } from "./invoice-payload.ts";

const envelopes = maxSafeNat();
const times = integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 });

describe("an invoice's payload", () => {
  test("comes back as it was packed, within Telegram's bound", () => {
    const payloads = record({
      envelopeId: envelopes,
      at: times,
      /** Telegram's ids have up to 52 bits. */
      fanId: integer({ min: 1, max: 2 ** 52 }),
      amount: integer({ min: 1, max: 100_000 }),
      sku: stringMatching(/^[a-z0-9_.-]{1,40}$/),
    });
    assert(
      property(payloads, ({ envelopeId, at, fanId, amount, sku }) => {
        const payload = {
          purchaseId: purchaseIdOf(envelopeId, at, "checkout"),
          fanId,
          amount,
          sku,
        };
        const packed = packPayload(payload);
        expect(Buffer.byteLength(packed)).toBeLessThanOrEqual(128);
        expect(unpackPayload(packed)).toEqual(payload);
      }),
    );
  });

  test.each(["", "p1-2", "p1-2.a.b.c", "p1-2.a.5", "P1.2.3.4", "x".repeat(200)])(
    "%p is none of ours",
    (packed) => {
      expect(unpackPayload(packed)).toBeNull();
    },
  );

  test("that would not fit is an invoice that is not sent", () => {
    const payload = { purchaseId: "p1-2", fanId: 1, amount: 5 };
    expect(() => packPayload({ ...payload, sku: "é".repeat(40) })).not.toThrow();
    expect(() => packPayload({ ...payload, sku: "€".repeat(40) })).toThrow("fits");
    expect(() => packPayload({ ...payload, sku: "" })).toThrow("read again");
  });
});

test("a purchase's id says when it was begun; others say nothing", () => {
  assert(
    property(envelopes, times, (envelopeId, at) => {
      for (const kind of ["checkout", "recharge"] as const) {
        expect(purchaseBegunAt(purchaseIdOf(envelopeId, at, kind))).toBe(at);
      }
    }),
  );
  for (const id of ["", "p", "p1", "1-2", "p1-2-3", "p1-!"]) expect(purchaseBegunAt(id)).toBeNull();
});
