// The last calls of the API, for a page's stream and for tests. Bounded, and without the key.

export interface StripeCall {
  readonly seq: number;
  /** By the sandbox's clock, milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The form as it came. */
  readonly params: string;
  readonly idempotencyKey: string | null;
  readonly status: number;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly key: string | null;
}

const CALLS_MAX = 300;
const PARAMS_CHARS_MAX = 4_000;

export class CallLog {
  readonly #calls: StripeCall[] = [];
  #seq = 0;

  add({ method, path, text, key }: Asked, status: number, at: number): void {
    const params = new URLSearchParams(text).toString().slice(0, PARAMS_CHARS_MAX);
    this.#calls.push({ seq: ++this.#seq, at, method, path, params, idempotencyKey: key, status });
    if (this.#calls.length > CALLS_MAX) this.#calls.shift();
  }

  all(): readonly StripeCall[] {
    return [...this.#calls];
  }
}
