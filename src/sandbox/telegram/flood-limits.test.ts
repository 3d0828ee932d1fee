import { describe, expect, test } from "bun:test";
import { SandboxClock } from "#src/sandbox/clock.ts";
import { mia, openTestSandbox } from "#src/sandbox/testing.ts";
import { FloodLimits, messageCount } from "./flood-limits.ts";

const GROUP = -100;

function charges(limits: FloodLimits, count: number, chatId: number, isGroup: boolean) {
  return Array.from({ length: count }, () => limits.charge(chatId, isGroup, 1));
}

describe("the limits", () => {
  test("let 20 messages a minute into a group, then close it until there is room", () => {
    const clock = SandboxClock.frozen();
    const limits = new FloodLimits(clock);
    expect(charges(limits, 20, GROUP, true).every((seconds) => seconds === 0)).toBe(true);
    expect(limits.charge(GROUP, true, 1)).toBe(60);
    clock.advance(59_000);
    expect(limits.charge(GROUP, true, 1)).toBe(1);
    clock.advance(1_000);
    expect(limits.charge(GROUP, true, 1)).toBe(0);
  });

  test("keep a group closed for the whole time they named, and no other chat", () => {
    const clock = SandboxClock.frozen();
    const limits = new FloodLimits(clock);
    charges(limits, 16, GROUP, true);
    expect(limits.charge(GROUP, true, 10)).toBe(60);
    clock.advance(40_000);
    expect(limits.charge(GROUP, true, 1)).toBe(20);
    expect(limits.charge(GROUP - 1, true, 1)).toBe(0);
  });

  test("let a private chat have about one a second, with a short burst", () => {
    const clock = SandboxClock.frozen();
    const limits = new FloodLimits(clock);
    expect(charges(limits, 5, 1, false)).toEqual([0, 0, 0, 0, 0]);
    expect(limits.charge(1, false, 1)).toBe(5);
    clock.advance(5_000);
    for (let second = 0; second < 20; second++) {
      expect(limits.charge(1, false, 1)).toBe(0);
      clock.advance(1_000);
    }
  });

  test("let 30 a second out over all chats", () => {
    const clock = SandboxClock.frozen();
    const limits = new FloodLimits(clock);
    for (let chat = 1; chat <= 30; chat++) expect(limits.charge(chat, false, 1)).toBe(0);
    expect(limits.charge(31, false, 1)).toBe(1);
    clock.advance(1_000);
    expect(limits.charge(31, false, 1)).toBe(0);
  });

  test("count the parts of an album, and nothing for what writes no message", () => {
    expect(messageCount("copyMessages", { message_ids: [1, 2, 3] })).toBe(3);
    expect(messageCount("sendMediaGroup", { media: [{}, {}] })).toBe(2);
    expect(messageCount("createForumTopic", {})).toBe(1);
    expect(messageCount("editMessageText", {})).toBe(1);
    expect(messageCount("setMessageReaction", {})).toBe(0);
    expect(messageCount("deleteMessages", { message_ids: [1, 2, 3] })).toBe(0);
  });
});

test("a call over the limit is 429 with retry_after and the Retry-After header", async () => {
  await using sandbox = await openTestSandbox({ faults: { enforcesLimits: true } });
  const send = () => sandbox.call("sendMessage", { chat_id: sandbox.groupId, text: "a" });
  for (let i = 0; i < 20; i++) expect((await send()).ok).toBe(true);
  const answer = await send();
  expect(answer).toMatchObject({
    status: 429,
    description: "Too Many Requests: retry after 60",
    parameters: { retry_after: 60 },
  });
  expect(answer.headers.get("retry-after")).toBe("60");
  const reads = await sandbox.call("getChat", { chat_id: sandbox.groupId });
  expect(reads.ok).toBe(true);
  await sandbox.say(mia.id, "hi");
  expect((await sandbox.call("sendMessage", { chat_id: mia.id, text: "a" })).ok).toBe(true);
});
