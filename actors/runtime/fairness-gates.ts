// The gates that lanes pass on their way out, one a chat and one over all of them. A gate knows when
// its chat may be called again: Telegram said so (a flood), or our own windows do.
//
//   closed    until a time that Telegram gave; nothing passes, whatever it costs
//   full      open, but a window has no room for the next message; what costs nothing passes
//   ready     the next ticket may pass; its line stands in one of the two heaps below
//   fresh     nobody waits, nothing is under way, the windows are empty: the gate is forgotten
//
// A gate keeps two lines, for calls that cost messages and for those that do not, because a full
// window must not hold up a reaction. A broadcast passes only while the window over all chats has
// some room to spare: whoever writes next would otherwise find it full, and wait for up to a second
// although nobody stands before them. Drawing, leaving and picking are O(log n) in the lanes of one
// chat and in the chats.
import type { Clock } from "#actors/kernel/ports.ts";
import { COSMETIC, isServedBefore, type Rank, type Ticket, YIELDING } from "./fairness.ts";
import { type HeapMember, RankedHeap } from "./heap.ts";
import { botWindow, chatWindows, type LimitOptions, type Window } from "./limits.ts";
import { Alarm, type Alarms } from "./relay-alarms.ts";

/** Of the bot's messages a second, what broadcasts leave to those who write next. */
const SPARE_SHARE = 0.2;

/** Where calls go that belong to no chat (the answer to a press). Never limited, never closed. */
export const NO_CHAT = 0;

/** The tickets of a chat that cost messages, or those that do not. */
class Line<T> extends RankedHeap<Ticket<T>> implements HeapMember {
  place = -1;

  constructor() {
    super(isServedBefore);
  }
}

class Gate<T> {
  readonly chat: number;
  readonly windows: readonly Window[];
  readonly costly = new Line<T>();
  readonly costless = new Line<T>();
  readonly alarm: Alarm;
  closedUntil = 0;
  calls = 0;

  constructor(chat: number, windows: readonly Window[], ring: (gate: Gate<T>) => void) {
    this.chat = chat;
    this.windows = windows;
    this.alarm = new Alarm(() => {
      ring(this);
    });
  }

  admits(weight: number, now: number): boolean {
    return this.windows.every((window) => window.admits(weight, now));
  }

  /** When a closed or full gate is worth another look; Infinity: when an answer comes. */
  opensAt(now: number): number {
    if (this.closedUntil > now) return this.closedUntil;
    const { top } = this.costly;
    if (top === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(...this.windows.map((window) => window.freeAt(top.weight, now)));
  }

  freshAt(now: number): number {
    const times = this.windows.map((window) => window.freshAt(now));
    return Math.max(this.closedUntil, now, ...times);
  }
}

export interface GatesDeps {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly limits: LimitOptions;
  /** A gate has opened by itself: there may be something to take. */
  readonly onOpen: () => void;
}

export class Gates<T> {
  readonly #deps: GatesDeps;
  readonly #bot: Window | null;
  readonly #botAlarm: Alarm;
  #botClosedUntil = 0;
  readonly #gates = new Map<number, Gate<T>>();
  readonly #costly = new RankedHeap<Line<T>>(isLineBefore);
  readonly #costless = new RankedHeap<Line<T>>(isLineBefore);
  #tickets = 0;

  constructor(deps: GatesDeps) {
    this.#deps = deps;
    this.#bot = botWindow(deps.limits);
    this.#botAlarm = new Alarm(deps.onOpen);
  }

  /** Chats that are remembered. */
  get size(): number {
    return this.#gates.size;
  }

