// What a refusal looks like: problem+json (RFC 9457) with a code of this list, which clients may rely
// on. A refusal never repeats anything of what was sent, and says nothing about the inside: what broke
// here is in the log under the request id.
import { t } from "elysia";
import type { Logger } from "#actors/kernel/ports.ts";
import { errorWords } from "#src/errors.ts";
import { OverloadedError } from "#src/http/inbox-batcher.ts";
import { RosterUnavailableError } from "#src/telegram/roster.ts";

/** Every code there is, with its status and its words. */
const PROBLEMS = {
  "init-data-invalid": [401, "This is not what Telegram signed for this bot."],
  "init-data-old": [401, "Telegram signed this too long ago: open the app anew."],
  "signed-out": [401, "There is no session, or it is over."],
  forbidden: [403, "Your role does not allow this."],
  "wrong-origin": [403, "The API answers to its own pages only."],
  "not-a-fan": [403, "Press Start in the chat with the bot first."],
  banned: [403, "This account may not buy anything."],
  "not-found": [404, "There is no such thing."],
  "shop-closed": [409, "Nothing is sold like this at the moment."],
  "held-by-another": [409, "Somebody else is answering this fan just now."],
  "key-used": [409, "This idempotency-key was used before, for something else."],
  "too-large": [413, "That is too large."],
  invalid: [422, "The request is not as the description at /openapi.json has it."],
  "not-a-reply": [422, "What begins with a slash is for the team and is never sent."],
  "too-many": [429, "Too many requests: wait a moment."],
  internal: [500, "Something broke here."],
  unavailable: [503, "Not just now: try again in a moment."],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

const RETRY_SECONDS = 2;

/** Thrown by routes and by the guard; becomes the answer. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  /** Seconds after which it is worth trying again; null: it never is. */
  readonly retryAfter: number | null;

  constructor(code: ProblemCode, retryAfter: number | null = null) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const ProblemBody = t.Object(
  {
    type: t.Literal("about:blank"),
    title: t.String(),
    status: t.Integer(),
    code: t.String({ description: "Stable: programs go by it." }),
    requestId: t.Optional(t.String({ description: "Of an `internal` one: the log knows it." })),
  },
  { $id: "Problem", description: "A refusal, as application/problem+json." },
);

/** The refusals that a route may answer with, for its description. */
export const REFUSALS = {
  401: ProblemBody,
  403: ProblemBody,
  404: ProblemBody,
  409: ProblemBody,
  422: ProblemBody,
  429: ProblemBody,
  500: ProblemBody,
  503: ProblemBody,
} as const;

/** The answer for whatever was thrown on the way; `elysiaCode` is Elysia's own word for it. */
export function problemResponse(error: unknown, elysiaCode: unknown, log: Logger): Response {
  const problem = problemOf(error, elysiaCode);
  if (problem !== null) return responseOf(problem);
  const requestId = crypto.randomUUID();
  log.error({ requestId, error: errorWords(error) }, "a request of the API failed");
  return responseOf(new Problem("internal"), requestId);
}

function problemOf(error: unknown, elysiaCode: unknown): Problem | null {
  if (error instanceof Problem) return error;
  // What a parser throws comes wrapped.
  if (error instanceof Error && error.cause instanceof Problem) return error.cause;
  if (error instanceof OverloadedError || error instanceof RosterUnavailableError) {
    return new Problem("unavailable", RETRY_SECONDS);
  }
  if (elysiaCode === "NOT_FOUND") return new Problem("not-found");
  if (elysiaCode === "PARSE") return new Problem("invalid");
  // An answer of ours that is not as described is our own bug, and no word of it goes out.
  const isAboutRequest = elysiaCode === "VALIDATION" && !isAboutResponse(error);
  return isAboutRequest ? new Problem("invalid") : null;
}

function isAboutResponse(error: unknown): boolean {
  return error instanceof Error && "type" in error && error.type === "response";
}

function responseOf({ code, retryAfter }: Problem, requestId?: string): Response {
  const [status, title] = PROBLEMS[code];
  const body = { type: "about:blank", title, status, code, ...(requestId && { requestId }) };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (retryAfter !== null) headers.set("retry-after", String(retryAfter));
  return new Response(JSON.stringify(body), { status, headers });
}
