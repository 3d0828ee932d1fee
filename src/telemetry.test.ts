import { describe, expect, test } from "bun:test";
import type { RuntimeEvent } from "#actors/kernel/ports.ts";
import { NO_STATS } from "#actors/runtime/relay-stats.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import type { Incident } from "./incidents.ts";
import { createTelemetry } from "./telemetry.ts";

const FAN = { kind: "conversation", key: "5000000001" } as const;

function world() {
  const lines: { readonly level: string; readonly fields: object }[] = [];
  const incidents: Incident[] = [];
  const clock = new VirtualClock();
  const line = (level: string) => (fields: object) => void lines.push({ level, fields });
  const telemetry = createTelemetry({
    log: { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
    clock,
    onIncident: (incident) => void incidents.push(incident),
  });
  /** The value of one series; undefined when there is none. */
  const value = async (series: string): Promise<number | undefined> => {
    const { text } = await telemetry.scrape();
    const found = text.split("\n").find((each) => each.startsWith(`stagedoor_${series} `));
    return found === undefined ? undefined : Number(found.split(" ").at(-1));
  };
  return { telemetry, lines, incidents, clock, value };
}

describe("metrics", () => {
  test("count what happens", async () => {
    const { telemetry, value } = world();
    telemetry.onUpdate("message", "stored");
    telemetry.onUpdate("message", "stored");
    telemetry.onUpdate("unknown", "unknown-kind");
    telemetry.onWebhook({ status: 200, ms: 3 });
    telemetry.emit({ event: "turn", kind: "conversation", waitedMs: 2 });
    telemetry.emit({ event: "commit", turns: 40, missed: 1, ms: 8 });
    telemetry.emit({ event: "call", verb: "post", outcome: "done", merged: 2, ms: 30 });
    telemetry.emit({ event: "flood", scope: "chat", afterMs: 1_000 });
    expect(await value('updates_total{kind="message",answer="stored"}')).toBe(2);
    expect(await value('updates_total{kind="unknown",answer="unknown-kind"}')).toBe(1);
    expect(await value('webhook_answers_total{status="200"}')).toBe(1);
    expect(await value('turns_total{kind="conversation"}')).toBe(1);
    expect(await value("commit_turns_sum")).toBe(40);
    expect(await value("commit_missed_total")).toBe(1);
    expect(await value('calls_total{verb="post",outcome="done"}')).toBe(1);
    expect(await value("calls_merged_total")).toBe(2);
    expect(await value('floods_total{scope="chat"}')).toBe(1);
  });

  test("ask for gauges when they are scraped, and forget groups that are gone", async () => {
    const { telemetry, value } = world();
    expect(await value("live_actors")).toBe(0);
    let groups = [{ groupId: -5, lanes: 2, effects: 7, oldestMs: 3_000 }];
    const phases = { loading: 0, idle: 0, ready: 0, running: 0, committing: 0, parked: 0 };
    telemetry.observe(() => ({
      supervisor: { partitions: 256, live: 12, phases, backlog: 3, oldestWaitMs: 500 } as never,
      relay: { ...NO_STATS, effects: 9, groups },
    }));
    expect(await value("live_actors")).toBe(12);
    expect(await value("partitions")).toBe(256);
    expect(await value('lane_depth{group="-5"}')).toBe(7);
    expect(await value('lane_oldest_seconds{group="-5"}')).toBe(3);
    expect(await value("outbox_oldest_seconds")).toBe(3);
    groups = [];
    expect(await value('lane_depth{group="-5"}')).toBeUndefined();
  });

  test("show the faults of the books as they were last looked through", async () => {
    const { telemetry, value } = world();
    telemetry.onLedger(3);
    expect(await value("ledger_faults")).toBe(3);
    telemetry.onLedger(0);
    expect(await value("ledger_faults")).toBe(0);
  });

  test("never name a fan", async () => {
    const { telemetry } = world();
    telemetry.emit({ event: "quarantine", address: FAN, untilMs: 5 });
    telemetry.emit({ event: "deadLetter", address: FAN, id: 7, error: "InvariantError" });
    expect((await telemetry.scrape()).text).not.toContain(FAN.key);
  });
});

describe("incidents", () => {
  test.each<[RuntimeEvent, string]>([
    [{ event: "deadLetter", address: FAN, id: 7, error: "InvariantError: x" }, "dead-letter"],
    [{ event: "quarantine", address: FAN, untilMs: 5 }, "quarantine"],
    [{ event: "refused", verb: "openTopic", code: "no-rights", reason: "why" }, "no-rights"],
    [{ event: "refused", verb: "post", code: "chat-gone", reason: "why" }, "chat-gone"],
    [{ event: "refused", verb: "post", code: "unauthorized", reason: "why" }, "unauthorized"],
  ])("%j is one that says what to do", (event, kind) => {
    const { telemetry, incidents } = world();
    telemetry.emit(event);
    expect(incidents).toMatchObject([{ kind, mend: expect.stringMatching(/\w+/) }]);
  });

  test.each<[RuntimeEvent]>([
    [{ event: "refused", verb: "reply", code: "blocked", reason: "why" }],
    [{ event: "refused", verb: "post", code: "topic-gone", reason: "why" }],
    [{ event: "flood", scope: "bot", afterMs: 5 }],
    [{ event: "storeError", operation: "commit", error: "lost" }],
    [{ event: "restart", kind: "conversation", error: "x" }],
  ])("%j is none", (event) => {
    const { telemetry, incidents } = world();
    telemetry.emit(event);
    expect(incidents).toEqual([]);
  });

  test("twenty topics lost within ten minutes are a storm, once", async () => {
    const { telemetry, incidents, clock } = world();
    const lose = (times: number): void => {
      for (let i = 0; i < times; i += 1) {
        telemetry.emit({ event: "refused", verb: "post", code: "topic-gone", reason: "why" });
      }
    };
    lose(19);
    await clock.advance(600_000);
    lose(19);
    expect(incidents).toEqual([]);
    lose(1);
    expect(incidents).toMatchObject([{ kind: "topic-storm" }]);
    lose(10);
    expect(incidents).toHaveLength(1);
  });

  test("a stray message names its group and how to stop it", () => {
    const { telemetry, incidents } = world();
    telemetry.onStray(-1_001_234_567_890);
    expect(incidents).toMatchObject([
      { kind: "stray-topic", detail: expect.stringContaining("-1001234567890") },
    ]);
  });
});

describe("the log", () => {
  test("has a line for what is rare and none for what is not", () => {
    const { telemetry, lines } = world();
    telemetry.emit({ event: "turn", kind: "conversation", waitedMs: 2 });
    telemetry.emit({ event: "commit", turns: 1, missed: 0, ms: 1 });
    telemetry.emit({ event: "call", verb: "post", outcome: "done", merged: 0, ms: 1 });
    expect(lines).toEqual([]);
    telemetry.emit({ event: "storeError", operation: "commit", error: "lost" });
    telemetry.emit({ event: "lease", change: "gained", count: 256 });
    expect(lines.map(({ level }) => level)).toEqual(["warn", "info"]);
  });
});
