// The listening socket as a service. Bun.serve carries Elysia's `fetch`, so that the limit on bodies
// holds while they are still being received, and stopping has a bound.
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { BODY_BYTES_MAX } from "./body.ts";

/** Requests in flight get this long to finish before their connections are cut. */
const STOP_TIMEOUT_MS = 5_000;

export interface HttpServer extends Service {
  /** The port that is listened on; 0 before the start. */
  port(): number;
}

/** @throws (from `start`) when the address is taken. */
export function createHttpServer(
  app: { fetch(request: Request, peer: string | null): Promise<Response> },
  address: { readonly port: number; readonly host: string },
): HttpServer {
  let server: Bun.Server<undefined> | null = null;
  const lifecycle = new Lifecycle({
    async begin() {
      server = Bun.serve({
        port: address.port,
        hostname: address.host,
        maxRequestBodySize: BODY_BYTES_MAX,
        fetch: (request, own) => app.fetch(request, own.requestIP(request)?.address ?? null),
      });
    },
    async end() {
      if (server !== null) await shut(server);
      server = null;
    },
  });
  return {
    name: "http",
    port: () => server?.port ?? 0,
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

async function shut(server: Bun.Server<undefined>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, STOP_TIMEOUT_MS);
  await Promise.race([server.stop(), late.promise]);
  clearTimeout(timer);
  await server.stop(true);
}
