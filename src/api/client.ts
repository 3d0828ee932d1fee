// The typed client of the API, for the Mini App and for tests: of the server it has the types alone.
// `treaty(origin, { headers })` gives `client.api.v1.fan.balance.get()` and so on, each answering
// `{ data, error, status }`.
import { treaty } from "@elysiajs/eden";
import type { createApiApp } from "./app.ts";

export type ApiApp = ReturnType<typeof createApiApp>;

/** A client of the API at an origin; `token` is what signing in gave, null before that. */
export function createApiClient(origin: string, token: () => string | null) {
  return treaty<ApiApp>(origin, {
    headers() {
      const known = token();
      return known === null ? {} : { authorization: `Bearer ${known}` };
    },
  });
}
