import { describe, expect, test } from "bun:test";
import { type Heard, MINUTE_MS, mask, settled, type Talk } from "#actors/conversation/test-kit.ts";
import { nextOf } from "./assign.ts";
import { dutyOf } from "./state.ts";
import { ben, boss, cleo, TEAM, viewer } from "./test-team.ts";

const assignee = (talk: Talk) => dutyOf(talk.state).assignee?.name ?? null;

/** Words in private, as "person key". */
const news = (heard: Heard): readonly string[] =>
  heard.effects("send").map(({ to, body }) => `${to.key} ${(JSON.parse(body) as Word).say.key}`);

interface Word {
  readonly say: { readonly key: string };
}

describe("/assign", () => {
  test.each([
    ["@cleo", "Cleo"],
    ["cleo", "Cleo"],
    ["CL", "Cleo"],
    ["9002", "Cleo"],
    ["me", "Ben"],
  ])("%s gives it to %s", (who, name) => {
    const talk = settled({ team: TEAM });
    expect(talk.teamCommands("assign", who).toldTeam).toEqual(["assigned"]);
    expect(assignee(talk)).toBe(name);
  });

  test.each(["@nobodyhere", "vic", "@", "x".repeat(500)])("%p names nobody who answers", (who) => {
    const talk = settled({ team: TEAM });
    expect(talk.teamCommands("assign", who).toldTeam).toEqual(["assignUnknown"]);
    expect(assignee(talk)).toBeNull();
  });

  test("is said to be done already to the second of two people", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("assign", "cleo", { by: ben });
    const second = talk.teamCommands("assign", "cleo", { by: boss });
    expect(second.toldTeam).toEqual(["assignedAlready"]);
    expect(second.rows("audit")).toEqual([]);
    talk.teamCommands("assign", "nobody");
    expect(talk.teamCommands("assign", "nobody").toldTeam).toEqual(["notAssigned"]);
  });

  test("without a word asks by buttons, and the menu turns into what came of it", () => {
    const talk = settled({ team: TEAM });
    const menu = talk.teamCommands("assign");
    const labels = menu
      .effect("tell")
      .keyboard.flat()
      .map(({ label }) => label);
    expect(labels).toContainEqual({ literal: "🟢 Cleo" });
    expect(labels).not.toContainEqual({ literal: "🟢 Vic" });
    const pressed = talk.teamPresses(menu.button("🟢 Cleo"), ben);
    expect(pressed.effect("editTell").say).toEqual({
      key: "assigned",
      with: { to: "Cleo", by: "Ben" },
    });
    expect(talk.teamPresses(menu.button("🟢 Cleo"), boss).answer).toBe("assignedAlready");
  });

  test("is refused to whoever may not, and to nobody in particular", () => {
    const talk = settled({ team: TEAM });
    expect(talk.teamCommands("assign", "me", { by: viewer }).toldTeam).toEqual(["notAllowed"]);
    expect(talk.teamCommands("assign", "me", { by: mask }).toldTeam).toEqual(["anonymous"]);
    expect(assignee(talk)).toBeNull();
  });

  test("tells the one who was given it in private, and is in header and projection", () => {
    const talk = settled({ team: TEAM });
    expect(news(talk.teamCommands("assign", "cleo", { by: ben }))).toEqual([
      "9002 youWereAssigned",
    ]);
    expect(news(talk.teamCommands("assign", "me", { by: ben }))).toEqual([]);
    const post = talk.writes("hi").effect("post");
    expect(post.header?.facts.marks).toEqual({
      assignee: "Ben",
      priority: "normal",
      isPinned: false,
    });
  });
});

describe("by turns", () => {
  test("goes through those on duty who may answer", () => {
    const talk = settled({ team: TEAM });
    const given = [1, 2, 3, 4].map(() => {
      talk.teamCommands("assign", "next", { by: boss });
      return assignee(talk);
    });
    expect(new Set(given)).toEqual(new Set(["Ben", "Cleo"]));
    expect(given[0]).toBe(given[2] ?? "");
  });

  test("says that nobody is on duty", () => {
    const talk = settled({ team: TEAM.map((member) => ({ ...member, isOnDuty: false })) });
    expect(talk.teamCommands("assign", "next").toldTeam).toEqual(["nobodyOnDuty"]);
  });

  test.each([2, 3, 5, 7])("gives each of %p people as many of new fans", (count) => {
    const people = Array.from({ length: count }, (_, i) => ({ id: i + 1, name: `p${i}` }));
    const given = new Map<number, number>();
    const fans = 10_000;
    // Ids as Telegram gives them out: all over, but also in runs.
    for (let i = 0; i < fans; i += 1) {
      const fanId = i % 2 === 0 ? 7_000_000_000 + i : 12_345 + i * 8_191;
      const to = nextOf(people, fanId, 0)?.id ?? 0;
      given.set(to, (given.get(to) ?? 0) + 1);
    }
    for (const each of given.values())
      expect(Math.abs(each - fans / count)).toBeLessThan(fans / 20);
    expect(given.size).toBe(count);
  });
});

