// Who is behind a turn of the runtime's own, and what somebody who is of no team gets to see: words,
// and never a screen.
import { expect, test } from "bun:test";
import { GROUP_ID, member, Talk } from "./test-kit.ts";

const TOKEN_HASH = "a".repeat(64);
const OPENED = `start t_${TOKEN_HASH}`;
const EX_AGENT = 77;

/** Somebody who was an agent until the last of the team was removed: the list has the owner alone. */
function exAgent(): Talk {
  const talk = new Talk("agent", { id: EX_AGENT, members: [member(EX_AGENT, "agent")] });
  talk.command("conversations");
  talk.settings = { ...talk.settings, team: talk.settings.team.slice(0, 1) };
  return talk;
}

const STRANGERS: readonly (readonly [who: string, make: () => Talk])[] = [
  ["before there is a team", () => new Talk("stranger", { id: 666 })],
  ["of a team", () => new Talk("stranger", { id: 666, members: [member(EX_AGENT, "agent")] })],
  ["who was its last member", exAgent],
];

const HEARD: readonly (readonly [what: string, hear: (talk: Talk) => Talk])[] = [
  [
    "a link that is bad or used",
    (talk) =>
      talk.outcome(
        "deskAct",
        {
          type: "done",
          sent: null,
          answer: {
            type: "acted",
            isDone: false,
            say: { key: "inviteSpent", with: {} },
            goTo: null,
          },
        },
        "team",
      ),
  ],
  [
    "a refused act",
    (talk) => talk.outcome("deskAct", { type: "refused", code: "bad-request", reason: "x" }),
  ],
  [
    "an act of before",
    (talk) =>
      talk.outcome("deskAct", {
        type: "done",
        sent: null,
        answer: { type: "acted", isDone: true, say: { key: "asked", with: {} }, goTo: "charts" },
      }),
  ],
  [
    "a word",
    (talk) =>
      talk.hear({ type: "word", fanId: 5, say: { key: "cancelled", with: {} }, as: "result" }),
  ],
];

for (const [who, make] of STRANGERS) {
  for (const [what, hear] of HEARD) {
    test(`a stranger ${who} who hears of ${what} is told, and shown nothing`, () => {
      const talk = make();
      if (talk.by.role === "stranger") talk.command(OPENED);
      hear(talk);
      expect(talk.all("showScreen")).toEqual([]);
      expect(talk.told).toHaveLength(1);
    });
  }
}

test("whoever asked for an answer and was removed is not shown that it came to nothing", () => {
  const talk = new Talk("agent", { id: EX_AGENT, members: [member(EX_AGENT, "agent")] });
  talk.command("conversations").press("fans.search.");
  expect(talk.state.asking).not.toBeNull();
  talk.settings = { ...talk.settings, team: talk.settings.team.slice(0, 1) };
  talk.at += 700_000;
  talk.hear({ type: "timer", name: "ask", dueAt: talk.at });
  expect(talk.all("showScreen")).toEqual([]);
  expect(talk.told).toEqual(["expired"]);
});

test("a member who opens a link is told what they are, on no screen", () => {
  const talk = new Talk("agent", { id: EX_AGENT, members: [member(EX_AGENT, "agent")] });
  talk.command("conversations").command(OPENED);
  talk.outcome(
    "deskAct",
    {
      type: "done",
      sent: null,
      answer: {
        type: "acted",
        isDone: false,
        say: { key: "alreadyMember", with: { role: "agent" } },
        goTo: null,
      },
    },
    talk.all("deskAct")[0]?.tag,
  );
  expect(talk.all("showScreen")).toEqual([]);
  expect(talk.told).toEqual(["alreadyMember"]);
});

test("an administrator of a group is shown what came of their act, until there is a team", () => {
  const talk = new Talk("admin", { id: EX_AGENT });
  talk.command("conversations");
  const done = {
    type: "done",
    sent: null,
    answer: { type: "acted", isDone: true, say: { key: "asked", with: {} }, goTo: null },
  };
  talk.outcome("deskAct", done);
  expect(talk.screen?.viewer.role).toBe("admin");
  talk.settings = { ...talk.settings, isTeamFormed: true };
  talk.outcome("deskAct", done);
  expect(talk.all("showScreen")).toEqual([]);
});

test("in a group figures of money are left out while not everybody of the team may see them", () => {
  const money = (talk: Talk): unknown => [
    talk.command("admin").screen?.viewer.rights.money,
    talk.screen?.viewer.isMoneyInPrivate,
    talk.command("stats").all("sendReport")[0]?.viewer.rights.money,
  ];
  const withAgent = [member(EX_AGENT, "agent")];
  expect(money(new Talk("owner", { members: withAgent }))).toEqual([true, undefined, true]);
  const inGroup = { groupId: GROUP_ID } as const;
  const all = [member(EX_AGENT, "admin")];
  expect(money(new Talk("owner", { ...inGroup, members: all }))).toEqual([true, undefined, true]);
  expect(money(new Talk("owner", { ...inGroup, members: withAgent }))).toEqual([
    false,
    true,
    false,
  ]);
  // Before there is a team the administrators of the group read along, on no list.
  const alone = new Talk("owner", inGroup);
  const { rights } = alone.settings;
  const admin = { ...rights.admin, money: false };
  alone.settings = { ...alone.settings, rights: { ...rights, admin } };
  expect(money(alone)).toEqual([false, true, false]);
  // Who may not see them anywhere is not sent looking.
  const agent = new Talk("agent", { ...inGroup, id: EX_AGENT, members: withAgent });
  expect(money(agent)).toEqual([false, undefined, false]);
});

test("whoever is of no team is told so in General, once in a while", () => {
  const talk = new Talk("stranger", { id: 666, groupId: GROUP_ID });
  const refusals = (): number => talk.command("admin").told.length;
  expect(refusals()).toBe(1);
  expect(talk.told).toEqual(["denied"]);
  expect([refusals(), refusals()]).toEqual([0, 0]);
  talk.at += 600_000;
  expect([refusals(), refusals()]).toEqual([1, 0]);
  expect(talk.all("showScreen")).toEqual([]);
});
