// /v1/charges, /v1/balance and /v1/account: reading only; charges are made by intents.

import { DATED_PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import { text } from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { accountOf, balanceOf } from "#src/sandbox/stripe/balance.ts";
import { find } from "./find.ts";

export const CHARGE_ROUTES: readonly Route[] = [
  route(
    "GET /v1/charges",
    { ...DATED_PAGE, customer: text(), payment_intent: text() },
    (store, params) => {
      const rows = store.charges.newestFirst((charge) => {
        const isCustomers = params.customer === undefined || charge.customer === params.customer;
        const { payment_intent: intent } = params;
        const isIntents = intent === undefined || charge.payment_intent === intent;
        return isCustomers && isIntents && (params.created?.(charge.created) ?? true);
      });
      return page("/v1/charges", rows, params);
    },
  ),

  route("GET /v1/charges/:id", {}, (store, _params, id) => find(store.charges, id, "charge")),

  route("GET /v1/balance", {}, (store) => balanceOf(store)),

  route("GET /v1/account", {}, (store) => accountOf(store)),
];
