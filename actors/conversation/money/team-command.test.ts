import { describe, expect, test } from "bun:test";
import { ben, boss, broke, settled } from "#actors/conversation/test-kit.ts";

describe("/adjust", () => {
  test.each([
    ["-5 sent twice", -5],
    ["5 sent twice", 5],
    ["+5 sent twice", 5],
  ])("%p is booked with its reason, audited and told to both", (argument, credits) => {
    const talk = settled();
    const balance = talk.state.credits + credits;
    const heard = talk.teamCommands("adjust", argument);
    expect(heard.rows("ledger")).toMatchObject([
      { kind: "adjustment", credits, note: `by ${ben.id}: sent twice` },
    ]);
    expect(heard.rows("ledger")[0]?.reference).toMatch(/^adjust:\d+$/);
    expect(heard.rows("audit")).toMatchObject([
      { byId: ben.id, act: "adjust", at: talk.at, detail: { credits, balance, why: "sent twice" } },
    ]);
    expect(heard.effect("notify").say).toMatchObject({
      key: "adjusted",
      with: { credits, account: { credits: balance } },
    });
    expect(heard.effect("tell").say).toMatchObject({
      key: "adjusted",
      with: { credits, by: "Ben", reason: "sent twice", balance },
    });
    expect(heard.effect("card").facts.credits).toBe(balance);
  });

  test.each([
    "",
    "5",
    "-5",
    "0 reason",
    "five reason",
    "1.5 reason",
    "- 5 reason",
    "5reason",
    "+-5 x",
  ])("%p moves nothing and says how", (argument) => {
    const heard = settled().teamCommands("adjust", argument);
    expect(heard.toldTeam).toEqual(["adjustUsage"]);
    expect(heard.decision.rows).toEqual([]);
  });

  test("takes no more than there is", () => {
    const talk = settled({ welcomeCredits: 10 });
    const heard = talk.teamCommands("adjust", "-10 too much");
    expect(heard.effect("tell").say).toEqual({ key: "adjustUsage", with: { max: 9 } });
    talk.teamCommands("adjust", "-9 all of it");
    expect(talk.state.credits).toBe(0);
  });

  test("is bounded by what a gift may be, except for the owner", () => {
    const talk = settled({ giftMax: 50 });
    expect(talk.teamCommands("adjust", "51 reason").effect("tell").say).toMatchObject({
      with: { max: 50 },
    });
    expect(talk.teamCommands("adjust", "-51 reason").toldTeam).toEqual(["adjustUsage"]);
    expect(talk.teamCommands("adjust", "51 reason", { by: boss }).toldTeam).toEqual(["adjusted"]);
    expect(talk.teamCommands("adjust", "1000001 reason", { by: boss }).toldTeam).toEqual([
      "adjustUsage",
    ]);
  });

  test("sends out what was held, if it is enough for that", () => {
    const talk = broke();
    talk.writes("held");
    expect(talk.teamCommands("adjust", "1 our mistake").toldFan).toEqual(["adjusted", "released"]);
  });
});
