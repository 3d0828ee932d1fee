import { expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  CLASS_SIZE,
  queueKeyOf,
  type Standing,
  URGENT_CLASSES,
  WAITING_CLASSES,
} from "./queue-order.ts";

const DAY_MS = 86_400_000;
const NOW = 1_760_000_000_000;
const time = fc.integer({ min: NOW - 400 * DAY_MS, max: NOW });

const standing: fc.Arbitrary<Standing> = fc.record({
  isPinned: fc.boolean(),
  priorityLevel: fc.constantFrom("low" as const, "normal", "high", "urgent"),
  tier: fc.constantFrom("new" as const, "regular", "vip"),
  waitingSince: fc.option(time),
  lastMessageAt: fc.option(time),
  unreadMessages: fc.nat(3),
  status: fc.constantFrom("open", "closed", "banned", "new", "unreachable"),
});

const PRIORITIES = ["urgent", "high", "normal", "low"];
const TIERS = ["vip", "regular", "new"];

/** The order as it is told in words, one rule after the other. */
function compare(a: Standing, b: Standing): number {
  const day = (at: number | null) => Math.floor((at ?? 0) / DAY_MS);
  return (
    Number(b.isPinned) - Number(a.isPinned) ||
    Number(a.waitingSince === null) - Number(b.waitingSince === null) ||
    PRIORITIES.indexOf(a.priorityLevel) - PRIORITIES.indexOf(b.priorityLevel) ||
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    (a.waitingSince !== null && b.waitingSince !== null
      ? a.waitingSince - b.waitingSince
      : day(b.lastMessageAt) - day(a.lastMessageAt))
  );
}

test("orders as the words say: pin, wait, priority, worth, time", () => {
  fc.assert(
    fc.property(standing, standing, (a, b) => {
      const [first, second] = [queueKeyOf(a), queueKeyOf(b)];
      if (first === null || second === null) return;
      expect(Math.sign(first - second)).toBe(Math.sign(compare(a, b)));
    }),
    { numRuns: 2_000 },
  );
});

test("leaves out what is over with nothing unread, and where nothing was ever said", () => {
  fc.assert(
    fc.property(standing, (it) => {
      const isOver = (it.status === "banned" || it.status === "closed") && it.unreadMessages === 0;
      const isSilent = it.waitingSince === null && it.lastMessageAt === null;
      expect(queueKeyOf(it) === null).toBe(isOver || isSilent);
    }),
  );
});

test("names the classes in which somebody waits, and those that are urgent", () => {
  fc.assert(
    fc.property(standing, (it) => {
      const key = queueKeyOf(it);
      if (key === null) return;
      expect(Number.isSafeInteger(key)).toBe(true);
      const at = Math.floor(key / CLASS_SIZE);
      expect(WAITING_CLASSES.includes(at)).toBe(it.waitingSince !== null);
      expect(URGENT_CLASSES.includes(at)).toBe(it.priorityLevel === "urgent");
    }),
  );
});

test("a fan's next text, and an answer after the first of a day, leave the place alone", () => {
  const waits: Standing = {
    isPinned: false,
    priorityLevel: "normal",
    tier: "new",
    waitingSince: NOW,
    lastMessageAt: NOW,
    unreadMessages: 1,
    status: "open",
  };
  expect(queueKeyOf({ ...waits, unreadMessages: 2, lastMessageAt: NOW + 9_000 })).toBe(
    queueKeyOf(waits),
  );
  const rests = { ...waits, waitingSince: null };
  expect(queueKeyOf({ ...rests, lastMessageAt: NOW + 60_000 })).toBe(queueKeyOf(rests));
});
