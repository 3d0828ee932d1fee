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
import type { Teammate } from "#actors/kernel/team.ts";
import { SCREEN_COMMANDS } from "./commands.ts";
import type { DeskMessage, Heard } from "./message.ts";
import type { Bubble, Section } from "./section.ts";
import { SECTIONS } from "./sections/index.ts";
import type { DeskState } from "./state.ts";
import { DeskTurn } from "./turn.ts";

/** A question or a confirmation that nobody answers is forgotten. */
export const ASK_LIFE_MS = 600_000;

const STALE: DeskSay = { key: "stale", with: {} };
const CANCELLED: DeskSay = { key: "cancelled", with: {} };

/** One envelope's decision. */
export function decide(
  state: DeskState,
  envelope: Envelope<DeskMessage>,
  settings: Settings,
): Decision<DeskState> {
  const { message } = envelope;
  const turn = new DeskTurn(state, envelope, settings, byOf(message, state, settings));
  hear(turn, message);
  return turn.decision();
}

/** Who is behind an envelope: its sender, or the desk's person as the team's list has them. */
function byOf(message: DeskMessage, state: DeskState, settings: Settings): Teammate {
  if ("by" in message) return message.by;
  const { memberId: id } = deskPlace(state.key);
  const member = settings.team.find((one) => one.id === id);
  // Without a list yet, an administrator of a group works as admin.
  const role = member?.role ?? (settings.team.length <= 1 ? "admin" : "stranger");
  return { id, name: member?.name ?? state.name, role };
}

function hear(turn: DeskTurn, message: DeskMessage): void {
  switch (message.type) {
    case "commanded":
      return onCommanded(turn, message);
    case "wrote":
      return onWrote(turn, message);
    case "pressed":
      return onPressed(turn, message);
    case "word":
      return onWord(turn, message);
    case "outcome":
      return onOutcome(turn, message);
    case "timer":
      return;
    default:
      return unreachable(message);
  }
}

function onCommanded(turn: DeskTurn, heard: Heard<"commanded">): void {
  const screen = SCREEN_COMMANDS[heard.command];
  if (screen === undefined) return passOn(turn, heard);
  if (!turn.rights[SCREEN_NEEDS[screen.at]]) return tell(turn, denied(turn));
  const { panelId } = turn.state;
  const gone = panelId === null ? [heard.messageId] : [panelId, heard.messageId];
  turn.emit({ verb: "tidy", messageIds: gone });
  turn.set({ panelId: null, name: turn.by.name });
  turn.go(screen);
}

/** What no wizard waits for is the person's own, as a fan; in a group it is nobody's. */
function onWrote(turn: DeskTurn, heard: Heard<"wrote">): void {
  const { asking } = turn.state;
  if (asking === null || turn.at - asking.at > ASK_LIFE_MS) return passOn(turn, heard);
  const section = sectionOf(asking.section);
  turn.set({ asking: null });
  turn.emit({ verb: "tidy", messageIds: [heard.messageId] });
  if (section === undefined || !mayUse(turn, section)) return turn.show(denied(turn));
  const { content } = heard;
  section.answer?.(turn, asking.step, asking.subject, { text: content.text.trim(), content });
  turn.show();
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
  // An older panel of this person: from here on this one is edited.
  turn.set({ panelId: heard.messageId, name: turn.by.name });
  if (press.section === "nav") return navigate(turn, press.verb, press.argument);
  const section = sectionOf(press.section);
  if (section === undefined) return STALE;
  if (!mayUse(turn, section)) return denied(turn);
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
  if (!mayUse(turn, section)) return denied(turn);
  turn.show();
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
  const screen = answer.goTo === null ? null : screenOf(answer.goTo);
  if (screen === null) turn.show(answer.say);
  else turn.go(screen, answer.say);
  sectionOf(heard.tag ?? "")?.acted?.(turn, answer);
}

function passOn(turn: DeskTurn, { passOn: body }: Heard<"wrote" | "commanded">): void {
  if (body === null) return;
  const to = { kind: "conversation", key: String(turn.by.id) } as const;
  turn.emit({ verb: "send", to, lane: "normal", body });
}

function tell(turn: DeskTurn, say: DeskSay): void {
  turn.emit({ verb: "tellMember", say, fanId: null });
}

function sectionOf(name: string): Section | undefined {
  return SECTIONS.find((section) => section.name === name);
}

function mayUse(turn: DeskTurn, { needs }: Section): boolean {
  return needs === null ? turn.by.role !== "stranger" : turn.rights[needs];
}

function denied(turn: DeskTurn): DeskSay {
  return { key: "denied", with: { role: turn.by.role } };
}
