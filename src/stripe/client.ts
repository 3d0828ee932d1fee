// The one way to Stripe: the vendor's own client with everything fixed that could differ from one
// process to the next. It never tries again by itself (retry.ts does, with keys and a clock of ours),
// and it sends Stripe no figures about us. Its errors carry the whole answer in `raw`, a fan's card
// among it: nothing but kind, code and a short text of them is ever written down (outcome.ts).
import { Stripe } from "stripe";

/** The version that all our calls and our webhook endpoint speak: the one this client is typed for. */
export const API_VERSION = Stripe.API_VERSION;

/** A call that takes longer is taken for lost; Stripe itself answers a charge within some seconds. */
const CALL_TIMEOUT_MS = 20_000;

export interface StripeAccess {
  readonly apiKey: string;
  /** Without a trailing slash. */
  readonly apiBase: string;
  /** Cuts every call that is under way when it aborts. */
  readonly until?: AbortSignal;
}

/** Makes the client. Nothing is called yet. */
export function createStripeClient({ apiKey, apiBase, until }: StripeAccess): Stripe {
  const { protocol, hostname, port } = new URL(apiBase);
  const isPlain = protocol === "http:";
  return new Stripe(apiKey, {
    apiVersion: API_VERSION,
    host: hostname,
    port: port === "" ? (isPlain ? 80 : 443) : Number(port),
    protocol: isPlain ? "http" : "https",
    timeout: CALL_TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(until && { httpClient: Stripe.createFetchHttpClient(fetchUntil(until)) }),
  });
}

/** `fetch` that also ends with a signal; the client's own signal is its time-out. */
function fetchUntil(until: AbortSignal): typeof fetch {
  const cut = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const signal = init?.signal ? AbortSignal.any([init.signal, until]) : until;
    return fetch(input, { ...init, signal });
  };
  return Object.assign(cut, { preconnect: fetch.preconnect });
}

/** Whether a key moves real money: `sk_live_…` and `rk_live_…` do. */
export function isLiveKey(apiKey: string): boolean {
  return /^[sr]k_live_/.test(apiKey);
}
