import { describe, expect, test } from "bun:test";
import { ben, boss, FAN_ID, mask, passerby, settled } from "./test-kit.ts";

describe("/gift", () => {
  test("gives credits: booked under its envelope, audited, told to both", () => {
    const talk = settled();
    const before = talk.state.credits;
    const heard = talk.teamCommands("gift", "25");
    expect(talk.state.credits).toBe(before + 25);
    expect(heard.rows("ledger")).toMatchObject([{ kind: "gift", credits: 25, seconds: 0 }]);
    expect(heard.rows("ledger")[0]?.reference).toMatch(/^gift:\d+$/);
    expect(heard.rows("audit")).toMatchObject([
      { byId: ben.id, act: "gift", detail: { credits: 25, balance: before + 25, why: null } },
    ]);
    expect(heard.toldTeam).toEqual(["gifted"]);
    expect(heard.effect("notify").say).toMatchObject({ key: "gift", with: { credits: 25 } });
    expect(heard.effect("card").facts.credits).toBe(before + 25);
  });

  test.each([
    ["30m", 1800],
    ["1h", 3600],
    ["2 D", 172_800],
  ] as const)("%s gives time", (argument, seconds) => {
    const talk = settled();
    const heard = talk.teamCommands("gift", argument, { by: boss });
    expect(heard.rows("ledger")).toMatchObject([{ kind: "gift", credits: 0, seconds }]);
    expect(heard.rows("audit")).toMatchObject([{ act: "gift", detail: { seconds } }]);
    expect(heard.toldTeam).toEqual(["giftedTime"]);
    expect(heard.toldFan).toEqual(["giftTime"]);
    expect(talk.state.session?.endsAt).toBe(talk.at + seconds * 1000);
  });

  test("keeps a reason in the ledger and the audit, and shows it in the topic", () => {
    const talk = settled();
    const credits = talk.teamCommands("gift", "5 bananas");
    expect(credits.rows("ledger")).toMatchObject([{ credits: 5, note: `by ${ben.id}: bananas` }]);
    expect(credits.rows("audit")).toMatchObject([{ detail: { credits: 5, why: "bananas" } }]);
    expect(credits.effect("tell").say).toMatchObject({ with: { reason: "bananas" } });
    const time = talk.teamCommands("gift", "1h  for the long wait");
    expect(time.rows("ledger")).toMatchObject([{ seconds: 3600 }]);
    expect(time.rows("audit")).toMatchObject([{ detail: { why: "for the long wait" } }]);
    expect(time.effect("tell").say).toMatchObject({ with: { reason: "for the long wait" } });
  });

  test.each(["", "0", "-1", "ten", "1001", "1.5", "31d", "0m", "99999999", "5bananas"])(
    "%p gives nothing and says how",
    (argument) => {
      const talk = settled();
      const heard = talk.teamCommands("gift", argument);
      expect(heard.toldTeam).toEqual(["giftUsage"]);
      expect(heard.decision.rows).toEqual([]);
    },
  );

  test("is not for an anonymous admin, who is told why, nor for strangers", () => {
    const talk = settled();
    expect(talk.teamCommands("gift", "5", { by: mask }).toldTeam).toEqual(["anonymous"]);
    expect(talk.teamCommands("gift", "5", { by: passerby }).toldTeam).toEqual(["notTeam"]);
    expect(talk.ledger.some(({ kind }) => kind === "gift")).toBe(false);
  });

  test("never leaves the bounds of a balance", () => {
    const talk = settled({ giftMax: 1_000_000, welcomeCredits: 1_000_000 });
    for (let i = 0; i < 1100; i += 1) talk.teamCommands("gift", "1000000", { by: boss });
    expect(talk.state.credits).toBeLessThanOrEqual(1_000_000_000);
    const heard = talk.teamCommands("gift", "1000000", { by: boss });
    expect(heard.toldTeam).toEqual(["giftUsage"]);
  });
});

describe("/ban and /unban", () => {
  test("a banned fan's messages are neither delivered nor charged, and they are told once", () => {
    const talk = settled();
    expect(talk.teamCommands("ban").toldTeam).toEqual(["bannedBy"]);
    const credits = talk.state.credits;
    const first = talk.writes("hey!");
    expect(first.toldFan).toEqual(["banned"]);
    expect(first.decision.rows).toEqual([]);
    expect(talk.writes("hey!!").decision.effects).toEqual([]);
    expect(talk.commands("balance").toldFan).toEqual([]);
    expect(talk.state.credits).toBe(credits);
  });

  test("rights stay: terms, privacy, payment support", () => {
    const talk = settled();
    talk.teamCommands("ban");
    expect(talk.commands("privacy").toldFan).toEqual(["privacy"]);
    expect(talk.commands("terms").toldFan).toEqual(["terms"]);
    expect(talk.commands("paysupport").toldFan).toEqual(["paySupport"]);
  });

  test("lifted, the fan is told if they had been, and is told anew of the next ban", () => {
    const talk = settled();
    talk.teamCommands("ban");
    expect(talk.teamCommands("unban").toldFan).toEqual([]);
    talk.teamCommands("ban");
    talk.writes("hey");
    const lifted = talk.teamCommands("unban");
    expect(lifted.toldFan).toEqual(["unbanned"]);
    expect(lifted.rows("audit")).toMatchObject([{ act: "unban" }]);
    expect(talk.writes("thanks").verbs).toContain("post");
    talk.teamCommands("ban");
    expect(talk.writes("hey").toldFan).toEqual(["banned"]);
  });

  test("what was written during a ban is not delivered after it", () => {
    const talk = settled();
    talk.teamCommands("ban");
    talk.writes("insult", { id: 950 });
    talk.teamCommands("unban");
    expect(talk.edits(950, "insult 2").decision.effects).toEqual([]);
    expect(talk.writes("insult", { id: 950 }).decision.effects).toEqual([]);
  });

  test("what was held before waits the ban out", () => {
    const talk = settled({ welcomeCredits: 1, lowBalance: 0 });
    talk.writes("held");
    talk.teamCommands("ban");
    expect(talk.teamCommands("gift", "5").decision.held).toEqual([]);
    expect(talk.teamCommands("unban").decision.held).toHaveLength(2);
  });

  test("are not for an anonymous admin, and say when there is nothing to do", () => {
    const talk = settled();
    expect(talk.teamCommands("ban", "", { by: mask }).toldTeam).toEqual(["anonymous"]);
    expect(talk.state.isBanned).toBe(false);
    expect(talk.teamCommands("unban").toldTeam).toEqual(["notBanned"]);
    talk.teamCommands("ban");
    expect(talk.teamCommands("ban").toldTeam).toEqual(["alreadyBanned"]);
  });

  test("a banned fan's reactions go nowhere", () => {
    const talk = settled();
    talk.teamCommands("ban");
    expect(talk.hear({ type: "fanReacted", messageId: FAN_ID, emoji: "👎" }).verbs).toEqual([]);
  });
});
