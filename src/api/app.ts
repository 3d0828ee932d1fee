// The Mini App's JSON API, an Elysia app of its own beside the webhooks': it has parsers, schemas and
// hooks, and none of them is ever on a webhook's way.
//
// The order of a request: is this process ready ─▶ origin ─▶ route ─▶ body read, bounded ─▶ guard ─▶
// schemas ─▶ handler ─▶ answer cut down to its schema ─▶ headers. Elysia's own refusals would send the
// submitted body back, so every refusal is made by `problem.ts`.
import { toOpenAPISchema } from "@elysiajs/openapi";
import { Elysia } from "elysia";
import { readBody } from "#src/http/body.ts";
import { answerRoutes } from "./answer-routes.ts";
import { checkoutRoutes } from "./checkout-routes.ts";
import { fanRoutes } from "./fan-routes.ts";
import { createGuard } from "./guard.ts";
import { createLive } from "./live.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, problemResponse } from "./problem.ts";
import { createSeal } from "./seal.ts";
import { sessionRoutes } from "./session-routes.ts";
import { createSessions } from "./sessions.ts";
import { streamRoutes, teamRoutes } from "./team-routes.ts";
import { unlockedRoutes } from "./unlocked-routes.ts";

/** The longest text, each of its units escaped, and room to spare. */
const BODY_BYTES_MAX = 48 * 1024;
const RETRY_SECONDS = 2;

const HEADERS = {
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

export interface Api {
  /** `peer` is the address at the other end of the connection. */
  fetch(request: Request, peer: string | null): Promise<Response>;
}

/** Whether a path is the API's. */
export function isOfApi(pathname: string): boolean {
  return pathname.startsWith("/api/") || pathname === "/openapi.json";
}

export function createApi(parts: ApiParts): Api {
  const peers = new WeakMap<Request, string | null>();
  const live = createLive(parts);
  const app = createApiApp(parts, live, (request) => peers.get(request) ?? null);
  return {
    async fetch(request, peer) {
      peers.set(request, peer);
      const response = await app.fetch(request);
      for (const [name, value] of Object.entries(HEADERS)) {
        if (!response.headers.has(name)) response.headers.set(name, value);
      }
      return response;
    },
  };
}

/** The routes; their types are the client's (client.ts). */
export function createApiApp(
  parts: ApiParts,
  live: ReturnType<typeof createLive>,
  peerOf: (request: Request) => string | null,
) {
  const sessions = createSessions(createSeal(parts.botToken, "api:session:v1"));
  const { guard, requireGuard } = createGuard(parts, sessions);
  const routes = new Elysia({ name: "api", prefix: "/api/v1" })
    .use(sessionRoutes(guard, parts, sessions, peerOf))
    .use(fanRoutes(guard, parts))
    .use(checkoutRoutes(guard, parts))
    .use(unlockedRoutes(guard, parts))
    .use(teamRoutes(guard, parts))
    .use(answerRoutes(guard, parts))
    .use(streamRoutes(guard, parts, live));
  return new Elysia()
    .onError({ as: "global" }, ({ error, code }) => problemResponse(error, code, parts.log))
    .onRequest(({ request }) => {
      if (parts.phase() !== "ready") throw new Problem("unavailable", RETRY_SECONDS);
      const origin = request.headers.get("origin");
      const isOurs = origin === null || parts.origin === null || origin === parts.origin;
      if (!isOurs) throw new Problem("wrong-origin");
    })
    .onParse({ as: "global" }, ({ request }) => readJson(request))
    .onBeforeHandle({ as: "global" }, requireGuard)
    .use(guard)
    .get("/openapi.json", () => describe(routes), { access: "public", detail: { hide: true } })
    .use(routes);
}

/** null for what is no JSON: no schema takes it, and by then the guard has spoken. */
async function readJson(request: Request): Promise<unknown> {
  const body = await readBody(request, BODY_BYTES_MAX);
  if (body.type === "too-large") throw new Problem("too-large");
  if (body.type === "not-text") return null;
  try {
    return JSON.parse(body.text);
  } catch {
    return null;
  }
}

function describe(routes: Parameters<typeof toOpenAPISchema>[0]) {
  const { paths, components } = toOpenAPISchema(routes);
  const session = { type: "http", scheme: "bearer" } as const;
  return {
    openapi: "3.1.0",
    info: {
      title: "Stagedoor",
      version: "1",
      description:
        "Sign in with POST /api/v1/session. Refusals are problem+json with stable codes.",
    },
    paths,
    components: { ...components, securitySchemes: { session } },
  };
}
