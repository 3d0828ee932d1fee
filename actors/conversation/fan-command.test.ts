import { describe, expect, test } from "bun:test";
import { alice, FAN_ID, settled, Talk } from "./test-kit.ts";

describe("/start", () => {
  test("welcomes with prices, a Start button and the credits, granted once for ever", () => {
    const talk = new Talk();
    const heard = talk.commands("start");
    expect(heard.effect("notify").say).toMatchObject({
      key: "welcome",
      with: { firstName: "Alice", credits: 3, costText: 1, costPhoto: 3, costVoice: 5 },
    });
    expect(heard.button("start")).toBe("_.start.");
    expect(heard.rows("ledger")).toMatchObject([
      { kind: "welcome", credits: 3, reference: `welcome:${FAN_ID}` },
    ]);
    expect(talk.commands("start").rows("ledger")).toEqual([]);
  });

  test("grants nothing where the owner wants none, and the fan exists all the same", () => {
    const talk = new Talk({ welcomeCredits: 0 });
    expect(talk.commands("start").rows("ledger")).toEqual([]);
    talk.settings = { ...talk.settings, welcomeCredits: 50 };
    expect(talk.commands("start").rows("ledger")).toEqual([]);
  });

  test("keeps the deep link the first time only", () => {
    const talk = new Talk();
    talk.commands("start", "campaign-7");
    talk.commands("start", "campaign-8");
    expect(talk.state.source).toBe("campaign-7");
  });

  test("says the owner's own words", () => {
    const talk = new Talk({ welcomeText: "Ciao!" });
    expect(talk.commands("start").effect("notify").say).toMatchObject({
      with: { ownWords: "Ciao!" },
    });
  });
});

describe("commands", () => {
  test.each([
    ["help", "help"],
    ["balance", "balance"],
    ["settings", "languageMenu"],
    ["privacy", "privacy"],
    ["terms", "terms"],
    ["paysupport", "paySupport"],
    ["buy", "shopClosed"],
    ["buy25", "shopClosed"],
    ["time", "shopClosed"],
    ["billing", "billing"],
    ["autorecharge", "shopClosed"],
    ["HELP", "help"],
    ["frobnicate", "unknownCommand"],
  ])("/%s is answered and costs nothing", (command, key) => {
    const talk = settled();
    const credits = talk.state.credits;
    expect(talk.commands(command).toldFan).toEqual([key]);
    expect(talk.state.credits).toBe(credits);
  });

  test("/balance shows the bar's figures and what waits", () => {
    const talk = settled({ welcomeCredits: 4 });
    talk.writes({ kind: "video", text: "", entities: [], fileId: "f" });
    expect(talk.commands("balance").effect("notify").say).toEqual({
      key: "balance",
      with: {
        credits: 3,
        creditsFull: 4,
        sessionSeconds: 0,
        sessionFullSeconds: 0,
        held: 1,
        debt: { credits: 0, seconds: 0 },
      },
    });
  });

  test("the owner's own terms and support are said", () => {
    const talk = settled({ termsText: "Be kind.", supportText: "mail@example.org" });
    expect(talk.commands("terms").effect("notify").say).toMatchObject({
      with: { ownWords: "Be kind." },
    });
    expect(talk.commands("paysupport").effect("notify").say).toMatchObject({
      with: { ownWords: "mail@example.org" },
    });
  });
});

describe("a banned fan", () => {
  test.each([
    ["privacy", "privacy"],
    ["terms", "terms"],
    ["paysupport", "paySupport"],
    ["billing", "billing"],
    ["help", "banned"],
    ["buy", "banned"],
    ["autorecharge", "banned"],
    ["promo", "banned"],
  ])("is answered /%s with %s", (command, key) => {
    const talk = settled();
    talk.teamCommands("ban");
    expect(talk.commands(command).toldFan).toEqual([key]);
  });
});

describe("the language", () => {
  test.each([
    ["pt-br", "pt"],
    ["ru", "ru"],
    ["ja", "en"],
    [null, "en"],
  ] as const)("of a client in %p is %p", (languageTag, language) => {
    const talk = new Talk();
    const heard = talk.commands("start", "", { ...alice, languageTag });
    expect(heard.effect("notify").language).toBe(language);
  });
});
