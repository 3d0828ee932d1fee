import { describe, expect, test } from "bun:test";
import { content, OPEN_SHOP, settled } from "./test-kit.ts";

const HOUR_MS = 3_600_000;

describe("a time session", () => {
  test("makes messages free while it is active, and not a moment longer", () => {
    const talk = settled();
    talk.teamCommands("gift", "1h");
    const credits = talk.state.credits;
    const free = talk.wait(HOUR_MS - 1).writes(content("video"));
    expect(free.rows("ledger")).toEqual([]);
    expect(free.rows("message")).toMatchObject([{ cost: 0, status: "queued" }]);
    expect(free.effect("post").header?.facts.sessionSeconds).toBe(1);
    expect(talk.state.credits).toBe(credits);
    talk.wait(1).writes("paid again");
    expect(talk.state.credits).toBe(credits - 1);
  });

  test("adds on when it is extended, and moves its timers", () => {
    const talk = settled();
    const startedAt = talk.at;
    talk.teamCommands("gift", "1h");
    const extended = talk.wait(HOUR_MS / 2).teamCommands("gift", "30m");
    expect(talk.state.session).toEqual({ endsAt: startedAt + 1.5 * HOUR_MS, fullSeconds: 3600 });
    expect(extended.timers(talk.at)).toEqual([
      ["sessionEnd", HOUR_MS],
      ["sessionWarning", HOUR_MS - 300_000],
    ]);
  });

  test("warns before its end, with what is left, and says goodbye", () => {
    const talk = settled(OPEN_SHOP);
    talk.teamCommands("gift", "1h");
    const warning = talk.fires("sessionWarning");
    expect(warning.effect("notify").say).toEqual({
      key: "sessionWarning",
      with: { sessionSeconds: 300, sessionFullSeconds: 3600 },
    });
    expect(warning.button("extend")).toBe("_.shop.:time");
    const end = talk.fires("sessionEnd");
    expect(end.toldFan).toEqual(["sessionEnded"]);
    expect(end.button("extend")).toBe("_.shop.:time");
    expect(end.effect("card").facts.sessionSeconds).toBe(0);
    expect(talk.state.session).toBeNull();
  });

  test("offers nothing where there is no shop", () => {
    const talk = settled();
    talk.teamCommands("gift", "1h");
    expect(talk.fires("sessionEnd").effect("notify").keyboard).toEqual([]);
  });

  test("shorter than the warning has none", () => {
    const talk = settled();
    expect(talk.teamCommands("gift", "3m").timers(talk.at)).toEqual([
      ["sessionEnd", 180_000],
      ["sessionWarning", null],
    ]);
  });

  test("an early timer of a clock that was turned back is set again", () => {
    const talk = settled();
    talk.teamCommands("gift", "1h");
    const endsAt = talk.state.session?.endsAt ?? 0;
    talk.wait(-10_000);
    const early = talk.hear({ type: "timer", name: "sessionEnd", dueAt: endsAt });
    expect(early.toldFan).toEqual([]);
    expect(early.timers(0)).toEqual([["sessionEnd", endsAt]]);
    const warning = talk.hear({ type: "timer", name: "sessionWarning", dueAt: endsAt });
    expect(warning.timers(0)).toEqual([["sessionWarning", endsAt - 300_000]]);
  });

  test("timers that come after a restart, long overdue, still end it once", () => {
    const talk = settled();
    talk.teamCommands("gift", "1h");
    talk.wait(10 * HOUR_MS);
    expect(talk.fires("sessionWarning").toldFan).toEqual([]);
    expect(talk.fires("sessionEnd").toldFan).toEqual(["sessionEnded"]);
    expect(talk.hear({ type: "timer", name: "sessionEnd", dueAt: 1 }).toldFan).toEqual([]);
  });
});
