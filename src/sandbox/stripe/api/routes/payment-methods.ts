// /v1/payment_methods

import type { Stripe } from "stripe";
import { PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  integer,
  metadata,
  object,
  oneOf,
  required,
  text,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { takeCustomer } from "#src/sandbox/stripe/customers.ts";
import {
  attach,
  cardsOf,
  detach,
  makePaymentMethod,
  takePaymentMethod,
} from "#src/sandbox/stripe/payment-methods.ts";
import { invalid } from "#src/sandbox/stripe/refusal.ts";
import { findTestCard } from "#src/sandbox/stripe/test-cards.ts";

const ALLOW_REDISPLAY = oneOf("always", "limited", "unspecified");

export const PAYMENT_METHOD_ROUTES: readonly Route[] = [
  route(
    "POST /v1/payment_methods",
    {
      type: required(oneOf("card")),
      card: required(
        object({
          number: required(text()),
          exp_month: required(integer(1, 12)),
          exp_year: required(integer(2000, 2099)),
          cvc: text(),
        }),
      ),
      allow_redisplay: ALLOW_REDISPLAY,
      metadata,
    },
    (store, params) => {
      const card = findTestCard(params.card.number);
      if (!card) throw unknownCard();
      const method = makePaymentMethod(store, card, applyMetadata(params.metadata));
      method.allow_redisplay = params.allow_redisplay ?? "unspecified";
      if (method.card) {
        Object.assign(method.card, {
          exp_month: params.card.exp_month,
          exp_year: params.card.exp_year,
        });
      }
      return method;
    },
  ),

  route(
    "GET /v1/payment_methods",
    { ...PAGE, customer: text(), type: oneOf("card"), allow_redisplay: ALLOW_REDISPLAY },
    (store, params) => {
      if (params.customer !== undefined) takeCustomer(store, params.customer);
      const owned = params.customer === undefined ? [] : cardsOf(store, params.customer);
      const rows = owned.filter((method) => {
        const { allow_redisplay: asked } = params;
        return asked === undefined || method.allow_redisplay === asked;
      });
      return page("/v1/payment_methods", rows, params);
    },
  ),

  route("GET /v1/payment_methods/:id", {}, (store, _params, id) => {
    return takePaymentMethod(store, id, 404);
  }),

  route(
    "POST /v1/payment_methods/:id",
    {
      metadata,
      allow_redisplay: ALLOW_REDISPLAY,
      card: object({ exp_month: integer(1, 12), exp_year: integer(2000, 2099) }),
    },
    (store, params, id) => {
      const method = takePaymentMethod(store, id, 404);
      if (method.customer === null) {
        throw invalid("You must save this PaymentMethod to a customer before you can update it.");
      }
      const { exp_month: month, exp_year: year } = params.card ?? {};
      const change: Partial<Stripe.PaymentMethod> = {
        ...(params.metadata && { metadata: applyMetadata(params.metadata, method.metadata) }),
        ...(params.allow_redisplay && { allow_redisplay: params.allow_redisplay }),
        ...(method.card && {
          card: {
            ...method.card,
            exp_month: month ?? method.card.exp_month,
            exp_year: year ?? method.card.exp_year,
          },
        }),
      };
      store.change(method, change, "payment_method.updated");
      return method;
    },
  ),

  route(
    "POST /v1/payment_methods/:id/attach",
    { customer: required(text()) },
    (store, params, id) => {
      const customer = takeCustomer(store, params.customer);
      const method = takePaymentMethod(store, id, 404);
      attach(store, method, customer.id);
      return method;
    },
  ),

  route("POST /v1/payment_methods/:id/detach", {}, (store, _params, id) => {
    const method = takePaymentMethod(store, id, 404);
    detach(store, method);
    return method;
  }),
];

function unknownCard(): Error {
  return invalid(
    "Your card was declined. Your request was in test mode, but used a non test (live) card. " +
      "For a list of valid test cards, visit: https://stripe.com/docs/testing.",
    { code: "card_declined", param: "card[number]" },
  );
}
