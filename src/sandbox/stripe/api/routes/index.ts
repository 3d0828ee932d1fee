// Every route of the API that the sandbox answers.

import type { Route } from "#src/sandbox/stripe/api/route.ts";
import { PORTAL_ROUTES } from "./billing-portal.ts";
import { CHARGE_ROUTES } from "./charges.ts";
import { CHECKOUT_ROUTES } from "./checkout-sessions.ts";
import { CUSTOMER_ROUTES } from "./customers.ts";
import { DISPUTE_ROUTES } from "./disputes.ts";
import { PAYMENT_INTENT_ROUTES } from "./payment-intents.ts";
import { PAYMENT_METHOD_ROUTES } from "./payment-methods.ts";
import { REFUND_ROUTES } from "./refunds.ts";
import { SETUP_INTENT_ROUTES } from "./setup-intents.ts";
import { WEBHOOK_ROUTES } from "./webhooks.ts";

export const ROUTES: readonly Route[] = [
  ...CUSTOMER_ROUTES,
  ...PAYMENT_METHOD_ROUTES,
  ...CHECKOUT_ROUTES,
  ...PAYMENT_INTENT_ROUTES,
  ...SETUP_INTENT_ROUTES,
  ...CHARGE_ROUTES,
  ...REFUND_ROUTES,
  ...DISPUTE_ROUTES,
  ...PORTAL_ROUTES,
  ...WEBHOOK_ROUTES,
];