  /** Stands in line for a call to a chat. */
  enter(holder: T, chat: number, weight: number, rank: Rank): Ticket<T> {
    const ticket = { holder, chat, weight, rank, number: (this.#tickets += 1), place: -1 };
    const gate = this.#gateOf(chat);
    lineOf(gate, ticket).push(ticket);
    this.#refresh(gate);
    return ticket;
  }

  /** Leaves the line without a call. */
  leave(ticket: Ticket<T>): void {
    const gate = this.#gateOf(ticket.chat);
    lineOf(gate, ticket).remove(ticket);
    this.#refresh(gate);
  }

  /** The next ticket that may pass, which counts as called from now on; null: nobody may. */
  take(): Ticket<T> | null {
    const now = this.#now();
    if (now < this.#botClosedUntil) {
      this.#deps.alarms.set(this.#botAlarm, this.#botClosedUntil);
      return null;
    }
    const ticket = this.#next(now);
    if (ticket === null) return null;
    const gate = this.#gateOf(ticket.chat);
    lineOf(gate, ticket).remove(ticket);
    gate.calls += 1;
    if (ticket.weight > 0) {
      this.#bot?.take(ticket.weight);
      for (const window of gate.windows) window.take(ticket.weight);
    }
    this.#refresh(gate);
    return ticket;
  }

  /** The call of a taken ticket was answered. */
  finish(ticket: Ticket<T>): void {
    const now = this.#now();
    const gate = this.#gateOf(ticket.chat);
    gate.calls -= 1;
    if (ticket.weight > 0) {
      this.#bot?.finish(ticket.weight, now);
      for (const window of gate.windows) window.finish(ticket.weight, now);
    }
    this.#refresh(gate);
  }

  /** The call of a taken ticket was not made after all. */
  giveBack(ticket: Ticket<T>): void {
    const gate = this.#gateOf(ticket.chat);
    gate.calls -= 1;
    if (ticket.weight > 0) {
      this.#bot?.giveBack(ticket.weight);
      for (const window of gate.windows) window.giveBack(ticket.weight);
    }
    this.#refresh(gate);
  }

  /**
   * Telegram wants quiet in a ticket's chat. Answers the holders of cosmetic tickets there, who may
   * have something better to do than to wait.
   */
  flooded(ticket: Ticket<T>, forMs: number): readonly T[] {
    if (ticket.chat === NO_CHAT) return [];
    const now = this.#now();
    const gate = this.#gateOf(ticket.chat);
    gate.closedUntil = Math.max(gate.closedUntil, now + forMs);
    if (ticket.weight > 0) for (const window of gate.windows) window.narrow(now);
    this.#refresh(gate);
    return [...gate.costly.members, ...gate.costless.members]
      .filter((waiting) => waiting.rank.queueClass === COSMETIC)
      .map((waiting) => waiting.holder);
  }

  /** Nothing leaves for a while; `isFlood` when it is Telegram that wants quiet. */
  closeAll(forMs: number, isFlood: boolean): void {
    const now = this.#now();
    this.#botClosedUntil = Math.max(this.#botClosedUntil, now + forMs);
    if (isFlood) this.#bot?.narrow(now);
  }

  /** Until when a chat is closed; 0 when it is open. */
  closedUntil(chat: number): number {
    const until = this.#gates.get(chat)?.closedUntil ?? 0;
    return until > this.#now() ? until : 0;
  }

  /** Whether a message to a chat would have to wait, or take the place of another lane's. */
  isCrowded(chat: number, own: Ticket<T> | null): boolean {
    const gate = this.#gates.get(chat);
    if (gate === undefined) return false;
    const now = this.#now();
    if (gate.closedUntil > now || !gate.admits(1, now)) return true;
    const isOwnInside = own !== null && own.chat === chat && own.weight > 0;
    return gate.costly.size > (isOwnInside ? 1 : 0);
  }

  /** Chats that Telegram has closed, and for how long yet; null is the whole bot. */
  floods(): readonly { readonly chat: number | null; readonly forMs: number }[] {
    const now = this.#now();
    const chats = [...this.#gates.values()].map((gate) => [gate.chat, gate.closedUntil] as const);
    return [[null, this.#botClosedUntil] as const, ...chats]
      .filter(([, until]) => until > now)
      .map(([chat, until]) => ({ chat, forMs: until - now }));
  }

  #next(now: number): Ticket<T> | null {
    const costless = this.#costless.top?.top ?? null;
    const costly = this.#costly.top?.top ?? null;
    if (costly === null) return costless;
    const room = costly.weight + this.#spareFor(costly);
    if (this.#bot !== null && !this.#bot.admits(room, now)) {
      this.#deps.alarms.set(this.#botAlarm, this.#bot.freeAt(room, now));
      return costless;
    }
    return costless !== null && isServedBefore(costless, costly) ? costless : costly;
  }

  /** What must be left free beside a ticket's own weight. */
  #spareFor({ rank }: Ticket<T>): number {
    if (rank.queueClass !== YIELDING) return 0;
    return Math.ceil(this.#deps.limits.messagesPerSecond * SPARE_SHARE);
  }

  #gateOf(chat: number): Gate<T> {
    let gate = this.#gates.get(chat);
    if (gate === undefined) {
      // Telegram's ids of groups are negative, those of people positive.
      const windows = chat === NO_CHAT ? [] : chatWindows(chat < 0, this.#deps.limits);
      gate = new Gate<T>(chat, windows, (due) => {
        this.#refresh(due);
        this.#deps.onOpen();
      });
      this.#gates.set(chat, gate);
    }
    return gate;
  }

  /** Brings a gate's lines and alarm in step with what has just changed. */
  #refresh(gate: Gate<T>): void {
    const now = this.#now();
    const isOpen = gate.closedUntil <= now;
    const { top } = gate.costly;
    const isReady = isOpen && top !== undefined && gate.admits(top.weight, now);
    setReady(this.#costly, gate.costly, isReady);
    setReady(this.#costless, gate.costless, isOpen && gate.costless.size > 0);
    const isUnused = gate.costly.size === 0 && gate.costless.size === 0 && gate.calls === 0;
    const nextLookAt = isUnused ? gate.freshAt(now) : isReady ? Infinity : gate.opensAt(now);
    if (isUnused && nextLookAt <= now) this.#gates.delete(gate.chat);
    this.#deps.alarms.set(gate.alarm, isUnused && nextLookAt <= now ? Infinity : nextLookAt);
  }

  #now(): number {
    return this.#deps.clock.monotonic();
  }
}

function lineOf<T>(gate: Gate<T>, ticket: Ticket<T>): Line<T> {
  return ticket.weight > 0 ? gate.costly : gate.costless;
}

function setReady<T>(heap: RankedHeap<Line<T>>, line: Line<T>, isReady: boolean): void {
  if (!isReady) heap.remove(line);
  else if (line.place < 0) heap.push(line);
  else heap.reorder(line);
}

/** Lines are compared while somebody stands in both. */
function isLineBefore<T>(one: Line<T>, other: Line<T>): boolean {
  if (one.top === undefined || other.top === undefined) return false;
  return isServedBefore(one.top, other.top);
}
