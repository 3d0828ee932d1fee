// /v1/disputes and /v1/radar/early_fraud_warnings

import { DATED_PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import { applyMetadata, bool, metadata, object, text } from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { closeDispute, giveEvidence } from "#src/sandbox/stripe/disputes.ts";
import { find } from "./find.ts";

const ABOUT = { charge: text(), payment_intent: text() } as const;

const EVIDENCE = object({
  access_activity_log: text(20_000),
  customer_email_address: text(),
  customer_name: text(),
  product_description: text(20_000),
  refund_policy_disclosure: text(20_000),
  refund_refusal_explanation: text(20_000),
  service_date: text(),
  uncategorized_text: text(20_000),
});

export const DISPUTE_ROUTES: readonly Route[] = [
  route("GET /v1/disputes", { ...DATED_PAGE, ...ABOUT }, (store, params) => {
    const rows = store.disputes.newestFirst((dispute) => {
      return isAbout(dispute, params) && (params.created?.(dispute.created) ?? true);
    });
    return page("/v1/disputes", rows, params);
  }),

  route("GET /v1/disputes/:id", {}, (store, _params, id) => find(store.disputes, id, "dispute")),

  route(
    "POST /v1/disputes/:id",
    { evidence: EVIDENCE, submit: bool, metadata },
    (store, params, id) => {
      const dispute = find(store.disputes, id, "dispute");
      if (params.metadata) {
        const after = applyMetadata(params.metadata, dispute.metadata);
        store.change(dispute, { metadata: after }, "charge.dispute.updated");
      }
      if (params.evidence) {
        const given = Object.entries(params.evidence).filter(([, value]) => value !== undefined);
        giveEvidence(store, dispute, Object.fromEntries(given), params.submit ?? true);
      }
      return dispute;
    },
  ),

  route("POST /v1/disputes/:id/close", {}, (store, _params, id) => {
    const dispute = find(store.disputes, id, "dispute");
    closeDispute(store, dispute, dispute.status.startsWith("warning_") ? "warning_closed" : "lost");
    return dispute;
  }),

  route("GET /v1/radar/early_fraud_warnings", { ...DATED_PAGE, ...ABOUT }, (store, params) => {
    const rows = store.warnings.newestFirst((warning) => {
      return isAbout(warning, params) && (params.created?.(warning.created) ?? true);
    });
    return page("/v1/radar/early_fraud_warnings", rows, params);
  }),

  route("GET /v1/radar/early_fraud_warnings/:id", {}, (store, _params, id) => {
    return find(store.warnings, id, "early_fraud_warning");
  }),
];

interface About {
  readonly charge?: unknown;
  readonly payment_intent?: unknown;
}

function isAbout(row: About, asked: About): boolean {
  const isCharges = asked.charge === undefined || row.charge === asked.charge;
  return isCharges && (asked.payment_intent ?? row.payment_intent) === row.payment_intent;
}
