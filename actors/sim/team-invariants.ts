// What must hold of the team's side once a world is at rest and all that was put off has come due:
// G24 one voice, G25 orders, G26 nothing is left lying. The sentences are those of docs/runtime.md.
//
// A conversation whose fan was erased is left out of what is told from its effects: those that waited
// went with the fan. The reasons and tokens are the world's own, so nothing here trusts the keys by
// which the program tells one order from another.
import { unpackDeskPress } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { unpackPress } from "#actors/kernel/press.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables } from "./memory-tables.ts";
import { messagesBetween, type Turned, turnsOf } from "./team-history.ts";
import { TEAM } from "./team-traffic.ts";

const CLAIM_MS = Settings.parse({}).claimSeconds * 1000;

/** At rest, some hours after the last act. */
export function checkTeam(db: MemoryTables): Violation[] {
  const gone = new Set(db.erasures.map(({ key }) => key));
  const found: Violation[] = [];
  for (const [key, turns] of turnsOf(db, "conversation")) {
    if (gone.has(key)) continue;
    found.push(...oneVoice(key, turns), ...heldAnswersEnd(key, turns), ...sentOnce(key, turns));
  }
  return [...found, ...orders(db), ...nothingLeftLying(db)];
}

// ── G24: two people do not answer one fan by accident ────────────────────────────────────────────

/** Who may answer just now, told from what people did and what was seen of it. */
interface Floor {
  readonly holder: { readonly id: number; readonly until: number } | null;
  readonly assigneeId: number | null;
}

/** Whose words reached a fan while another held the conversation, without a press. */
function oneVoice(key: string, turns: readonly Turned[]): Violation[] {
  const found: Violation[] = [];
  const writers = new Map<string, Teammate>();
  let floor: Floor = { holder: null, assigneeId: null };
  for (const turn of turns) {
    const { heard, at } = turn;
    const asked = askedIn(turn);
    if (heard.by !== undefined && asked !== null) writers.set(asked, heard.by);
    const goesOut = heard.type === "teamWrote" && turn.effects.some(isReply);
    if (goesOut && heard.by !== undefined && !isFree(floor, heard.by, at)) {
      const what = `fan ${key}: ${heard.by.name} answered while ${floor.holder?.id} was at it`;
      found.push({ guarantee: "G24", what });
    }
    floor = after(floor, turn, writers);
  }
  return found;
}

function isFree({ holder, assigneeId }: Floor, by: Teammate, at: number): boolean {
  return holder === null || at >= holder.until || holder.id === by.id || assigneeId === by.id;
}

function after(floor: Floor, turn: Turned, writers: ReadonlyMap<string, Teammate>): Floor {
  const holderId = takesIt(floor, turn, writers);
  const holder = holderId === null ? floor.holder : { id: holderId, until: turn.at + CLAIM_MS };
  return { holder, assigneeId: assigneeAfter(floor.assigneeId, turn) };
}

/** Who holds the conversation from this turn on; null: nobody anew. */
function takesIt(
  floor: Floor,
  { heard, at, effects }: Turned,
  writers: ReadonlyMap<string, Teammate>,
): number | null {
  const { by } = heard;
  if (by === undefined || by.role === "stranger") return null;
  if (heard.type === "teamWrote") return effects.some(isReply) ? by.id : null;
  const isReaction = heard.type === "teamReacted" && heard.emoji !== null;
  const press = heard.type === "teamPressed" ? unpackPress(heard.data ?? "") : null;
  if (isReaction || press?.verb === "seen") return isFree(floor, by, at) ? by.id : null;
  const isLetOut = press?.verb === "sendAnyway" && said(effects, "sentAnyway").length > 0;
  return isLetOut ? (writers.get(press.argument)?.id ?? null) : null;
}

function assigneeAfter(assigneeId: number | null, { effects }: Turned): number | null {
  const given = said(effects, "assigned").at(-1);
  if (given !== undefined) return TEAM.find(({ name }) => name === given.with.to)?.id ?? null;
  const isTaken = said(effects, "unassigned").length + said(effects, "gaveBack").length > 0;
  return isTaken ? null : assigneeId;
}

