import { describe, expect, test } from "bun:test";
import { ASK_LIFE_MS, ASKS_MAX } from "./limits.ts";
import { ben, boss, FAN_ID, fanData, mask, passerby, settled, Talk, teamData } from "./test-kit.ts";

describe("gifts by button", () => {
  test("amounts, then a question, then the gift, in one message that changes", () => {
    const talk = settled();
    const before = talk.state.credits;
    const menu = talk.teamPresses(talk.writes("hi").button("gift"));
    expect(menu.toldTeam).toEqual(["giftMenu"]);
    const question = talk.teamPresses(menu.button("🎁 10"), ben, 650);
    expect(question.effect("editTell")).toMatchObject({
      messageId: 650,
      say: { key: "giftConfirm" },
    });
    expect(talk.state.credits).toBe(before - 1);
    const given = talk.teamPresses(question.button("confirm"), ben, 650);
    expect(given.effect("editTell")).toMatchObject({
      messageId: 650,
      say: { key: "gifted", with: { gift: 10, by: "Ben", balance: before + 9 } },
      keyboard: [],
    });
    expect(given.toldFan).toEqual(["gift"]);
    expect(given.rows("ledger")).toMatchObject([{ kind: "gift", credits: 10 }]);
    expect(given.rows("audit")).toMatchObject([{ act: "gift", byId: ben.id, byName: "Ben" }]);
    expect(given.effect("card").facts.credits).toBe(before + 9);
  });

  test("a double tap on confirm gives once", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("give", "10"));
    talk.teamPresses(question.button("confirm"));
    const credits = talk.state.credits;
    expect(talk.teamPresses(question.button("confirm")).answer).toBe("pressStale");
    expect(talk.state.credits).toBe(credits);
  });

  test("cancelled, nothing is given, then or later", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("give", "10"));
    const cancelled = talk.teamPresses(question.button("cancel"));
    expect(cancelled.effect("editTell").say.key).toBe("cancelled");
    expect(talk.teamPresses(question.button("confirm")).answer).toBe("pressStale");
    expect(talk.ledger.some(({ kind }) => kind === "gift")).toBe(false);
  });

  test("the owner's limit of that moment counts", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("give", "100"));
    talk.settings = { ...talk.settings, giftMax: 50 };
    expect(talk.teamPresses(question.button("confirm")).answer).toBe("pressStale");
    expect(talk.ledger.some(({ kind }) => kind === "gift")).toBe(false);
  });

  test("a question that nobody answered in time is void", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("give", "10"));
    const late = talk.wait(ASK_LIFE_MS + 1).teamPresses(question.button("confirm"));
    expect(late.answer).toBe("pressStale");
  });

  test.each(["0", "-5", "1.5", "", "9999999999999999999", "NaN"])(
    "a forged amount of %p gives nothing",
    (amount) => {
      const talk = settled();
      const heard = talk.teamPresses(`${FAN_ID.toString(36)}.give.${amount}`);
      expect(heard.answer).toBe("pressStale");
      expect(talk.state.asks).toEqual([]);
    },
  );
});

test("User Info sends a fresh card", () => {
  const heard = settled().teamPresses(teamData("info"));
  expect(heard.effect("card")).toMatchObject({ messageId: null, facts: { fanId: FAN_ID } });
  expect(heard.answer).toBe("cardSent");
});

describe("bans by button", () => {
  test("ask once, then ban, audited, with a way back", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("ban"));
    expect(question.toldTeam).toEqual(["banConfirm"]);
    expect(talk.state.isBanned).toBe(false);
    const banned = talk.teamPresses(question.button("confirm"), boss);
    expect(talk.state.isBanned).toBe(true);
    expect(banned.rows("audit")).toMatchObject([{ act: "ban", byId: boss.id }]);
    expect(banned.effect("editTell").say).toEqual({ key: "bannedBy", with: { by: "Olga" } });
    expect(banned.effect("card").facts.isBanned).toBe(true);
    const back = talk.teamPresses(banned.button("unban"));
    expect(back.toldTeam).toEqual(["unbanConfirm"]);
    const lifted = talk.teamPresses(back.button("confirm"));
    expect(talk.state.isBanned).toBe(false);
    expect(lifted.effect("editTell").say).toEqual({ key: "unbannedBy", with: { by: "Ben" } });
  });

  test("of somebody who is banned already, or not, are told", () => {
    const talk = settled();
    expect(talk.teamPresses(teamData("unban")).answer).toBe("notBanned");
    talk.teamCommands("ban");
    expect(talk.teamPresses(teamData("ban")).answer).toBe("alreadyBanned");
  });
});

