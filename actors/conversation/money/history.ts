// `/history`: a fan's ledger, in one message that turns into what is pressed under it:
//
//   a page ──a number──▶ that line ──This was wrong──▶ that line, asked about
//     ▲ ◀──Newer, Older──▶ │ Back                        │ Back
//     └────────────────────┴─────────────────────────────┘
//
// The pages are not the conversation's to know: whoever performs `showHistory` reads them, with the
// buttons `history.<page>` and `line.<line>:<page>` under them. A line is looked up when it is shown.
// One that the fan says is wrong goes to the team, once a line (`give-backs.ts`).
import { languageFor } from "#actors/conversation/facts.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import { editNotice } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { FanSay } from "#actors/kernel/say.ts";
import { lineFacts } from "./line.ts";
import { mayAskTeam } from "./support.ts";

/** Lines that the team was asked about; an older one may be asked about once more. */
const DISPUTED_MAX = 20;
/** Each is a message in the topic: somebody who taps them all does not flood the group. */
const WRONG_EVERY_MS = 10_000;

const STALE: FanSay = { key: "pressStale", with: {} };

/** The newest page, in a message of its own. */
export function showHistory(turn: Turn): void {
  const language = languageFor(turn.state);
  turn.emit({ verb: "showHistory", page: 0, messageId: null, language });
}

/** Another page, in the same message; answers the press. */
export function turnPage(turn: Turn, argument: string, messageId: number): FanSay | null {
  if (!/^\d{1,6}$/.test(argument)) return STALE;
  const language = languageFor(turn.state);
  turn.emit({ verb: "showHistory", page: Number(argument), messageId, language });
  return null;
}

/** A line's number: looks it up for the same message; answers the press. */
export function openLine(turn: Turn, argument: string, messageId: number): FanSay | null {
  const of = readArgument(argument);
  if (of === null) return STALE;
  const { lineId, page } = of;
  turn.emit({ verb: "lookUpLine", lineId, tag: `line:show:${lineId}:${page}:${messageId}` });
  return null;
}

/** Turns the message into a line as the books have it; into its page where they have none. */
export function showLine(
  turn: Turn,
  line: LedgerLine | null,
  { page, messageId }: { readonly page: number; readonly messageId: number },
): void {
  if (line === null) {
    turn.emit({ verb: "showHistory", page, messageId, language: languageFor(turn.state) });
    return;
  }
  const isAsked = turn.state.disputedLines.includes(line.id);
  const wrong = isAsked ? [] : [[fanButton("wrong", "wrong", `${line.id}:${page}`)]];
  const keyboard = [...wrong, [fanButton("back", "history", String(page))]];
  const say: FanSay = { key: "historyLine", with: { line: lineFacts(line), isAsked } };
  editNotice(turn, messageId, say, { keyboard });
}

/** "This was wrong": asks the team to look at a line; answers the press. */
export function disputeLine(turn: Turn, argument: string, messageId: number): FanSay {
  const of = readArgument(argument);
  if (of === null) return STALE;
  const { lineId, page } = of;
  const { disputedLines } = turn.state;
  if (disputedLines.includes(lineId)) return { key: "wrongTwice", with: {} };
  if (!mayAskTeam(turn, WRONG_EVERY_MS)) return { key: "askSoon", with: {} };
  turn.set({ disputedLines: [...disputedLines, lineId].slice(-DISPUTED_MAX) });
  turn.emit({ verb: "lookUpLine", lineId, tag: `line:wrong:${lineId}:${page}:${messageId}` });
  return { key: "wrongSent", with: {} };
}

function readArgument(argument: string): { lineId: number; page: number } | null {
  const [, line, page] = /^(\d{1,15}):(\d{1,6})$/.exec(argument) ?? [];
  return line === undefined ? null : { lineId: Number(line), page: Number(page) };
}
