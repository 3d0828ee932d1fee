// The sandbox over HTTP, on loopback only: the Bot API for the bot, state, events and acts for the
// page, and whatever else the caller hangs in (the page itself, other fakes). A request that names
// another host or comes from another site's page is refused, so that no page on the web can reach in
// through the browser.

import type { Server } from "bun";
import { perform, type Stage } from "./acts/perform.ts";
import { actSchema } from "./acts/schema.ts";
import type { Changes } from "./changes.ts";
import type { State } from "./protocol.ts";
import type { BotApi } from "./telegram/bot-api.ts";

type RouteHandler = (request: Request) => Response | Promise<Response>;

/** Paths and what answers there: a bundled page, a fixed answer, a function. */
export type Routes = Readonly<Record<string, Bun.HTMLBundle | Response | RouteHandler>>;

export interface ServerOptions {
  /** The port that is liked; another free one is taken if it is not to be had. */
  readonly port: number;
  readonly routes: Routes;
  readonly stage: Stage;
  readonly botApi: BotApi;
  readonly changes: Changes;
  readonly state: () => State;
}

const HOST = "127.0.0.1";
const BODY_BYTES_MAX = 64 * 1024 * 1024;

/** At most twenty events a second reach the page. */
const EVENT_GAP_MS = 50;

export type SandboxServer = Server<undefined>;

export function serveSandbox(options: ServerOptions): SandboxServer {
  try {
    return listen(options, options.port);
  } catch (error) {
    if (options.port === 0 || (error as { code?: string }).code !== "EADDRINUSE") throw error;
    return listen(options, 0);
  }
}

function listen(options: ServerOptions, port: number): SandboxServer {
  return Bun.serve({
    hostname: HOST,
    port,
    // Long polls and event streams are silent for as long as they like.
    idleTimeout: 0,
    maxRequestBodySize: BODY_BYTES_MAX,
    development: false,
    // Without this, Bun lets two production servers share a port, also two processes.
    reusePort: false,
    routes: options.routes,
    fetch: (request, server) => answer(options, request, server),
    error: (error) => Response.json({ ok: false, description: error.message }, { status: 500 }),
  });
}

async function answer(
  options: ServerOptions,
  request: Request,
  server: SandboxServer,
): Promise<Response> {
  if (!isFromHere(request, server)) return new Response("not from here", { status: 403 });
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case "GET /sandbox/state":
      return Response.json(options.state());
    case "GET /sandbox/events":
      return events(options.changes);
    case "POST /sandbox/act":
      return act(options.stage, request);
    default: {
      const file = fileAt(options, request);
      if (file !== null) return file;
      const answered = await options.botApi.handle(request);
      return answered ?? new Response("not found", { status: 404 });
    }
  }
}

/** A file that somebody sent, for the page; null: the address is of something else. */
function fileAt({ stage }: ServerOptions, request: Request): Response | null {
  const [, fileId] = /^\/sandbox\/file\/([\w-]+)$/.exec(new URL(request.url).pathname) ?? [];
  if (request.method !== "GET" || fileId === undefined) return null;
  const file = stage.telegram.world.files.get(fileId);
  if (file === undefined) return new Response("not found", { status: 404 });
  const name = encodeURIComponent(file.fileName);
  return new Response(file.bytes, {
    headers: {
      "content-type": file.mimeType,
      "content-disposition": `inline; filename*=UTF-8''${name}`,
      "x-content-type-options": "nosniff",
      // What a bot sends may be any document; as a page of ours it could act in our name.
      "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}

async function act(stage: Stage, request: Request): Promise<Response> {
  const body: unknown = await request.json().catch(() => null);
  const parsed = actSchema.safeParse(body);
  if (!parsed.success) {
    const why = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return Response.json({ ok: false, why: why.join("; ") }, { status: 400 });
  }
  return Response.json(await perform(stage, parsed.data));
}

/** Server-sent events: the number of the newest change, first at once, then as it grows. */
function events(changes: Changes): Response {
  let close = () => {};
  const stream = new ReadableStream<string>({
    start(controller) {
      const tell = () => controller.enqueue(`data: {"changed":${changes.seq}}\n\n`);
      let timer: Timer | null = null;
      const stopListening = changes.onChange(() => {
        timer ??= setTimeout(() => {
          timer = null;
          tell();
        }, EVENT_GAP_MS);
      });
      close = () => {
        stopListening();
        if (timer) clearTimeout(timer);
      };
      tell();
    },
    cancel: () => close(),
  });
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store" };
  return new Response(stream, { headers });
}

function isFromHere(request: Request, server: SandboxServer): boolean {
  const hosts = [HOST, "localhost", "[::1]"].map((host) => `${host}:${server.port}`);
  const origin = request.headers.get("origin");
  const isOwnOrigin = origin === null || hosts.some((host) => origin === `http://${host}`);
  return hosts.includes(request.headers.get("host") ?? "") && isOwnOrigin;
}
