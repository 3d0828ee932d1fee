// Acts on one fan from the fan's card. Nothing is done here: each is sent as an order to the fan's
// conversation, which checks it again and says what came of it. Arguments are a fan's Telegram id, in
// base 36, and after a colon what the button chose.
//
//   a button ──▶ asked for something to write ──fine──▶ ordered   ──not fine──▶ asked again
//   a button ──▶ Yes? ──▶ ordered          erase: Yes? ──▶ really? ──▶ ordered
import type { Bubble, Section } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import type { TeamOrder } from "#actors/kernel/order.ts";
import { PRIORITIES } from "#actors/kernel/priority.ts";
import { TIERS, type Tier } from "#actors/kernel/say.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Rights } from "#actors/kernel/team.ts";
import { readAnswer, WIZARDS, type Wizard } from "./fan-answers.ts";

const SECTION = "fan";
const RADIX = 36;

/** What a button of this section is about. */
export function fanArgument(fanId: number, ...more: readonly (string | number)[]): string {
  return [fanId.toString(RADIX), ...more].join(":");
}

/** What each act takes; the conversation has the last word. */
const NEEDS: Readonly<Record<string, (rights: Rights) => boolean>> = {
  credits: ({ giftMax }) => giftMax > 0,
  time: ({ giftMinutesMax }) => giftMinutesMax > 0,
  note: ({ note }) => note,
  tags: ({ sort }) => sort,
  snooze: ({ sort }) => sort,
  wake: ({ sort }) => sort,
  pin: ({ sort }) => sort,
  unpin: ({ sort }) => sort,
  priority: ({ sort }) => sort,
  close: ({ sort }) => sort,
  tier: ({ sort }) => sort,
  assign: ({ assign }) => assign,
  ban: ({ ban }) => ban,
  unban: ({ ban }) => ban,
  refund: ({ money, refundMaxCents }) => money && refundMaxCents > 0,
  // It has their purchases.
  export: ({ privacy, money }) => privacy && money,
  erase: ({ privacy }) => privacy,
  eraseForGood: ({ privacy }) => privacy,
};

/** Whether somebody with these rights is shown the button of an act. */
export function mayActOnFan(rights: Rights, verb: string): boolean {
  return NEEDS[verb]?.(rights) ?? false;
}

export const fan: Section = {
  name: SECTION,
  needs: "look",
  press(turn, verb, argument) {
    const read = readArgument(argument);
    if (read === null || NEEDS[verb] === undefined) return undefined;
    if (!mayActOnFan(turn.rights, verb)) return { key: "denied", with: { role: turn.by.role } };
    if (isWizard(verb)) return ask(turn, verb, read.fanId, null);
    return choose(turn, verb, argument, read);
  },
  confirmed(turn, verb, argument) {
    const read = readArgument(argument);
    if (read === null) return undefined;
    if (!mayActOnFan(turn.rights, verb)) return { key: "denied", with: { role: turn.by.role } };
    if (verb === "erase") {
      return confirm(turn, "eraseForGood", argument, { key: "eraseForGood", with: {} });
    }
    const order = orderOf(verb, read.choice);
    if (order === null) return undefined;
    return send(turn, read.fanId, order);
  },
  answer(turn, step, subject, { text }) {
    const fanId = Number(subject);
    if (!isWizard(step) || !mayActOnFan(turn.rights, step)) {
      return turn.show({ key: "denied", with: { role: turn.by.role } });
    }
    const answer = readAnswer(step, text, turn.rights.giftMax);
    if ("expected" in answer) {
      ask(turn, step, fanId, { key: "expected", with: { what: answer.expected } });
      return;
    }
    send(turn, fanId, answer.order);
  },
};

/** Buttons that do it at once, ask for a Yes, or send a file. */
function choose(
  turn: DeskTurn,
  verb: string,
  argument: string,
  { fanId, choice }: Read,
): Bubble | undefined {
  switch (verb) {
    case "export":
      return exportFan(turn, fanId);
    case "erase":
      return confirm(turn, verb, argument, { key: "eraseQuestion", with: {} });
    case "ban":
    case "unban":
      return confirm(turn, verb, argument, {
        key: "banQuestion",
        with: { isBanned: verb === "unban" },
      });
    case "close":
      return confirm(turn, verb, argument, { key: "closeQuestion", with: {} });
    case "tier":
      return askTier(turn, argument, choice);
    case "refund":
      return askRefund(turn, argument, choice);
    default: {
      const order = orderOf(verb, choice);
      return order === null ? undefined : send(turn, fanId, order);
    }
  }
}