/** Each answer that was kept back was sent, dropped or expired, once, and it was said. */
function heldAnswersEnd(key: string, turns: readonly Turned[]): Violation[] {
  const open = new Set<string>();
  const found: Violation[] = [];
  let expired = 0;
  for (const turn of turns) {
    const asked = askedIn(turn);
    if (asked !== null) open.add(asked);
    expired += said(turn.effects, "heldBackExpired").length;
    const words = [...said(turn.effects, "sentAnyway"), ...said(turn.effects, "heldBackDropped")];
    if (words.length === 0) continue;
    const token = unpackPress(turn.heard.data ?? "")?.argument ?? "";
    if (!open.delete(token)) {
      found.push({ guarantee: "G24", what: `fan ${key}: ${token} was decided about twice` });
    }
  }
  if (open.size === expired) return found;
  const what = `fan ${key}: ${open.size} answers were kept back for good, ${expired} expired`;
  return [...found, { guarantee: "G24", what }];
}

/** One message of the team goes to the fan once. */
function sentOnce(key: string, turns: readonly Turned[]): Violation[] {
  const tags = turns.flatMap(({ effects }) => effects.filter(isReply)).map(({ tag }) => tag);
  return repeated(tags.filter((tag) => tag !== undefined)).map((tag) => {
    return { guarantee: "G24", what: `fan ${key}: ${tag} was sent twice` };
  });
}

/** The token of the question that a turn asked about an answer that it kept back. */
function askedIn({ effects }: Turned): string | null {
  const asked = effects.find((effect) => effect.verb === "tell" && effect.say.key === "heldBack");
  return asked?.tag?.replace(/^aside:/, "") ?? null;
}

// ── G25: what somebody orders in the panel is done once ──────────────────────────────────────────

function orders(db: MemoryTables): Violation[] {
  return [...creditsOrdered(db), ...confirmedOnce(db), ...heardOnce(db)].map((what) => {
    return { guarantee: "G25", what };
  });
}

const REASON = /order \d+$/;
/** Why an order for credits is not booked. */
const REFUSALS: ReadonlySet<string> = new Set([
  "giftUsage",
  "adjustUsage",
  "fanErased",
  "notAllowed",
  "boundReached",
]);

/** An order for credits has one line in the ledger, or its desk was told why it has none. */
function creditsOrdered(db: MemoryTables): string[] {
  const ordered = [...turnsOf(db, "desk").values()].flat().flatMap((turn) => {
    const reason = REASON.exec(turn.heard.content?.text ?? "")?.[0];
    return reason !== undefined && ordersIn(turn).length > 0 ? [reason] : [];
  });
  const carriedOut = new Map<string, Turned[]>();
  for (const turn of [...turnsOf(db, "conversation").values()].flat()) {
    const reason = turn.heard.order?.reason;
    if (reason !== undefined) carriedOut.set(reason, [...(carriedOut.get(reason) ?? []), turn]);
  }
  const notes = db.ledger.flatMap(({ note }) => REASON.exec(note ?? "")?.[0] ?? []);
  const unasked = notes.filter((note) => !ordered.includes(note));
  const wrong = ordered.flatMap((reason) => {
    const lines = notes.filter((note) => note === reason).length;
    const wasRefused = (carriedOut.get(reason) ?? []).some(isRefused);
    const wasErased = (carriedOut.get(reason) ?? []).some(({ effects }) => effects.length === 0);
    const isFine = lines === 1 ? !wasRefused : lines === 0 && (wasRefused || wasErased);
    return isFine ? [] : [`${reason} is booked ${lines} times`];
  });
  return [...wrong, ...unasked.map((note) => `${note} is booked and was never asked for`)];
}

function isRefused({ effects }: Turned): boolean {
  return effects.some((effect) => {
    if (effect.verb !== "send") return false;
    const { say } = JSON.parse(effect.body) as { say?: { with: { say?: TeamSay } } };
    return REFUSALS.has(say?.with.say?.key ?? "");
  });
}

/** One question is answered with one order at most, however often Yes was pressed. */
function confirmedOnce(db: MemoryTables): string[] {
  const tokens = [...turnsOf(db, "desk").values()].flat().flatMap((turn) => {
    const press = unpackDeskPress(turn.heard.data ?? "");
    if (press?.section !== "nav" || press.verb !== "yes") return [];
    return ordersIn(turn).map(() => press.argument);
  });
  return repeated(tokens).map((token) => `${token} was confirmed once and ordered twice`);
}

