// One call of the API from HTTP to HTTP: faults, key, version, idempotency, parameters, the deed,
// the answer in Stripe's shape. A deed is done in one go, so no two calls ever see each other
// half-way; only its answer may take its time (latency), and until it has left its idempotency key
// is in use. What a lost answer loses is only the answer: the world has changed by then, which is
// the very case a client must survive.

import type { StripeFaultSwitches } from "#src/sandbox/stripe/faults.ts";
import {
  broken,
  invalid,
  lockTimeout,
  rateLimited,
  StripeRefusal,
  unauthorized,
} from "#src/sandbox/stripe/refusal.ts";
import { API_VERSION, type Store } from "#src/sandbox/stripe/store.ts";
import { type Answer, cutConnection, failure, success, toResponse } from "./answer.ts";
import { CallLog } from "./call-log.ts";
import { expand } from "./expand.ts";
import { type Form, parseForm } from "./form.ts";
import { IdempotencyKeys } from "./idempotency.ts";
import type { Call } from "./route.ts";
import { ROUTES } from "./routes/index.ts";

/** A call as it came in. */
interface Asked {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The form, from the body or from the address. */
  readonly text: string;
  readonly key: string | null;
  readonly headers: Headers;
}

export class StripeApi {
  readonly #store: Store;
  readonly #apiKey: string;
  readonly #faults: StripeFaultSwitches;
  readonly #keys: IdempotencyKeys;
  readonly calls = new CallLog();

  constructor(store: Store, apiKey: string, faults: StripeFaultSwitches) {
    this.#store = store;
    this.#apiKey = apiKey;
    this.#faults = faults;
    this.#keys = new IdempotencyKeys(store.clock);
  }

  /** Answers a request under /v1, or null if it is not one. */
  async handle(request: Request): Promise<Response | null> {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith("/v1/")) return null;
    if (this.#faults.current.isStripeDown) return serviceUnavailable();
    const { method, headers } = request;
    const isPost = method === "POST";
    if (isPost && this.#faults.take("loseNextRequests")) return cutConnection();
    const asked: Asked = {
      id: this.#store.ids.next("req_", 14),
      method,
      path: pathname,
      text: isPost ? await request.text() : search.slice(1),
      key: isPost ? headers.get("idempotency-key") : null,
      headers,
    };
    const { answer, holdsKey } = this.#answer(asked);
    this.calls.add(asked, answer.status, this.#store.clock.now());
    this.#store.changed();
    const { latencyMs } = this.#faults.current;
    if (latencyMs > 0) await new Promise<void>((done) => this.#store.clock.after(latencyMs, done));
    if (holdsKey && asked.key !== null) this.#keys.land(asked.key);
    if (isPost && this.#faults.take("loseNextAnswers")) return cutConnection();
    return toResponse(answer, this.#headersOf(asked));
  }

  #headersOf({ id, key }: Asked): Record<string, string> {
    return {
      "request-id": id,
      "stripe-version": API_VERSION,
      "cache-control": "no-cache, no-store",
      ...(key !== null && { "idempotency-key": key }),
    };
  }

  /** `holdsKey`: the call has claimed its key, and nobody else has it. */
  #answer(asked: Asked): { readonly answer: Answer; readonly holdsKey: boolean } {
    let holdsKey = false;
    try {
      this.#admit(asked);
      if (asked.key !== null) {
        const kept = this.#keys.claim(asked.key, asked.path, asked.text);
        if (kept) return { answer: replayed(kept), holdsKey };
        holdsKey = true;
      }
      const call = this.#read(asked);
      const answer = this.#perform(asked, call);
      if (asked.key !== null) this.#keys.keep(asked.key, answer);
      return { answer, holdsKey };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      return { answer: failure(error, asked.id), holdsKey };
    }
  }

  /** What is looked at before anything is read: nothing of it is remembered under a key. */
  #admit({ headers, method, path }: Asked): void {
    checkKey(headers.get("authorization"), this.#apiKey);
    checkVersion(headers.get("stripe-version"));
    checkBody(method, headers.get("content-type"));
    if (this.#faults.take("rateLimitNext")) throw rateLimited();
    if (method === "POST" && this.#faults.take("lockTimeoutNext")) throw lockTimeout();
    if (!ROUTES.some((route) => route.method === method && route.path.test(path))) {
      throw unknownAddress(method, path);
    }
  }

  #read({ method, path, text }: Asked): Call {
    const form: Form = parseForm(text);
    for (const route of ROUTES) {
      const found = route.method === method ? route.path.exec(path) : null;
      if (found) return route.read(this.#store, form, found.slice(1).map(decodeURIComponent));
    }
    throw unknownAddress(method, path);
  }

  /** Does it. Whatever comes of it, even a refusal, is what the key will answer. */
  #perform(asked: Asked, call: Call): Answer {
    this.#store.request = { id: asked.id, idempotency_key: asked.key };
    try {
      if (asked.method === "POST" && this.#faults.take("breakNext")) throw broken();
      return success(expand(this.#store, call.run(), call.expands));
    } catch (error) {
      if (error instanceof StripeRefusal) return failure(error, asked.id);
      throw error;
    } finally {
      this.#store.request = { id: null, idempotency_key: null };
    }
  }
}

function checkKey(header: string | null, apiKey: string): void {
  const basic = /^Basic (.+)$/u.exec(header ?? "")?.[1];
  const given =
    basic === undefined
      ? /^Bearer (.+)$/u.exec(header ?? "")?.[1]
      : Buffer.from(basic, "base64").toString().split(":")[0];
  if (given === undefined) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization " +
        "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (given === apiKey) return;
  const stars = "*".repeat(Math.max(0, given.length - 12));
  throw unauthorized(`Invalid API Key provided: ${given.slice(0, 8)}${stars}${given.slice(-4)}`);
}

function checkVersion(version: string | null): void {
  if (version === null || version === API_VERSION) return;
  throw invalid(
    `Invalid Stripe API version: ${version}. This sandbox speaks ${API_VERSION}, the version of ` +
      "the client that it was written against.",
  );
}

function checkBody(method: string, type: string | null): void {
  if (method !== "POST" || type === null) return;
  if (type.startsWith("application/x-www-form-urlencoded")) return;
  throw invalid(
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). " +
      "If you have questions, we can help at https://support.stripe.com/.",
  );
}

function unknownAddress(method: string, path: string): StripeRefusal {
  const message =
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can ` +
    "help at https://support.stripe.com/.";
  return new StripeRefusal(404, { type: "invalid_request_error", message });
}

function replayed(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, "idempotent-replayed": "true" } };
}

/** What stands in front of the API when there is nothing behind it. */
function serviceUnavailable(): Response {
  const error = { type: "api_error", message: "Service temporarily unavailable." };
  return Response.json({ error }, { status: 503 });
}
