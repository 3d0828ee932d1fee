// The listening socket as a service. Bun.serve carries Elysia's `fetch`, so that the limit on bodies
// holds while they are still being received, and stopping has a bound.
import type { Service } from "#actors/kernel/service.ts";
import { BODY_BYTES_MAX } from "./body.ts";

/** Requests in flight get this long to finish before their connections are cut. */
const STOP_TIMEOUT_MS = 5_000;

export interface HttpServer extends Service {
  /** The port that is listened on; 0 before the start. */
  port(): number;
}

/** @throws (from `start`) when the address is taken. */
export function createHttpServer(
  app: { fetch(request: Request): Promise<Response> },
  address: { readonly port: number; readonly host: string },
): HttpServer {
  let server: Bun.Server<undefined> | null = null;
  let stopping: Promise<void> = Promise.resolve();

  const shut = async (running: Bun.Server<undefined>): Promise<void> => {
    const timer = Promise.withResolvers<void>();
    const timeout = setTimeout(timer.resolve, STOP_TIMEOUT_MS);
    await Promise.race([running.stop(), timer.promise]);
    clearTimeout(timeout);
    await running.stop(true);
  };

  return {
    name: "http",
    port: () => server?.port ?? 0,
    async start() {
      await stopping;
      server ??= Bun.serve({
        port: address.port,
        hostname: address.host,
        maxRequestBodySize: BODY_BYTES_MAX,
        fetch: (request) => app.fetch(request),
      });
    },
    async stop() {
      const running = server;
      server = null;
      if (running !== null) stopping = shut(running);
      await stopping;
    },
  };
}
