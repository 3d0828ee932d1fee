// Saved replies in a fan's topic:
//
//   /save NAME ──as a reply to one's own message──▶ kept, or said why not
//   /r NAME ──looked up──▶ sent as if typed, and shown in the topic      ──unknown──▶ said so
//   (media that is sold, or was kept back to be, is neither kept nor sent: it would go out for nothing)
//   /r ──listed──▶ a menu ──one is pressed──▶ looked up, sent, the menu turns into it
//
// What is said to the fan is filled in when it is sent, so name and balance are those of that moment.
// A menu sends once: its token is used up by the first press. The look-up's tag says who asked and
// where, because the answer comes in a turn of its own; rights are checked when it is asked for.

import type { AnswerOf } from "#actors/kernel/answer.ts";
import { clip } from "#actors/kernel/content.ts";
import type { OutcomeMessage } from "#actors/kernel/envelope.ts";
import { staysInside } from "#actors/kernel/inside.ts";
import { fillReply, isStorable, replyName } from "#actors/kernel/saved-reply.ts";
import type { ButtonSpec, TeamSay } from "#actors/kernel/say.ts";
import { mediaOf } from "#actors/kernel/shelf.ts";
import { ROLES, type Role, type Teammate } from "#actors/kernel/team.ts";
import { openAsk, takeAsk } from "./asks.ts";
import { rows, teamButton } from "./keyboards.ts";
import { isForSale } from "./locked/kept.ts";
import type { Heard } from "./message.ts";
import { sendReply, tellUndelivered } from "./reply.ts";
import { denial } from "./rights.ts";
import type { Answer, Press } from "./team-answer.ts";
import { editTell, tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

type Command = Heard<"teamCommand">;

/** More would be a wall; the rest is sent by name. */
const MENU_MAX = 18;
const MENU_A_ROW = 2;
const NAME_SHOWN_MAX = 64;

/** Who asked, in which group, under which message the answer goes. */
interface Asked {
  readonly step: "save" | "send" | "pressed" | "menu";
  readonly groupId: number;
  readonly messageId: number;
  readonly by: Teammate;
}

/** `/save NAME` and `/r NAME`; false: it is neither. */
export function onReplyCommand(turn: Turn, command: string, heard: Command): boolean {
  if (command !== "save" && command !== "r") return false;
  const refusal = denial(turn, heard.by, "reply");
  if (refusal !== null) say(turn, heard.messageId, refusal);
  else if (command === "save") save(turn, heard);
  else send(turn, heard);
  return true;
}

/** A button of the menu; undefined: another's. */
export function onReplyPressed(turn: Turn, verb: string, press: Press): Answer | undefined {
  if (verb !== "savedReply") return undefined;
  const refusal = denial(turn, press.by, "reply");
  if (refusal !== null) return { say: refusal, isAlert: true };
  const [token = "", id = ""] = press.argument.split(":");
  const { groupId } = turn.state;
  const ask = takeAsk(turn, token, "team");
  if (ask?.about !== "savedReply" || groupId === null || !/^\d{1,15}$/.test(id)) {
    return { say: { key: "pressStale", with: {} } };
  }
  const { by, messageId } = press;
  const tag = tagOf({ step: "pressed", groupId, messageId, by });
  turn.emit({ verb: "lookUpReply", replyId: Number(id), name: "", tag });
  return { say: null };
}

/** The books have answered. */
export function onReplyOutcome(turn: Turn, { outcome, tag }: OutcomeMessage): void {
  const asked = readTag(tag);
  if (asked === null) return;
  if (outcome.type === "refused") {
    return tellUndelivered(turn, asked.messageId, "other", outcome.reason);
  }
  if (outcome.type !== "done") return;
  const { answer } = outcome;
  if (answer?.type === "replySaved") {
    const { name, isNew } = answer;
    return say(turn, asked.messageId, { key: "replySaved", with: { name, isNew } });
  }
  if (answer?.type === "replies") return showMenu(turn, asked, answer);
  if (answer?.type === "reply") deliver(turn, asked, answer);
}

function save(turn: Turn, heard: Command): void {
  const { messageId, by, argument, replied } = heard;
  const name = replyName(argument);
  if (by.role === "anonymous") return say(turn, messageId, { key: "anonymous", with: {} });
  if (name === null || replied === undefined) {
    return say(turn, messageId, { key: "saveUsage", with: {} });
  }
  if (replied.byId !== by.id) return say(turn, messageId, { key: "saveNotYours", with: {} });
  const { content } = replied;
  const isKeptBack = mediaOf(content) !== null && staysInside(content.text);
  if (isKeptBack || isForSale(turn, content)) {
    return say(turn, messageId, { key: "replyForSale", with: {} });
  }
  if (replied.isOfAlbum || !isStorable(content)) {
    return say(turn, messageId, { key: "saveUnfit", with: {} });
  }
  const { groupId } = heard;
  const tag = tagOf({ step: "save", groupId, messageId, by });
  turn.emit({ verb: "saveReply", name, content, by: { id: by.id, name: by.name }, tag });
}

function send(turn: Turn, heard: Command): void {
  const { groupId, messageId, by, argument } = heard;
  if (argument === "") {
    const tag = tagOf({ step: "menu", groupId, messageId, by });
    turn.emit({ verb: "listReplies", limit: MENU_MAX, tag });
    return;
  }
  const name = replyName(argument);
  if (name === null) return say(turn, messageId, unknown(argument));
  const tag = tagOf({ step: "send", groupId, messageId, by });
  turn.emit({ verb: "lookUpReply", replyId: null, name, tag });
}

function showMenu(turn: Turn, { messageId }: Asked, answer: AnswerOf<"replies">): void {
  const { lines, total } = answer;
  const menu = { key: "replyMenu", with: { count: total, shown: lines.length } } as const;
  if (lines.length === 0) return say(turn, messageId, menu);
  const token = openAsk(turn, "savedReply", 0);
  const buttons = lines.map(
    ({ id, name }): ButtonSpec =>
      teamButton(turn.state, { literal: name }, "savedReply", `${token}:${id}`),
  );
  const cancel = [teamButton(turn.state, "cancel", "cancel", token)];
  tellTeam(turn, menu, { replyTo: messageId, keyboard: [...rows(buttons, MENU_A_ROW), cancel] });
}

/** Sends it the way that everything goes which somebody of the team writes. */
function deliver(turn: Turn, asked: Asked, answer: AnswerOf<"reply">): void {
  const { reply, name: askedFor, isOnShelf } = answer;
  const { step, groupId, messageId, by } = asked;
  const isMenu = step === "pressed";
  if (reply === null) {
    if (isMenu) return editTell(turn, messageId, unknown(askedFor));
    return say(turn, messageId, unknown(askedFor));
  }
  // Saved before it was locked, or in another topic: the shelf knows.
  if (isOnShelf || isForSale(turn, reply.content)) {
    const refused: TeamSay = { key: "replyForSale", with: {} };
    return isMenu ? editTell(turn, messageId, refused) : say(turn, messageId, refused);
  }
  const { firstName: name, credits: balance } = turn.state;
  const content = fillReply(reply.content, { name, balance });
  const words: TeamSay = {
    key: "replyWords",
    with: { name: reply.name, by: by.name, kind: content.kind, text: content.text },
  };
  if (isMenu) editTell(turn, messageId, words);
  else say(turn, messageId, words);
  sendReply(turn, { by, groupId, messageIds: [messageId], content, replyToMessageId: null });
}

function unknown(name: string): TeamSay {
  return { key: "replyUnknown", with: { name: clip(name, NAME_SHOWN_MAX) } };
}

function say(turn: Turn, messageId: number, words: TeamSay): void {
  tellTeam(turn, words, { replyTo: messageId });
}

function tagOf({ step, groupId, messageId, by }: Asked): string {
  return `saved:${step}:${groupId}:${messageId}:${by.id}:${by.role}:${by.name}`;
}

function readTag(tag: string | null): Asked | null {
  const match = /^saved:(save|send|pressed|menu):(-?\d+):(\d+):(\d+):(\w+):([^]*)$/.exec(tag ?? "");
  const [, step, groupId, messageId, id, role, name] = match ?? [];
  if (!isStep(step) || name === undefined || !isRole(role)) return null;
  const by = { id: Number(id), role, name };
  return { step, groupId: Number(groupId), messageId: Number(messageId), by };
}

function isStep(step: string | undefined): step is Asked["step"] {
  return step === "save" || step === "send" || step === "pressed" || step === "menu";
}

function isRole(role: string | undefined): role is Role {
  return (ROLES as readonly (string | undefined)[]).includes(role);
}
