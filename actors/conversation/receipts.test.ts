import { describe, expect, test } from "bun:test";
import { TYPING_EVERY_MS, TYPING_FOR_MS_MAX } from "./limits.ts";
import { content, mask, passerby, settled, teamData } from "./test-kit.ts";

describe("👀", () => {
  test("follows a reaction of the team, on everything unseen, newest first", () => {
    const talk = settled();
    const first = talk.lastMessageId - 1;
    talk.writes("two", { id: 950 });
    const heard = talk.teamReacts("❤");
    expect(heard.reactions[0]).toBe("👀 950");
    expect(heard.reactions).toHaveLength(2);
    expect(first).toBeGreaterThan(0);
    expect(talk.state).toMatchObject({ unread: 0, unseen: [] });
    expect(talk.teamReacts("👍").reactions).toEqual([]);
  });

  test.each(["seen", "info", "gift", "ban"])("follows a press of %s", (verb) => {
    expect(settled().teamPresses(teamData(verb)).reactions).toHaveLength(1);
  });

  test("follows nothing else: no note, no command, no stranger, no reaction taken off", () => {
    const talk = settled();
    expect(talk.team("// interesting").reactions).toEqual([]);
    expect(talk.teamCommands("note", "interesting").reactions).toEqual([]);
    expect(talk.teamCommands("info").reactions).toEqual([]);
    expect(talk.teamReacts("❤", passerby).reactions).toEqual([]);
    expect(talk.teamPresses(teamData("seen"), passerby).reactions).toEqual([]);
    expect(talk.teamPresses("forged").reactions).toEqual([]);
    expect(talk.teamReacts(null).reactions).toEqual([]);
    expect(talk.state.unseen).toHaveLength(1);
  });

  test("an anonymous admin has eyes too", () => {
    expect(settled().teamReacts("❤", mask).reactions).toHaveLength(1);
  });

  test("is bounded by the last twenty", () => {
    const talk = settled();
    for (let i = 0; i < 40; i += 1) talk.writes(`message ${i}`);
    expect(talk.teamReacts("❤").reactions).toHaveLength(20);
  });
});

describe("an answer", () => {
  test("shows ✍ and typing while it is on its way, and leaves 👀 when it is there", () => {
    const talk = settled();
    talk.writes("question", { id: 950 });
    const reply = talk.team("answer");
    expect(reply.reactions).toEqual([`👀 ${talk.state.recent[0]}`, "✍ 950"]);
    expect(reply.effect("showAction").action).toBe("typing");
    expect(reply.verbs.indexOf("showAction")).toBeLessThan(reply.verbs.indexOf("reply"));
    expect(reply.timers(talk.at)).toEqual([["typing", TYPING_EVERY_MS]]);
    const done = talk.done(reply, "reply");
    expect(done.reactions).toEqual(["👀 950"]);
    expect(done.timers(talk.at)).toEqual([["typing", null]]);
    expect(talk.state).toMatchObject({ unread: 0, waitingSince: null, answering: null });
  });

  test.each([
    ["voice", "record_voice"],
    ["photo", "upload_photo"],
    ["document", "upload_document"],
    ["text", "typing"],
  ] as const)("of kind %s shows %s", (kind, action) => {
    expect(settled().team(content(kind, "here")).effect("showAction").action).toBe(action);
  });

  test("keeps the typing alive, but not longer than one can believe", () => {
    const talk = settled();
    const since = talk.at;
    talk.team("answer");
    let shown = 0;
    while (talk.timers.has("typing")) shown += talk.fires("typing").effects("showAction").length;
    expect(shown).toBe(Math.floor(TYPING_FOR_MS_MAX / TYPING_EVERY_MS));
    expect(talk.at - since).toBeLessThan(TYPING_FOR_MS_MAX + TYPING_EVERY_MS);
  });

  test("that never arrives stops the typing too, and the fan goes on waiting", () => {
    const talk = settled();
    const waitingSince = talk.state.waitingSince;
    const reply = talk.team("answer");
    const refused = talk.refused(reply, "reply", "bad-request");
    expect(refused.timers(talk.at)).toEqual([["typing", null]]);
    expect(talk.state).toMatchObject({ answering: null, waitingSince });
  });

  test("while another is on its way: typing lasts until the last one is there", () => {
    const talk = settled();
    const one = talk.team("one");
    const two = talk.team("two");
    expect(talk.done(one, "reply").decision.effects).toEqual([]);
    expect(talk.state.answering).not.toBeNull();
    expect(talk.done(two, "reply").reactions).toHaveLength(1);
  });

  test("does not answer what the fan wrote meanwhile", () => {
    const talk = settled();
    const reply = talk.team("answer");
    talk.wait(1000).writes("one more thing");
    talk.wait(1000).done(reply, "reply");
    expect(talk.state).toMatchObject({ unread: 1, waitingSince: talk.at - 1000 });
  });

  test("to a fan who never wrote marks nothing", () => {
    const talk = settled();
    talk.state = { ...talk.state, lastInId: null, unseen: [] };
    expect(talk.team("hello?").reactions).toEqual([]);
  });
});

test("switched off there are no receipts at all", () => {
  const talk = settled({ receipts: false });
  const heards = [talk.writes("hi"), talk.teamReacts("❤")];
  const reply = talk.team("answer");
  heards.push(reply, talk.done(reply, "reply"));
  expect(heards.flatMap((heard) => heard.reactions)).toEqual([]);
  expect(talk.state.unread).toBe(0);
});
