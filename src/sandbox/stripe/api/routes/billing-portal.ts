// /v1/billing_portal/configurations and /v1/billing_portal/sessions

import type { Stripe } from "stripe";
import { PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  bool,
  list,
  metadata,
  object,
  oneOf,
  type ParamsOf,
  required,
  text,
  unsettable,
  url,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { takeCustomer } from "#src/sandbox/stripe/customers.ts";
import {
  createConfiguration,
  createPortalSession,
  type PortalFields,
  portalFeatures,
} from "#src/sandbox/stripe/portal.ts";
import { find } from "./find.ts";

const SWITCH = object({ enabled: required(bool) });

const FEATURES = {
  customer_update: object({
    enabled: required(bool),
    allowed_updates: list(oneOf("address", "email", "name", "phone", "shipping", "tax_id")),
  }),
  invoice_history: SWITCH,
  payment_method_update: SWITCH,
  subscription_cancel: SWITCH,
  subscription_update: SWITCH,
} as const;

const CONFIGURATION = {
  business_profile: object({
    headline: unsettable(text(60)),
    privacy_policy_url: url,
    terms_of_service_url: url,
  }),
  default_return_url: unsettable(url),
  name: unsettable(text()),
  metadata,
} as const;

export const PORTAL_ROUTES: readonly Route[] = [
  route(
    "POST /v1/billing_portal/configurations",
    { ...CONFIGURATION, features: required(object(FEATURES)) },
    (store, params) => {
      const { business_profile: profile } = params;
      return createConfiguration(store, {
        features: readFeatures(params.features),
        headline: profile?.headline ?? null,
        privacyPolicyUrl: profile?.privacy_policy_url ?? null,
        termsOfServiceUrl: profile?.terms_of_service_url ?? null,
        defaultReturnUrl: params.default_return_url ?? null,
        name: params.name ?? null,
        metadata: applyMetadata(params.metadata),
      });
    },
  ),

  route(
    "GET /v1/billing_portal/configurations",
    { ...PAGE, active: bool, is_default: bool },
    (store, params) => {
      const rows = store.portalConfigurations.newestFirst((row) => {
        const isActive = params.active === undefined || row.active === params.active;
        return isActive && (params.is_default ?? row.is_default) === row.is_default;
      });
      return page("/v1/billing_portal/configurations", rows, params);
    },
  ),

  route("GET /v1/billing_portal/configurations/:id", {}, (store, _params, id) => {
    return find(store.portalConfigurations, id, "configuration", "configuration");
  }),

  route(
    "POST /v1/billing_portal/configurations/:id",
    { ...CONFIGURATION, active: bool, features: object(FEATURES) },
    (store, params, id) => {
      const before = find(store.portalConfigurations, id, "configuration", "configuration");
      const change: Partial<Stripe.BillingPortal.Configuration> = {
        updated: store.now(),
        ...(params.active !== undefined && { active: params.active }),
        ...(params.name !== undefined && { name: params.name }),
        ...(params.default_return_url !== undefined && {
          default_return_url: params.default_return_url,
        }),
        ...(params.metadata && { metadata: applyMetadata(params.metadata, before.metadata) }),
        ...(params.features && { features: changedFeatures(before, params.features) }),
        ...(params.business_profile && {
          business_profile: changedProfile(before, params.business_profile),
        }),
      };
      store.change(before, change, "billing_portal.configuration.updated");
      return before;
    },
  ),

  route(
    "POST /v1/billing_portal/sessions",
    { customer: required(text()), configuration: text(), return_url: url, locale: text(10) },
    (store, params) => {
      const customer = takeCustomer(store, params.customer);
      const { configuration, return_url: returnUrl } = params;
      return createPortalSession(store, customer, configuration ?? null, returnUrl ?? null);
    },
  ),
];

type Features = ParamsOf<typeof FEATURES>;

function readFeatures(given: Features): PortalFields["features"] {
  const { customer_update: customer } = given;
  return {
    invoiceHistory: given.invoice_history?.enabled ?? false,
    paymentMethodUpdate: given.payment_method_update?.enabled ?? false,
    customerUpdate: customer?.enabled === true ? (customer.allowed_updates ?? []) : [],
  };
}

function changedFeatures(
  { features: before }: Stripe.BillingPortal.Configuration,
  given: Features,
): Stripe.BillingPortal.Configuration.Features {
  const asked = readFeatures(given);
  return portalFeatures({
    invoiceHistory: given.invoice_history ? asked.invoiceHistory : before.invoice_history.enabled,
    paymentMethodUpdate: given.payment_method_update
      ? asked.paymentMethodUpdate
      : before.payment_method_update.enabled,
    customerUpdate: given.customer_update
      ? asked.customerUpdate
      : before.customer_update.allowed_updates,
  });
}

type Profile = NonNullable<ParamsOf<typeof CONFIGURATION>["business_profile"]>;

function changedProfile(
  { business_profile: before }: Stripe.BillingPortal.Configuration,
  given: Profile,
): Stripe.BillingPortal.Configuration.BusinessProfile {
  return {
    headline: given.headline === undefined ? before.headline : given.headline,
    privacy_policy_url: given.privacy_policy_url ?? before.privacy_policy_url,
    terms_of_service_url: given.terms_of_service_url ?? before.terms_of_service_url,
  };
}
