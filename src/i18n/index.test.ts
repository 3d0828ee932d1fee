import { describe, expect, test } from "bun:test";
import { CONTENT_KINDS, HEADER_LENGTH_MAX, TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { Header } from "#actors/kernel/effect.ts";
import type { Rich } from "#actors/kernel/rich.ts";
import {
  type CardFacts,
  type FanSay,
  type FanSays,
  LABELS,
  LANGUAGES,
  type OwnerSay,
  type OwnerSays,
  type TeamSay,
  type TeamSays,
} from "#actors/kernel/say.ts";
import {
  buttonText,
  cardText,
  fanText,
  headerText,
  ownerText,
  postText,
  recapText,
  teamText,
} from "./index.ts";
import { FAN_SAYS, MANY, TEAM_SAYS, WILD } from "./testing.ts";
import { OWNER_SAYS } from "./testing-owner.ts";
import { duration } from "./words.ts";

/** Short enough that two languages may say the same. */
const ALIKE: ReadonlySet<keyof FanSays> = new Set(["meter", "heldSettled"]);

/** Toasts over a button: 0–200 characters (core.telegram.org/bots/api#answercallbackquery). */
const TOAST_LENGTH_MAX = 200;

const FACTS: CardFacts = {
  fanId: 123_456,
  firstName: "Alice",
  username: "alice123",
  tier: "vip",
  credits: 45,
  creditsFull: 100,
  sessionSeconds: 0,
  language: "en",
  spent: { spentCents: 12_345, spentStars: 350, currency: "usd" },
  messagesIn: 1234,
  messagesOut: 56,
  firstSeenAt: 1_750_000_000_000,
  lastSeenAt: 1_750_000_600_000,
  source: null,
  isBanned: false,
  isUnreachable: false,
  held: 0,
};

describe.each([...LANGUAGES])("to a fan in %s", (language) => {
  test.each(Object.keys(FAN_SAYS) as (keyof FanSays)[])("%s is said within bounds", (key) => {
    for (const facts of FAN_SAYS[key]) {
      expectSendable(fanText({ key, with: facts } as FanSay, language), TEXT_LENGTH_MAX);
    }
  });

  test("what a press is answered with fits a toast", () => {
    const keys = [
      ["pressStale", "exportSoon", "wrongSent", "wrongTwice", "askSoon"],
      ["banned", "notSold", "shopClosed"],
    ] as const;
    for (const key of keys.flat()) {
      const { text } = fanText({ key, with: {} }, language);
      expect(text.length).toBeLessThanOrEqual(TOAST_LENGTH_MAX);
    }
  });

  test("every button has a word that fits a button", () => {
    for (const label of LABELS) {
      const text = buttonText(label, language);
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(64);
    }
    expect(buttonText({ literal: "Português" }, language)).toBe("Português");
  });

  test("the buttons of the contract carry its words", () => {
    const words = {
      start: "Start",
      userInfo: "User Info",
      gift: "Gift",
      ban: "Ban",
      unban: "Unban",
    };
    for (const [label, word] of Object.entries(words)) {
      expect(buttonText(label as keyof typeof words, language)).toContain(word);
    }
    expect(buttonText("seen", language)).toContain("Seen");
  });

  test("a balance is drawn beside its figure", () => {
    const facts = {
      credits: 5,
      creditsFull: 10,
      sessionSeconds: 0,
      sessionFullSeconds: 0,
      held: 0,
      debt: { credits: 0, seconds: 0 },
    };
    const { text } = fanText({ key: "balance", with: facts }, language);
    expect(text).toContain("▰▰▰▰▰▱▱▱▱▱  5 ");
    expect(text).not.toContain("⚖️");
    const owing = { ...facts, debt: { credits: 3, seconds: 0 } };
    expect(fanText({ key: "balance", with: owing }, language).text).toMatch(/⚖️.*3/u);
  });

  test("a balance that is used up is not said to run low", () => {
    const low = (credits: number): string | undefined =>
      fanText({ key: "lowBalance", with: { credits, creditsFull: 10 } }, language)
        .text.split("\n")
        .at(0);
    expect(low(0)).not.toBe(low(1));
  });

  test("nothing is left in another language", () => {
    const others = LANGUAGES.filter((other) => other !== language);
    for (const key of Object.keys(FAN_SAYS) as (keyof FanSays)[]) {
      const [facts] = FAN_SAYS[key];
      const say = { key, with: facts } as FanSay;
      if (ALIKE.has(key)) continue;
      const said = fanText(say, language).text;
      for (const other of others)
        expect([key, other, fanText(say, other).text]).not.toContain(said);
    }
  });
});

test.each(Object.keys(TEAM_SAYS) as (keyof TeamSays)[])("%s is said to the team", (key) => {
  for (const facts of TEAM_SAYS[key]) {
    expectSendable(teamText({ key, with: facts } as TeamSay), TEXT_LENGTH_MAX);
  }
});

test.each(Object.keys(OWNER_SAYS) as (keyof OwnerSays)[])("%s is said to the owner", (key) => {
  for (const facts of OWNER_SAYS[key]) {
    expectSendable(ownerText({ key, with: facts } as OwnerSay), TEXT_LENGTH_MAX);
  }
});

test("answers to the team's presses fit a toast", () => {
  const keys = [
    ["pressDenied", "pressStale", "anonymous", "seen", "cardSent"],
    ["alreadyBanned", "notBanned", "fanErased", "nothingToGiveBack"],
  ] as const;
  for (const key of keys.flat()) {
    expect(teamText({ key, with: {} }).text.length).toBeLessThanOrEqual(TOAST_LENGTH_MAX);
  }
});

test("an incident says what, how often and what to do", () => {
  const say: OwnerSay = {
    key: "incident",
    with: { kind: "dead-letter", detail: "d".repeat(5000), count: 7, mend: "redrive it" },
  };
  const { text } = ownerText(say);
  expect(text).toContain("×7");
  expect(text).toContain("redrive it");
  expectSendable(ownerText(say), TEXT_LENGTH_MAX);
});

describe("plurals and spans follow each language", () => {
  test.each([
    ["en", 1, "1 credit"],
    ["en", 2, "2 credits"],
    ["ru", 1, "1 кредит"],
    ["ru", 2, "2 кредита"],
    ["ru", 5, "5 кредитов"],
    ["ru", 21, "21 кредит"],
    ["es", 1, "1 crédito"],
    ["pt", 3, "3 créditos"],
    ["de", 1, "1 Credit"],
  ] as const)("%s: %d", (language, credits, words) => {
    const gift = { credits, balance: credits, creditsFull: credits };
    expect(fanText({ key: "gift", with: gift }, language).text).toContain(words);
  });

  test.each([
    ["en", 30, "30 seconds"],
    ["en", 61, "2 minutes"],
    ["en", 3599, "1 hour"],
    ["en", 3660, "1 hour 1 minute"],
    ["en", 86_399, "24 hours"],
    ["en", 176_400, "2 days 1 hour"],
    ["ru", 300, "5 минут"],
    ["de", 3600, "1 Stunde"],
    ["es", 90_000, "1 día 1 hora"],
    ["pt", 60, "1 minuto"],
  ] as const)("%s: %d s is %s", (language, seconds, words) => {
    expect(duration(seconds, language)).toBe(words);
  });
});

describe("the header", () => {
  test("looks as the team knows it", () => {
    const header: Header = { title: "new", contentKind: "text", facts: FACTS };
    expect(headerText(header).text).toBe(
      [
        "📩 New text message",
        "From: @alice123 🏆 VIP (ID: 123456)",
        "Credits: 45 ▰▰▰▰▰▱▱▱▱▱ | Time: None",
      ].join("\n"),
    );
  });

  test("stands above the message, whose entities move along", () => {
    const header: Header = { title: "edited", contentKind: "text", facts: FACTS };
    const entities = [{ type: "bold", offset: 4, length: 5 }];
    const post = postText(header, [{ kind: "text", text: "hey there", entities, fileId: null }]);
    const bold = post.entities.at(-1);
    expect(post.text.slice(bold?.offset, (bold?.offset ?? 0) + (bold?.length ?? 0))).toBe("there");
    expect(post.text).toContain("✏️ Edited text message");
    expectSendable(post, TEXT_LENGTH_MAX);
  });

  test("alone has no rule below it, and no header leaves the words as they are", () => {
    const header: Header = { title: "new", contentKind: "sticker", facts: FACTS };
    expect(postText(header, []).text).not.toContain("──");
    const text = { kind: "text", text: "rest", entities: [], fileId: null } as const;
    expect(postText(null, [{ ...text, entities: [] }]).text).toBe("rest");
  });

  test("shows every text of a merged post, in order", () => {
    const header: Header = { title: "new", contentKind: "text", facts: FACTS };
    const texts = ["one", "two", "three"].map((text) => ({
      kind: "text" as const,
      text,
      entities: [],
      fileId: null,
    }));
    expect(postText(header, texts).text.endsWith("one\n\ntwo\n\nthree")).toBe(true);
  });

  test("keeps within its bound, rule included, whoever it is about", () => {
    for (const contentKind of [...CONTENT_KINDS, "album" as const]) {
      const facts = { ...FACTS, firstName: WILD, username: null, credits: MANY, creditsFull: MANY };
      const header: Header = {
        title: "edited",
        contentKind,
        facts: { ...facts, fanId: 2 ** 52, sessionSeconds: 31_622_399 },
      };
      const words = { kind: "text", text: "!", entities: [], fileId: null } as const;
      const post = postText(header, [{ ...words, entities: [] }]);
      expect(post.text.length - 1).toBeLessThanOrEqual(HEADER_LENGTH_MAX);
      expectSendable(post, TEXT_LENGTH_MAX);
    }
  });
});

describe("the card", () => {
  test("shows all there is to know", () => {
    const { text } = cardText({ ...FACTS, source: "campaign-7", isBanned: true, held: 2 });
    for (const shown of [
      "Alice",
      "English",
      "🏆 VIP",
      "123456",
      "45 ▰▰▰▰▰▱▱▱▱▱",
      "$123.45",
      "1,234 in, 56 out",
      "Jun 15, 2025",
      "campaign-7",
      "🚫 Banned",
      "2 messages waiting",
    ]) {
      expect(text).toContain(shown);
    }
  });

  test("of a wild name is one message of whole characters", () => {
    const facts = { ...FACTS, firstName: WILD, username: null, source: WILD, isUnreachable: true };
    expectSendable(cardText(facts), TEXT_LENGTH_MAX);
  });
});

test("a recap of long messages is one message", () => {
  const line = { direction: "in", kind: "photo", text: `a\nb ${"x".repeat(5000)}` } as const;
  const recap = recapText(Array.from({ length: 10 }, () => line));
  expectSendable(recap, TEXT_LENGTH_MAX);
  expect(recap.text).toContain("[photo] a b");
});

/** What Telegram takes: not empty, not too long, whole characters, entities inside the text. */
function expectSendable({ text, entities }: Rich, max: number): void {
  expect(text.trim().length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(max);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toMatch(/\p{Bidi_Control}|undefined|NaN|\[object/u);
  expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  for (const { offset, length } of entities) {
    expect(length).toBeGreaterThan(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
  }
}