function askTier(turn: DeskTurn, argument: string, choice: readonly string[]): Bubble | undefined {
  const tier = tierOf(choice[0]);
  if (tier === undefined) return undefined;
  return confirm(turn, "tier", argument, { key: "tierQuestion", with: { tier } });
}

function askRefund(
  turn: DeskTurn,
  argument: string,
  choice: readonly string[],
): Bubble | undefined {
  const order = orderOf("refund", choice);
  const [, , currency] = choice;
  if (order?.act !== "refund" || currency === undefined) return undefined;
  const say = { key: "refundQuestion", with: { amount: order.amount, currency } } as const;
  return confirm(turn, "refund", argument, say);
}

function exportFan(turn: DeskTurn, fanId: number): Bubble {
  if (!turn.isPrivate) return { key: "onlyInPrivate", with: {} };
  const viewer = { ...turn.by, rights: turn.rights };
  turn.emit({ verb: "sendReport", report: { report: "fanExport", fanId }, viewer });
  return { key: "exportComes", with: {} };
}

function confirm(turn: DeskTurn, verb: string, argument: string, say: DeskSay): Bubble {
  const style = DANGERS.has(verb) ? "danger" : "success";
  turn.confirm({ section: SECTION, verb, argument }, say, style);
  return null;
}

const DANGERS: ReadonlySet<string> = new Set(["ban", "erase", "eraseForGood", "refund"]);

function ask(turn: DeskTurn, wizard: Wizard, fanId: number, error: DeskSay | null): Bubble {
  const question = { section: SECTION, step: wizard, subject: String(fanId) };
  turn.ask(question, promptOf(wizard, turn.rights.giftMax), error);
  return null;
}

function promptOf(wizard: Wizard, max: number): DeskSay {
  if (wizard === "credits") return { key: "creditsPrompt", with: { max } };
  return { key: `${wizard}Prompt`, with: {} };
}

function send(turn: DeskTurn, fanId: number, order: TeamOrder): Bubble {
  turn.order(fanId, order);
  turn.show({ key: "asked", with: {} });
  return null;
}

/** The order that a button means; null: it is no button of ours. */
function orderOf(verb: string, [first = "", second = ""]: readonly string[]): TeamOrder | null {
  switch (verb) {
    case "ban":
    case "unban":
    case "close":
      return { act: verb };
    case "eraseForGood":
      return { act: "erase" };
    case "pin":
    case "unpin":
      return { act: "pin", isPinned: verb === "pin" };
    case "wake":
      return { act: "snooze", seconds: 0 };
    case "tier": {
      const tier = tierOf(first);
      return tier === undefined ? null : { act: "tier", tier };
    }
    case "priority": {
      const level = PRIORITIES.find((each) => each === first);
      return level === undefined ? null : { act: "priority", level };
    }
    case "assign":
      if (first === "none") return { act: "assign", toId: null };
      return /^\d{1,16}$/.test(first) ? { act: "assign", toId: Number(first) } : null;
    case "refund": {
      const amount = /^[0-9a-z]{1,8}$/.test(second) ? Number.parseInt(second, RADIX) : 0;
      return amount > 0 && first !== "" ? { act: "refund", purchaseId: first, amount } : null;
    }
    default:
      return null;
  }
}

/** null: by what was spent; undefined: none that there is. */
function tierOf(word: string | undefined): Tier | null | undefined {
  return word === "auto" ? null : TIERS.find((tier) => tier === word);
}

function isWizard(verb: string): verb is Wizard {
  return WIZARDS.some((wizard) => wizard === verb);
}

interface Read {
  readonly fanId: number;
  readonly choice: readonly string[];
}

function readArgument(argument: string): Read | null {
  const [id = "", ...choice] = argument.split(":");
  if (!/^[0-9a-z]{1,10}$/.test(id)) return null;
  const fanId = Number.parseInt(id, RADIX);
  return Number.isSafeInteger(fanId) && fanId > 0 ? { fanId, choice } : null;
}
