// A route: a method and an address, the parameters it takes, and what it does. The folder routes/
// has one file a noun.

import type { Store } from "#src/sandbox/stripe/store.ts";
import type { Form } from "./form.ts";
import { list, type ParamsOf, readShape, type Shape, text } from "./params.ts";

/** What every call may ask for. */
const COMMON = { expand: list(text()) } as const;

/** A call whose parameters are good: `run` may still refuse. */
export interface Call {
  readonly expands: readonly string[];
  run(): object;
}

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: RegExp;
  /** Checks the parameters; throws the refusal of the first fault. */
  read(store: Store, form: Form, ids: readonly string[]): Call;
}

/**
 * `route("GET /v1/customers/:id", {}, (store, params, id) => …)`: each `:name` of the address is
 * one more argument, and answers an object of the wire.
 */
export function route<S extends Shape>(
  address: `${Route["method"]} /v1/${string}`,
  shape: S,
  run: (store: Store, params: ParamsOf<S>, ...ids: string[]) => object,
): Route {
  const [method, path] = address.split(" ") as [Route["method"], string];
  return {
    method,
    path: new RegExp(`^${path.replaceAll(/:\w+/gu, "([^/]+)")}$`, "u"),
    read(store, form, ids) {
      const { expand, ...params } = readShape({ ...shape, ...COMMON }, form);
      return {
        expands: (expand as string[] | undefined) ?? [],
        run: () => run(store, params as unknown as ParamsOf<S>, ...ids),
      };
    },
  };
}
