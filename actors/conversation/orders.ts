// Orders of desks: acts of the team that were asked for in the panel. Each is checked here against the
// role that came with it, carried out like the command of the same name, and answered to the desk. What
// was changed is a line in the fan's topic too, so that whoever talks to the fan there knows of it; a
// topic that is closed is not opened for that.
import { clip } from "#actors/kernel/content.ts";
import { commandIn } from "#actors/kernel/inside.ts";
import type { DeskWord, OrderHeard, TeamOrder } from "#actors/kernel/order.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import type { Permission, Teammate } from "#actors/kernel/team.ts";
import { ban, unban } from "./bans.ts";
import { type Acted, audit, did, didNothing } from "./duty/acted.ts";
import { assign, personById, unknownPerson } from "./duty/assign.ts";
import { heldByAnother } from "./duty/claims.ts";
import { moveCredits, moveTime, refundMoney } from "./duty/order-money.ts";
import {
  close,
  closeTopic,
  endSnooze,
  pin,
  setPriority,
  setTags,
  setTier,
  snooze,
} from "./duty/sort.ts";
import { eraseFan } from "./erase.ts";
import { COMMAND_LENGTH_MAX, NOTE_LENGTH_MAX } from "./limits.ts";
import { offerItem } from "./locked/offer.ts";
import { sendFromPanel, whyNot } from "./reply.ts";
import { denial } from "./rights.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

type Order<Act extends TeamOrder["act"]> = Extract<TeamOrder, { act: Act }>;

/** What each takes; the bounds of gifts and refunds are looked at where they are made. */
const NEEDS: Readonly<Partial<Record<TeamOrder["act"], Permission>>> = {
  ban: "ban",
  unban: "ban",
  tier: "sort",
  note: "note",
  tags: "sort",
  assign: "assign",
  pin: "sort",
  priority: "sort",
  snooze: "sort",
  close: "sort",
  offer: "sell",
  reply: "reply",
  erase: "privacy",
};

/** What of a reply from the panel is shown in the topic. */
const SHOWN_LENGTH_MAX = 500;

/** Carries out an order, or says why not. */
export function onTeamOrder(turn: Turn, heard: OrderHeard): void {
  const acted = carryOut(turn, heard.order, heard.by);
  if (acted === null) return answerDesk(turn, heard, { key: "stale", with: {} });
  if (acted.isDone && turn.state.topicStatus === "open") tellTeam(turn, acted.say);
  if (acted.isDone && acted.say.key === "closed") closeTopic(turn);
  answerDesk(turn, heard, { key: "fromTopic", with: { say: acted.say } });
}

function carryOut(turn: Turn, order: TeamOrder, by: Teammate): Acted | null {
  const needs = NEEDS[order.act];
  const refusal = needs === undefined ? null : denial(turn, by, needs);
  if (refusal !== null) return didNothing(refusal);
  // A fan who was erased, or was never here.
  if (turn.state.firstSeenAt === null) return didNothing({ key: "fanErased", with: {} });
  switch (order.act) {
    case "credits":
      return moveCredits(turn, order, by);
    case "time":
      return moveTime(turn, order, by);
    case "refund":
      return refundMoney(turn, order, by);
    case "ban":
    case "unban":
      return banOrNot(turn, order.act, by);
    case "reply":
      return reply(turn, order, by);
    case "erase":
      return erase(turn, by);
    case "note":
      return note(turn, order.text, by);
    case "offer":
      return offer(turn, order.item, by);
    default:
      return sort(turn, order, by);
  }
}

function sort(turn: Turn, order: TeamOrder, by: Teammate): Acted | null {
  switch (order.act) {
    case "assign":
      return assignTo(turn, order.toId, by);
    case "tier":
      return setTier(turn, order.tier, by);
    case "tags":
      return setTags(turn, order.tags, by);
    case "pin":
      return pin(turn, order.isPinned, by);
    case "priority":
      return setPriority(turn, order.level, by);
    case "snooze":
      return order.seconds === 0 ? endSnooze(turn, by) : snooze(turn, order.seconds, by);
    case "close":
      return close(turn, by);
    default:
      return null;
  }
}

function assignTo(turn: Turn, toId: number | null, by: Teammate): Acted {
  if (toId === null) return assign(turn, null, by);
  const to = personById(turn, toId, by);
  return to === null ? unknownPerson(String(toId)) : assign(turn, to, by);
}

function banOrNot(turn: Turn, act: "ban" | "unban", { id, name, role }: Teammate): Acted {
  const by = { id, name, role };
  if (act === "ban") {
    if (!ban(turn, by)) return didNothing({ key: "alreadyBanned", with: {} });
    return did({ key: "bannedBy", with: { by: name } });
  }
  if (!unban(turn, by)) return didNothing({ key: "notBanned", with: {} });
  return did({ key: "unbannedBy", with: { by: name } });
}

function note(turn: Turn, words: string, by: Teammate): Acted {
  const text = clip(words.trim(), NOTE_LENGTH_MAX);
  if (text === "") return didNothing({ key: "noteUsage", with: {} });
  turn.row({ row: "note", byId: by.id, byName: by.name, text });
  return did({ key: "noted", with: {} });
}

function offer(turn: Turn, item: Item, by: Teammate): Acted {
  const say = offerItem(turn, item, by);
  return say.key === "lockOffered" ? did(say) : didNothing(say);
}

/** Nothing is kept for a press here: whoever holds the conversation is in the topic, not in a panel. */
function reply(turn: Turn, { content }: Order<"reply">, by: Teammate): Acted {
  const why = whyNot(turn);
  if (why !== null) return didNothing({ key: "undelivered", with: { why, reason: "" } });
  if (content.kind === "unsupported") return didNothing({ key: "unsupportedReply", with: {} });
  const command = commandIn(content.text);
  if (command !== null) {
    const say = { command: clip(command, COMMAND_LENGTH_MAX) };
    return didNothing({ key: "unknownCommand", with: say });
  }
  const claim = heldByAnother(turn, by);
  if (claim !== null) {
    const seconds = Math.ceil((claim.until - turn.at) / 1000);
    return didNothing({ key: "heldElsewhere", with: { holder: claim.byName, seconds } });
  }
  sendFromPanel(turn, by, content);
  const text = clip(content.text, SHOWN_LENGTH_MAX);
  return did({ key: "panelReply", with: { by: by.name, text } });
}

/** The topic hears of it as of every erasure; whose act it was is in the audit log. */
function erase(turn: Turn, by: Teammate): Acted {
  audit(turn, by, "erase");
  eraseFan(turn, null);
  return did({ key: "fanErasedBy", with: { by: by.name } });
}

function answerDesk(turn: Turn, { deskKey }: OrderHeard, say: DeskSay): void {
  if (deskKey === null) return;
  const word: DeskWord = { type: "word", fanId: turn.state.fanId, say, as: "result" };
  turn.emit({
    verb: "send",
    to: { kind: "desk", key: deskKey },
    lane: "urgent",
    body: JSON.stringify(word),
  });
}
