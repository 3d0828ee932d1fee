// The webhook endpoint at Stripe: where events go, which, and in which version. Found by its address,
// made where there is none. What can be changed is changed in place, because a new endpoint has a new
// secret. The version cannot: then a second endpoint is made, and the first goes on, so that nothing
// is missed while the secret is exchanged, and is taken away the next time.
import type { Stripe } from "stripe";
import { API_VERSION } from "./client.ts";
import { EVENT_KINDS } from "./events.ts";
import { APP_TAG } from "./tags.ts";

/** The path of `src/http/app.ts`. */
const STRIPE_WEBHOOK_PATH = "/stripe-webhook";

/** More than one account can have (16). */
const ENDPOINTS_MAX = 100;

export interface EndpointSet {
  readonly url: string;
  /** Stripe shows it once, when an endpoint is made; null: the one that is known stays in force. */
  readonly newSecret: string | null;
  /** Endpoints for the same address in an older version that were taken away. */
  readonly removed: number;
}

type Endpoints = Pick<Stripe, "webhookEndpoints">;

/** The endpoints for our address, those that speak our version first. */
export async function endpointsOf(
  { webhookEndpoints }: Endpoints,
  publicUrl: string,
): Promise<readonly Stripe.WebhookEndpoint[]> {
  const url = `${publicUrl}${STRIPE_WEBHOOK_PATH}`;
  const { data } = await webhookEndpoints.list({ limit: ENDPOINTS_MAX });
  const own = data.filter((endpoint) => endpoint.url === url);
  return own.toSorted((one, other) => Number(isCurrent(other)) - Number(isCurrent(one)));
}

/**
 * Makes or mends the endpoint; safe to repeat.
 * @param publicUrl without a trailing slash
 */
export async function setEndpoint(client: Endpoints, publicUrl: string): Promise<EndpointSet> {
  const { webhookEndpoints } = client;
  const url = `${publicUrl}${STRIPE_WEBHOOK_PATH}`;
  const enabled = [...EVENT_KINDS];
  const [first, ...others] = await endpointsOf(client, publicUrl);
  if (first === undefined || !isCurrent(first)) {
    const made = await webhookEndpoints.create({
      url,
      enabled_events: enabled,
      api_version: API_VERSION,
      metadata: { ...APP_TAG },
    });
    return { url, newSecret: made.secret ?? null, removed: 0 };
  }
  await webhookEndpoints.update(first.id, { enabled_events: enabled, disabled: false });
  for (const { id } of others) await webhookEndpoints.del(id);
  return { url, newSecret: null, removed: others.length };
}

/** What is wrong with the endpoint, in a few words; null: nothing. */
export function endpointFault(endpoint: Stripe.WebhookEndpoint | undefined): string | null {
  if (endpoint === undefined) return "Stripe has no webhook endpoint for PUBLIC_URL";
  if (!isCurrent(endpoint)) {
    return `the webhook endpoint speaks ${endpoint.api_version ?? "the account's version"}, not ${API_VERSION}`;
  }
  if (endpoint.status !== "enabled") return "the webhook endpoint is switched off";
  const asked = new Set<string>(endpoint.enabled_events);
  const lacking = asked.has("*") ? [] : EVENT_KINDS.filter((kind) => !asked.has(kind));
  return lacking.length === 0 ? null : `not asked for: ${lacking.join(", ")}`;
}

function isCurrent({ api_version: version }: Stripe.WebhookEndpoint): boolean {
  return version === API_VERSION;
}
