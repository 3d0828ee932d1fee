// A button in the fan's own chat. Every press is answered once, whatever it says; callback data may
// be forged or years old, so it only names a verb that is checked against the state of this moment.
import { unpackPress } from "#actors/kernel/press.ts";
import { type FanSay, LANGUAGES } from "#actors/kernel/say.ts";
import { openAsk, takeAsk } from "./asks.ts";
import { refreshCard, touchCard } from "./card.ts";
import { eraseFan } from "./erase.ts";
import { languageFor, sessionSecondsLeft } from "./facts.ts";
import { balanceSay, helpSay } from "./fan-command.ts";
import { discardHeld } from "./held.ts";
import { eraseKeyboard, privacyKeyboard, startedKeyboard } from "./keyboards.ts";
import { EXPORT_EVERY_MS } from "./limits.ts";
import { onLockedPressed } from "./locked/fan-press.ts";
import type { Heard } from "./message.ts";
import { onMoneyPressed } from "./money/fan-press.ts";
import { startShelf } from "./money/shop-keyboards.ts";
import { takePromotions } from "./promotions.ts";
import { answerFan, editNotice, tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

type Press = Heard<"fanPressed"> & { readonly argument: string };

/** What the answer to the press says, if anything. */
type Answer = FanSay | null;

const STALE: FanSay = { key: "pressStale", with: {} };

export function onFanPressed(turn: Turn, heard: Heard<"fanPressed">): void {
  const press = unpackPress(heard.data);
  const isOurs = press !== null && press.fanId === null && turn.state.firstSeenAt !== null;
  if (isOurs) turn.set({ lastSeenAt: turn.at, isUnreachable: false });
  const answer = isOurs ? handle(turn, press.verb, { ...heard, argument: press.argument }) : STALE;
  answerFan(turn, heard.queryId, answer);
}

function handle(turn: Turn, verb: string, press: Press): Answer {
  switch (verb) {
    case "start":
      return start(turn);
    case "balance":
      tellFan(turn, balanceSay(turn));
      return null;
    case "help":
      tellFan(turn, helpSay(turn));
      return null;
    case "language":
      return chooseLanguage(turn, press);
    case "discard":
      return discard(turn, press);
    case "promosOff":
    case "promosOn":
      takePromotions(turn, verb === "promosOn");
      return null;
    case "export":
      return sendExport(turn);
    case "erase":
    case "eraseYes":
    case "eraseNo":
      return erase(turn, verb, press);
    default:
      return pressedElsewhere(turn, verb, press);
  }
}

function pressedElsewhere(turn: Turn, verb: string, press: Press): Answer {
  const pressed = onLockedPressed(turn, verb, press) ?? onMoneyPressed(turn, verb, press);
  return pressed === null ? STALE : pressed.say;
}

/** Pressing Start again says nothing new; a new welcome has a new button. */
function start(turn: Turn): Answer {
  if (turn.state.hasStarted) return null;
  turn.set({ hasStarted: true });
  const { credits, creditsFull } = turn.state;
  const sessionSeconds = sessionSecondsLeft(turn);
  tellFan(
    turn,
    { key: "started", with: { credits, creditsFull, sessionSeconds } },
    { keyboard: [...startShelf(turn), ...startedKeyboard()] },
  );
  return null;
}

function chooseLanguage(turn: Turn, press: Press): Answer {
  const language = LANGUAGES.find((known) => known === press.argument);
  if (language === undefined) return STALE;
  turn.set({ language });
  editNotice(turn, press.messageId, { key: "languageSet", with: {} });
  refreshCard(turn);
  return null;
}

function discard(turn: Turn, press: Press): Answer {
  const count = discardHeld(turn);
  if (count === 0) return STALE;
  editNotice(turn, press.messageId, { key: "heldDropped", with: { count } });
  turn.set({ heldNotice: null });
  touchCard(turn);
  return null;
}

/** A document is a big thing to make: once a minute is enough. */
function sendExport(turn: Turn): Answer {
  if (turn.at - turn.state.exportedAt < EXPORT_EVERY_MS) return { key: "exportSoon", with: {} };
  turn.set({ exportedAt: turn.at });
  turn.emit({ verb: "sendExport", language: languageFor(turn.state) });
  return null;
}

/** Asks before it erases: the question's token makes a second tap harmless. */
function erase(turn: Turn, verb: "erase" | "eraseYes" | "eraseNo", press: Press): Answer {
  if (verb === "erase") {
    const token = openAsk(turn, "erase", 0);
    const say = { key: "eraseConfirm", with: { credits: turn.state.credits } } as const;
    editNotice(turn, press.messageId, say, { keyboard: eraseKeyboard(token) });
    return null;
  }
  const ask = takeAsk(turn, press.argument, "fan");
  if (ask?.about !== "erase") return STALE;
  if (verb === "eraseYes") {
    eraseFan(turn, press.messageId);
    return null;
  }
  const keyboard = privacyKeyboard();
  editNotice(turn, press.messageId, { key: "privacy", with: {} }, { keyboard });
  return null;
}
