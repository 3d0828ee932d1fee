// The panel's own rules, whatever part of it is used: what is asked is answered or says why not, and
// nobody gets anywhere by a button that is forged, stale, or somebody else's.
import { expect, test } from "bun:test";
import { assert, oneof, property, string, stringMatching, tuple } from "fast-check";
import { packDeskPress } from "#actors/kernel/desk.ts";
import { GROUP_ID, member, OWNER_ID, Talk, textOf } from "./test-kit.ts";

const BEN = 77;
const ASK_LIFE_MS = 600_000;

/** The owner at a wizard that asks for a whole figure. */
function asked(groupId?: number): Talk {
  const talk = new Talk("owner", groupId === undefined ? {} : { groupId });
  return talk.command("admin").press("team.bound.agent:giftMax");
}

test("a wizard asks, takes the answer away, and acts", () => {
  const talk = asked();
  expect(talk.onScreen).toEqual(["boundPrompt"]);
  talk.write(" ٢٥ ");
  expect(talk.all("deskAct")).toMatchObject([
    { act: { act: "setBound", role: "agent", bound: "giftMax", most: 25 } },
  ]);
  expect(talk.all("tidy")).toMatchObject([{ messageIds: [6] }]);
  expect([talk.passedOn, talk.state.asking]).toEqual([[], null]);
});

test.each(["", "   ", "-5", "1.5", "1e3", "0x10", "99999999999999999999", "x".repeat(4096), "∞"])(
  "%j is asked for again with what is expected, and nothing else happens",
  (text) => {
    const talk = asked().write(text);
    expect(talk.onScreen).toEqual(["boundPrompt", "boundExpected"]);
    expect([talk.all("deskAct"), talk.passedOn]).toEqual([[], []]);
    expect(talk.write("7").all("deskAct")).toHaveLength(1);
  },
);

test("a photo is no figure; every part of an album that answers is taken away, and none is sent on", () => {
  const content = { ...textOf(""), kind: "photo", fileId: "f" } as const;
  const talk = asked().write("", { content, albumId: "a" });
  expect(talk.onScreen).toEqual(["boundPrompt", "boundExpected"]);
  talk.write("5", { albumId: "b" });
  expect(talk.all("deskAct")).toHaveLength(1);
  talk.write("", { content, albumId: "b" });
  expect([talk.passedOn, talk.all("tidy").length, talk.all("deskAct")]).toEqual([[], 1, []]);
  expect(talk.write("", { content, albumId: "c" }).passedOn).toHaveLength(1);
});

test("any text at all leaves the desk with one screen and a state that can be read", () => {
  assert(
    property(string({ unit: "binary", maxLength: 5000 }), (text) => {
      const talk = asked().write(text);
      expect(talk.all("showScreen")).toHaveLength(1);
    }),
    { numRuns: 200 },
  );
});

test("a command in between ends the question; what is written then is no answer", () => {
  const talk = asked().command("balance");
  expect(talk.passedOn).toEqual(["passed: balance"]);
  expect(talk.onScreen).toEqual(["cancelled"]);
  talk.write("25");
  expect([talk.all("deskAct"), talk.passedOn]).toEqual([[], ["passed: 25"]]);
});

test("another bot's command in a group does not end the question that waits there", () => {
  const talk = asked(GROUP_ID).command("weather");
  expect(talk.effects).toEqual([]);
  expect(talk.write("25").all("deskAct")).toHaveLength(1);
});

test("a second wizard takes the place of the first", () => {
  const talk = asked().press("team.bound.viewer:giftMax").write("3");
  expect(talk.all("deskAct")).toMatchObject([{ act: { role: "viewer", most: 3 } }]);
  expect(talk.write("4").passedOn).toEqual(["passed: 4"]);
});

test("wizards in private and in a group do not hear each other's answers", () => {
  const [own, general] = [asked(), asked(GROUP_ID)];
  own.press("nav.no");
  expect(own.write("25").all("deskAct")).toEqual([]);
  expect(general.write("25").all("deskAct")).toHaveLength(1);
});

test.each([
  ["another screen", "nav.go.team"],
  ["Cancel", "nav.no"],
  ["a button that is gone", "team.nonsense.x"],
])("%s ends the question, on the screen too", (_, path) => {
  const talk = asked().press(path);
  expect(talk.state.asking).toBeNull();
  expect(talk.screen?.context.prompt ?? null).toBeNull();
  expect(talk.all("showScreen")).toHaveLength(1);
  expect(talk.write("25").all("deskAct")).toEqual([]);
});

test("a question that nobody answers expires by itself, once", () => {
  const talk = asked();
  talk.at += ASK_LIFE_MS;
  talk.hear({ type: "timer", name: "ask", dueAt: talk.at });
  expect([talk.onScreen, talk.state.asking]).toEqual([["expired"], null]);
  expect(talk.hear({ type: "timer", name: "ask", dueAt: talk.at }).effects).toEqual([]);
  expect(talk.write("25").passedOn).toEqual(["passed: 25"]);
});

test("an answer that overtakes the timer is too late too, and is not sent on as a fan's", () => {
  const talk = asked();
  talk.at += ASK_LIFE_MS + 1;
  talk.write("25");
  expect([talk.onScreen, talk.all("deskAct"), talk.passedOn]).toEqual([["expired"], [], []]);
});

test("an old timer does not end a younger question", () => {
  const talk = asked();
  const dueAt = talk.at + ASK_LIFE_MS;
  talk.at += ASK_LIFE_MS - 1000;
  talk.press("team.bound.viewer:giftMax");
  talk.at = dueAt;
  expect(talk.hear({ type: "timer", name: "ask", dueAt }).effects).toEqual([]);
  expect(talk.write("3").all("deskAct")).toHaveLength(1);
});

