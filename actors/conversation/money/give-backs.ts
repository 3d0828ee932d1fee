// The team gives back what a line of a fan's ledger has cost, because the fan said that it was wrong
// (`history.ts`), or by replying `/refund` to the fan's message in the topic:
//
//   wrong ──▶ in the topic, with Give back and Decline ──Give back──▶ sure? ──Confirm──▶ given back
//                                            └──Decline──▶ declined, and the fan is told
//
// Each of these messages names the line, in the topic and to the fan.
//
// A line is decided once (`givenBack`), whoever presses what in which order; the row that gives back
// names it (`giveback:<line>`), so the ledger cannot hold a second one either. What a line says is read
// anew for each step: its message may have been refunded meanwhile because it could not be delivered.
// Only what was spent is given back in credits. A line of a purchase leads to its refund.
import { noteMoved } from "#actors/conversation/allowance.ts";
import { openAsk } from "#actors/conversation/asks.ts";
import { refreshCard } from "#actors/conversation/card.ts";
import { barRefund, book } from "#actors/conversation/charge.ts";
import { nameFor } from "#actors/conversation/facts.ts";
import { releaseHeld } from "#actors/conversation/held.ts";
import { askKeyboard, teamButton } from "#actors/conversation/keyboards.ts";
import { denial } from "#actors/conversation/rights.ts";
import type { Ask } from "#actors/conversation/state.ts";
import { editTell, tellFan, tellTeam } from "#actors/conversation/tell.ts";
import { bringToTeam } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Keyboard, LineFacts, TeamSay } from "#actors/kernel/say.ts";
import { ROLES, type Teammate } from "#actors/kernel/team.ts";
import { accountOf } from "./account.ts";
import { showLine } from "./history.ts";
import { lineFacts } from "./line.ts";
import { showRefundMenu } from "./refunds.ts";
import type { MoneyResult } from "./result.ts";

/** Lines whose decision is remembered; of an older one the ledger knows. */
const DECIDED_MAX = 50;

/** Kinds of line that are spending. */
const SPENDING: ReadonlySet<string> = new Set(["message", "unlock", "session"]);

const NOTHING: TeamSay = { key: "nothingToGiveBack", with: {} };

/** What a line said that was looked up: to be shown, for a complaint, for who decides about one. */
export function onLineAnswer(turn: Turn, rest: string, result: MoneyResult): void {
  // Erased since: the line is of a life that is over.
  if (turn.state.firstSeenAt === null) return;
  const [step, of = "", at = "", messageId = ""] = rest.split(":");
  const line = "answer" in result && result.answer?.type === "line" ? result.answer.line : null;
  const place = { page: Number(at), messageId: Number(messageId) };
  if (step === "show") return showLine(turn, line, place);
  if (step === "wrong") {
    if (line === null) allowAgain(turn, Number(of));
    else askTeam(turn, line);
    return showLine(turn, line, place);
  }
  if (step === "decline") return line === null ? undefined : letStand(turn, line, rest);
  if (step === "giveBack") return showGiveBack(turn, line, rest);
  if (step === "reply") tellGiveBack(turn, line, Number(of));
}

/**
 * "Give back" was pressed under a fan's complaint, by whom the answer must still know: a purchase's line
 * leads to figures of money. False: it is decided already.
 */
export function lookUpToGiveBack(
  turn: Turn,
  argument: string,
  by: Teammate,
  messageId: number,
): boolean {
  const lineId = readLineId(argument);
  if (lineId === null || isDecided(turn, lineId)) return false;
  const tag = `line:giveBack:${lineId}:${messageId}:${by.id}:${by.role}`;
  turn.emit({ verb: "lookUpLine", lineId, tag });
  return true;
}

/** `/refund` as a reply: looks up what the fan's message has cost. */
export function lookUpReplied(
  turn: Turn,
  topicMessage: { readonly groupId: number; readonly messageId: number },
  commandId: number,
): void {
  turn.emit({ verb: "lookUpLine", lineId: null, topicMessage, tag: `line:reply:${commandId}` });
}

/** Gives back what was confirmed; false: it was decided meanwhile. */
export function giveBack(turn: Turn, ask: Ask, by: Teammate, messageId: number): boolean {
  const { lineId, spentOn, line } = readSubject(ask);
  const credits = ask.amount;
  if (isDecided(turn, lineId) || isBarred(turn, spentOn)) return false;
  if (turn.state.credits + credits > CREDITS_MAX) return false;
  decide(turn, lineId);
  if (spentOn !== null) barRefund(turn, spentOn);
  const reference = `giveback:${lineId}`;
  book(turn, { kind: "refund", credits, reference, note: `by ${by.id}` });
  noteMoved(turn, by, "giftMax", credits);
  const { credits: balance } = turn.state;
  audit(turn, by, "giveBack", { lineId, credits, balance, why: "the line was wrong" });
  tellFan(turn, { key: "lineGivenBack", with: { line, account: accountOf(turn) } });
  editTell(turn, messageId, { key: "lineGivenBack", with: { line, by: by.name, balance } });
  releaseHeld(turn);
  refreshCard(turn);
  return true;
}

/** "Decline" was pressed, by whom the answer must still know; false: it is decided already. */
export function lookUpToDecline(
  turn: Turn,
  argument: string,
  by: Teammate,
  messageId: number,
): boolean {
  const lineId = readLineId(argument);
  if (lineId === null || isDecided(turn, lineId)) return false;
  const tag = `line:decline:${lineId}:${messageId}:${by.id}:${by.name}`;
  turn.emit({ verb: "lookUpLine", lineId, tag });
  return true;
}

