// /v1/refunds

import type { Stripe } from "stripe";
import { DATED_PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import { applyMetadata, integer, metadata, oneOf, text } from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { cancelRefund, createRefund } from "#src/sandbox/stripe/refunds.ts";
import { invalid, missing } from "#src/sandbox/stripe/refusal.ts";
import { idOf, type Store } from "#src/sandbox/stripe/store.ts";
import { find } from "./find.ts";

const TARGET = { charge: text(), payment_intent: text() } as const;

export const REFUND_ROUTES: readonly Route[] = [
  route(
    "POST /v1/refunds",
    {
      ...TARGET,
      amount: integer(1),
      metadata,
      reason: oneOf("duplicate", "fraudulent", "requested_by_customer"),
    },
    (store, params) => {
      return createRefund(store, chargeOf(store, params), {
        amount: params.amount,
        reason: params.reason ?? null,
        metadata: applyMetadata(params.metadata),
      });
    },
  ),

  route("GET /v1/refunds", { ...DATED_PAGE, ...TARGET }, (store, params) => {
    const rows = store.refunds.newestFirst((refund) => {
      const { charge, payment_intent: intent } = params;
      const isCharges = charge === undefined || refund.charge === charge;
      const isIntents = intent === undefined || refund.payment_intent === intent;
      return isCharges && isIntents && (params.created?.(refund.created) ?? true);
    });
    return page("/v1/refunds", rows, params);
  }),

  route("GET /v1/refunds/:id", {}, (store, _params, id) => find(store.refunds, id, "refund")),

  route("POST /v1/refunds/:id", { metadata }, (store, params, id) => {
    const refund = find(store.refunds, id, "refund");
    const after = applyMetadata(params.metadata, refund.metadata);
    store.change(refund, { metadata: after }, "refund.updated", "charge.refund.updated");
    return refund;
  }),

  route("POST /v1/refunds/:id/cancel", {}, (store, _params, id) => {
    const refund = find(store.refunds, id, "refund");
    cancelRefund(store, refund);
    return refund;
  }),
];

function chargeOf(
  store: Store,
  params: {
    readonly charge: string | undefined;
    readonly payment_intent: string | undefined;
  },
): Stripe.Charge {
  if (params.charge !== undefined) {
    const charge = store.charges.get(params.charge);
    if (!charge) throw missing("charge", params.charge, "charge");
    return charge;
  }
  if (params.payment_intent === undefined) {
    throw invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  }
  const intent = store.intents.get(params.payment_intent);
  if (!intent) throw missing("payment_intent", params.payment_intent, "payment_intent");
  const charge = store.charges.get(idOf(intent.latest_charge) ?? "");
  if (intent.status !== "succeeded" || !charge) {
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      {
        code: "payment_intent_unexpected_state",
      },
    );
  }
  return charge;
}
