// Webhook endpoints: where events go, which kinds, and the secret that signs them, shown only once.

import type { Stripe } from "stripe";
import { invalid } from "#src/sandbox/stripe/refusal.ts";
import { API_VERSION, type Store } from "#src/sandbox/stripe/store.ts";

/** Stripe's bound for one account. */
const ENDPOINTS_MAX = 16;

export interface EndpointFields {
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly apiVersion: string | null;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  /** Drawn if not given. */
  readonly secret?: string;
}

/** Makes an endpoint; only this answer carries its secret. */
export function createEndpoint(store: Store, fields: EndpointFields): Stripe.WebhookEndpoint {
  if (store.endpoints.size >= ENDPOINTS_MAX) {
    throw invalid(`You have reached the maximum of ${ENDPOINTS_MAX} test webhook endpoints.`);
  }
  const endpoint: Stripe.WebhookEndpoint = {
    id: store.ids.next("we_"),
    object: "webhook_endpoint",
    api_version: fields.apiVersion,
    application: null,
    created: store.now(),
    description: fields.description,
    enabled_events: [...fields.enabledEvents],
    livemode: false,
    metadata: fields.metadata,
    status: "enabled",
    url: fields.url,
  };
  const secret = fields.secret ?? store.ids.next("whsec_", 32);
  store.endpoints.add(endpoint);
  store.endpointSecrets.set(endpoint.id, secret);
  store.changed();
  return { ...endpoint, secret };
}

/** The endpoints that an event of this kind goes to. */
export function endpointsFor(store: Store, type: string): Stripe.WebhookEndpoint[] {
  return store.endpoints.newestFirst(({ status, enabled_events: kinds }) => {
    return status === "enabled" && (kinds.includes("*") || kinds.includes(type));
  });
}

/** The version that an endpoint's events are in. */
export function versionFor(endpoint: Stripe.WebhookEndpoint): string {
  return endpoint.api_version ?? API_VERSION;
}
