// The customer portal: configurations that say what it offers, and sessions, each a link to the
// page for one customer.

import type { Stripe } from "stripe";
import { invalid, missing } from "./refusal.ts";
import type { Store } from "./store.ts";

export interface PortalFields {
  readonly features: {
    readonly invoiceHistory: boolean;
    readonly paymentMethodUpdate: boolean;
    readonly customerUpdate: readonly string[];
  };
  readonly headline: string | null;
  readonly privacyPolicyUrl: string | null;
  readonly termsOfServiceUrl: string | null;
  readonly defaultReturnUrl: string | null;
  readonly name: string | null;
  readonly metadata: Stripe.Metadata;
}

export function createConfiguration(
  store: Store,
  fields: PortalFields,
): Stripe.BillingPortal.Configuration {
  const configuration: Stripe.BillingPortal.Configuration = {
    id: store.ids.next("bpc_"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: {
      headline: fields.headline,
      privacy_policy_url: fields.privacyPolicyUrl,
      terms_of_service_url: fields.termsOfServiceUrl,
    },
    created: store.now(),
    default_return_url: fields.defaultReturnUrl,
    features: portalFeatures(fields.features),
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: fields.metadata,
    name: fields.name,
    updated: store.now(),
  };
  store.portalConfigurations.add(configuration);
  store.emit("billing_portal.configuration.created", configuration);
  return configuration;
}

/** The features of a configuration; what has to do with subscriptions is off. */
export function portalFeatures(
  features: PortalFields["features"],
): Stripe.BillingPortal.Configuration.Features {
  return {
    customer_update: {
      allowed_updates: [...features.customerUpdate],
      enabled: features.customerUpdate.length > 0,
    },
    invoice_history: { enabled: features.invoiceHistory },
    payment_method_update: {
      enabled: features.paymentMethodUpdate,
      payment_method_configuration: null,
    },
    subscription_cancel: {
      cancellation_reason: { enabled: false, feedback_options: null, options: [] },
      enabled: false,
      mode: "at_period_end",
      proration_behavior: "none",
    },
    subscription_pause: {
      duration: { interval_options: [], type: "indefinite" },
      enabled: false,
    },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates: [],
      enabled: false,
      proration_behavior: "none",
      schedule_at_period_end: { conditions: [] },
      trial_update_behavior: "end_trial",
    },
  };
}

/** Opens the portal for a customer; throws if no configuration is named. */
export function createPortalSession(
  store: Store,
  customer: Stripe.Customer,
  configurationId: string | null,
  returnUrl: string | null,
): Stripe.BillingPortal.Session {
  if (configurationId === null) {
    throw invalid(
      "No configuration provided and your test mode default configuration has not been created. " +
        "Provide a configuration or create your default by saving your customer portal settings " +
        "in test mode at https://dashboard.stripe.com/test/settings/billing/portal.",
    );
  }
  const configuration = store.portalConfigurations.get(configurationId);
  if (!configuration) throw missing("configuration", configurationId, "configuration");
  if (!configuration.active) throw invalid("This portal configuration is not active.");
  const id = store.ids.next("bps_");
  const session: Stripe.BillingPortal.Session = {
    id,
    object: "billing_portal.session",
    configuration: configuration.id,
    created: store.now(),
    customer: customer.id,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl ?? configuration.default_return_url,
    url: `${store.pagesUrl}/portal/${id}`,
  };
  store.portalSessions.add(session);
  store.emit("billing_portal.session.created", session);
  return session;
}
