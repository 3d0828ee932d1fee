// An answer before it is HTTP: status, body, headers. Bodies are texts, so that a repeated answer
// is the same to the byte.

import type { StripeRefusal } from "#src/sandbox/stripe/refusal.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function success(object: object): Answer {
  return { status: 200, body: JSON.stringify(object, null, 2), headers: {} };
}

/** A refusal in Stripe's shape. */
export function failure(refusal: StripeRefusal, requestId: string): Answer {
  const { body, status, headers } = refusal;
  const error = {
    ...body,
    ...(body.code !== undefined && {
      doc_url: `https://docs.stripe.com/error-codes/${body.code.replaceAll("_", "-")}`,
    }),
    request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
  };
  return { status, body: JSON.stringify({ error }, null, 2), headers };
}

export function toResponse(answer: Answer, headers: Readonly<Record<string, string>>): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: { "content-type": "application/json", ...answer.headers, ...headers },
  });
}

/**
 * An answer that breaks off after its first byte. Not sooner: a connection that is reset before
 * anything came is tried again by the client itself, once, whatever its settings say.
 */
export function cutConnection(): Response {
  const stream = new ReadableStream<string>({
    start(controller) {
      controller.enqueue("{");
      // The first byte leaves at the end of this turn of the loop.
      setImmediate(() => setImmediate(() => controller.error()));
    },
  });
  return new Response(stream, { headers: { "content-type": "application/json" } });
}
