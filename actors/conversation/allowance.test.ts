// The bounds of a role, over a day: nobody gets round them by parts, nor by time instead of credits.
import { expect, test } from "bun:test";
import type { TeamOrder } from "#actors/kernel/order.ts";
import { DEFAULT_RIGHTS, type Teammate } from "#actors/kernel/team.ts";
import { cleo, TEAM } from "./duty/test-team.ts";
import { MOVERS_MAX } from "./limits.ts";
import { paymentFact } from "./money/test-kit.ts";
import { ben, boss, type Heard, OPEN_SHOP, settled, type Talk, teamData } from "./test-kit.ts";

const DAY_MS = 86_400_000;

const order = (talk: Talk, what: TeamOrder, by: Teammate): Heard =>
  talk.hear({ type: "teamOrder", by, order: what, deskKey: "9" });

/** What the desk is answered. */
function result(heard: Heard): unknown {
  const { say } = JSON.parse(heard.effect("send").body) as { say: { with: { say: unknown } } };
  return say.with.say;
}

const credits = (sum: number): TeamOrder => ({ act: "credits", credits: sum, reason: "" });
const time = (seconds: number): TeamOrder => ({ act: "time", seconds, reason: "" });

test("what is given by command, by button, from the panel and taken again adds up", () => {
  const talk = settled({ team: TEAM });
  expect(talk.teamCommands("gift", "6", { by: cleo }).toldTeam).toEqual(["gifted"]);
  const question = talk.teamPresses(teamData("give", "5"), cleo);
  expect(talk.teamPresses(question.button("confirm"), cleo).effect("editTell").say.key).toBe(
    "gifted",
  );
  expect(result(order(talk, credits(4), cleo))).toMatchObject({ key: "gifted" });
  expect(talk.teamCommands("adjust", "-3 a slip", { by: cleo }).toldTeam).toEqual(["adjusted"]);
  const before = talk.state.credits;
  const tooMuch = { key: "boundReached", with: { bound: "giftMax", left: 2 } } as const;
  expect(talk.teamCommands("gift", "3", { by: cleo }).effect("tell").say).toEqual(tooMuch);
  expect(talk.teamCommands("adjust", "3 more", { by: cleo }).effect("tell").say).toEqual(tooMuch);
  expect(talk.teamPresses(teamData("give", "5"), cleo).answer).toBe("boundReached");
  for (const sum of [3, -3]) expect(result(order(talk, credits(sum), cleo))).toEqual(tooMuch);
  expect(talk.state.credits).toBe(before);
  expect(result(order(talk, credits(2), cleo))).toMatchObject({ key: "gifted" });
  expect(talk.teamCommands("gift", "1", { by: cleo }).toldTeam).toEqual(["boundReached"]);
});

test("a question that was asked in time is looked at again when it is confirmed", () => {
  const talk = settled({ team: TEAM });
  const asked = [1, 2].map(() => talk.teamPresses(teamData("give", "20"), cleo));
  const [one, other] = asked.map((question) => talk.teamPresses(question.button("confirm"), cleo));
  expect(one?.verbs).toContain("editTell");
  expect(other?.answer).toBe("boundReached");
  expect(talk.ledger.filter(({ kind }) => kind === "gift")).toHaveLength(1);
});

test("time has a bound of its own, whatever may be given in credits", () => {
  const rights = { ...DEFAULT_RIGHTS, agent: { ...DEFAULT_RIGHTS.agent, giftMinutesMax: 0 } };
  const none = settled({ team: TEAM, rights });
  expect(none.teamCommands("gift", "1m", { by: cleo }).toldTeam).toEqual(["notAllowed"]);
  expect(result(order(none, time(60), cleo))).toMatchObject({ key: "notAllowed" });
  const talk = settled({ team: TEAM });
  expect(talk.teamCommands("gift", "20m", { by: cleo }).toldTeam).toEqual(["giftedTime"]);
  const left = { key: "boundReached", with: { bound: "giftMinutesMax", left: 600 } } as const;
  expect(talk.teamCommands("gift", "30d", { by: cleo }).effect("tell").say).toEqual(left);
  for (const seconds of [660, -999_999_999])
    expect(result(order(talk, time(seconds), cleo))).toEqual(left);
  expect(result(order(talk, time(-600), cleo))).toMatchObject({ key: "timeTaken" });
  expect(result(order(talk, time(60), cleo))).toMatchObject({ key: "boundReached" });
});

test("whoever may give only time gives it by command", () => {
  const rights = { ...DEFAULT_RIGHTS, agent: { ...DEFAULT_RIGHTS.agent, giftMax: 0 } };
  const talk = settled({ team: TEAM, rights });
  expect(talk.teamCommands("gift", "1", { by: cleo }).toldTeam).toEqual(["notAllowed"]);
  expect(talk.teamCommands("gift", "30m", { by: cleo }).toldTeam).toEqual(["giftedTime"]);
});

test("refunds by parts come to no more than one refund may", () => {
  const rights = { ...DEFAULT_RIGHTS, admin: { ...DEFAULT_RIGHTS.admin, refundMaxCents: 300 } };
  const talk = settled({ ...OPEN_SHOP, team: TEAM, rights });
  const purchase = talk.begins();
  talk.says(paymentFact(purchase));
  const refund = (by: Teammate): Heard =>
    order(talk, { act: "refund", purchaseId: purchase.id, amount: 100 }, by);
  const answers = [1, 2, 3, 4].map(() => refund(ben));
  expect(answers.map((heard) => heard.effects("refundPayment").length)).toEqual([1, 1, 1, 0]);
  expect(answers.map(result).at(-1)).toEqual({
    key: "boundReached",
    with: { bound: "refundMaxCents", left: 0 },
  });
  const data = teamData("refund", `${purchase.id}:100`);
  expect(talk.teamPresses(data, ben).answer).toBe("boundReached");
  expect(refund(boss).effects("refundPayment")).toHaveLength(1);
});

test("a day, a person and a fan have a sum each, and the owner has none", () => {
  const talk = settled({ team: TEAM });
  const other: Teammate = { ...cleo, id: 9010 };
  const gives = (by: Teammate): readonly string[] =>
    talk.teamCommands("gift", "20", { by }).toldTeam;
  expect([gives(cleo), gives(cleo), gives(other)].flat()).toEqual([
    "gifted",
    "boundReached",
    "gifted",
  ]);
  for (let i = 0; i < 5; i += 1) expect(gives(boss)).toEqual(["gifted"]);
  talk.wait(DAY_MS);
  expect(gives(cleo)).toEqual(["gifted"]);
  expect(talk.state.moved.by).toHaveLength(1);
});

test("so many people are counted; whoever comes after them waits for tomorrow", () => {
  const talk = settled({ team: TEAM });
  const gift = (id: number): readonly string[] =>
    talk.teamCommands("gift", "1", { by: { ...cleo, id } }).toldTeam;
  for (let i = 0; i < MOVERS_MAX; i += 1) expect(gift(10_000 + i)).toEqual(["gifted"]);
  expect(gift(20_000)).toEqual(["boundReached"]);
  expect(gift(10_000)).toEqual(["gifted"]);
  expect(talk.state.moved.by).toHaveLength(MOVERS_MAX);
});

test("an erasure gives nobody a new day", () => {
  const talk = settled({ team: TEAM });
  talk.teamCommands("gift", "20", { by: cleo });
  order(talk, { act: "erase" }, boss);
  talk.writes("hello again");
  expect(result(order(talk, credits(1), cleo))).toMatchObject({ key: "boundReached" });
});
