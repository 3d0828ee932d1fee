// `expand[]=latest_charge`: ids in an answer become the objects they name, up to four levels deep;
// a list is expanded through `data`. What is included only when asked for (a session's lines, a
// charge's refunds) is included here as well.

import { invalid } from "#src/sandbox/stripe/refusal.ts";
import type { Store } from "#src/sandbox/stripe/store.ts";

type Fields = Record<string, unknown>;

const DEPTH_MAX = 4;

/** An answer with everything that `paths` name expanded; the stored objects stay as they are. */
export function expand(store: Store, answer: object, paths: readonly string[]): object {
  const copy = structuredClone(answer) as Fields;
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > DEPTH_MAX) {
      throw invalid("You cannot expand more than 4 levels of a property.", { param: "expand" });
    }
    walk(store, copy, steps, path);
  }
  return copy;
}

function walk(store: Store, at: Fields, steps: readonly string[], path: string): void {
  const [step = "", ...rest] = steps;
  const included = INCLUDABLE[`${String(at["object"])}.${step}`];
  if (included && at[step] === undefined) at[step] = included(store, String(at["id"]));
  const value = at[step];
  if (value === null) return;
  if (typeof value === "string") {
    const found = lookUp(store, value);
    if (!found) throw unexpandable(path);
    at[step] = structuredClone(found);
  } else if (typeof value !== "object") throw unexpandable(path);
  if (rest.length === 0) return;
  const below = at[step];
  const items = Array.isArray(below) ? below : [below];
  for (const item of items) walk(store, item as Fields, rest, path);
}

/** Kinds of ids that may stand for an object, by their prefix. */
function lookUp(store: Store, id: string): object | undefined {
  const tables = {
    cus: store.customers,
    pm: store.paymentMethods,
    pi: store.intents,
    seti: store.setupIntents,
    ch: store.charges,
    re: store.refunds,
    du: store.disputes,
    txn: store.balanceTransactions,
    bpc: store.portalConfigurations,
  };
  const prefix = id.slice(0, id.indexOf("_"));
  if (prefix === "cus" && store.deletedCustomers.has(id)) {
    return { id, object: "customer", deleted: true };
  }
  return Object.hasOwn(tables, prefix) ? tables[prefix as keyof typeof tables].get(id) : undefined;
}

const INCLUDABLE: Readonly<Record<string, (store: Store, id: string) => object>> = {
  "checkout.session.line_items": (store, id) => ({
    object: "list",
    data: store.sessionNotes.get(id)?.lines ?? [],
    has_more: false,
    url: `/v1/checkout/sessions/${id}/line_items`,
  }),
  "charge.refunds": (store, id) => ({
    object: "list",
    data: store.refunds.newestFirst((refund) => refund.charge === id),
    has_more: false,
    url: `/v1/charges/${id}/refunds`,
  }),
};

function unexpandable(path: string): Error {
  return invalid(`This property cannot be expanded (${path}).`, { param: "expand" });
}
