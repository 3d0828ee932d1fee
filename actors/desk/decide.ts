// The desk's one switch. The panel, in words:
//
//   closed ──/admin──▶ at a screen        at a screen ──a button──▶ at another │ acted │ asked
//   asked ──written──▶ at a screen, or asked again with what was wrong
//   asked ──a command, another button, ten minutes──▶ not asked
//   confirming ──Yes within ten minutes──▶ acted        ──anything else──▶ not confirming
//
// One message is edited all the while. A command makes a new one, because the person is at the end of
// the chat, and takes the old one away. Who presses, and what they may do, is looked at each time.
import type { Decision } from "#actors/kernel/actor.ts";
import { deskPlace, unpackDeskPress } from "#actors/kernel/desk.ts";
import type { Envelope } from "#actors/kernel/envelope.ts";
import { unreachable } from "#actors/kernel/errors.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { parentOf, SCREEN_NEEDS, type Screen, screenOf } from "#actors/kernel/screen.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { Permission, Teammate } from "#actors/kernel/team.ts";
import { commandOf, invitationOf } from "./commands.ts";
import type { DeskMessage, Heard } from "./message.ts";
import type { Bubble, Section } from "./section.ts";
import { SECTIONS } from "./sections/index.ts";
import { ASK_LIFE_MS, type DeskState, REFUSAL_EVERY_MS } from "./state.ts";
import { acceptInvitation } from "./team-commands.ts";
import { ASK_TIMER, DeskTurn, JOIN, SPOKEN } from "./turn.ts";

const STALE: DeskSay = { key: "stale", with: {} };
const CANCELLED: DeskSay = { key: "cancelled", with: {} };
const EXPIRED: DeskSay = { key: "expired", with: {} };

/** One envelope's decision. */
export function decide(
  state: DeskState,
  envelope: Envelope<DeskMessage>,
  settings: Settings,
): Decision<DeskState> {
  const { message } = envelope;
  const turn = new DeskTurn(state, envelope, settings, byOf(message, state, settings));
  if ("by" in message) turn.set({ role: message.by.role });
  hear(turn, message);
  return turn.decision();
}

/** Who is behind an envelope: its sender, or the desk's person as the team's list has them. */
function byOf(message: DeskMessage, state: DeskState, settings: Settings): Teammate {
  if ("by" in message) return message.by;
  const { memberId: id } = deskPlace(state.key);
  const member = settings.team.find((one) => one.id === id);
  // Until there is a team, whoever is on no list is what they were when they were last heard.
  const role = member?.role ?? (settings.isTeamFormed ? "stranger" : state.role);
  return { id, name: member?.name ?? state.name, role };
}

function hear(turn: DeskTurn, message: DeskMessage): void {
  switch (message.type) {
    case "commanded":
      return onCommanded(turn, message);
    case "wrote":
      return onWrote(turn, message);
    case "passed":
      return passOn(turn, message.passOn);
    case "pressed":
      return onPressed(turn, message);
    case "word":
      return onWord(turn, message);
    case "outcome":
      return onOutcome(turn, message);
    case "reportDue":
      return sendPast(turn, message);
    case "timer":
      return onTimer(turn, message.name);
    default:
      return unreachable(message);
  }
}

function onCommanded(turn: DeskTurn, heard: Heard<"commanded">): void {
  const token = invitationOf(heard);
  if (token !== null) return acceptInvitation(turn, token, heard);
  const command = commandOf(heard);
  // In a group it is another bot's, and no business of a question that waits here.
  if (command === null && !turn.isPrivate) return;
  if (turn.isAsking) {
    turn.set({ asking: null, pending: null });
    turn.show(CANCELLED);
  }
  if (command === null) return passOn(turn, heard.passOn);
  turn.set({ name: turn.by.name });
  if (!isAllowed(turn, command.needs)) return refuse(turn);
  command.run(turn, heard);
}

/** In a group everybody reads it: once in a while is enough for whoever is of no team. */
function refuse(turn: DeskTurn): void {
  const { refusedAt } = turn.state;
  if (!turn.isPrivate && turn.by.role === "stranger") {
    if (refusedAt !== null && turn.at - refusedAt < REFUSAL_EVERY_MS) return;
    turn.set({ refusedAt: turn.at });
  }
  turn.tell(denied(turn));
}

/** What no wizard waits for is the person's own, as a fan; in a group it is nobody's. */
function onWrote(turn: DeskTurn, heard: Heard<"wrote">): void {
  const { asking, albumId } = turn.state;
  if (heard.albumId !== null && heard.albumId === albumId) return tidyAnswer(turn, heard);
  if (asking === null) return passOn(turn, heard.passOn);
  turn.set({ asking: null, albumId: heard.albumId });
  tidyAnswer(turn, heard);
  if (turn.at - asking.at > ASK_LIFE_MS) return turn.show(EXPIRED);
  const section = sectionOf(asking.section);
  if (section === undefined || !isAllowed(turn, section.needs)) return turn.show(denied(turn));
  const { content } = heard;
  section.answer?.(turn, asking.step, asking.subject, { text: content.text.trim(), content });
  turn.show();
}

/** Answers do not stay in the chat: the panel says what they came to. */
function tidyAnswer(turn: DeskTurn, { messageId }: Heard<"wrote">): void {
  turn.emit({ verb: "tidy", messageIds: [messageId] });
}

