// What a failed call to Stripe means; the only place that reads its errors. Of their words only the
// kind, the code and a short text are kept: `raw` holds the whole answer.
//
//   429                    nothing was done: called again soon
//   no connection, 5xx,    nobody knows: called again with the same key, which makes it the same
//   a key still in use     call; Stripe answers what it did the first time
//   401, 403               the key is revoked or lacks a right: called again for as long as it takes
//                          a person to mend it, and that person is told
//   anything else          refused: the same call would be refused again
import { Stripe } from "stripe";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { errorWords, redact } from "#src/errors.ts";
import type { Incident } from "#src/incidents.ts";
import { isBusy } from "./retry.ts";

const BUSY_RETRY_MS = 5_000;
const KEY_RETRY_MS = 60_000;
const REASON_CHARS_MAX = 200;

const { StripeError, StripeIdempotencyError } = Stripe.errors;

/** The outcome, and what of it a person should know. */
export interface Failure {
  readonly outcome: Outcome;
  readonly incident: Incident | null;
}

/** Reads what a call rejected with. */
export function failureOf(error: unknown): Failure {
  const reason = redact(errorWords(error)).slice(0, REASON_CHARS_MAX);
  if (!(error instanceof StripeError)) return quietly({ type: "unknown", reason });
  if (isBusy(error)) return quietly({ type: "retry", afterMs: BUSY_RETRY_MS, scope: "chat" });
  const { statusCode: status = 0 } = error;
  if (status === 401 || status === 403) {
    const outcome = { type: "retry", afterMs: KEY_RETRY_MS, scope: "chat" } as const;
    return { outcome, incident: keyIncident(reason) };
  }
  if (isUnsettled(error)) return quietly({ type: "unknown", reason });
  const outcome = { type: "refused", code: "bad-request", reason } as const;
  const isReused = error instanceof StripeIdempotencyError;
  return { outcome, incident: isReused ? reuseIncident(reason) : null };
}

/** Nobody knows whether it was done: no answer, or one that says nothing about it. */
function isUnsettled(error: unknown): boolean {
  if (!(error instanceof StripeError)) return true;
  const { statusCode: status } = error;
  return status === undefined || status === 409 || status >= 500;
}

/**
 * Stripe remembers a 500 under its key and repeats it for a day: this is such a repetition, and the
 * same key will never say anything else.
 */
export function isRepeatedBreakdown(error: unknown): boolean {
  if (!(error instanceof StripeError)) return false;
  return (error.statusCode ?? 0) >= 500 && error.headers?.["idempotent-replayed"] === "true";
}

/** An id in the call names nothing (any more). */
export function isMissing(error: unknown, param?: string): boolean {
  if (!(error instanceof StripeError) || error.code !== "resource_missing") return false;
  return param === undefined || error.param === param;
}

/** The key lacks a right, which a restricted key may. */
export function isForbidden(error: unknown): boolean {
  return error instanceof StripeError && error.statusCode === 403;
}

/** Stripe has understood the call, and says no. */
export function isRefusal(error: unknown): error is InstanceType<typeof StripeError> {
  if (!(error instanceof StripeError) || isUnsettled(error) || isBusy(error)) return false;
  return error.statusCode !== 401 && error.statusCode !== 403;
}

function quietly(outcome: Outcome): Failure {
  return { outcome, incident: null };
}

function keyIncident(reason: string): Incident {
  return {
    kind: "stripe-key",
    detail: reason,
    mend: "Set STRIPE_API_KEY to a key that is in force and has the rights of docs/payments.md.",
  };
}

function reuseIncident(reason: string): Incident {
  return {
    kind: "stripe-idempotency",
    detail: reason,
    mend: "Look the purchase up at Stripe: it was asked for before, in other terms.",
  };
}
