// The portal as our fans see it: change the cards, look at the invoices, nothing else. Stripe wants a
// configuration for that; ours is found by its tag, and made where there is none, so that nobody has
// to visit the dashboard. Two processes may make two: both say the same, and the newest is used.
import type { Stripe } from "stripe";
import { ask, type StripeKit } from "./kit.ts";
import { APP_TAG, tagsOf } from "./tags.ts";

const FEATURES: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  payment_method_update: { enabled: true },
  invoice_history: { enabled: true },
};

type PortalKit = Pick<StripeKit, "client"> & StripeKit;

/** The id of our configuration, made now where there is none. */
export async function portalConfiguration(kit: PortalKit): Promise<string> {
  const known = await findPortalConfiguration(kit.client);
  if (known !== null) return known;
  const params = { features: FEATURES, metadata: { ...APP_TAG } };
  const { id } = await ask(kit, () => kit.client.billingPortal.configurations.create(params));
  return id;
}

/** The id of our configuration; null while there is none in force. */
export async function findPortalConfiguration(client: Stripe): Promise<string | null> {
  const { data } = await client.billingPortal.configurations.list({ active: true, limit: 100 });
  return data.find(({ metadata }) => tagsOf(metadata).isOurs)?.id ?? null;
}
