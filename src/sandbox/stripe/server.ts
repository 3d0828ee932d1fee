// The sandbox's Stripe over HTTP, on loopback only: the API for the program, the hosted pages for
// the payer. A request for another host, or from another site's page, is refused, so that no page
// on the web can reach in through the browser.

import type { Server } from "bun";
import { SandboxClock } from "#src/sandbox/clock.ts";
import { StripeApi } from "./api/stripe-api.ts";
import type { StripeFaults } from "./faults.ts";
import { servePages } from "./pages/pages.ts";
import { createEndpoint } from "./webhooks/endpoints.ts";
import { StripeWorld } from "./world.ts";

/** The key that the sandbox takes unless told otherwise. */
const SANDBOX_STRIPE_KEY = "sk_test_sandbox_0123456789abcdef";

export interface Webhook {
  readonly url: string;
  /** What the receiver checks signatures with. */
  readonly secret: string;
}

export interface StripeServerOptions {
  /** 0, or nothing, takes a free one. */
  readonly port?: number;
  readonly clock?: SandboxClock;
  readonly apiKey?: string;
  /** An endpoint that is there from the start, with a secret that the receiver knows already. */
  readonly webhook?: Webhook;
  readonly faults?: Partial<StripeFaults>;
  /** Two worlds with one salt make the same ids; drawn anew if not given. */
  readonly idSalt?: string;
}

export interface StripeServer {
  /** `STRIPE_API_BASE` for a program of this sandbox, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  readonly world: StripeWorld;
  readonly api: StripeApi;
  /** Sets where events go: the one endpoint of the sandbox moves there, or is made. */
  aim(webhook: Webhook): void;
  /** Ends the server and every delivery; safe to call twice. The clock goes on. */
  stop(): Promise<void>;
}

const EVERYTHING = {
  enabledEvents: ["*"],
  apiVersion: null,
  description: null,
  metadata: {},
} as const;

const HOST = "127.0.0.1";
const BODY_BYTES_MAX = 1024 * 1024;

/** Opens a Stripe; it listens when this returns. */
export function serveStripe(options: StripeServerOptions = {}): StripeServer {
  const { clock = new SandboxClock(), apiKey = SANDBOX_STRIPE_KEY, port = 0 } = options;
  const { idSalt = crypto.randomUUID(), faults = {} } = options;
  const world = new StripeWorld({ clock, pagesUrl: "", idSalt, faults });
  const api = new StripeApi(world.store, apiKey, world.faults);
  const server = Bun.serve({
    hostname: HOST,
    port,
    // An answer may be held back for as long as the sandbox's clock says.
    idleTimeout: 0,
    maxRequestBodySize: BODY_BYTES_MAX,
    development: false,
    reusePort: false,
    async fetch(request, self) {
      if (!isFromHere(request, self)) return new Response("not from here", { status: 403 });
      const answered = (await api.handle(request)) ?? (await servePages(world, request));
      return answered ?? new Response("not found", { status: 404 });
    },
  });
  const url = `http://${HOST}:${server.port}`;
  world.store.pagesUrl = url;
  let endpointId: string | null = null;
  const aim = (webhook: Webhook) => {
    const endpoint = world.store.endpoints.get(endpointId ?? "");
    if (endpoint) {
      endpoint.url = webhook.url;
      world.store.endpointSecrets.set(endpoint.id, webhook.secret);
    } else endpointId = createEndpoint(world.store, { ...webhook, ...EVERYTHING }).id;
  };
  if (options.webhook) aim(options.webhook);
  return {
    url,
    port: server.port ?? port,
    apiKey,
    world,
    api,
    aim,
    async stop() {
      world.courier.stop();
      for (const id of world.store.timers.keys()) world.store.disarm(id);
      await server.stop(true);
    },
  };
}

function isFromHere(request: Request, server: Server<undefined>): boolean {
  const hosts = [HOST, "localhost", "[::1]"].map((host) => `${host}:${server.port}`);
  const origin = request.headers.get("origin");
  const isOwnOrigin = origin === null || hosts.some((host) => origin === `http://${host}`);
  return hosts.includes(request.headers.get("host") ?? "") && isOwnOrigin;
}
