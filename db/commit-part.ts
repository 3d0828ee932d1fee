// One kind of row in a commit: its rows are made of arrays, and those are kept whose turn is taken.
import type { TurnCommit } from "#actors/kernel/ports.ts";
import type { Batch } from "./batch.ts";
import type { Parameter } from "./client.ts";
import { arrays, bigint, type Column, integer, text, unnest } from "./columns.ts";

export interface Part {
  readonly name: string;
  /** How many parameters it takes. */
  readonly width: number;
  count(batch: Batch): number;
  parameters(batch: Batch): readonly Parameter[];
  /** Its common table expressions; parameters are numbered from `first`. */
  write(first: number, hasErasures: boolean): string;
}

/** A kind of row: where its items are in a batch, their columns, and what is written of them. */
export function part<Item>(
  name: string,
  itemsOf: (batch: Batch) => readonly Item[],
  columns: readonly Column<Item>[],
  write: (items: string, hasErasures: boolean) => string,
): Part {
  return {
    name,
    width: columns.length,
    count: (batch) => itemsOf(batch).length,
    parameters: (batch) => arrays(columns, itemsOf(batch)),
    write: (first, hasErasures) => write(unnest(columns, "item", first), hasErasures),
  };
}

/** SQL: the row is one of a turn that is committed. */
export function isTaken(row: string): string {
  return `${row}.envelope_id = any ((select ids from taken_envelopes)::bigint[])`;
}

interface InTurn {
  readonly turn: TurnCommit;
}
export const envelopeId = bigint<InTurn>("envelope_id", ({ turn }) => turn.envelopeId);
export const userId = bigint<InTurn>("user_id", ({ turn }) => turn.actor.userId);
export const kind = text<InTurn>("kind", ({ turn }) => turn.address.kind);
export const key = text<InTurn>("key", ({ turn }) => turn.address.key);
export const partition = integer<InTurn>("partition", ({ turn }) => turn.partition);
export const at = bigint<{ readonly at: number }>("at", (item) => item.at);