test("what no wizard waits for goes on to the person's own conversation, in its order", () => {
  const talk = new Talk("agent");
  const edit = { type: "passed", by: talk.by, passOn: "passed: edit" } as const;
  const passed = [talk.write("hi"), talk.hear(edit), talk.command("balance")].map(
    () => talk.passedOn,
  );
  expect(passed).toHaveLength(3);
  expect(new Talk("agent").write("hi").passedOn).toEqual(["passed: hi"]);
  expect(new Talk("agent", { groupId: GROUP_ID }).write("hi").effects).toEqual([]);
});

/** The owner before "Take M8 off the team?". */
function confirming(): Talk {
  const talk = new Talk("owner", { members: [member(8, "agent")] }).command("admin");
  return talk.press("team.remove.8:agent");
}
const tokenOf = (talk: Talk): string => talk.screen?.context.question?.token ?? "";

test("a Yes acts once; the second finds nothing", () => {
  const talk = confirming();
  const token = tokenOf(talk);
  expect(talk.press(`nav.yes.${token}`).all("deskAct")).toMatchObject([
    { act: { act: "removeMember", memberId: 8, from: "agent" } },
  ]);
  talk.press(`nav.yes.${token}`);
  expect([talk.all("deskAct"), talk.bubble]).toEqual([[], "stale"]);
});

test.each([
  ["a forged token", (talk: Talk) => talk.press("nav.yes.zz")],
  ["no token", (talk: Talk) => talk.press("nav.yes.")],
  [
    "another question since",
    (talk: Talk) => {
      const token = tokenOf(talk);
      return talk.press("team.bound.agent:giftMax").press(`nav.yes.${token}`);
    },
  ],
  [
    "ten minutes",
    (talk: Talk) => {
      const token = tokenOf(talk);
      talk.at += ASK_LIFE_MS + 1;
      return talk.press(`nav.yes.${token}`);
    },
  ],
])("%s makes a Yes void", (_, later) => {
  const talk = later(confirming());
  expect([talk.all("deskAct"), talk.bubble]).toEqual([[], "stale"]);
});

test("who lost the right between the question and the Yes is refused", () => {
  const members = [member(8, "agent"), member(BEN, "admin")];
  const talk = new Talk("admin", { id: BEN, members });
  const { rights } = talk.settings;
  const leading = { ...rights, admin: { ...rights.admin, team: true } };
  talk.settings = { ...talk.settings, rights: leading };
  const token = tokenOf(talk.command("admin").press("team.remove.8:agent"));
  expect(token).not.toBe("");
  talk.settings = { ...talk.settings, rights };
  talk.press(`nav.yes.${token}`);
  expect([talk.all("deskAct"), talk.bubble]).toEqual([[], "denied"]);
});

test("a press on somebody else's panel is told so and does nothing", () => {
  const talk = new Talk("admin", { id: BEN }).press("team.invite.agent", OWNER_ID);
  expect([talk.bubble, talk.all("deskAct"), talk.screen]).toEqual(["notYours", [], undefined]);
});

test("whoever is not of the team any more sees nothing and does nothing, by any button", () => {
  const paths = [
    "nav.go.home",
    "nav.back",
    "nav.no",
    "nav.yes.x",
    "team.duty.on",
    "team.invite.agent",
  ];
  for (const role of ["stranger", "anonymous"] as const) {
    for (const path of paths) {
      const talk = new Talk(role).press(path);
      expect([path, talk.bubble, talk.effects.length]).toEqual([path, "denied", 1]);
    }
  }
});

test("a person who was removed sees no screen by what was under way, only the words", () => {
  const talk = new Talk("agent", { id: 8, members: [member(8, "agent"), member(9, "agent")] });
  talk
    .command("admin")
    .outcome("showScreen", { type: "done", sent: { chatId: 8, threadId: null, messageIds: [9] } });
  talk.settings = { ...talk.settings, team: talk.settings.team.filter(({ id }) => id !== 8) };
  talk.hear({ type: "word", fanId: 1, say: { key: "asked", with: {} }, as: "result" });
  expect([talk.screen, talk.told]).toEqual([undefined, ["asked"]]);
});

test("forged callback data of any shape is answered and changes nothing", () => {
  const word = stringMatching(/^[a-z]{1,16}$/);
  const forged = oneof(
    string({ maxLength: 64 }),
    tuple(word, word, stringMatching(/^[A-Za-z0-9_:-]{0,20}$/)).map(([section, verb, argument]) =>
      packDeskPress({ memberId: OWNER_ID, section, verb, argument: argument.slice(0, 18) }),
    ),
  );
  assert(
    property(forged, (data) => {
      const talk = new Talk("owner").data(data);
      expect(talk.bubble === undefined).toBe(false);
      expect(talk.all("deskAct")).toEqual([]);
      expect(talk.all("answerPress")).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});

test("a command opens one panel at the end of the chat and takes the old one away", () => {
  const talk = new Talk("owner").command("admin");
  expect(talk.screen).toMatchObject({ screen: { at: "home" }, messageId: null });
  talk.outcome("showScreen", {
    type: "done",
    sent: { chatId: 1, threadId: null, messageIds: [30] },
  });
  talk.press("nav.go.team").command("team");
  expect(talk.all("tidy")).toMatchObject([{ messageIds: [70, 5] }]);
  expect(talk.screen).toMatchObject({ screen: { at: "team" }, messageId: null });
});

test("a refused act is told in words on the screen", () => {
  const talk = new Talk("owner").command("admin");
  talk.outcome("deskAct", { type: "refused", code: "bad-request", reason: "no" }, "team");
  expect(talk.onScreen).toEqual(["failed"]);
});
