// Broadcasts at the gates: they go last, and leave room.
import { expect, test } from "bun:test";
import type { Clock } from "#actors/kernel/ports.ts";
import { MESSAGE, YIELDING } from "./fairness.ts";
import { Gates } from "./fairness-gates.ts";

const clock = { now: () => 0, monotonic: () => 0 } as unknown as Clock;

function gates(messagesPerSecond: number): Gates<string> {
  return new Gates<string>({
    clock,
    alarms: { set: () => undefined } as never,
    limits: { messagesPerSecond, groupMessagesPerMinute: 20, chatMessagesPerSecond: 1 },
    onOpen: () => undefined,
  });
}

test("a message that came later goes before a broadcast, which leaves room for the next one", () => {
  const exits = gates(10);
  for (let chat = 1; chat <= 20; chat += 1) {
    exits.enter("promotion", chat, 1, { queueClass: YIELDING, standing: 0 });
  }
  exits.enter("answer", 99, 1, { queueClass: MESSAGE, standing: 1_000 });
  const passed: string[] = [];
  for (let next = exits.take(); next !== null; next = exits.take()) passed.push(next.holder);
  expect(passed[0]).toBe("answer");
  expect(passed).toHaveLength(8);
  exits.enter("answer", 98, 1, { queueClass: MESSAGE, standing: 2_000 });
  expect(exits.take()?.holder).toBe("answer");
});

test("a bot of one message a second still sends a broadcast", () => {
  const exits = gates(1);
  exits.enter("promotion", 1, 1, { queueClass: YIELDING, standing: 0 });
  expect(exits.take()?.holder).toBe("promotion");
});
