// `/history`: a fan's ledger, page by page, in one message. The pages are not the conversation's to
// know: whoever performs `showHistory` reads them, with the buttons `history.<page>` and
// `wrong.<line>` under them. A line that the fan says is wrong goes to the team, once a line
// (`give-backs.ts` hears what the line was).
import { languageFor } from "#actors/conversation/facts.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { FanSay } from "#actors/kernel/say.ts";
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

/** "This was wrong": asks the team to look at a line; answers the press. */
export function disputeLine(turn: Turn, argument: string): FanSay {
  if (!/^\d{1,15}$/.test(argument)) return STALE;
  const lineId = Number(argument);
  const { disputedLines } = turn.state;
  if (disputedLines.includes(lineId)) return { key: "wrongTwice", with: {} };
  if (!mayAskTeam(turn, WRONG_EVERY_MS)) return { key: "askSoon", with: {} };
  turn.set({ disputedLines: [...disputedLines, lineId].slice(-DISPUTED_MAX) });
  turn.emit({ verb: "lookUpLine", lineId, tag: `line:wrong:${lineId}` });
  return { key: "wrongSent", with: {} };
}
