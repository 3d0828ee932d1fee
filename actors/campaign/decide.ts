// The campaign's one switch. It is a pump: it asks the books to put the next fans on its list, waits a
// little, and asks again, until nobody is left. Never more than QUEUED_MAX are on their way, so a pause
// is felt in seconds, a crash repeats nothing, and conversations share the machine with a trickle.
//
//   scheduled ──its timer, or "start"──▶ running      running ──pause──▶ paused ──resume──▶ running
//   running ──nobody left, nobody queued──▶ done      scheduled, running, paused ──cancel──▶ cancelled
//   paused, cancelled, done ──recall──▶ cancelled or done, taking back what is younger than 48 hours
//
// The books enlist only for a campaign whose row says `running`, and that row is written by the commit
// of the turn that decided it: a question that is answered late, or asked again after its answer was
// lost, enlists nobody after a pause. Moving the list on and mailing those on it is one statement, so
// between which two lines ever it fails, nobody is left out and nobody is on the list twice.
//
// After `cancelled` it goes on asking until those who were queued have met their fate: the figures that
// its maker is told are exact.
import type { Decision } from "#actors/kernel/actor.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { CampaignStatus, Control } from "#actors/kernel/campaign.ts";
import type { Envelope } from "#actors/kernel/envelope.ts";
import { unreachable } from "#actors/kernel/errors.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { rightsOf } from "#actors/kernel/team.ts";
import type { CampaignMessage, Heard } from "./message.ts";
import type { CampaignState } from "./state.ts";
import { CampaignTurn } from "./turn.ts";

/** Fans on their way at once: about four seconds of the bot's own limit. */
export const QUEUED_MAX = 100;
/** How often the list is filled up. */
export const PUMP_MS = 2_000;
/** How often is looked whether the last ones have met their fate. */
const SETTLE_MS = 5_000;
/** After a refusal that should not be: the books are asked again all the same. */
const REFUSED_MS = 60_000;

/** One envelope's decision. */
export function decide(
  state: CampaignState,
  envelope: Envelope<CampaignMessage>,
  settings: Settings,
): Decision<CampaignState> {
  const turn = new CampaignTurn(state, envelope, settings);
  hear(turn, envelope.message);
  return turn.decision();
}

function hear(turn: CampaignTurn, message: CampaignMessage): void {
  switch (message.type) {
    case "launched":
      return onLaunched(turn, message);
    case "control":
      return onControl(turn, message);
    case "outcome":
      return onOutcome(turn, message);
    case "timer":
      if (message.name === "start" && turn.state.status === "scheduled") return start(turn);
      if (message.name === "pump") pump(turn);
      return;
    default:
      return unreachable(message);
  }
}

function onLaunched(turn: CampaignTurn, { name, makerId, startsAt }: Heard<"launched">): void {
  if (turn.state.status !== null) return;
  turn.set({ name, makerId });
  if (startsAt === null || startsAt <= turn.at) return start(turn);
  turn.set({ status: "scheduled", startsAt });
  turn.setTimer("start", startsAt);
}

/** The segment is as of this moment: who comes later is not in it. */
function start(turn: CampaignTurn): void {
  turn.set({ status: "running", startsAt: turn.at });
  turn.clearTimer("start");
  pump(turn);
}

/** From which standing each control leads where. */
const FROM: Readonly<Record<Control, readonly CampaignStatus[]>> = {
  start: ["scheduled"],
  pause: ["running"],
  resume: ["paused"],
  cancel: ["scheduled", "running", "paused"],
  recall: ["paused", "cancelled", "done"],
};

function onControl(turn: CampaignTurn, { by, control, deskKey }: Heard<"control">): void {
  const { status, recall } = turn.state;
  if (!rightsOf(by.role, turn.settings.rights).broadcast) {
    return turn.tell(deskKey, { key: "denied", with: { role: by.role } });
  }
  if (status === null) return turn.tell(deskKey, { key: "stale", with: {} });
  const isAgain = control === "recall" && recall !== "none";
  if (!FROM[control].includes(status) || isAgain) {
    return turn.tell(deskKey, { key: "campaignNot", with: { control, status } });
  }
  carryOut(turn, control);
  turn.audit(by, `campaign.${control}`);
  turn.tell(deskKey, { key: "campaignIs", with: { control } });
}

function carryOut(turn: CampaignTurn, control: Control): void {
  switch (control) {
    case "start":
      return start(turn);
    case "pause":
      turn.set({ status: "paused" });
      return;
    case "resume":
      turn.set({ status: "running" });
      return pump(turn);
    case "cancel":
      turn.set({ status: "cancelled" });
      turn.clearTimer("start");
      return pump(turn);
    case "recall":
      if (turn.state.status === "paused") turn.set({ status: "cancelled", isTold: true });
      turn.set({ recall: "running" });
      return pump(turn);
    default:
      return unreachable(control);
  }
}

/** Asks the books for what comes next, unless they were asked, or nothing does. */
function pump(turn: CampaignTurn): void {
  const { campaignId, status, isAsking, isTold, isCounted, recall } = turn.state;
  if (isAsking) return;
  const isListing = status === "running" || (status === "cancelled" && !isTold);
  if (recall === "running") {
    turn.emit({ verb: "recallSends", campaignId, limit: QUEUED_MAX });
  } else if (isListing) {
    turn.emit({ verb: "enlist", campaignId, limit: QUEUED_MAX, isFirst: !isCounted });
  } else {
    return;
  }
  turn.set({ isAsking: true });
}

function onOutcome(turn: CampaignTurn, { verb, outcome }: Heard<"outcome">): void {
  if (verb !== "enlist" && verb !== "recallSends") return;
  turn.set({ isAsking: false });
  if (outcome.type !== "done" || outcome.answer?.type !== "campaign") {
    turn.setTimer("pump", turn.at + REFUSED_MS);
    return;
  }
  const { answer } = outcome;
  turn.set({ figures: answer.figures });
  if (verb === "enlist") onEnlisted(turn, answer);
  else onRecalled(turn, answer);
}

function onEnlisted(turn: CampaignTurn, answer: AnswerOf<"campaign">): void {
  const { figures, isExhausted } = answer;
  const { status, name } = turn.state;
  turn.set({ isCounted: true });
  const isOver = figures.queued === 0 && (isExhausted || status === "cancelled");
  if (isOver && (status === "running" || status === "cancelled")) {
    if (status === "running") turn.set({ status: "done" });
    turn.set({ isTold: true });
    turn.tell(null, { key: "campaignOver", with: { name, figures, status: statusOf(turn) } });
  }
  if (turn.state.isTold && turn.state.recall !== "running") return;
  // Whatever was decided meanwhile (a pause, a recall) is looked at when the timer comes.
  turn.setTimer("pump", turn.at + (isExhausted ? SETTLE_MS : PUMP_MS));
}

function onRecalled(turn: CampaignTurn, answer: AnswerOf<"campaign">): void {
  const { figures, isExhausted, tooOld } = answer;
  const { name } = turn.state;
  const isOver = isExhausted && figures.recalling === 0 && figures.queued === 0;
  if (!isOver) {
    turn.setTimer("pump", turn.at + (isExhausted ? SETTLE_MS : PUMP_MS));
    return;
  }
  turn.set({ recall: "done" });
  turn.tell(null, { key: "campaignRecalled", with: { name, figures, tooOld } });
  pump(turn);
}

function statusOf({ state }: CampaignTurn): "done" | "cancelled" {
  return state.status === "done" ? "done" : "cancelled";
}
