// What Stripe answers when it says no. Whoever finds a reason throws a StripeRefusal, however deep;
// api/answer.ts turns it into Stripe's JSON and status in one place. Types, codes, statuses and
// texts follow docs.stripe.com/api/errors and docs.stripe.com/error-codes, because clients switch
// on them.

import type { Stripe } from "stripe";
import type { Decline } from "./test-cards.ts";

type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";

/** The `error` of an answer; what is undefined is left out. */
export interface ErrorBody {
  readonly type: ErrorType;
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly payment_intent?: Stripe.PaymentIntent;
  readonly setup_intent?: Stripe.SetupIntent;
  readonly payment_method?: Stripe.PaymentMethod;
}

export class StripeRefusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

type Extra = Omit<ErrorBody, "type" | "message">;

/** 400: the request is not one that Stripe would carry out. */
export function invalid(message: string, extra: Extra = {}): StripeRefusal {
  return new StripeRefusal(400, { type: "invalid_request_error", message, ...extra });
}

/** An id that nothing has: 404 where the address names it, 400 where a parameter does. */
export function missing(noun: string, id: string, param: string, status = 400): StripeRefusal {
  const message = `No such ${noun}: '${id}'`;
  const body: ErrorBody = {
    type: "invalid_request_error",
    message,
    code: "resource_missing",
    param,
  };
  return new StripeRefusal(status, body);
}

/** 402: a card was refused; `extra` says what became of the attempt. */
export function cardRefused(decline: Decline, extra: Extra): StripeRefusal {
  return new StripeRefusal(402, {
    type: "card_error",
    message: decline.message,
    code: decline.code,
    ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
    ...extra,
  });
}

/** 401, without repeating the key. */
export function unauthorized(message: string): StripeRefusal {
  return new StripeRefusal(
    401,
    { type: "invalid_request_error", message },
    { "WWW-Authenticate": 'Bearer realm="Stripe"' },
  );
}

/** 429: too many calls in this second. */
export function rateLimited(): StripeRefusal {
  const message =
    "Request rate limit exceeded. Learn more about rate limits here " +
    "https://docs.stripe.com/rate-limits.";
  const body: ErrorBody = { type: "invalid_request_error", code: "rate_limit", message };
  return new StripeRefusal(429, body, { "Stripe-Rate-Limited-Reason": "global-rate" });
}

/** 429: another call holds the object. */
export function lockTimeout(): StripeRefusal {
  const message =
    "This object cannot be accessed right now because another API request or Stripe process is " +
    "currently accessing it. If you see this error intermittently, retry the request. For more " +
    "details, see https://docs.stripe.com/rate-limits#object-lock-timeouts.";
  return new StripeRefusal(429, { type: "invalid_request_error", code: "lock_timeout", message });
}

/** 500: Stripe broke, and nobody knows how far it came. */
export function broken(): StripeRefusal {
  const message =
    "Sorry! There was an error while talking to one of our backends. Support has been notified.";
  return new StripeRefusal(500, { type: "api_error", message });
}
