// Telegram's message limits, kept by us before Telegram has to (core.telegram.org/bots/faq: about 30
// a second over all chats, about one a second in one chat with short bursts, 20 a minute in one
// group; edits count like sends, and so does making a topic).
//
// A limit is a sliding window, not a token bucket: a bucket of N that refills over a minute lets
// nearly 2N through in some minute, which a strict server refuses. And a slot is given back one
// span after the *answer*, not after the call left: the server counted it at some moment between the
// two, so however slow the wire, no span of the server's clock ever holds more than N.
//
// A 429 that comes all the same says that somebody else spent from the same budget (a deploy's
// overlap, another program with this token) or that Telegram is stricter today. The window then
// narrows by a quarter, and widens again one step for every ten quiet minutes.

/** The owner's and the deployment's bounds; 0 switches one off. */
export interface LimitOptions {
  /** Over all chats. */
  readonly messagesPerSecond: number;
  /** In one group, whatever its topics. */
  readonly groupMessagesPerMinute: number;
  /** In any one chat, in the long run. */
  readonly chatMessagesPerSecond: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * A chat takes this many seconds' worth at once, and then no more until they have passed: the "short
 * bursts" that the FAQ allows. Five is what a `/start` can need (welcome, meter, its pin, a notice).
 */
const CHAT_BURST_SECONDS = 5;

/** Telegram stamps messages in whole seconds, so its window may begin up to one before ours. */
const GROUP_MARGIN_MS = SECOND_MS;
const SHORT_MARGIN_MS = 50;

const NARROWED_SHARE = 0.75;
/** Four steps leave a third: below that it is not our pace that is the matter. */
const NARROWED_STEPS_MAX = 4;
const WIDEN_AFTER_MS = 10 * MINUTE_MS;

interface Slot {
  readonly freeAt: number;
  readonly weight: number;
}

/** At most `capacity` messages in any `spanMs`. Times are the monotonic clock's milliseconds. */
export class Window {
  readonly #capacity: number;
  readonly #spanMs: number;
  /** Answered calls by the time their slots come back; those before `#head` have. */
  #slots: Slot[] = [];
  #head = 0;
  #answered = 0;
  /** Messages in calls that have no answer yet. */
  #open = 0;
  #steps = 0;
  #widenAt = 0;

  constructor(capacity: number, spanMs: number) {
    this.#capacity = capacity;
    this.#spanMs = spanMs;
  }

  /** Whether a call of so many messages may leave. One larger than the window goes when it is empty. */
  admits(weight: number, now: number): boolean {
    this.#expire(now);
    const used = this.#open + this.#answered;
    return used === 0 || used + weight <= this.#limit(now);
  }

  take(weight: number): void {
    this.#open += weight;
  }

  /** The call that took `weight` was not made after all. */
  giveBack(weight: number): void {
    this.#open -= weight;
  }

  /** The answer to a call that took `weight` is there. */
  finish(weight: number, now: number): void {
    this.#open -= weight;
    this.#answered += weight;
    this.#slots.push({ freeAt: now + this.#spanMs, weight });
  }

  /** When `admits` may turn true if no answer comes before; Infinity when only an answer can help. */
  freeAt(weight: number, now: number): number {
    if (this.admits(weight, now)) return now;
    const widensAt = this.#steps > 0 ? this.#widenAt : Number.POSITIVE_INFINITY;
    const wanted = Math.max(0, this.#limit(now) - weight);
    let used = this.#open + this.#answered;
    for (let i = this.#head; i < this.#slots.length; i += 1) {
      const slot = this.#slots[i];
      if (slot === undefined) break;
      used -= slot.weight;
      if (used <= wanted) return Math.min(slot.freeAt, widensAt);
    }
    return widensAt;
  }

  /** Telegram said 429 although we kept to the window. */
  narrow(now: number): void {
    this.#widen(now);
    this.#steps = Math.min(NARROWED_STEPS_MAX, this.#steps + 1);
    this.#widenAt = now + WIDEN_AFTER_MS;
  }

  /** When the window is as good as new; Infinity while a call is under way. */
  freshAt(now: number): number {
    this.#expire(now);
    this.#widen(now);
    if (this.#open > 0) return Number.POSITIVE_INFINITY;
    const emptyAt = this.#slots.at(-1)?.freeAt ?? now;
    const wideAt = this.#steps === 0 ? now : this.#widenAt + (this.#steps - 1) * WIDEN_AFTER_MS;
    return Math.max(emptyAt, wideAt);
  }

  #limit(now: number): number {
    this.#widen(now);
    return Math.max(1, Math.floor(this.#capacity * NARROWED_SHARE ** this.#steps));
  }

  #widen(now: number): void {
    while (this.#steps > 0 && now >= this.#widenAt) {
      this.#steps -= 1;
      this.#widenAt += WIDEN_AFTER_MS;
    }
  }

  #expire(now: number): void {
    for (;;) {
      const slot = this.#slots[this.#head];
      if (slot === undefined || slot.freeAt > now) break;
      this.#answered -= slot.weight;
      this.#head += 1;
    }
    if (this.#head > 0 && (this.#head === this.#slots.length || this.#head >= 64)) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** The window over all chats, null when there is no such limit. */
export function botWindow(options: LimitOptions): Window | null {
  const { messagesPerSecond } = options;
  if (messagesPerSecond <= 0) return null;
  return new Window(messagesPerSecond, SECOND_MS + SHORT_MARGIN_MS);
}

/** The windows of one chat; a group has the minute's as well. */
export function chatWindows(isGroup: boolean, options: LimitOptions): readonly Window[] {
  const windows: Window[] = [];
  if (options.chatMessagesPerSecond > 0) {
    const burst = Math.max(1, Math.round(options.chatMessagesPerSecond * CHAT_BURST_SECONDS));
    windows.push(new Window(burst, CHAT_BURST_SECONDS * SECOND_MS + SHORT_MARGIN_MS));
  }
  if (isGroup && options.groupMessagesPerMinute > 0) {
    windows.push(new Window(options.groupMessagesPerMinute, MINUTE_MS + GROUP_MARGIN_MS));
  }
  return windows;
}
