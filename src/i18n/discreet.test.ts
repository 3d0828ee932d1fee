// What the team reads where not everybody may see money: every word there is, said without figures.
import { expect, test } from "bun:test";
import { discreet } from "#actors/conversation/discreet.ts";
import type { TeamSay, TeamSays } from "#actors/kernel/say.ts";
import { teamText } from "./index.ts";
import { TEAM_SAYS } from "./testing.ts";

const MONEY = /[$€£⭐]\s?\d|\d\s?(?:USD|EUR|XTR)/u;

/** Asked for by one who may, the price of what is on offer, and what a person's own bound is. */
const KEEPS: readonly (keyof TeamSays)[] = [
  "boundReached",
  "lockOffered",
  "purchases",
  "refundConfirm",
  "refundMenu",
  "shelf",
];

const KEYS = Object.keys(TEAM_SAYS) as (keyof TeamSays)[];
const textsOf = (key: keyof TeamSays, change: (say: TeamSay) => TeamSay): string =>
  TEAM_SAYS[key].map((facts) => teamText(change({ key, with: facts } as TeamSay)).text).join("\n");

test("no figure of money is left, but in what says so on purpose", () => {
  expect(KEYS.filter((key) => MONEY.test(textsOf(key, discreet))).toSorted()).toEqual([...KEEPS]);
});

test("all that was paid or went back is said with its figure to those who may read it", () => {
  const said = KEYS.filter((key) => MONEY.test(textsOf(key, (say) => say)));
  expect(said.filter((key) => !KEEPS.includes(key)).toSorted()).toEqual([
    "disputeEnded",
    "disputed",
    "fraudWarning",
    "giveBackConfirm",
    "lineGivenBack",
    "lineRefused",
    "lockedOpened",
    "lockedPaidTwice",
    "lockedReturned",
    "lockedWaits",
    "paid",
    "refundAsked",
    "refundFailed",
    "refundRefused",
    "refunded",
    "wrong",
  ]);
});

test("a line without its figure is a sentence still", () => {
  const paid = {
    key: "paid",
    with: {
      name: "Alice",
      sale: { gives: { credits: 25, seconds: 0 }, amount: 999, currency: "usd" },
      isRecharge: false,
    },
  } as const;
  expect(teamText(paid).text).toBe("💰 $9.99 from Alice: 25 credits.");
  expect(teamText(discreet(paid)).text).toBe("💰 Paid by Alice: 25 credits.");
  const price = { amount: 500, currency: "usd" };
  const asked = { key: "refundAsked", with: { price, by: "Ben" } } as const;
  expect(teamText(asked).text).toBe("↩️ Refund of $5.00 asked for by Ben.");
  expect(teamText(discreet(asked)).text).toBe("↩️ Refund asked for by Ben.");
});
