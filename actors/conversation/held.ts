// Messages that wait to be paid for. Their outbox rows are written with them, held; the state keeps
// the rows' ids and the price the fan was told. When credits or time arrive they go out by
// themselves, oldest first, as far as the balance reaches; each charge is booked in the commit that
// lets its rows go. Where that leaves the balance low, or some still wait, a card that the fan has agreed
// to is charged, as after a message that they write now.
import type { Keyboard } from "#actors/kernel/say.ts";
import { isShopOpen } from "#actors/kernel/settings.ts";
import { barRefund, bookMessage, chargeFor } from "./charge.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { heldKeyboard, shopKeyboard } from "./keyboards.ts";
import { HELD_NOTICE_BURST_MS } from "./limits.ts";
import { grantWishes } from "./locked/unlock.ts";
import { rechargeIfLow } from "./money/recharge.ts";
import { fanRef, headerFor } from "./posts.ts";
import { noteArrival } from "./receipts.ts";
import type { Held } from "./state.ts";
import { editNotice, tellFan } from "./tell.ts";
import { reopenTopic } from "./topic.ts";
import type { Turn } from "./turn.ts";

/** Tag of a notice about what waits. */
export const HELD_TAG = "held";

/** Whether one more message may wait. */
export function hasRoom(turn: Turn): boolean {
  return turn.state.held.length < turn.settings.heldMax;
}

/** Puts a message among those that wait, and says what would send it. */
export function hold(turn: Turn, held: Held): void {
  turn.set({ held: [...turn.state.held, held] });
  tellHeld(turn, held);
}

/** Puts a message whose effects were written anew in its old place. */
export function replaceHeld(turn: Turn, held: Held): void {
  const before = turn.state.held.find((other) => other.messageId === held.messageId);
  if (before !== undefined) dropEffects(turn, before);
  turn.set({
    held: turn.state.held.map((other) => (other.messageId === held.messageId ? held : other)),
  });
}

/** Lets go what can be paid for by now, tells the fan how many went, and looks at what is left. */
export function releaseHeld(turn: Turn): void {
  if (turn.state.isBanned) return;
  const { credits } = turn.state;
  grantWishes(turn);
  releasePaid(turn);
  const hasCharged = turn.state.credits < credits;
  if (hasCharged || turn.state.held.length > 0) rechargeIfLow(turn);
}

function releasePaid(turn: Turn): void {
  let count = 0;
  for (const held of turn.state.held) {
    const charge = chargeFor(turn, held.cost);
    if (charge === null) break;
    release(turn, held, charge);
    count += 1;
  }
  if (count === 0) return;
  reopenTopic(turn);
  turn.set({ held: turn.state.held.slice(count) });
  const { credits, creditsFull, held: waiting } = turn.state;
  const left = { stillHeld: waiting.length, credits, creditsFull };
  // It has the balance in it: that this is low needs no word of its own, only the way to more.
  const isLow = credits < turn.settings.lowBalance && sessionSecondsLeft(turn) === 0;
  const keyboard = isLow ? shopKeyboard(turn.settings, "buyCredits") : [];
  tellFan(turn, { key: "released", with: { count, ...left } }, { keyboard });
  settleNotice(turn);
}

/** The fan takes back everything that waits; answers how many those were. */
export function discardHeld(turn: Turn): number {
  const { held } = turn.state;
  for (const one of held) {
    dropEffects(turn, one);
    turn.row({ row: "messageChange", ref: fanRef(one.messageId), status: "withdrawn" });
  }
  turn.set({ held: [] });
  return held.length;
}

/** A held notice was sent: later ones of the same burst edit it. */
export function onHeldNoticeSent(turn: Turn, messageId: number): void {
  const { heldNotice } = turn.state;
  if (heldNotice === null) return;
  turn.set({ heldNotice: { ...heldNotice, messageId } });
  if (turn.state.held.length === 0) settleNotice(turn);
}

function release(turn: Turn, held: Held, charge: number): void {
  bookMessage(turn, held.messageId, charge);
  if (charge === 0) barRefund(turn, held.messageId);
  turn.row({
    row: "messageChange",
    ref: fanRef(held.messageId),
    status: "queued",
    cost: charge,
  });
  const header = headerFor(turn, "held", held.kind);
  for (let i = 0; i < held.effects; i += 1) {
    const effectId = held.effectId + i;
    turn.changeHeld({ effectId, to: "released", header: i === 0 ? header : null });
  }
  noteArrival(turn, held.messageId);
}

function dropEffects(turn: Turn, held: Held): void {
  for (let i = 0; i < held.effects; i += 1) {
    turn.changeHeld({ effectId: held.effectId + i, to: "dropped" });
  }
}

/** One notice a burst: the first is sent under its message, the others change its figures. */
function tellHeld(turn: Turn, held: Held): void {
  const { heldNotice } = turn.state;
  const isBurst = heldNotice !== null && turn.at - heldNotice.at < HELD_NOTICE_BURST_MS;
  const keyboard = heldKeyboard(turn.settings);
  if (!isBurst) {
    turn.set({ heldNotice: { messageId: null, at: turn.at } });
    tellFan(turn, heldSay(turn, held), { keyboard, replyTo: held.messageId, tag: HELD_TAG });
  } else if (heldNotice.messageId !== null) {
    editNotice(turn, heldNotice.messageId, heldSay(turn, held), { keyboard });
  }
}

/** A prompt to pay that has nothing to pay for any more would only pile up: it says so. */
function settleNotice(turn: Turn): void {
  const { held, heldNotice } = turn.state;
  if (heldNotice === null || heldNotice.messageId === null) return;
  const [next] = held;
  if (next === undefined) {
    editNotice(turn, heldNotice.messageId, { key: "heldSettled", with: {} });
    turn.set({ heldNotice: null });
  } else {
    const keyboard: Keyboard = heldKeyboard(turn.settings);
    editNotice(turn, heldNotice.messageId, heldSay(turn, next), { keyboard });
  }
}

function heldSay(turn: Turn, held: Held) {
  const { credits, creditsFull, held: all } = turn.state;
  return {
    key: "held",
    with: {
      kind: held.kind,
      cost: all.reduce((sum, one) => sum + one.cost, 0),
      credits,
      creditsFull,
      held: all.length,
      isShopOpen: isShopOpen(turn.settings),
    },
  } as const;
}
