// Every path this process serves, in one place. Answers are short and say nothing about the inside:
// a stranger learns a status, and a request id that the log knows. The Mini App's paths go to an app
// of their own, past all that is here.
//
// No body validation of Elysia's is used: webhooks are read as raw text (it is kept), and Elysia's
// own refusals would send the submitted body back.
import { Elysia } from "elysia";
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import { type Api, isOfApi } from "#src/api/app.ts";
import { errorWords } from "#src/errors.ts";
import { readBody } from "./body.ts";
import { secretMatcher } from "./secret.ts";

/** What became of a webhook's body. */
export type Taken =
  | { readonly type: "stored" | "duplicate" | "ignored" | "malformed" }
  /** Not taken: the sender is to send it again after that long. */
  | { readonly type: "later"; readonly retryAfterSeconds: number };

/** Takes one body in; resolves when all that it caused is committed. Never rejects. */
export type TakeBody = (raw: string) => Promise<Taken>;

/** The same with the signature that came along: only the body's taker can check it. */
export type TakeSigned = (raw: string, signature: string) => Promise<Taken>;

export interface HttpParts {
  readonly telegramSecret: string | null;
  readonly takeTelegram: TakeBody;
  /** `malformed` also for what is not signed. */
  readonly takeStripe: TakeSigned;
  /** Whether the store answers. */
  readonly isHealthy: () => Promise<boolean>;
  readonly phase: () => "starting" | "ready" | "draining";
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly metricsToken: string | null;
  /** The Mini App's; null: there is none. */
  readonly api: Api | null;
  readonly onWebhook: (answer: { readonly status: number; readonly ms: number }) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Seconds that a sender is asked to wait while this process starts or drains. */
const ELSEWHERE_RETRY_SECONDS = 2;

const STATUS = { stored: 200, duplicate: 200, ignored: 200, malformed: 400 } as const;

export interface HttpApp {
  /** Serves a request; `peer` is the address at the other end of the connection. */
  fetch(request: Request, peer?: string | null): Promise<Response>;
}

/** Builds the app of every path that there is. */
export function createHttpApp(parts: HttpParts): HttpApp {
  const { api } = parts;
  const fromTelegram = telegramWebhook(parts);
  const fromStripe = stripeWebhook(parts);
  const isScraper = secretMatcher(parts.metricsToken && `Bearer ${parts.metricsToken}`);
  const app = new Elysia()
    .onError(({ code, error }) => {
      if (code === "NOT_FOUND") return json(404, { error: "not found" });
      const requestId = crypto.randomUUID();
      parts.log.error({ requestId, code, error: errorWords(error) }, "a request failed");
      return json(500, { error: "internal error", requestId });
    })
    .post("/telegram-webhook", ({ request }) => fromTelegram(request), { parse: "none" })
    .post("/stripe-webhook", ({ request }) => fromStripe(request), { parse: "none" })
    .get("/health", async () => {
      const isHealthy = await parts.isHealthy();
      return isHealthy ? json(200, { status: "ok" }) : json(503, { status: "store unreachable" });
    })
    .get("/ready", () => {
      const phase = parts.phase();
      return json(phase === "ready" ? 200 : 503, { status: phase });
    })
    .get("/metrics", async ({ request }) => {
      if (parts.metricsToken !== null && !isScraper(request.headers.get("authorization"))) {
        return json(401, { error: "unauthorized" });
      }
      const { text, contentType } = await parts.metrics();
      return new Response(text, { headers: { "content-type": contentType } });
    });
  return {
    async fetch(request, peer = null) {
      const isForApi = api !== null && isOfApi(new URL(request.url).pathname);
      return isForApi ? await api.fetch(request, peer) : await app.fetch(request);
    },
  };
}

type Webhook = (request: Request) => Promise<Response>;

function telegramWebhook(parts: HttpParts): Webhook {
  const isTelegram = secretMatcher(parts.telegramSecret);
  return measured(parts, async (request) => {
    if (!isTelegram(request.headers.get("x-telegram-bot-api-secret-token"))) return empty(401);
    return answerTo(parts, request, parts.takeTelegram);
  });
}

/** What is not signed at all is refused unread; the signature covers the body, so it is read first. */
function stripeWebhook(parts: HttpParts): Webhook {
  return measured(parts, async (request) => {
    const signature = request.headers.get("stripe-signature");
    if (signature === null) return empty(400);
    return answerTo(parts, request, (raw) => parts.takeStripe(raw, signature));
  });
}

async function answerTo(parts: HttpParts, request: Request, take: TakeBody): Promise<Response> {
  if (parts.phase() !== "ready") return later(ELSEWHERE_RETRY_SECONDS);
  const body = await readBody(request);
  if (body.type === "too-large") return empty(413);
  if (body.type === "not-text") return empty(400);
  const taken = await take(body.text);
  return taken.type === "later" ? later(taken.retryAfterSeconds) : empty(STATUS[taken.type]);
}

function measured({ clock, onWebhook }: HttpParts, answer: Webhook): Webhook {
  return async (request) => {
    const startedAt = clock.monotonic();
    const response = await answer(request);
    onWebhook({ status: response.status, ms: clock.monotonic() - startedAt });
    return response;
  };
}

function empty(status: number): Response {
  return new Response(null, { status });
}

function later(seconds: number): Response {
  return new Response(null, { status: 503, headers: { "retry-after": String(seconds) } });
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}
