// The team's commands about money. Who may use them was looked at before (`../team-command.ts`): none
// is for strangers, nor for anonymous administrators, because every act has a name in the audit log.
import { noteMoved } from "#actors/conversation/allowance.ts";
import { refreshCard } from "#actors/conversation/card.ts";
import { book } from "#actors/conversation/charge.ts";
import { releaseHeld } from "#actors/conversation/held.ts";
import type { Heard } from "#actors/conversation/message.ts";
import { denial, rightsFor } from "#actors/conversation/rights.ts";
import { tellFan, tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { clip } from "#actors/kernel/content.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { accountOf } from "./account.ts";
import { lookUpReplied } from "./give-backs.ts";
import { tellPurchases } from "./refunds.ts";

type Command = Heard<"teamCommand">;

const REASON_LENGTH_MAX = 200;
/** What an owner may put right at once: a slip of the finger ends here. */
const OWNER_MAX = 1_000_000;

/** True: it was a command about money, and is answered. */
export function onMoneyCommand(turn: Turn, command: string, heard: Command): boolean {
  switch (command) {
    case "purchases":
      tellPurchases(turn, heard.messageId);
      return true;
    case "refund":
      refund(turn, heard);
      return true;
    case "adjust":
      adjust(turn, heard, /^([+-]?\d{1,7})\s+(\S[^]*)$/);
      return true;
    default:
      return false;
  }
}

/**
 * Under a message what it has cost, with a figure so many credits, else the purchases, for those who
 * may see money.
 */
function refund(turn: Turn, heard: Command): void {
  const { groupId, messageId, replyToMessageId, topicId, argument } = heard;
  if (/^\d/.test(argument)) return adjust(turn, heard, /^(\d{1,7})\s+(\S[^]*)$/);
  if (argument !== "") return answer(turn, heard, { key: "refundUsage", with: {} });
  // A topic's messages without a reply of their own reply to the topic's first one.
  if (replyToMessageId === null || replyToMessageId === topicId) {
    const why = denial(turn, heard.by, "money");
    return why === null ? tellPurchases(turn, messageId) : answer(turn, heard, why);
  }
  lookUpReplied(turn, { groupId, messageId: replyToMessageId }, messageId);
}

/** Puts the balance right by so many credits, for a reason, never below nothing. */
function adjust(turn: Turn, heard: Command, format: RegExp): void {
  const [, figure, words] = format.exec(heard.argument.trim()) ?? [];
  const credits = Number(figure);
  const max = maxFor(turn, heard, credits);
  if (words === undefined || credits === 0 || Math.abs(credits) > max) {
    return answer(turn, heard, { key: "adjustUsage", with: { max } });
  }
  const why = denial(turn, heard.by, "giftMax", Math.abs(credits));
  answer(turn, heard, why ?? adjustBy(turn, credits, words, heard.by));
}

/** Books so many credits for a reason, told to the fan; answers the words for the team. */
export function adjustBy(turn: Turn, credits: number, words: string, by: Teammate): TeamSay {
  const reason = clip(words, REASON_LENGTH_MAX);
  const reference = `adjust:${turn.envelopeId}`;
  book(turn, { kind: "adjustment", credits, reference, note: `by ${by.id}: ${reason}` });
  noteMoved(turn, by, "giftMax", credits);
  const { credits: balance } = turn.state;
  const detail = { credits, balance, why: reason };
  turn.row({ row: "audit", byId: by.id, byName: by.name, act: "adjust", detail });
  tellFan(turn, { key: "adjusted", with: { credits, account: accountOf(turn) } });
  if (credits > 0) releaseHeld(turn);
  refreshCard(turn);
  return { key: "adjusted", with: { credits, by: by.name, reason, balance } };
}

/** What may be given, or taken from what is there. */
function maxFor(turn: Turn, { by }: Command, credits: number): number {
  const { giftMax } = turn.settings;
  const own = rightsFor(turn, by).giftMax;
  const most = by.role === "owner" ? Math.max(giftMax, OWNER_MAX) : Math.min(giftMax, own);
  const room = credits < 0 ? turn.state.credits : CREDITS_MAX - turn.state.credits;
  return Math.min(most, room);
}

function answer(turn: Turn, heard: Command, say: TeamSay): void {
  tellTeam(turn, say, { replyTo: heard.messageId });
}
