// The object that an address names, or Stripe's 404.

import { missing } from "#src/sandbox/stripe/refusal.ts";
import type { Table } from "#src/sandbox/stripe/table.ts";

export function find<T extends { readonly id: string }>(
  table: Table<T>,
  id: string,
  noun: string,
  param = "id",
): T {
  const row = table.get(id);
  if (!row) throw missing(noun, id, param, 404);
  return row;
}
