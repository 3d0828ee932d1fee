// /v1/events and /v1/webhook_endpoints

import type { Stripe } from "stripe";
import { DATED_PAGE, PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  bool,
  list,
  metadata,
  type Reader,
  required,
  text,
  unsettable,
  url,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { invalid } from "#src/sandbox/stripe/refusal.ts";
import { createEndpoint } from "#src/sandbox/stripe/webhooks/endpoints.ts";
import { find } from "./find.ts";

/** Stripe lists the events of the last thirty days. */
const EVENT_LIFE_SECONDS = 30 * 86_400;

const API_VERSION_TEXT: Reader<string> = {
  read(value, at) {
    const given = text(40).read(value, at);
    if (/^\d{4}-\d{2}-\d{2}(\.\w+)?$/u.test(given)) return given;
    throw invalid(`Invalid API version: ${given}`, { param: at });
  },
};

const EVENT_NAMES: Reader<string[]> = {
  read(value, at) {
    const names = list(text(100)).read(value, at);
    const odd = names.find((name) => name !== "*" && !/^[a-z_0-9]+(\.[a-z_0-9]+)+$/u.test(name));
    if (odd === undefined) return names;
    throw invalid(`Invalid ${at}: ${odd} is no kind of event`, { param: at });
  },
};

export const WEBHOOK_ROUTES: readonly Route[] = [
  route(
    "GET /v1/events",
    { ...DATED_PAGE, type: text(), types: list(text(), 20), delivery_success: bool },
    (store, params) => {
      if (params.type !== undefined && params.types) {
        throw invalid("You may only specify one of these parameters: type, types.");
      }
      const { type, types, delivery_success: isDelivered, created } = params;
      const asked = type === undefined ? types : [type];
      const rows = store.events.newestFirst((event) => {
        const isKept = event.created > store.now() - EVENT_LIFE_SECONDS;
        const isAsked = asked?.some((name) => matches(name, event.type)) ?? true;
        const isIn = isDelivered === undefined || isDelivered === (event.pending_webhooks === 0);
        return isKept && isAsked && isIn && (created?.(event.created) ?? true);
      });
      return page("/v1/events", rows, params);
    },
  ),

  route("GET /v1/events/:id", {}, (store, _params, id) => find(store.events, id, "event")),

  route(
    "POST /v1/webhook_endpoints",
    {
      url: required(url),
      enabled_events: required(EVENT_NAMES),
      api_version: API_VERSION_TEXT,
      description: unsettable(text()),
      metadata,
    },
    (store, params) => {
      return createEndpoint(store, {
        url: params.url,
        enabledEvents: params.enabled_events,
        apiVersion: params.api_version ?? null,
        description: params.description ?? null,
        metadata: applyMetadata(params.metadata),
      });
    },
  ),

  route("GET /v1/webhook_endpoints", PAGE, (store, params) => {
    return page("/v1/webhook_endpoints", store.endpoints.newestFirst(), params);
  }),

  route("GET /v1/webhook_endpoints/:id", {}, (store, _params, id) => {
    return find(store.endpoints, id, "webhook endpoint", "webhook_endpoint");
  }),

  route(
    "POST /v1/webhook_endpoints/:id",
    {
      url,
      enabled_events: EVENT_NAMES,
      disabled: bool,
      description: unsettable(text()),
      metadata,
    },
    (store, params, id) => {
      const endpoint = find(store.endpoints, id, "webhook endpoint", "webhook_endpoint");
      const { disabled } = params;
      const change: Partial<Stripe.WebhookEndpoint> = {
        ...(params.url !== undefined && { url: params.url }),
        ...(params.enabled_events && { enabled_events: params.enabled_events }),
        ...(disabled !== undefined && { status: disabled ? "disabled" : "enabled" }),
        ...(params.description !== undefined && { description: params.description }),
        ...(params.metadata && { metadata: applyMetadata(params.metadata, endpoint.metadata) }),
      };
      store.change(endpoint, change);
      return endpoint;
    },
  ),

  route("DELETE /v1/webhook_endpoints/:id", {}, (store, _params, id) => {
    find(store.endpoints, id, "webhook endpoint", "webhook_endpoint");
    store.endpoints.delete(id);
    store.endpointSecrets.delete(id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
];

/** A kind of event, or a group of them: `charge.*`. */
function matches(name: string, type: string): boolean {
  return name.endsWith(".*") ? type.startsWith(name.slice(0, -1)) : name === type;
}
