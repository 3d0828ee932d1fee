// Two people do not answer one fan by accident. A claim is a lease:
//
//   free ──somebody who may reply answers, reacts or presses Seen──▶ held by them for `claimSeconds`
//   held ──the holder acts again──▶ held, from now     held ──time passes──▶ free
//   held ──the assignee acts, or another's message was sent all the same──▶ held by that one
//
// A message that somebody else writes meanwhile (not the assignee) is not sent. It is kept, with a
// question under it, an aside:
//
//   kept ──Send anyway──▶ sent, its writer holds the claim
//   kept ──Discard, /delete under it, ten minutes──▶ not sent, and the line says so
//
// An edit changes what is kept; nothing of it reaches the fan before the press. With `claimSeconds` 0
// there are no claims. All anonymous administrators are one person here as elsewhere.

import { teamButton } from "#actors/conversation/keyboards.ts";
import { ASK_LIFE_MS } from "#actors/conversation/limits.ts";
import { rightsFor } from "#actors/conversation/rights.ts";
import { editTell, tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { Keyboard, TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { ASIDES_MAX } from "./limits.ts";
import type { Aside, Duty } from "./schema.ts";
import { dutyOf, setDuty } from "./state.ts";

/** What a message of the team's is, until it goes out. */
interface Kept {
  readonly by: Teammate;
  readonly groupId: number;
  readonly messageIds: readonly number[];
  readonly content: Content;
  readonly replyToMessageId: number | null;
}

/** Somebody acted for the fan: they hold the conversation if it is theirs to hold, and to answer. */
export function noteAct(turn: Turn, by: Teammate): void {
  const { assignee } = dutyOf(turn.state);
  if (assignee?.id === by.id) setDuty(turn, { newsAt: 0 });
  if (rightsFor(turn, by).reply && heldByAnother(turn, by) === null) takeClaim(turn, by);
}

/** They hold it from now, whoever did before. */
export function takeClaim(turn: Turn, by: Teammate): void {
  const { claimSeconds } = turn.settings;
  if (claimSeconds === 0) return setDuty(turn, { claim: null });
  const until = turn.at + claimSeconds * 1000;
  setDuty(turn, { claim: { byId: by.id, byName: by.name, until } });
}

/** Keeps a message whose writer does not know that somebody else is at it; true: it was not sent. */
export function keepAside(turn: Turn, message: Kept): boolean {
  const claim = heldByAnother(turn, message.by);
  if (claim === null) return false;
  const { asides } = dutyOf(turn.state);
  const replyTo = message.messageIds[0] ?? null;
  const holder = claim.byName;
  if (asides.length >= ASIDES_MAX) {
    tellTeam(turn, { key: "heldBackFull", with: { holder } }, { replyTo });
    return true;
  }
  const token = turn.envelopeId.toString(36);
  const { by, groupId, messageIds, content, replyToMessageId } = message;
  const kept = { by, groupId, messageIds: [...messageIds], content, replyToMessageId };
  setDuty(turn, { asides: [...asides, { ...kept, token, at: turn.at, lineId: null }] });
  const seconds = Math.ceil((claim.until - turn.at) / 1000);
  const keyboard = asideKeyboard(turn, token);
  turn.emit({
    verb: "tell",
    say: { key: "heldBack", with: { holder, seconds } },
    keyboard,
    replyToMessageId: replyTo,
    tag: `aside:${token}`,
  });
  return true;
}

/** The question is in the topic. */
export function onAsideAsked(turn: Turn, tag: string, messageId: number): void {
  const token = /^aside:(\w+)$/.exec(tag)?.[1];
  const asides = dutyOf(turn.state).asides.map((aside) =>
    aside.token === token ? { ...aside, lineId: messageId } : aside,
  );
  setDuty(turn, { asides });
}

/** Takes a kept message off the list; null when it was answered, or is too old. */
export function takeAside(turn: Turn, token: string): Aside | null {
  const { asides } = dutyOf(turn.state);
  const aside = asides.find((one) => one.token === token);
  if (aside === undefined) return null;
  setDuty(turn, { asides: asides.filter((one) => one !== aside) });
  return turn.at - aside.at >= ASK_LIFE_MS ? null : aside;
}

/** The kept message that one of the topic's is, or is part of. */
function asideWith(turn: Turn, groupId: number, messageId: number): Aside | undefined {
  return dutyOf(turn.state).asides.find(
    (aside) => aside.groupId === groupId && aside.messageIds.includes(messageId),
  );
}

/** A kept message was edited before it was decided about; false: it is none. */
export function editAside(
  turn: Turn,
  edited: { readonly groupId: number; readonly messageId: number; readonly content: Content },
): boolean {
  const { groupId, messageId, content } = edited;
  const aside = asideWith(turn, groupId, messageId);
  if (aside === undefined) return false;
  // A saved reply is kept under the command that asked for it, which is no words for the fan.
  if (aside.content.isStored === true) return true;
  const asides = dutyOf(turn.state).asides.map((one) =>
    one === aside && one.messageIds[0] === messageId ? { ...one, content } : one,
  );
  setDuty(turn, { asides });
  return true;
}

/** Its writer takes a kept message back by `/delete`; false: it is none. */
export function dropAside(turn: Turn, groupId: number, messageId: number, by: Teammate): boolean {
  const aside = asideWith(turn, groupId, messageId);
  if (aside === undefined) return false;
  takeAside(turn, aside.token);
  settleLine(turn, aside, { key: "heldBackDropped", with: { by: by.name } });
  return true;
}

/** What nobody has decided about in time is not sent. */
export function expireAsides(turn: Turn): void {
  const { asides } = dutyOf(turn.state);
  const old = asides.filter(({ at }) => turn.at - at >= ASK_LIFE_MS);
  if (old.length === 0) return;
  setDuty(turn, { asides: asides.filter((aside) => !old.includes(aside)) });
  for (const aside of old) settleLine(turn, aside, { key: "heldBackExpired", with: {} });
}

/** The question turns into its outcome, or is followed by it where nobody knows where it stands. */
function settleLine(turn: Turn, { lineId, messageIds }: Aside, say: TeamSay): void {
  if (lineId !== null) return editTell(turn, lineId, say);
  tellTeam(turn, say, { replyTo: messageIds[0] ?? null });
}

/** Whoever holds the conversation against this person; null: nobody does. */
export function heldByAnother(turn: Turn, by: Teammate): Duty["claim"] {
  const { claim, assignee } = dutyOf(turn.state);
  if (claim === null || turn.settings.claimSeconds === 0) return null;
  const isOver = turn.at >= claim.until;
  return isOver || claim.byId === by.id || assignee?.id === by.id ? null : claim;
}

function asideKeyboard({ state }: Turn, token: string): Keyboard {
  return [
    [
      teamButton(state, "sendAnyway", "sendAnyway", token, "success"),
      teamButton(state, "discard", "discardAside", token),
    ],
  ];
}
