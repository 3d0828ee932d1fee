// Updates on their way to the bot: numbered when they are made, kept until they are confirmed (a 2xx
// from the webhook, or an offset beyond them) or have expired. webhook.ts and polling.ts are the two
// ways out of the one store, so switching between them loses nothing.
// An update of a kind that was not allowed when it was made is never made; changing the list later
// does not bring it back.

import type { Cancel, SandboxClock } from "#src/sandbox/clock.ts";
import { badRequest } from "./refusal.ts";

/** Kinds that come only if they are asked for by name. */
const ON_REQUEST: ReadonlySet<string> = new Set([
  "chat_member",
  "message_reaction",
  "message_reaction_count",
]);

const KINDS: readonly string[] = [
  ...ON_REQUEST,
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_connection",
  "business_message",
  "edited_business_message",
  "deleted_business_messages",
  "guest_message",
  "inline_query",
  "chosen_inline_result",
  "callback_query",
  "shipping_query",
  "pre_checkout_query",
  "purchased_paid_media",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_join_request",
  "chat_boost",
  "removed_chat_boost",
  "managed_bot",
  "subscription",
  "stopped_message_generation",
];

/** The kinds that the sandbox makes. */
export type UpdateKind =
  | "message"
  | "edited_message"
  | "callback_query"
  | "pre_checkout_query"
  | "purchased_paid_media"
  | "message_reaction"
  | "my_chat_member"
  | "chat_member";

export interface Entry {
  readonly updateId: number;
  /** Updates of one lane reach the webhook strictly one after the other. */
  readonly lane: string;
  /** The update as it goes over the wire. */
  readonly body: Readonly<Record<string, unknown>>;
  /** By the sandbox's clock, milliseconds. */
  readonly expiresAt: number;
  /** A second delivery of an update that was delivered before: no offset confirms it away. */
  readonly isRepeat: boolean;
}

const HOUR_MS = 3_600_000;
const LIFE_MS = 24 * HOUR_MS;

/** How long a button press waits for the bot, and for its answer. */
export const CALLBACK_LIFE_MS = 150_000;

/** The kinds that mean nothing any more when they come late. */
const SHORT_LIVED: ReadonlySet<UpdateKind> = new Set(["callback_query", "pre_checkout_query"]);

/** Far from zero, so that nothing mistakes an update id for a count. */
const FIRST_UPDATE_ID = 714_000_001;

export class UpdateStore {
  readonly #clock: SandboxClock;
  readonly #onChange: () => void;
  readonly #entries = new Set<Entry>();
  readonly #listeners = new Set<(entry: Entry) => void>();
  /** Null is Telegram's default: everything but ON_REQUEST. */
  #allowed: readonly string[] | null = null;
  #nextId = FIRST_UPDATE_ID;
  #last: Entry | null = null;
  /** Delivers each new update a second time, right behind the first. */
  duplicatesAll = false;

  constructor(clock: SandboxClock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** What getWebhookInfo shows; null is the default. */
  get allowed(): readonly string[] | null {
    return this.#allowed;
  }

  /** Undefined keeps the list, an empty one restores the default. Refuses names nobody knows. */
  allow(kinds: readonly string[] | undefined): void {
    if (!kinds) return;
    const unknown = kinds.find((kind) => !KINDS.includes(kind));
    if (unknown !== undefined) throw badRequest(`unknown update type "${unknown}"`);
    this.#allowed = kinds.length > 0 ? kinds : null;
  }

  /** Makes an update, unless its kind is not wanted. */
  add(kind: UpdateKind, lane: string, payload: object): void {
    if (!this.#isAllowed(kind)) return;
    const life = SHORT_LIVED.has(kind) ? CALLBACK_LIFE_MS : LIFE_MS;
    const updateId = this.#nextId++;
    this.#push({
      updateId,
      lane,
      body: { update_id: updateId, [kind]: payload },
      expiresAt: this.#clock.now() + life,
      isRepeat: false,
    });
    if (this.duplicatesAll) this.repeatLast();
  }

  /** Delivers the newest update once more, under its old number. False if there is none. */
  repeatLast(): boolean {
    if (!this.#last) return false;
    this.#push({ ...this.#last, isRepeat: true });
    return true;
  }

  /** What waits, oldest first. */
  pending(): readonly Entry[] {
    const now = this.#clock.now();
    for (const entry of this.#entries) if (entry.expiresAt <= now) this.#entries.delete(entry);
    return [...this.#entries];
  }

  get pendingCount(): number {
    return this.pending().length;
  }

  has(entry: Entry): boolean {
    return this.#entries.has(entry) && entry.expiresAt > this.#clock.now();
  }

  remove(entry: Entry): void {
    this.#entries.delete(entry);
    this.#onChange();
  }

  clear(): void {
    this.#entries.clear();
    this.#onChange();
  }

  onAdd(listener: (entry: Entry) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #isAllowed(kind: UpdateKind): boolean {
    return this.#allowed ? this.#allowed.includes(kind) : !ON_REQUEST.has(kind);
  }

  #push(entry: Entry): void {
    this.#last = entry;
    this.#entries.add(entry);
    for (const listener of this.#listeners) listener(entry);
    this.#onChange();
  }
}