describe("the first answer", () => {
  test("assigns if the settings say so, and nobody has it", () => {
    const talk = settled({ team: TEAM, autoAssign: true });
    talk.team("hi", { by: cleo });
    expect(assignee(talk)).toBe("Cleo");
    talk.wait(10 * MINUTE_MS).team("me too", { by: ben });
    expect(assignee(talk)).toBe("Cleo");
  });

  test("assigns nobody otherwise, nor an anonymous administrator", () => {
    const off = settled({ team: TEAM });
    off.team("hi", { by: cleo });
    expect(assignee(off)).toBeNull();
    const masked = settled({ autoAssign: true });
    masked.team("hi", { by: mask });
    expect(assignee(masked)).toBeNull();
  });
});

describe("the assignee", () => {
  test("is told once that the fan writes, and again after they acted or ten minutes", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    talk.teamCommands("assign", "cleo", { by: ben });
    expect(news(talk.writes("one"))).toEqual(["9002 fanWrote"]);
    expect(news(talk.wait(MINUTE_MS).writes("two"))).toEqual([]);
    talk.teamReacts("👍", cleo);
    expect(news(talk.writes("three"))).toEqual(["9002 fanWrote"]);
    expect(news(talk.wait(10 * MINUTE_MS).writes("four"))).toEqual(["9002 fanWrote"]);
  });

  test("is told nothing more once they have left the team", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("assign", "cleo", { by: ben });
    const left = TEAM.filter(({ id }) => id !== cleo.id);
    talk.settings = { ...talk.settings, team: left, isTeamFormed: true };
    expect(news(talk.writes("one"))).toEqual([]);
  });

  test("who says nothing for too long gives it back, in the topic and in private", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    talk.teamCommands("assign", "cleo", { by: ben });
    const start = talk.at;
    let heard = talk.fires("duty");
    while (assignee(talk) !== null) heard = talk.fires("duty");
    expect(talk.at - start).toBe(60 * MINUTE_MS);
    expect(heard.toldTeam).toEqual(["gaveBack"]);
    expect(news(heard)).toEqual(["9002 youGaveBack"]);
  });

  test("who has answered keeps it", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    talk.teamCommands("assign", "cleo", { by: ben });
    talk.done(talk.wait(50 * MINUTE_MS).team("hello", { by: cleo }), "reply");
    talk.wait(60 * MINUTE_MS);
    expect(talk.fires("duty").toldTeam).toEqual([]);
    expect(assignee(talk)).toBe("Cleo");
  });
});

describe("somebody is taken off the team", () => {
  const leaves = (talk: Talk, memberId: number): Heard =>
    talk.hear({ type: "memberLeft", memberId, by: { id: boss.id, name: boss.name } });

  test("what was theirs is nobody's, without a word to the topic", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("assign", "cleo");
    const heard = leaves(talk, cleo.id);
    expect(assignee(talk)).toBeNull();
    expect([heard.toldTeam, news(heard)]).toEqual([[], []]);
    expect(heard.rows("audit")).toMatchObject([
      { act: "assign", byId: boss.id, detail: { to: null, was: cleo.id } },
    ]);
    expect(leaves(talk, cleo.id).rows("audit")).toEqual([]);
  });

  test("what they held is free for the next", () => {
    const talk = settled({ team: TEAM });
    talk.team("one moment", { by: cleo });
    expect(dutyOf(talk.state).claim?.byId).toBe(cleo.id);
    leaves(talk, cleo.id);
    expect(talk.team("here I am", { by: ben }).toldTeam).toEqual([]);
    expect(dutyOf(talk.state).claim?.byId).toBe(ben.id);
  });

  test("what another has or holds stays theirs", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("assign", "cleo");
    talk.team("hello", { by: cleo });
    leaves(talk, ben.id);
    expect([assignee(talk), dutyOf(talk.state).claim?.byId]).toEqual(["Cleo", cleo.id]);
  });
});
