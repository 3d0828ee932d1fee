// What `doctor` asks Stripe: whether the key works, whether events reach us, whether the portal can be
// opened. Each answers what is wrong with its mend, or null.
import { Stripe } from "stripe";
import { isLiveKey } from "./client.ts";
import { endpointFault, endpointsOf } from "./endpoint.ts";
import { findPortalConfiguration } from "./portal.ts";

/** What is wrong, and what to do about it; null: nothing. */
export type Finding = { readonly wrong: string; readonly mend: string } | null;

const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;

/** `live mode` or `test mode`. */
export function modeOf(apiKey: string): string {
  return isLiveKey(apiKey) ? "live mode" : "test mode";
}

/** Whether the key is in force, and the account may take money. */
export async function checkKey(client: Stripe): Promise<Finding> {
  try {
    await client.checkout.sessions.list({ limit: 1 });
    const account = await client.accounts.retrieveCurrent();
    if (account.charges_enabled) return null;
    return {
      wrong: "the account may not take payments yet",
      mend: "finish its activation at dashboard.stripe.com",
    };
  } catch (error) {
    if (error instanceof StripeAuthenticationError) {
      return { wrong: "Stripe does not know this key", mend: "set STRIPE_API_KEY to one in force" };
    }
    if (!(error instanceof StripePermissionError)) throw error;
    return null;
  }
}

/** A webhook is believed for five minutes after it was signed: half of that may be lost to clocks. */
const SKEW_MS_MAX = 150_000;

/** Whether this machine's clock (Unix milliseconds) agrees with Stripe's. */
export async function checkClock(client: Stripe, now: () => number): Promise<Finding> {
  const { lastResponse } = await client.checkout.sessions.list({ limit: 1 });
  const theirs = Date.parse(new Headers(lastResponse.headers).get("date") ?? "");
  const skewMs = now() - theirs;
  if (Number.isNaN(theirs) || Math.abs(skewMs) <= SKEW_MS_MAX) return null;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return {
    wrong: `this clock is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} Stripe's`,
    mend: "set it by NTP: webhooks that seem older than five minutes are refused",
  };
}

/** Whether Stripe sends every event that we read to our address, in our version. */
export async function checkEndpoint(client: Stripe, publicUrl: string | null): Promise<Finding> {
  // Without an address Stripe's events are asked for: there is nothing to be set.
  if (publicUrl === null) return null;
  const mend = "bun run webhooks:set";
  const [first, ...others] = await endpointsOf(client, publicUrl);
  const fault = endpointFault(first);
  if (fault !== null) return { wrong: fault, mend };
  if (others.length === 0) return null;
  return { wrong: "there are several webhook endpoints for PUBLIC_URL", mend };
}

/** Whether the portal can be configured; it is when it is first opened. */
export async function checkPortal(client: Stripe): Promise<Finding> {
  try {
    await findPortalConfiguration(client);
    return null;
  } catch (error) {
    if (!(error instanceof StripePermissionError)) throw error;
    return {
      wrong: "the key may not configure the customer portal",
      mend: "give the restricted key the right to write Customer Portal",
    };
  }
}
