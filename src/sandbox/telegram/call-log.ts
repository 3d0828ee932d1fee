// The last calls of the Bot API, for the page's stream and for tests. Bounded, and without what must
// not be shown: the token is never in it, a webhook's secret is blotted out, files are names.

import type { ApiCall } from "#src/sandbox/protocol.ts";

const CALLS_MAX = 300;
const PARAMS_CHARS_MAX = 8_000;
const SECRET_FIELDS: ReadonlySet<string> = new Set(["secret_token"]);

export class CallLog {
  readonly #calls: ApiCall[] = [];
  #seq = 0;

  add(call: Omit<ApiCall, "seq">): void {
    this.#calls.push({ seq: ++this.#seq, ...call });
    if (this.#calls.length > CALLS_MAX) this.#calls.shift();
  }

  all(): readonly ApiCall[] {
    return [...this.#calls];
  }
}

/** Parameters as JSON that can be shown. */
export function shownParams(params: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(params, (name, value: unknown) => {
    if (SECRET_FIELDS.has(name)) return "…";
    return value instanceof File ? `<${value.name}, ${value.size} bytes>` : value;
  });
  return json.length > PARAMS_CHARS_MAX ? `${json.slice(0, PARAMS_CHARS_MAX)}…` : json;
}
