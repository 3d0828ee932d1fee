// The call stream as it is listed: newest first, filtered by words and by outcome.

import type { ApiCall } from "#src/sandbox/protocol.ts";

export interface CallFilter {
  /** Words that must all occur in the method, the status, the description or the parameters. */
  readonly query: string;
  readonly isFailuresOnly: boolean;
  /** Calls up to this number were cleared away; void once the sandbox counts from the start. */
  readonly clearedUpTo: number;
}

/** The calls to list, newest first. `getUpdates` is a heartbeat and shows only when asked for. */
export function listCalls(calls: readonly ApiCall[], filter: CallFilter): readonly ApiCall[] {
  const isStale = filter.clearedUpTo > (calls.at(-1)?.seq ?? 0);
  const words = filter.query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return calls
    .filter((call) => isStale || call.seq > filter.clearedUpTo)
    .filter((call) => !filter.isFailuresOnly || !call.ok)
    .filter((call) => call.method !== "getUpdates" || !call.ok || words.includes("getupdates"))
    .filter((call) => {
      const hay =
        `${call.method} ${call.status} ${call.description ?? ""} ${call.params}`.toLowerCase();
      return words.every((word) => hay.includes(word));
    })
    .toReversed();
}

/** A call's parameters, indented; what is not JSON is shown as it came. */
export function prettyParams(params: string): string {
  try {
    return JSON.stringify(JSON.parse(params), null, 2);
  } catch {
    return params;
  }
}
