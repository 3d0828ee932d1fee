// Lists in pages: newest first, at most a hundred at a time, from a row on (`starting_after`) or up
// to one (`ending_before`).

import { invalid, missing } from "#src/sandbox/stripe/refusal.ts";
import { integer, range, text } from "./params.ts";

const LIMIT_DEFAULT = 10;
const LIMIT_MAX = 100;

/** The parameters of every list. */
export const PAGE = {
  limit: integer(1, LIMIT_MAX),
  starting_after: text(),
  ending_before: text(),
} as const;

/** Those of a list that can be narrowed by the time of making. */
export const DATED_PAGE = { ...PAGE, created: range } as const;

interface PageParams {
  readonly limit: number | undefined;
  readonly starting_after: string | undefined;
  readonly ending_before: string | undefined;
}

/** One page of `rows` (newest first), in Stripe's shape. */
export function page(
  address: string,
  rows: readonly { readonly id: string }[],
  params: PageParams,
): object {
  const { limit = LIMIT_DEFAULT, starting_after: after, ending_before: before } = params;
  if (after !== undefined && before !== undefined) {
    throw invalid("You can't use both `starting_after` and `ending_before`.");
  }
  if (before !== undefined) {
    const end = placeOf(rows, before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: rows.slice(start, end), has_more: start > 0, url: address };
  }
  const start = after === undefined ? 0 : placeOf(rows, after, "starting_after") + 1;
  const data = rows.slice(start, start + limit);
  return { object: "list", data, has_more: start + limit < rows.length, url: address };
}

function placeOf(rows: readonly { readonly id: string }[], id: string, param: string): number {
  const place = rows.findIndex((row) => row.id === id);
  if (place === -1) throw missing("object", id, param);
  return place;
}
