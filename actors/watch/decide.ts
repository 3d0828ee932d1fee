// Incidents become alerts to the owner, at most one an hour for each kind: what goes wrong goes wrong
// often, and an alert that floods is muted. A kind, in words:
//
//   quiet ──incident──▶ alerted: told at once          alerted ──incident──▶ counted, not told
//   alerted ──an hour later, some were counted──▶ alerted: told how many, with the latest
//   alerted ──an hour later, none were──▶ quiet: forgotten
//
// One durable timer serves all kinds: it is set for the kind whose hour ends first.
import type { Decision, Emitted, TimerChange } from "#actors/kernel/actor.ts";
import { clip } from "#actors/kernel/content.ts";
import type { Envelope } from "#actors/kernel/envelope.ts";
import { unreachable } from "#actors/kernel/errors.ts";
import type { Incident, WatchMessage } from "./message.ts";
import type { Line, WatchState } from "./state.ts";

/** At most one alert of a kind within this. */
export const ALERT_EVERY_MS = 3_600_000;

/** Kinds kept apart; any more are one kind of their own, so that a bug in naming cannot flood. */
export const KINDS_MAX = 32;
const OTHER_KIND = "other";

const KIND_LENGTH_MAX = 64;
const WORDS_LENGTH_MAX = 1000;

const TIMER = "summary";

/** One envelope's decision; see above. */
export function decide(state: WatchState, envelope: Envelope<WatchMessage>): Decision<WatchState> {
  const { message, at } = envelope;
  switch (message.type) {
    case "incident":
      return onIncident(state, bounded(state, message), at);
    case "timer":
      return onTimer(state, at);
    case "outcome":
      // An alert that could not be delivered has nobody else to go to.
      return decision(state.lines, [], []);
    default:
      return unreachable(message);
  }
}

function onIncident(state: WatchState, incident: Incident, at: number): Decision<WatchState> {
  const { kind, detail, mend } = incident;
  const known = state.lines.find((line) => line.kind === kind);
  if (known !== undefined && isWithinHour(known, at)) {
    const counted = { ...known, suppressed: known.suppressed + 1, detail, mend };
    return decision(replaced(state.lines, counted), [], []);
  }
  const count = 1 + (known?.suppressed ?? 0);
  const line = { kind, alertedAt: at, suppressed: 0, detail, mend };
  const lines = replaced(state.lines, line);
  return decision(lines, [alert(line, count)], [timerFor(lines)]);
}

function onTimer(state: WatchState, at: number): Decision<WatchState> {
  const lines: Line[] = [];
  const alerts: Emitted[] = [];
  for (const line of state.lines) {
    if (isWithinHour(line, at)) {
      lines.push(line);
    } else if (line.suppressed > 0) {
      alerts.push(alert(line, line.suppressed));
      lines.push({ ...line, alertedAt: at, suppressed: 0 });
    }
  }
  return decision(lines, alerts, lines.length === 0 ? [] : [timerFor(lines)]);
}

/** False too when the clock was turned back past the alert: better one too many than a day of none. */
function isWithinHour(line: Line, at: number): boolean {
  return at >= line.alertedAt && at - line.alertedAt < ALERT_EVERY_MS;
}

function bounded(state: WatchState, incident: Incident): Incident {
  const kind = clip(incident.kind, KIND_LENGTH_MAX);
  const isKnown = state.lines.some((line) => line.kind === kind);
  return {
    type: "incident",
    kind: isKnown || state.lines.length < KINDS_MAX ? kind : OTHER_KIND,
    detail: clip(incident.detail, WORDS_LENGTH_MAX),
    mend: clip(incident.mend, WORDS_LENGTH_MAX),
  };
}

function replaced(lines: readonly Line[], line: Line): readonly Line[] {
  return [...lines.filter((other) => other.kind !== line.kind), line];
}

function alert(line: Line, count: number): Emitted {
  const { kind, detail, mend } = line;
  return {
    effect: { verb: "alertOwner", say: { key: "incident", with: { kind, detail, count, mend } } },
  };
}

function timerFor(lines: readonly Line[]): TimerChange {
  const first = Math.min(...lines.map((line) => line.alertedAt));
  return { name: TIMER, set: first + ALERT_EVERY_MS };
}

function decision(
  lines: readonly Line[],
  effects: readonly Emitted[],
  timers: readonly TimerChange[],
): Decision<WatchState> {
  return { state: { lines }, effects, held: [], rows: [], timers };
}
