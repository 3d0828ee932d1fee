import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { content, GROUP_ID, MINUTE_MS, settled, type Talk } from "#actors/conversation/test-kit.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { dutyOf } from "./state.ts";
import { ben, boss, cleo, TEAM, viewer } from "./test-team.ts";

const held = (talk: Talk) => dutyOf(talk.state).asides;

describe("a claim", () => {
  test("keeps a second person's answer back, and asks", () => {
    const talk = settled({ team: TEAM });
    expect(talk.team("hi", { by: ben }).verbs).toContain("reply");
    const second = talk.team("hello too", { by: cleo });
    expect(second.effects("reply")).toEqual([]);
    expect(second.rows("message")).toEqual([]);
    expect(second.effect("tell").say).toEqual({
      key: "heldBack",
      with: { holder: "Ben", seconds: 300 },
    });
    expect(second.effect("tell").replyToMessageId).toBe(talk.lastMessageId);
  });

  test("lets the message out by a press, once, as its writer's, who holds it from then on", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const question = talk.team("hello too", { by: cleo });
    const press = question.button("sendAnyway");
    const sent = talk.teamPresses(press, cleo);
    expect(sent.effect("reply").content.text).toBe("hello too");
    expect(sent.rows("message")[0]).toMatchObject({ direction: "out", byId: cleo.id });
    expect(sent.effect("editTell").say.key).toBe("sentAnyway");
    const again = talk.teamPresses(press, ben);
    expect(again.effects("reply")).toEqual([]);
    expect(again.answer).toBe("pressStale");
    expect(talk.team("and I?", { by: ben }).toldTeam).toEqual(["heldBack"]);
    expect(talk.team("more", { by: cleo }).verbs).toContain("reply");
  });

  test("lets the message go by a press, and the other button finds nothing then", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const question = talk.team("hello too", { by: cleo });
    expect(talk.teamPresses(question.button("discard"), ben).effect("editTell").say.key).toBe(
      "heldBackDropped",
    );
    const late = talk.teamPresses(question.button("sendAnyway"), cleo);
    expect(late.effects("reply")).toEqual([]);
    expect(late.answer).toBe("pressStale");
  });

  test("warns the owner like anybody", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const question = talk.team("it is me", { by: boss });
    expect(question.toldTeam).toEqual(["heldBack"]);
    expect(talk.teamPresses(question.button("sendAnyway"), boss).verbs).toContain("reply");
  });

  test("is over after its time, and begins anew with each act of its holder", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    talk.wait(4 * MINUTE_MS).team("more", { by: ben });
    expect(talk.wait(4 * MINUTE_MS).team("mine", { by: cleo }).toldTeam).toEqual(["heldBack"]);
    expect(talk.wait(MINUTE_MS).team("mine", { by: cleo }).verbs).toContain("reply");
  });

  test.each([
    ["Seen", (talk: Talk) => talk.teamPresses(`${talk.state.fanId.toString(36)}.seen.`, ben)],
    ["a reaction", (talk: Talk) => talk.teamReacts("❤", ben)],
  ])("is made by %s too", (_, act) => {
    const talk = settled({ team: TEAM });
    act(talk);
    expect(talk.team("mine", { by: cleo }).toldTeam).toEqual(["heldBack"]);
    expect(talk.team("mine", { by: ben }).verbs).toContain("reply");
  });

  test("does not stop the assignee, who holds it then", () => {
    const talk = settled({ team: TEAM });
    talk.teamCommands("assign", "me", { by: cleo });
    talk.team("hi", { by: ben });
    expect(talk.team("mine", { by: cleo }).verbs).toContain("reply");
    expect(talk.team("again", { by: ben }).toldTeam).toEqual(["heldBack"]);
  });

  test("is not made with a span of 0", () => {
    const talk = settled({ team: TEAM, claimSeconds: 0 });
    talk.team("hi", { by: ben });
    expect(talk.team("hello too", { by: cleo }).verbs).toContain("reply");
    expect(dutyOf(talk.state).claim).toBeNull();
  });

  test("keeps back an album whole", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    talk.team(content("photo", "one"), { by: cleo, albumId: "a" });
    talk.team(content("photo"), { by: cleo, albumId: "a" });
    const question = talk.fires("albumOut");
    expect(question.toldTeam).toEqual(["heldBack"]);
    const sent = talk.teamPresses(question.button("sendAnyway"), cleo);
    expect(sent.effect("reply").topicMessageIds).toHaveLength(2);
  });
});

