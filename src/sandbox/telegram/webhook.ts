// Delivery by webhook. One lane of updates per (chat or user, kind), as Telegram's own server keeps
// them (tdlib/telegram-bot-api, WebhookActor.cpp): a lane sends its next update only after a 2xx for
// the one before, lanes run side by side up to max_connections.
//
// A lane is idle (nothing to send), ready (waiting for a free connection), sending, or resting
// (its head failed and waits for its next try). A head that answered 2xx is gone; anything else
// rests the lane for 1, 2, 4 … 60 s, or for the answer's Retry-After. A head that expires is dropped
// when its turn comes.

import type { Cancel, SandboxClock } from "#src/sandbox/clock.ts";
import type { Entry, UpdateStore } from "./updates.ts";

export interface WebhookTarget {
  readonly url: string;
  readonly secretToken: string | null;
  readonly maxConnections: number;
}

export interface DeliveryError {
  readonly at: number;
  readonly message: string;
}

interface Lane {
  readonly key: string;
  readonly waiting: Entry[];
  state: "idle" | "ready" | "sending" | "resting";
  failures: number;
  endRest: Cancel;
}

interface Answer {
  readonly isDone: boolean;
  readonly retryAfterSeconds: number | null;
  readonly error: string | null;
}

const REST_SECONDS_MAX = 60;
const RETRY_AFTER_SECONDS_MAX = 3_600;

/** Telegram's patience with a webhook. Real time: it is the network that is waited for. */
const ANSWER_TIMEOUT_MS = 60_000;

export class WebhookCourier {
  readonly #store: UpdateStore;
  readonly #clock: SandboxClock;
  readonly #onChange: () => void;
  readonly #lanes = new Map<string, Lane>();
  #ready: Lane[] = [];
  #target: WebhookTarget | null = null;
  #abort = new AbortController();
  #sending = 0;
  lastError: DeliveryError | null = null;

  constructor(store: UpdateStore, clock: SandboxClock, onChange: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onChange = onChange;
    store.onAdd((entry) => this.#take(entry));
  }

  get target(): WebhookTarget | null {
    return this.#target;
  }

  /** Points the deliveries at `target`, or stops them; what is not confirmed stays pending. */
  aim(target: WebhookTarget | null): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const lane of this.#lanes.values()) lane.endRest();
    this.#lanes.clear();
    this.#ready = [];
    this.#sending = 0;
    this.#target = target;
    this.lastError = null;
    for (const entry of this.#store.pending()) this.#take(entry);
  }

  #take(entry: Entry): void {
    if (!this.#target) return;
    const lane = this.#laneOf(entry);
    lane.waiting.push(entry);
    if (lane.state === "idle") this.#makeReady(lane);
  }

  #laneOf(entry: Entry): Lane {
    const known = this.#lanes.get(entry.lane);
    if (known) return known;
    const lane: Lane = {
      key: entry.lane,
      waiting: [],
      state: "idle",
      failures: 0,
      endRest: () => {},
    };
    this.#lanes.set(lane.key, lane);
    return lane;
  }

  #makeReady(lane: Lane): void {
    lane.state = "ready";
    this.#ready.push(lane);
    this.#pump();
  }

  #pump(): void {
    const target = this.#target;
    if (!target) return;
    while (this.#sending < target.maxConnections) {
      const lane = this.#ready.shift();
      if (!lane) return;
      const head = this.#headOf(lane);
      if (head) void this.#send(lane, head, target, this.#abort.signal);
      else this.#lanes.delete(lane.key);
    }
  }

  #headOf(lane: Lane): Entry | undefined {
    while (lane.waiting[0] && !this.#store.has(lane.waiting[0])) {
      lane.waiting.shift();
      lane.failures = 0;
    }
    return lane.waiting[0];
  }

  async #send(lane: Lane, head: Entry, target: WebhookTarget, signal: AbortSignal): Promise<void> {
    lane.state = "sending";
    this.#sending++;
    const answer = await post(target, head, signal);
    if (signal.aborted) return;
    this.#sending--;
    if (answer.isDone) this.#delivered(lane, head);
    else this.#failed(lane, answer);
    this.#onChange();
    this.#pump();
  }

  #delivered(lane: Lane, head: Entry): void {
    this.#store.remove(head);
    lane.waiting.shift();
    lane.failures = 0;
    this.#makeReady(lane);
  }

  #failed(lane: Lane, answer: Answer): void {
    this.lastError = { at: this.#clock.now(), message: answer.error ?? "" };
    const backoff = Math.min(2 ** lane.failures, REST_SECONDS_MAX);
    const seconds = answer.retryAfterSeconds ?? backoff;
    lane.failures++;
    lane.state = "resting";
    lane.endRest = this.#clock.after(seconds * 1000, () => this.#makeReady(lane));
  }
}

async function post(target: WebhookTarget, entry: Entry, signal: AbortSignal): Promise<Answer> {
  const headers = new Headers({ "content-type": "application/json" });
  if (target.secretToken) headers.set("X-Telegram-Bot-Api-Secret-Token", target.secretToken);
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers,
      body: JSON.stringify(entry.body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    if (response.ok) return { isDone: true, retryAfterSeconds: null, error: null };
    return {
      isDone: false,
      retryAfterSeconds: retryAfter(response.headers.get("retry-after")),
      error: `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim(),
    };
  } catch (error) {
    return { isDone: false, retryAfterSeconds: null, error: connectionError(error) };
  }
}

function retryAfter(header: string | null): number | null {
  if (header === null || !/^\d+$/u.test(header)) return null;
  return Math.min(Number(header), RETRY_AFTER_SECONDS_MAX);
}

/** A broken connection in the words getWebhookInfo uses; never the URL, which may hold secrets. */
function connectionError(error: unknown): string {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  if (name === "TimeoutError") return "Read timeout expired";
  return code === "ConnectionRefused" || code === "ECONNREFUSED"
    ? "Connection refused"
    : "Connection reset by peer";
}