describe("who may press", () => {
  const everything = ["info", "gift", "give", "ban", "unban", "seen", "confirm", "cancel"];

  test.each(everything)("a stranger may not press %s", (verb) => {
    const heard = settled().teamPresses(teamData(verb, "10"), passerby);
    expect(heard.verbs).toEqual(["answerPress"]);
    expect(heard.effect("answerPress")).toMatchObject({ isAlert: true });
    expect(heard.answer).toBe("pressDenied");
  });

  test.each(["gift", "give", "ban", "unban", "confirm"])(
    "an anonymous admin may not press %s and is told why",
    (verb) => {
      const heard = settled().teamPresses(teamData(verb, "10"), mask);
      expect(heard.verbs).toEqual(["answerPress"]);
      expect(heard.answer).toBe("anonymous");
    },
  );

  test("a button of another fan is refused in this topic", () => {
    const talk = settled();
    const heard = talk.teamPresses(teamData("give", "10", FAN_ID + 1));
    expect(heard.answer).toBe("pressDenied");
    expect(heard.verbs).toEqual(["answerPress"]);
  });

  test.each(["", "nonsense", "x".repeat(300), "_.start.", `${FAN_ID.toString(36)}.zap.`])(
    "data %p is answered and does nothing",
    (data) => {
      const heard = settled().teamPresses(data);
      expect(heard.verbs).toEqual(["answerPress"]);
      expect(heard.answer).toMatch(/^press/);
    },
  );
});

describe("a question of the team's", () => {
  test("is not crowded out by a fan who asks themselves again and again", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("ban"));
    for (let i = 0; i < 10; i += 1) talk.presses(fanData("erase"));
    expect(talk.state.asks.length).toBeLessThanOrEqual(2 * ASKS_MAX);
    talk.teamPresses(question.button("confirm"));
    expect(talk.state.isBanned).toBe(true);
  });

  test("is not answered for them by a fan who guesses its token, nor the fan's by the team", () => {
    const talk = settled();
    const question = talk.teamPresses(teamData("ban"));
    const token = talk.state.asks.at(-1)?.token;
    expect(talk.presses(fanData("eraseNo", token)).answer).toBe("pressStale");
    const own = talk.presses(fanData("erase"));
    const ownToken = talk.state.asks.at(-1)?.token;
    expect(talk.teamPresses(teamData("confirm", ownToken)).answer).toBe("pressStale");
    expect(talk.presses(own.button("cancel")).answer).toBeNull();
    talk.teamPresses(question.button("confirm"));
    expect(talk.state.isBanned).toBe(true);
  });
});

describe("the fan's buttons", () => {
  test("Start says what there is, once a welcome", () => {
    const talk = new Talk();
    const start = talk.commands("start").button("start");
    expect(talk.presses(start).toldFan).toEqual(["started"]);
    expect(talk.presses(start).toldFan).toEqual([]);
    talk.commands("start");
    expect(talk.presses(start).toldFan).toEqual(["started"]);
  });

  test.each(["balance", "help"])("%s tells it again", (verb) => {
    expect(settled().presses(fanData(verb)).toldFan).toEqual([verb]);
  });

  test("buying says that the shop is closed", () => {
    expect(settled().presses(fanData("buy")).toldFan).toEqual(["shopClosed"]);
  });

  test("a language is kept, spoken at once, and shown to the team", () => {
    const talk = settled();
    const menu = talk.commands("settings");
    expect(menu.effect("notify").keyboard.flat()).toHaveLength(5);
    const chosen = talk.presses(menu.button("Português"), 640);
    expect(chosen.effect("editNotice")).toMatchObject({
      messageId: 640,
      language: "pt",
      keyboard: [],
    });
    expect(chosen.effect("card").facts.language).toBe("pt");
    expect(talk.commands("help").effect("notify").language).toBe("pt");
  });

  test.each(["", "nonsense", "_.language.xx", "_.zap.", teamData("give", "10")])(
    "data %p is answered and does nothing",
    (data) => {
      const heard = settled().presses(data);
      expect(heard.verbs).toEqual(["answerPress"]);
      expect(heard.answer).toBe("pressStale");
    },
  );
});
