import { describe, expect, test } from "bun:test";
import { ALERT_EVERY_MS, KINDS_MAX } from "./decide.ts";
import { WATCH, watch } from "./index.ts";
import type { WatchMessage } from "./message.ts";
import type { WatchState } from "./state.ts";

const START = 1_750_000_000_000;

/** A watch with its clock; answers the alerts of a turn as "kind ×count: detail". */
class Watch {
  state: WatchState = watch.initial(WATCH);
  at = START;
  timer: number | null = null;
  #id = 0;

  hear(message: WatchMessage): readonly string[] {
    this.#id += 1;
    const envelope = { id: this.#id, at: this.at, attempts: 0, message: watch.parse(message) };
    const decision = watch.decide(this.state, envelope, settings);
    this.state = watch.load(JSON.parse(JSON.stringify(decision.state)), WATCH);
    for (const change of decision.timers) this.timer = "set" in change ? change.set : null;
    return decision.effects.map(({ effect }) => {
      if (effect.verb !== "alertOwner") throw new Error(effect.verb);
      if (effect.say.key !== "incident") throw new Error(effect.say.key);
      const { kind, count, detail } = effect.say.with;
      return `${kind} ×${count}: ${detail}`;
    });
  }

  happens(kind: string, detail = "it broke"): readonly string[] {
    return this.hear({ type: "incident", kind, detail, mend: "mend it" });
  }

  fires(): readonly string[] {
    const dueAt = this.timer ?? 0;
    this.at = Math.max(this.at, dueAt);
    this.timer = null;
    return this.hear({ type: "timer", name: "summary", dueAt });
  }
}

/** A watch has no use for them. */
const settings = {} as Parameters<typeof watch.decide>[2];

describe("incidents", () => {
  test("alert the owner at once, then at most once an hour for each kind", () => {
    const one = new Watch();
    expect(one.happens("dead-letter", "first")).toEqual(["dead-letter ×1: first"]);
    expect(one.happens("dead-letter", "second")).toEqual([]);
    one.at += ALERT_EVERY_MS - 1;
    expect(one.happens("dead-letter", "third")).toEqual([]);
  });

  test("of another kind are another story", () => {
    const one = new Watch();
    one.happens("dead-letter");
    expect(one.happens("no-rights")).toHaveLength(1);
  });

  test("that were kept back are summed up after the hour, with the latest of them", () => {
    const one = new Watch();
    one.happens("dead-letter", "first");
    one.happens("dead-letter", "second");
    one.happens("dead-letter", "third");
    expect(one.timer).toBe(START + ALERT_EVERY_MS);
    expect(one.fires()).toEqual(["dead-letter ×2: third"]);
    expect(one.timer).toBe(START + 2 * ALERT_EVERY_MS);
    expect(one.fires()).toEqual([]);
    expect(one.state.lines).toEqual([]);
    expect(one.timer).toBeNull();
  });

  test("after a quiet hour alert at once again", () => {
    const one = new Watch();
    one.happens("dead-letter");
    one.fires();
    expect(one.happens("dead-letter", "anew")).toEqual(["dead-letter ×1: anew"]);
  });

  test("whose summary is late are told with the next, not lost", () => {
    const one = new Watch();
    one.happens("dead-letter", "first");
    one.happens("dead-letter", "second");
    one.at += ALERT_EVERY_MS;
    expect(one.happens("dead-letter", "third")).toEqual(["dead-letter ×2: third"]);
    expect(one.fires()).toEqual([]);
  });

  test("one timer serves kinds whose hours end at different times", () => {
    const one = new Watch();
    one.happens("a");
    one.at += 1000;
    one.happens("b");
    one.happens("a", "again");
    one.happens("b", "again");
    expect(one.fires()).toEqual(["a ×1: again"]);
    expect(one.timer).toBe(START + 1000 + ALERT_EVERY_MS);
    expect(one.fires()).toEqual(["b ×1: again"]);
  });

  test("a clock that was turned back silences nobody", () => {
    const one = new Watch();
    one.happens("dead-letter");
    one.at -= 10 * ALERT_EVERY_MS;
    expect(one.happens("dead-letter", "then")).toHaveLength(1);
  });
});

describe("bounds", () => {
  test("kinds beyond the most are one kind of their own", () => {
    const one = new Watch();
    let alerts = 0;
    for (let i = 0; i < 1000; i += 1) alerts += one.happens(`kind-${i}`).length;
    expect(alerts).toBe(KINDS_MAX + 1);
    expect(one.state.lines).toHaveLength(KINDS_MAX + 1);
  });

  test("words are cut, never in half of a character", () => {
    const one = new Watch();
    const [alert] = one.happens("kind", `x${"😀".repeat(5000)}`);
    expect(alert?.isWellFormed()).toBe(true);
    expect(alert?.length).toBeLessThan(1100);
  });
});

test("an alert that was refused has nobody else to go to", () => {
  const one = new Watch();
  one.happens("dead-letter");
  const refused = { type: "refused", code: "blocked", reason: "" } as const;
  const outcome = { type: "outcome", effectId: 256, verb: "alertOwner", tag: null } as const;
  expect(one.hear({ ...outcome, outcome: refused })).toEqual([]);
});

test("what cannot be read is refused", () => {
  expect(() => watch.load({ lines: [{}] }, WATCH)).toThrow(/can be read/);
  expect(() => watch.parse({ type: "incident" })).toThrow();
});

test("it is no conversation and goes nowhere", () => {
  expect(watch.project(watch.initial(WATCH))).toBeNull();
  expect(watch.route(watch.initial(WATCH)).fanChatId).toBeNull();
});
