// Telegram's flood limits, as far as they are known: about 30 messages a second in all, about one a
// second in a private chat with short bursts, 20 a minute in a group (core.telegram.org/bots/faq).
// Edits and changes of topics count like messages. A chat that went over is closed for retry_after
// seconds: everything written to it meanwhile is refused too, and nothing else is.

import type { SandboxClock } from "#src/sandbox/clock.ts";
import type { MethodName } from "./method-table.ts";

const ALL_PER_SECOND = 30;
const GROUP_PER_MINUTE = 20;
const PRIVATE_BURST = 5;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Methods that write, and are therefore limited. */
const WRITES: ReadonlySet<MethodName> = new Set<MethodName>([
  "sendMessage",
  "sendPhoto",
  "sendVideo",
  "sendAnimation",
  "sendVoice",
  "sendAudio",
  "sendVideoNote",
  "sendDocument",
  "sendSticker",
  "sendLocation",
  "sendContact",
  "sendPoll",
  "sendInvoice",
  "sendMediaGroup",
  "copyMessage",
  "copyMessages",
  "forwardMessage",
  "editMessageText",
  "editMessageCaption",
  "editMessageMedia",
  "editMessageReplyMarkup",
  "createForumTopic",
  "editForumTopic",
  "closeForumTopic",
  "reopenForumTopic",
]);

/** How many messages a call counts as; 0 for calls that write none. */
export function messageCount(method: MethodName, params: object): number {
  if (!WRITES.has(method)) return 0;
  if ("message_ids" in params && Array.isArray(params.message_ids)) {
    return params.message_ids.length;
  }
  return method === "sendMediaGroup" && "media" in params && Array.isArray(params.media)
    ? params.media.length
    : 1;
}

export class FloodLimits {
  readonly #clock: SandboxClock;
  readonly #all = new Window(ALL_PER_SECOND, SECOND_MS);
  readonly #groups = new Map<number, Window>();
  readonly #people = new Map<number, Window>();
  readonly #closedUntil = new Map<number, number>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Counts `count` messages to a chat; answers 0, or the seconds to wait if that is too many. */
  charge(chatId: number, isGroup: boolean, count: number): number {
    const now = this.#clock.now();
    const closedMs = (this.#closedUntil.get(chatId) ?? 0) - now;
    if (closedMs > 0) return Math.ceil(closedMs / SECOND_MS);
    const window = isGroup
      ? windowOf(this.#groups, chatId, GROUP_PER_MINUTE, MINUTE_MS)
      : windowOf(this.#people, chatId, PRIVATE_BURST, PRIVATE_BURST * SECOND_MS);
    const waitMs = window.waitFor(now, count);
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / SECOND_MS);
      this.#closedUntil.set(chatId, now + seconds * SECOND_MS);
      return seconds;
    }
    const overallMs = this.#all.waitFor(now, count);
    if (overallMs > 0) return Math.ceil(overallMs / SECOND_MS);
    window.count(now, count);
    this.#all.count(now, count);
    return 0;
  }
}

/** A sliding window: at most `max` in any `spanMs`. */
class Window {
  readonly #max: number;
  readonly #spanMs: number;
  #times: number[] = [];

  constructor(max: number, spanMs: number) {
    this.#max = max;
    this.#spanMs = spanMs;
  }

  /** Milliseconds until `count` more fit; one call larger than the window fits an empty one. */
  waitFor(now: number, count: number): number {
    this.#times = this.#times.filter((at) => at > now - this.#spanMs);
    const surplus = this.#times.length + count - this.#max;
    if (surplus <= 0 || this.#times.length === 0) return 0;
    const blocking = this.#times[Math.min(surplus, this.#times.length) - 1] ?? now;
    return blocking + this.#spanMs - now;
  }

  count(now: number, count: number): void {
    for (let i = 0; i < count; i++) this.#times.push(now);
  }
}

function windowOf(
  windows: Map<number, Window>,
  chatId: number,
  max: number,
  spanMs: number,
): Window {
  const window = windows.get(chatId) ?? new Window(max, spanMs);
  windows.set(chatId, window);
  return window;
}