describe("a message that is kept back", () => {
  test("is not sent by itself: the question says so after ten minutes", () => {
    const talk = settled({ team: TEAM, overdueMinutes: 0 });
    talk.team("hi", { by: ben });
    const question = talk.team("hello too", { by: cleo });
    talk.done(question, "tell", 777);
    talk.wait(10 * MINUTE_MS);
    const late = talk.fires("duty");
    expect(late.effect("editTell")).toMatchObject({
      messageId: 777,
      say: { key: "heldBackExpired" },
    });
    expect(late.effects("reply")).toEqual([]);
    expect(talk.teamPresses(question.button("sendAnyway"), cleo).answer).toBe("pressStale");
  });

  test("is what it was edited into, and nothing of an edit goes out before", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const question = talk.team("helo", { by: cleo, id: 900 });
    const edit = talk.hear({
      type: "teamEdited",
      by: cleo,
      groupId: GROUP_ID,
      topicId: 42,
      messageId: 900,
      content: content("text", "hello"),
    });
    expect(edit.verbs).toEqual([]);
    const sent = talk.teamPresses(question.button("sendAnyway"), cleo);
    expect(sent.effect("reply").content.text).toBe("hello");
  });

  test("is taken back by /delete under it", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    talk.team("oops", { by: cleo, id: 900 });
    const taken = talk.teamCommands("delete", "", { by: cleo, replyTo: 900 });
    expect(taken.verbs).not.toContain("withdraw");
    expect(held(talk)).toEqual([]);
  });

  test("does not reach a fan who was banned meanwhile", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const question = talk.team("hello too", { by: cleo });
    talk.teamCommands("ban", "", { by: boss });
    const pressed = talk.teamPresses(question.button("sendAnyway"), cleo);
    expect(pressed.effects("reply")).toEqual([]);
    expect(pressed.toldTeam).toEqual(["undelivered"]);
  });

  test("is let out by nobody who may not answer", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const question = talk.team("hello too", { by: cleo });
    const pressed = talk.teamPresses(question.button("sendAnyway"), viewer);
    expect(pressed.answer).toBe("notAllowed");
    expect(held(talk)).toHaveLength(1);
  });

  test("has room for three; a fourth is refused, not forgotten", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    for (const words of ["1", "2", "3"]) talk.team(words, { by: cleo });
    expect(talk.team("4", { by: cleo }).toldTeam).toEqual(["heldBackFull"]);
    expect(held(talk).map((aside) => aside.content.text)).toEqual(["1", "2", "3"]);
  });
});

type Step =
  | { readonly do: "write"; readonly who: number }
  | { readonly do: "see"; readonly who: number }
  | { readonly do: "assign"; readonly who: number }
  | { readonly do: "press" | "drop"; readonly who: number }
  | { readonly do: "wait"; readonly seconds: number };

const who = fc.integer({ min: 0, max: 2 });
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("write" as const), who }),
    fc.record({ do: fc.constant("see" as const), who }),
    fc.record({ do: fc.constant("assign" as const), who }),
    fc.record({ do: fc.constantFrom("press" as const, "drop" as const), who }),
    fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 400 }) }),
  ),
  { maxLength: 25 },
);

test("no order of acts sends a second person's words without a press", () => {
  const people: readonly Teammate[] = [ben, cleo, boss];
  fc.assert(
    fc.property(steps, (acts: readonly Step[]) => {
      const talk = settled({ team: TEAM });
      // Who holds it until when, and whose it is, told from what people did alone.
      let holder: { readonly id: number; readonly until: number } | null = null;
      let assigneeId: number | null = null;
      const questions: { readonly data: string; readonly by: Teammate; readonly at: number }[] = [];
      const hold = (id: number) => {
        holder = { id, until: talk.at + 300_000 };
      };
      const isFree = (id: number) =>
        holder === null || talk.at >= holder.until || holder.id === id || assigneeId === id;
      for (const act of acts) {
        if (act.do === "wait") {
          talk.wait(act.seconds * 1000);
          continue;
        }
        const by = people[act.who] ?? ben;
        if (act.do === "write") {
          const heard = talk.team(`words of ${by.name}`, { by });
          const goesOut = heard.effects("reply").length > 0;
          expect(goesOut).toBe(isFree(by.id));
          if (goesOut) hold(by.id);
          else if (heard.toldTeam.includes("heldBack")) {
            questions.push({ data: heard.button("sendAnyway"), by, at: talk.at });
          }
        } else if (act.do === "see") {
          expect(talk.teamReacts("👍", by).effects("reply")).toEqual([]);
          if (isFree(by.id)) hold(by.id);
        } else if (act.do === "assign") {
          talk.teamCommands("assign", "me", { by });
          assigneeId = by.id;
        } else {
          const question = questions.shift();
          if (question === undefined) continue;
          const data =
            act.do === "press"
              ? question.data
              : question.data.replace("sendAnyway", "discardAside");
          const heard = talk.teamPresses(data, by);
          const isInTime = talk.at - question.at < 600_000;
          const goesOut = act.do === "press" && isInTime;
          expect(heard.effects("reply")).toHaveLength(goesOut ? 1 : 0);
          if (goesOut) hold(question.by.id);
        }
      }
    }),
    { numRuns: 300 },
  );
});
