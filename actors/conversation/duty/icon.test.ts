import { describe, expect, test } from "bun:test";
import { type Heard, MINUTE_MS, settled, type Talk } from "#actors/conversation/test-kit.ts";
import { TEAM } from "./test-team.ts";

const icons = (heard: Heard) => heard.effects("setTopicIcon").map(({ icon }) => icon);

/** Lets the icon follow. */
function settle(talk: Talk): readonly string[] {
  return icons(talk.fires("duty"));
}

describe("the topic's icon", () => {
  test("follows the state, some seconds later", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    const opened = talk.at;
    expect(settle(talk)).toEqual(["new"]);
    expect(talk.at - opened).toBe(10_000);
    talk.done(talk.wait(MINUTE_MS).team("hi"), "reply");
    expect(settle(talk)).toEqual(["none"]);
    talk.wait(MINUTE_MS).writes("and?");
    expect(settle(talk)).toEqual(["waiting"]);
    talk.wait(MINUTE_MS).teamCommands("priority", "urgent");
    expect(settle(talk)).toEqual(["urgent"]);
    talk.wait(MINUTE_MS).teamCommands("close");
    expect(settle(talk)).toEqual(["closed"]);
  });

  test("of a VIP says so, whether they wait or not", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0, tierVipCents: 0 });
    expect(settle(talk)).toEqual(["vip"]);
    talk.done(talk.team("hi"), "reply");
    while (talk.timers.has("duty")) expect(settle(talk)).toEqual([]);
  });

  test("changes at most once a minute, to what is true then", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    settle(talk);
    const set = talk.at;
    talk.teamCommands("priority", "urgent");
    talk.teamCommands("close");
    expect(settle(talk)).toEqual(["closed"]);
    expect(talk.at - set).toBe(MINUTE_MS);
  });

  test("that is right again by then is left alone", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    settle(talk);
    talk.wait(MINUTE_MS).teamCommands("priority", "urgent");
    talk.teamCommands("priority", "normal");
    expect(settle(talk)).toEqual([]);
  });

  test("is not put off by going back and forth", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    const opened = talk.at;
    for (const level of ["urgent", "normal", "urgent"]) talk.teamCommands("priority", level);
    talk.done(talk.team("hi"), "reply");
    talk.teamCommands("priority", "normal");
    talk.teamCommands("priority", "urgent");
    expect(settle(talk)).toEqual(["urgent"]);
    expect(talk.at - opened).toBe(10_000);
  });

  test("is given to a topic that replaces a lost one", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    settle(talk);
    const lost = talk.refused(talk.writes("hi"), "post", "topic-gone");
    talk.done(lost, "openTopic", 77);
    expect(settle(talk)).toEqual(["new"]);
  });
});
