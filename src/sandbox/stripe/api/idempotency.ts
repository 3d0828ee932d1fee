// Idempotency keys, as docs.stripe.com/api/idempotent_requests says: the answer to the first
// request with a key, whatever it was, is the answer to every later one with the same key and
// parameters for a day. A request that was never carried out (bad parameters, 401, 409, 429) leaves
// no trace. A key is free, in flight (its answer has not left yet), or answered.

import type { SandboxClock } from "#src/sandbox/clock.ts";
import { invalid, StripeRefusal } from "#src/sandbox/stripe/refusal.ts";
import type { Answer } from "./answer.ts";

const LIFE_MS = 86_400_000;
const KEY_CHARS_MAX = 255;

interface Entry {
  readonly path: string;
  readonly body: string;
  readonly at: number;
  answer: Answer | null;
  isInFlight: boolean;
}

export class IdempotencyKeys {
  readonly #clock: SandboxClock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Claims a key: null if it is new, else the answer to repeat. Throws if it may not be used. */
  claim(key: string, path: string, body: string): Answer | null {
    this.#forgetOld();
    if (key.length > KEY_CHARS_MAX) {
      throw invalid(`Idempotency keys can have up to ${KEY_CHARS_MAX} characters.`);
    }
    const known = this.#entries.get(key);
    if (!known) {
      const entry = { path, body, at: this.#clock.now(), answer: null, isInFlight: true };
      this.#entries.set(key, entry);
      return null;
    }
    if (known.path !== path) throw otherEndpoint(key, path, known.path);
    if (known.body !== body) throw otherParameters(key);
    if (known.isInFlight || !known.answer) throw inUse(key);
    return known.answer;
  }

  /** What is to be repeated from now on, once the answer has left. */
  keep(key: string, answer: Answer): void {
    const entry = this.#entries.get(key);
    if (entry) entry.answer = answer;
  }

  /** The answer has left, or never will. */
  land(key: string): void {
    const entry = this.#entries.get(key);
    if (entry?.answer) entry.isInFlight = false;
    else this.#entries.delete(key);
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - LIFE_MS;
    for (const [key, { at }] of this.#entries) {
      if (at > oldest) return;
      this.#entries.delete(key);
    }
  }
}

function otherParameters(key: string): StripeRefusal {
  return idempotencyError(
    400,
    "Keys for idempotent requests can only be used with the same parameters they were first used " +
      `with. Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function otherEndpoint(key: string, path: string, first: string): StripeRefusal {
  return idempotencyError(
    400,
    "Keys for idempotent requests can only be used for the same endpoint they were first used " +
      `for ('${path}' != '${first}'). Try using a key other than '${key}' if you meant to execute a ` +
      "different request.",
  );
}

function inUse(key: string): StripeRefusal {
  return idempotencyError(
    409,
    "There is currently another in-progress request using this Idempotent Key (that probably " +
      "means you submitted twice, and the other request is still going through): " +
      `${key}. Please try again later.`,
    "idempotency_key_in_use",
  );
}

function idempotencyError(status: number, message: string, code?: string): StripeRefusal {
  const body = { type: "idempotency_error", message, ...(code !== undefined && { code }) } as const;
  return new StripeRefusal(status, body);
}
