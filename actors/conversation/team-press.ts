// Buttons in a fan's topic, and reactions of the team. Every press is answered once; its data may be
// forged, so who pressed, whose topic it is and what is still open are all looked at again. Whoever
// of the team takes part and presses or reacts has seen what is there: the fan's messages turn from 👌
// to 👀.
import { type Press as PackedPress, unpackPress } from "#actors/kernel/press.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { openAsk, takeAsk } from "./asks.ts";
import { ban, unban } from "./bans.ts";
import { sendCard } from "./card.ts";
import { noteAct } from "./duty/claims.ts";
import { onDutyPressed } from "./duty/press.ts";
import { nameFor } from "./facts.ts";
import { give, mayGive } from "./gifts.ts";
import { askKeyboard, bannedKeyboard, giftKeyboard } from "./keyboards.ts";
import { onShelfPressed } from "./locked/topic-shelf.ts";
import type { Heard } from "./message.ts";
import { onTeamMoneyConfirmed, onTeamMoneyPressed, TEAM_MONEY_VERBS } from "./money/team-press.ts";
import { markSeen } from "./receipts.ts";
import { ASK_NEEDS, denial, needOf, PRESS_NEEDS, TAKES_PART } from "./rights.ts";
import { onReplyPressed } from "./saved-replies.ts";
import type { Ask } from "./state.ts";
import type { Answer, Press } from "./team-answer.ts";
import { answerTeam, editTell, tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

type ForFan = Pick<PackedPress, "verb" | "argument">;

const NOTHING: Answer = { say: null };
const DENIED: Answer = { say: { key: "pressDenied", with: {} }, isAlert: true };
const STALE: Answer = { say: { key: "pressStale", with: {} } };
const ERASED: Answer = { say: { key: "fanErased", with: {} }, isAlert: true };

/** Verbs that move money or change a fan's standing, or lead there: there must be a fan. */
const ACCOUNTABLE: ReadonlySet<string> = new Set([
  "gift",
  "give",
  "ban",
  "unban",
  "confirm",
  ...TEAM_MONEY_VERBS,
]);

export function onTeamPressed(turn: Turn, heard: Heard<"teamPressed">): void {
  const { say, isAlert } = answerTo(turn, heard);
  answerTeam(turn, heard.queryId, say, isAlert ?? false);
}

/** A reaction of whoever takes part is an act; taking one off is not. */
export function onTeamReacted(turn: Turn, heard: Heard<"teamReacted">): void {
  if (heard.emoji === null || denial(turn, heard.by, TAKES_PART) !== null) return;
  noteAct(turn, heard.by);
  markSeen(turn);
}

function answerTo(turn: Turn, heard: Heard<"teamPressed">): Answer {
  if (heard.by.role === "stranger") return DENIED;
  const press = unpackPress(heard.data);
  if (press === null) return STALE;
  if (press.fanId !== turn.state.fanId) return DENIED;
  const need = needOf(PRESS_NEEDS, press.verb);
  if (need === undefined) return STALE;
  const why = denial(turn, heard.by, need, figureOf(press)) ?? denialOfAsk(turn, heard.by, press);
  if (why !== null) return { say: why, isAlert: true };
  if (ACCOUNTABLE.has(press.verb) && turn.state.firstSeenAt === null) return ERASED;
  const { by, messageId } = heard;
  const answer = handle(turn, press.verb, { by, messageId, argument: press.argument });
  if (answer !== STALE && denial(turn, by, TAKES_PART) === null) markSeen(turn);
  return answer;
}

function handle(turn: Turn, verb: string, press: Press): Answer {
  switch (verb) {
    case "shelfPage":
    case "shelfOffer":
      return { say: onShelfPressed(turn, verb, press) };
    case "info":
      sendCard(turn);
      return { say: { key: "cardSent", with: {} } };
    case "seen":
      noteAct(turn, press.by);
      return { say: { key: "seen", with: {} } };
    case "gift":
      return openGiftMenu(turn);
    case "give":
      return askGift(turn, press);
    case "ban":
      return askBan(turn);
    case "unban":
      return askUnban(turn);
    case "confirm":
      return confirm(turn, press);
    case "cancel":
      takeAsk(turn, press.argument, "team");
      editTell(turn, press.messageId, { key: "cancelled", with: {} });
      return NOTHING;
    default:
      return (
        onTeamMoneyPressed(turn, verb, press) ??
        onDutyPressed(turn, verb, press) ??
        onReplyPressed(turn, verb, press) ??
        STALE
      );
  }
}

function openGiftMenu(turn: Turn): Answer {
  const { credits } = turn.state;
  const say = { key: "giftMenu", with: { name: nameFor(turn.state), credits } } as const;
  tellTeam(turn, say, { keyboard: giftKeyboard(turn.state, turn.settings) });
  return NOTHING;
}

/** The menu turns into its question, so that a second amount cannot be picked beside the first. */
function askGift(turn: Turn, press: Press): Answer {
  const gift = Number(press.argument);
  if (!mayGive(turn, gift)) return STALE;
  const token = openAsk(turn, "gift", gift);
  const say = { key: "giftConfirm", with: { name: nameFor(turn.state), gift } } as const;
  editTell(turn, press.messageId, say, askKeyboard(turn.state, token, "success"));
  return NOTHING;
}

function askBan(turn: Turn): Answer {
  if (turn.state.isBanned) return { say: { key: "alreadyBanned", with: {} } };
  const keyboard = askKeyboard(turn.state, openAsk(turn, "ban", 0), "danger");
  tellTeam(turn, { key: "banConfirm", with: { name: nameFor(turn.state) } }, { keyboard });
  return NOTHING;
}

function askUnban(turn: Turn): Answer {
  if (!turn.state.isBanned) return { say: { key: "notBanned", with: {} } };
  const keyboard = askKeyboard(turn.state, openAsk(turn, "unban", 0), "success");
  tellTeam(turn, { key: "unbanConfirm", with: { name: nameFor(turn.state) } }, { keyboard });
  return NOTHING;
}

/** The question turns into its outcome; a second tap finds it answered. */
function confirm(turn: Turn, press: Press): Answer {
  const ask = takeAsk(turn, press.argument, "team");
  if (ask === null) return STALE;
  const by = press.by.name;
  switch (ask.about) {
    case "gift":
      return confirmGift(turn, press, ask);
    case "ban":
      if (!ban(turn, press.by)) return { say: { key: "alreadyBanned", with: {} } };
      editTell(
        turn,
        press.messageId,
        { key: "bannedBy", with: { by } },
        bannedKeyboard(turn.state),
      );
      return NOTHING;
    case "unban":
      if (!unban(turn, press.by)) return { say: { key: "notBanned", with: {} } };
      editTell(turn, press.messageId, { key: "unbannedBy", with: { by } });
      return NOTHING;
    case "refund":
    case "giveBack":
      return onTeamMoneyConfirmed(turn, press, ask);
    case "erase":
    case "cardRemove":
    case "recharge":
    case "savedReply":
      // The fan's own questions, which the team is never given; and a menu, which has no Confirm.
      return STALE;
  }
}

/**
 * What of a bound a button comes to: credits of a gift, or a refund's amount after its purchase. Others
 * name no amount, and what they come to is looked at when they are confirmed. What cannot be read as
 * one is none that anybody could ask for.
 */
function figureOf({ verb, argument }: ForFan): number {
  if (verb !== "give" && verb !== "refund") return 1;
  return Math.max(1, Number(/(?:^|:)(\d{1,9})$/.exec(argument)?.[1] ?? 1));
}

/**
 * Whoever says yes or no must be allowed to ask it; the question stays open for those who are. No is
 * said by one who could have asked for any of it.
 */
function denialOfAsk(turn: Turn, by: Teammate, { verb, argument: token }: ForFan): TeamSay | null {
  if (verb !== "confirm" && verb !== "cancel") return null;
  if (verb === "confirm" && by.role === "anonymous") return { key: "anonymous", with: {} };
  const ask = turn.state.asks.find((open) => open.token === token);
  const need = ask === undefined ? undefined : needOf(ASK_NEEDS, ask.about);
  if (ask === undefined || need === undefined) return null;
  return denial(turn, by, need, verb === "cancel" ? 0 : Math.max(1, ask.amount));
}

function confirmGift(turn: Turn, press: Press, ask: Ask): Answer {
  if (!mayGive(turn, ask.amount)) return STALE;
  const say = give(turn, { type: "credits", credits: ask.amount }, press.by);
  editTell(turn, press.messageId, say);
  return NOTHING;
}