/** What one actor says to another is heard as often as it was said, and an order always. */
function heardOnce(db: MemoryTables): string[] {
  const { sent, heard } = messagesBetween(db);
  const [uttered, came] = [counted(sent), counted(heard)];
  const twice = [...came].filter(([message, times]) => times > (uttered.get(message) ?? times));
  const never = [...uttered].filter(([message, times]) => times > (came.get(message) ?? 0));
  return [
    ...twice.map(([message]) => `was heard more often than it was said: ${message}`),
    ...never
      .filter(([message]) => message.includes('"type":"teamOrder"'))
      .map(([message]) => `was never heard: ${message}`),
  ];
}

function ordersIn({ effects }: Turned): readonly Effect[] {
  return effects.filter((effect) => effect.verb === "send" && isOrder(effect.body));
}

function isOrder(body: string): boolean {
  return (JSON.parse(body) as { readonly type?: string }).type === "teamOrder";
}

// ── G26: nothing that was put off is forgotten ───────────────────────────────────────────────────

/** Timers of the team's side. */
const TEAM_TIMERS: ReadonlySet<string> = new Set([
  "duty",
  "ask",
  "albumOut",
  "typing",
  "strangers",
]);

interface StoredDuty {
  readonly asides?: readonly unknown[];
  readonly assignee?: { readonly id: number };
  readonly reminders?: readonly unknown[];
}

function nothingLeftLying(db: MemoryTables): Violation[] {
  const timers = [...db.timers.values()]
    .filter(({ name }) => TEAM_TIMERS.has(name))
    .map(({ name, address, dueAt }) => `the timer ${name} of ${address.key} waits for ${dueAt}`);
  const conversations = [...db.actors.values()].flatMap(({ address, userId, state }) => {
    if (address.kind !== "conversation" || userId === null || state === null) return [];
    const stored = JSON.parse(state) as { duty?: StoredDuty; topicStatus: string };
    return left(db, userId, stored).map((what) => `fan ${address.key}: ${what}`);
  });
  return [...timers, ...conversations].map((what) => ({ guarantee: "G26", what }));
}

function left(
  db: MemoryTables,
  userId: number,
  { duty = {}, topicStatus }: { readonly duty?: StoredDuty; readonly topicStatus: string },
): string[] {
  const shown = db.users.get(userId)?.projection?.conversation;
  if (shown === undefined) return [];
  const { asides = [], reminders = [], assignee } = duty;
  const last = assignedInTheEnd(db, userId);
  return [
    ...(shown.snoozedUntil === null ? [] : ["put off, and never back"]),
    ...(asides.length === 0 ? [] : [`${asides.length} answers kept back`]),
    ...(reminders.length === 0 ? [] : ["a reminder that was never said"]),
    ...(topicStatus === "closed" && shown.waitingSince !== null ? ["waits, and is closed"] : []),
    ...(shown.assignedTo === (assignee?.id ?? null) ? [] : ["shown as another's"]),
    ...(typeof last === "string" ? [last] : []),
    ...(last === shown.assignedTo ? [] : [`assigned to ${shown.assignedTo}, by history ${last}`]),
  ];
}

/** Whose it is by the history, in which each entry says whose it was before; or what is wrong there. */
function assignedInTheEnd(db: MemoryTables, userId: number): number | null | string {
  let assigneeId: number | null = null;
  for (const row of db.otherRows) {
    if (row.userId !== userId || row.row !== "audit") continue;
    if (row.act === "gaveBack") assigneeId = null;
    if (row.act !== "assign") continue;
    const { was = null, to = null } = row.detail;
    if (was !== assigneeId) return `the history says that it was ${was}'s, and ${assigneeId}'s`;
    assigneeId = to === null ? null : Number(to);
  }
  return assigneeId;
}

// ── reading effects ──────────────────────────────────────────────────────────────────────────────

function isReply(effect: Effect): effect is Extract<Effect, { verb: "reply" }> {
  return effect.verb === "reply";
}

/** What a turn said in the topic by a key. */
function said<Key extends TeamSay["key"]>(
  effects: readonly Effect[],
  key: Key,
): readonly Extract<TeamSay, { key: Key }>[] {
  return effects.flatMap((effect) => {
    const isSaid = effect.verb === "tell" || effect.verb === "editTell";
    return isSaid && effect.say.key === key ? [effect.say as Extract<TeamSay, { key: Key }>] : [];
  });
}

function counted(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function repeated(items: readonly string[]): string[] {
  return [...counted(items)].filter(([, count]) => count > 1).map(([item]) => item);
}
