import { describe, expect, test } from "bun:test";
import { conversation } from "#actors/conversation/index.ts";
import { type Heard, MINUTE_MS, settled, type Talk } from "#actors/conversation/test-kit.ts";
import { Turn } from "#actors/conversation/turn.ts";
import { guessPriority } from "./sort.ts";
import { dutyOf } from "./state.ts";
import { ben, boss, cleo, TEAM, viewer } from "./test-team.ts";

const HOUR_MS = 60 * MINUTE_MS;
const shown = (talk: Talk) => conversation.project(talk.state)?.conversation;
const news = (heard: Heard) =>
  heard.effects("send").map(({ to, body }) => `${to.key} ${(JSON.parse(body) as Word).say.key}`);

interface Word {
  readonly say: { readonly key: string };
}

/** Fires the timer until something is said, or nothing is due any more. */
function until(talk: Talk, key: string): Heard {
  for (let i = 0; i < 20; i += 1) {
    const heard = talk.fires("duty");
    if (heard.toldTeam.includes(key)) return heard;
  }
  throw new Error(`nobody said ${key}`);
}

describe("what two people do at once", () => {
  test.each([
    ["pin", "", "pinned", "pinnedAlready"],
    ["priority", "high", "prioritySet", "priorityAlready"],
    ["close", "", "closed", "closedAlready"],
    ["snooze", "3h", "snoozed", "snoozedAlready"],
    ["assign", "cleo", "assigned", "assignedAlready"],
  ])("/%s %s is done once, and said to be done already", (command, argument, first, second) => {
    const talk = settled({ team: TEAM });
    const one = talk.teamCommands(command, argument, { by: ben });
    const other = talk.teamCommands(command, argument, { by: boss });
    expect(one.toldTeam).toEqual([first]);
    expect(one.rows("audit")).toHaveLength(1);
    expect(other.toldTeam).toEqual([second]);
    expect(other.rows("audit")).toEqual([]);
  });

  test.each(["pin", "priority", "close", "snooze", "tag", "unpin"])(
    "/%s is refused to whoever may not sort",
    (command) => {
      const talk = settled({ team: TEAM });
      const heard = talk.teamCommands(command, "3h", { by: viewer });
      expect(heard.toldTeam).toEqual(["notAllowed"]);
      expect(dutyOf(talk.state)).toMatchObject({ isPinned: false, tags: [], snoozedUntil: null });
    },
  );
});

describe("the place in the queue", () => {
  test("is what the list reads", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("pin");
    talk.teamCommands("priority", "urgent");
    talk.teamCommands("tag", "Regular, #late");
    talk.teamCommands("snooze", "2d");
    talk.teamCommands("assign", "cleo");
    talk.team("hi", { by: ben });
    expect(shown(talk)).toMatchObject({
      isPinned: true,
      priorityLevel: "urgent",
      tags: ["regular", "late"],
      snoozedUntil: talk.at + 48 * HOUR_MS,
      assignedTo: cleo.id,
      claimedBy: ben.id,
      claimedUntil: talk.at + 5 * MINUTE_MS,
    });
  });

  test("goes one up by the button, round", () => {
    const talk = settled({ team: TEAM });
    const card = talk.teamCommands("info");
    const levels = [1, 2, 3, 4].map(() => {
      talk.teamPresses(card.button("priority"));
      return dutyOf(talk.state).priority;
    });
    expect(levels).toEqual(["high", "urgent", "low", "normal"]);
  });

  test("is the team's own once they chose it: no rule changes it after that", () => {
    const talk = settled({ team: TEAM });
    const guess = () => {
      const turn = new Turn(
        talk.state,
        { id: 9, at: talk.at, attempts: 0, message: null },
        talk.settings,
      );
      guessPriority(turn, "urgent");
      return dutyOf(turn.state).priority;
    };
    expect(guess()).toBe("urgent");
    talk.teamCommands("priority", "normal");
    expect(guess()).toBe("normal");
  });

  test.each([
    ["tag", "no/slash", "tagUsage"],
    ["tag", Array.from({ length: 11 }, (_, i) => `t${i}`).join(" "), "tagUsage"],
    ["priority", "highest", "priorityUsage"],
    ["snooze", "-3h", "snoozeUsage"],
    ["snooze", "99999d", "snoozeUsage"],
    ["snooze", "3h later", "snoozeUsage"],
    ["snooze", "٣h", "snoozeUsage"],
    ["remind", "soon", "remindUsage"],
    ["remind", "0m", "remindUsage"],
  ])("/%s %s says what is expected and changes nothing", (command, argument, key) => {
    const talk = settled({ team: TEAM });
    const before = talk.state.duty;
    expect(talk.teamCommands(command, argument).toldTeam).toEqual([key]);
    expect(talk.state.duty).toEqual(before);
  });

  test("takes tags off again", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("tag", "a b");
    talk.teamCommands("tag", "-a");
    expect(dutyOf(talk.state).tags).toEqual(["b"]);
  });
});

