// The typed Bot API client: gramio's `bot.api` and nothing else of gramio. It has no time-out of its
// own and takes one static set of fetch options, so the signal is a getter: gramio spreads the
// options at every call, and every call gets a deadline.
//
// What brings a file along is sent by us: the library's way breaks captions (multipart.ts).
import { Bot, TelegramError } from "gramio";
import { hasFile, multipart } from "./multipart.ts";

/** gramio's typed methods; they reject with TelegramError, or with whatever `fetch` rejects with. */
export type TelegramApi = Bot["api"];

/** Calls that start within the same span share a deadline, so thousands of calls share a timer. */
const DEADLINE_SPAN_MS = 1_000;

export interface TelegramApiOptions {
  readonly token: string;
  /** Without a trailing slash; calls go to `<root>/bot<token>/<method>`. */
  readonly root: string;
  readonly timeoutMs: number;
  /** Cuts every call that is under way when it aborts. */
  readonly until?: AbortSignal;
}

/** A client that gives up a call after `timeoutMs` (to the second above). */
export function createTelegramApi(options: TelegramApiOptions): TelegramApi {
  const { token, root, timeoutMs, until } = options;
  const deadline = (): AbortSignal => {
    const timeout = AbortSignal.timeout(timeoutMs + DEADLINE_SPAN_MS);
    return until === undefined ? timeout : AbortSignal.any([timeout, until]);
  };
  let signal = deadline();
  let madeAt = performance.now();
  const fetchOptions = {
    get signal(): AbortSignal {
      if (performance.now() - madeAt > DEADLINE_SPAN_MS) {
        signal = deadline();
        madeAt = performance.now();
      }
      return signal;
    },
  };
  // Texts go out with entities that are made already, so gramio's own formatting is left out.
  const bot = new Bot(token, {
    plugins: { format: false },
    api: { baseURL: `${root}/bot`, fetchOptions },
  });
  bot.onApiCall(async ({ method, params }, next) => {
    if (params === undefined || !hasFile(params)) return await next();
    const { body, contentType } = multipart(params);
    const response = await fetch(`${root}/bot${token}/${method}`, {
      method: "POST",
      headers: { "content-type": contentType },
      body,
      signal: fetchOptions.signal,
    });
    const answer = (await response.json()) as Answer;
    if (answer.ok) return answer.result;
    throw new TelegramError(answer, method, params);
  });
  return bot.api;
}

/** core.telegram.org/bots/api#making-requests */
type Answer =
  | { readonly ok: true; readonly result: unknown }
  | ({ readonly ok: false } & ConstructorParameters<typeof TelegramError>[0]);
