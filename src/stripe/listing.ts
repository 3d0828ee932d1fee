// Reading Stripe's lists: newest first, page by page, bounded, so that one pass never takes more than
// its share of what Stripe lets us ask.
import { type Patience, patiently } from "./retry.ts";

const PER_PAGE = 100;

/** Where a list begins, in the parameters that all of them have. */
export interface Page {
  readonly limit: number;
  readonly starting_after?: string;
}

/** A page of a list, in Stripe's shape. */
export interface Listed<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
}

/** Up to `pagesMax` pages of a list, the newest of it, oldest first; and whether there were more. */
export async function readList<T extends { readonly id: string }>(
  patience: Patience,
  pagesMax: number,
  read: (page: Page) => Promise<Listed<T>>,
): Promise<{ readonly rows: readonly T[]; readonly isCut: boolean }> {
  const rows: T[] = [];
  let isCut = true;
  for (let pages = 0; isCut && pages < pagesMax; pages += 1) {
    const last = rows.at(-1)?.id;
    const page = { limit: PER_PAGE, ...(last !== undefined && { starting_after: last }) };
    const { data, has_more: hasMore } = await patiently(patience, () => read(page));
    rows.push(...data);
    isCut = hasMore && data.length > 0;
  }
  return { rows: rows.toReversed(), isCut };
}