function sendPast(turn: DeskTurn, { report, until }: Heard<"reportDue">): void {
  const days = report === "day" ? 1 : 7;
  const past = { report: "past", days, until } as const;
  turn.emit({ verb: "sendReport", report: past, viewer: turn.viewer });
}

function onTimer(turn: DeskTurn, name: string): void {
  const { asking, pending } = turn.state;
  const openedAt = asking?.at ?? pending?.at;
  if (name !== ASK_TIMER || openedAt === undefined || turn.at - openedAt < ASK_LIFE_MS) return;
  turn.set({ asking: null, pending: null });
  turn.show(EXPIRED);
}

function onPressed(turn: DeskTurn, heard: Heard<"pressed">): void {
  const bubble = pressed(turn, heard);
  turn.emit({
    verb: "answerPress",
    queryId: heard.queryId,
    say: bubble === null ? null : { to: "desk", say: bubble },
    isAlert: bubble?.key === "denied" || bubble?.key === "notYours",
  });
}

function pressed(turn: DeskTurn, heard: Heard<"pressed">): Bubble {
  const press = unpackDeskPress(heard.data);
  if (press === null) return STALE;
  if (press.memberId !== turn.by.id) return { key: "notYours", with: {} };
  if (turn.by.role === "stranger" || turn.by.role === "anonymous") return denied(turn);
  // An older panel of this person: from here on this one is edited.
  turn.set({ panelId: heard.messageId, name: turn.by.name });
  if (press.section === "nav") return navigate(turn, press.verb, press.argument);
  const section = sectionOf(press.section);
  if (section === undefined) return STALE;
  if (!isAllowed(turn, section.needs)) return denied(turn);
  // Whatever the button does, the question that stood there is not asked any more.
  if (turn.isAsking) turn.show();
  turn.set({ asking: null, pending: null });
  const bubble = section.press(turn, press.verb, press.argument);
  return bubble === undefined ? STALE : bubble;
}

function navigate(turn: DeskTurn, verb: string, argument: string): Bubble {
  switch (verb) {
    case "go":
      return goTo(turn, screenOf(argument));
    case "back":
      return goTo(turn, parentOf(turn.state.screen) ?? { at: "home" });
    case "yes":
      return confirmed(turn, argument);
    case "no":
      turn.go(turn.state.screen, CANCELLED);
      return null;
    default:
      return STALE;
  }
}

function goTo(turn: DeskTurn, screen: Screen | null): Bubble {
  if (screen === null) return STALE;
  if (!turn.rights[SCREEN_NEEDS[screen.at]]) return denied(turn);
  turn.go(screen);
  return null;
}

function confirmed(turn: DeskTurn, token: string): Bubble {
  const { pending } = turn.state;
  turn.set({ pending: null });
  if (pending === null || pending.token !== token || turn.at - pending.at > ASK_LIFE_MS) {
    turn.show();
    return STALE;
  }
  const section = sectionOf(pending.section);
  if (section === undefined) return STALE;
  turn.show();
  if (!isAllowed(turn, section.needs)) return denied(turn);
  const bubble = section.confirmed?.(turn, pending.verb, pending.argument);
  return bubble === undefined ? STALE : bubble;
}

/** A result is for whoever still looks at the panel; news are a message of their own. */
function onWord(turn: DeskTurn, heard: Heard<"word">): void {
  if (heard.as === "result" && turn.state.panelId !== null) return turn.show(heard.say);
  turn.emit({ verb: "tellMember", say: heard.say, fanId: heard.fanId });
}

function onOutcome(turn: DeskTurn, heard: Heard<"outcome">): void {
  const { outcome, verb } = heard;
  if (outcome.type === "done" && verb === "showScreen") {
    const messageId = outcome.sent?.messageIds.at(-1);
    if (messageId !== undefined) turn.set({ panelId: messageId });
    return;
  }
  if (verb !== "deskAct") return;
  if (outcome.type === "refused") {
    return turn.show({ key: "failed", with: { reason: outcome.reason } });
  }
  if (outcome.type !== "done" || outcome.answer?.type !== "acted") return;
  const { answer } = outcome;
  const isRefusedLink = heard.tag === JOIN && !answer.isDone;
  if (heard.tag === SPOKEN || isRefusedLink) return turn.tell(answer.say);
  const screen = answer.goTo === null ? null : screenOf(answer.goTo);
  if (screen === null) turn.show(answer.say);
  else turn.go(screen, answer.say);
  sectionOf(heard.tag === JOIN ? "team" : (heard.tag ?? ""))?.acted?.(turn, answer);
}

/** To the person's own conversation, in the order in which it was heard; null: in a group. */
function passOn(turn: DeskTurn, body: string | null): void {
  if (body === null) return;
  const to = { kind: "conversation", key: String(turn.by.id) } as const;
  turn.emit({ verb: "send", to, lane: "normal", body });
}

function sectionOf(name: string): Section | undefined {
  return SECTIONS.find((section) => section.name === name);
}

function isAllowed(turn: DeskTurn, needs: Permission | null): boolean {
  return needs === null ? turn.by.role !== "stranger" : turn.rights[needs];
}

function denied(turn: DeskTurn): DeskSay {
  return { key: "denied", with: { role: turn.by.role } };
}