describe("closing", () => {
  test("closes the topic behind the words; nobody waits, and the next message opens it", () => {
    const talk = settled({ team: TEAM });
    const heard = talk.teamCommands("close");
    expect(heard.verbs.filter((verb) => verb === "tell" || verb === "closeTopic")).toEqual([
      "tell",
      "closeTopic",
    ]);
    expect(shown(talk)).toMatchObject({ status: "closed", waitingSince: null, unreadMessages: 0 });
    expect(talk.writes("again").verbs).toContain("reopenTopic");
    expect(shown(talk)?.status).toBe("open");
  });
});

describe("a snooze", () => {
  test("is over in its time, and says so", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    talk.teamCommands("snooze", "3h");
    const at = talk.at;
    expect(until(talk, "snoozeOver").toldTeam).toEqual(["snoozeOver"]);
    expect(talk.at - at).toBe(3 * HOUR_MS);
    expect(dutyOf(talk.state).snoozedUntil).toBeNull();
  });

  test("is over when the fan writes, and by /snooze off", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("snooze", "3h");
    talk.writes("hello?");
    expect(dutyOf(talk.state).snoozedUntil).toBeNull();
    talk.teamCommands("snooze", "3h");
    expect(talk.teamCommands("snooze", "off").toldTeam).toEqual(["snoozeEnded"]);
  });

  test("by the button asks for how long", () => {
    const talk = settled({ team: TEAM });
    const menu = talk.teamPresses(talk.teamCommands("info").button("snooze"));
    talk.teamPresses(menu.button("💤 1d"));
    expect(dutyOf(talk.state).snoozedUntil).toBe(talk.at + 24 * HOUR_MS);
  });
});

describe("a reminder", () => {
  test("is said in the topic and in private, each in its time", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    talk.teamCommands("remind", "2h second", { by: ben });
    talk.teamCommands("remind", "1h first", { by: cleo });
    const first = until(talk, "reminder");
    expect(first.effect("tell").say).toEqual({
      key: "reminder",
      with: { by: "Cleo", text: "first" },
    });
    expect(news(first)).toEqual(["9002 yourReminder"]);
    expect(news(until(talk, "reminder"))).toEqual(["9001 yourReminder"]);
  });

  test("has room for eight", () => {
    const talk = settled({ team: TEAM });
    for (let i = 0; i < 8; i += 1) talk.teamCommands("remind", "1h");
    expect(talk.teamCommands("remind", "1h").toldTeam).toEqual(["remindersFull"]);
  });
});

describe("a fan who waits too long", () => {
  test("is raised once, to those on duty who may answer", () => {
    const talk = settled({ team: TEAM });
    const since = talk.at;
    const raised = until(talk, "overdue");
    expect(talk.at - since).toBe(120 * MINUTE_MS);
    expect(news(raised)).toEqual(["9001 fanOverdue", "9002 fanOverdue"]);
    talk.wait(10 * HOUR_MS).writes("still here");
    while (talk.timers.has("duty")) expect(talk.fires("duty").toldTeam).not.toContain("overdue");
  });

  test("is raised to the assignee alone, or to the owner where nobody is on duty", () => {
    const assigned = settled({ team: TEAM, assigneeSilentMinutes: 0 });
    assigned.teamCommands("assign", "cleo");
    expect(news(until(assigned, "overdue"))).toEqual(["9002 fanOverdue"]);
    const idle = settled({ team: TEAM.map((member) => ({ ...member, isOnDuty: false })) });
    expect(news(until(idle, "overdue"))).toEqual(["9000 fanOverdue"]);
  });

  test("is not raised while it is snoozed, nor once they are answered", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("snooze", "5h");
    until(talk, "snoozeOver");
    const woken = talk.at;
    until(talk, "overdue");
    expect(talk.at - woken).toBe(120 * MINUTE_MS);
    const answered = settled({ team: TEAM });
    answered.done(answered.team("hi"), "reply");
    while (answered.timers.has("duty")) expect(answered.fires("duty").toldTeam).toEqual([]);
  });
});

describe("an answer", () => {
  test("carries how long the fan had waited, the first one alone", () => {
    const talk = settled({ team: TEAM });
    const first = talk.wait(90_500).team("hi");
    expect(first.rows("message")[0]?.waitedSeconds).toBe(90);
    expect(talk.team("more").rows("message")[0]).not.toHaveProperty("waitedSeconds");
    talk.wait(1000).writes("and?");
    expect(talk.wait(5000).team("yes").rows("message")[0]?.waitedSeconds).toBe(5);
  });
});