/** The line stands, and the fan is told. */
function letStand(turn: Turn, ledgerLine: LedgerLine, rest: string): void {
  const [, , messageId = "", byId = "", ...name] = rest.split(":");
  const by = { id: Number(byId), name: name.join(":") };
  const { id: lineId } = ledgerLine;
  if (isDecided(turn, lineId)) return;
  decide(turn, lineId);
  audit(turn, by, "declineLine", { lineId });
  const line = lineFacts(ledgerLine);
  tellFan(turn, { key: "lineRefused", with: { line } });
  editTell(turn, Number(messageId), { key: "lineRefused", with: { line, by: by.name } });
}

/** The books had no such line, or no answer: the fan may ask about it once more. */
function allowAgain(turn: Turn, lineId: number): void {
  turn.set({ disputedLines: turn.state.disputedLines.filter((id) => id !== lineId) });
}

function askTeam(turn: Turn, line: LedgerLine): void {
  const say = { name: nameFor(turn.state), line: lineFacts(line) };
  const keyboard = wrongKeyboard(turn, line, line.id);
  bringToTeam(turn, { key: "wrong", with: say }, { keyboard, about: messageOf(line) });
}

function wrongKeyboard(turn: Turn, line: LedgerLine, lineId: number): Keyboard {
  const { state } = turn;
  const hasWayBack = costOf(turn, line) > 0 || purchaseOf(turn, line) !== null;
  const decline = teamButton(state, "decline", "declineLine", String(lineId));
  return hasWayBack
    ? [[teamButton(state, "giveBack", "giveBack", String(lineId), "success"), decline]]
    : [[decline]];
}

/**
 * The complaint turns into the question, or into the refund of the purchase that it is about; it stays
 * as it is where whoever pressed may not refund.
 */
function showGiveBack(turn: Turn, line: LedgerLine | null, rest: string): void {
  const [, , at = "", byId = "", role = ""] = rest.split(":");
  const messageId = Number(at);
  const purchase = line === null ? null : purchaseOf(turn, line);
  if (purchase !== null) {
    const by = { id: Number(byId), role: ROLES.find((one) => one === role) ?? "stranger" };
    const why = denial(turn, by, "refundMaxCents");
    if (why !== null) return tellTeam(turn, why, { replyTo: messageId });
    if (showRefundMenu(turn, purchase, messageId)) return;
  }
  const asked = line === null ? null : askGiveBack(turn, line);
  if (asked === null) editTell(turn, messageId, NOTHING);
  else editTell(turn, messageId, asked.say, asked.keyboard);
}

function tellGiveBack(turn: Turn, line: LedgerLine | null, replyTo: number): void {
  const asked = line === null ? null : askGiveBack(turn, line);
  tellTeam(turn, asked?.say ?? NOTHING, { keyboard: asked?.keyboard ?? [], replyTo });
}

/** null: the line has cost nothing, or is decided. */
function askGiveBack(turn: Turn, line: LedgerLine): { say: TeamSay; keyboard: Keyboard } | null {
  const credits = costOf(turn, line);
  if (credits === 0) return null;
  const { id, at, kind, messageKind } = line;
  const subject = [id, messageOf(line) ?? "", at, kind, messageKind ?? ""].join(" ");
  const token = openAsk(turn, "giveBack", credits, subject);
  return {
    say: { key: "giveBackConfirm", with: { line: lineFacts(line) } },
    keyboard: askKeyboard(turn.state, token, "success"),
  };
}

/** What can be given back of a line, in credits. */
function costOf(turn: Turn, line: LedgerLine): number {
  const { id, kind, credits, isGivenBack } = line;
  const isSettled = isGivenBack || isDecided(turn, id) || isBarred(turn, messageOf(line));
  return SPENDING.has(kind) && credits < 0 && !isSettled ? -credits : 0;
}

/** The message that a line was charged for; null: for none. */
function messageOf({ reference }: LedgerLine): number | null {
  const [, id] = /^message:\d+:(\d+)$/.exec(reference ?? "") ?? [];
  return id === undefined ? null : Number(id);
}

/** It could not be delivered, and was given back for that. */
function isBarred(turn: Turn, messageId: number | null): boolean {
  return messageId !== null && turn.state.unrefundable.includes(messageId);
}

function purchaseOf(turn: Turn, { reference }: LedgerLine): Purchase | null {
  const [, paymentId] = /^payment:(.+)$/.exec(reference ?? "") ?? [];
  if (paymentId === undefined) return null;
  return turn.state.purchases.find((purchase) => purchase.paymentId === paymentId) ?? null;
}

function isDecided({ state }: Turn, lineId: number): boolean {
  return state.givenBack.includes(lineId);
}

function decide(turn: Turn, lineId: number): void {
  turn.set({ givenBack: [...turn.state.givenBack, lineId].slice(-DECIDED_MAX) });
}

function readLineId(argument: string): number | null {
  return /^\d{1,15}$/.test(argument) ? Number(argument) : null;
}

/** What `askGiveBack` put into the question: a line that has cost credits and nothing else. */
function readSubject({ subject, amount }: Ask): {
  readonly lineId: number;
  readonly spentOn: number | null;
  readonly line: LineFacts;
} {
  const [lineId = "", messageId = "", at = "", kind = "", messageKind = ""] = subject.split(" ");
  return {
    lineId: Number(lineId),
    spentOn: messageId === "" ? null : Number(messageId),
    line: {
      kind,
      credits: -amount,
      seconds: 0,
      price: null,
      messageKind: messageKind === "" ? null : messageKind,
      at: Number(at),
    },
  };
}

function audit(
  turn: Turn,
  by: Pick<Teammate, "id" | "name">,
  act: "giveBack" | "declineLine",
  detail: Readonly<Record<string, string | number>>,
): void {
  turn.row({ row: "audit", byId: by.id, byName: by.name, act, detail });
}
