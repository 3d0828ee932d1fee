// What the books of a world say of the team: who heard what in which order, and what it came to. A
// turn's effects are found by their ids, which its envelope's id is the root of.
import { addressKey } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { EFFECTS_PER_TURN_MAX } from "#actors/kernel/envelope.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import type { InboxRow, MemoryTables } from "./memory-tables.ts";

/** What invariants need of a message, whichever actor heard it. */
export interface HeardBody {
  readonly type: string;
  readonly by?: Teammate;
  readonly data?: string;
  readonly emoji?: string | null;
  readonly content?: { readonly text: string };
  readonly order?: { readonly act: string; readonly reason?: string };
}

/** One turn that was committed. */
export interface Turned {
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly heard: HeardBody;
  readonly effects: readonly Effect[];
}

/** The committed turns of each actor of a kind, in the order of their commits, by the actor's key. */
export function turnsOf(
  db: MemoryTables,
  kind: "conversation" | "desk",
): ReadonlyMap<string, readonly Turned[]> {
  const effects = effectsByTurn(db);
  const rows = new Map([...db.inbox.values()].map((row) => [row.arrival.dedupeKey, row]));
  const turns = new Map<string, Turned[]>();
  for (const dedupeKey of db.taken.keys()) {
    const row = rows.get(dedupeKey);
    if (row === undefined || row.arrival.address.kind !== kind) continue;
    const { key } = row.arrival.address;
    turns.set(key, [...(turns.get(key) ?? []), turned(row, effects.get(row.id) ?? [])]);
  }
  return turns;
}

/** Messages between actors that were decided, and those that were heard, by whom and what they say. */
export function messagesBetween(db: MemoryTables): { sent: string[]; heard: string[] } {
  const sent = [...db.outbox.values()].flatMap(({ effect }) => {
    const parsed = JSON.parse(effect) as Effect;
    return parsed.verb === "send" ? [`${addressKey(parsed.to)} ${parsed.body}`] : [];
  });
  const heard = [...db.inbox.values()].flatMap(({ arrival }) => {
    const { type } = JSON.parse(arrival.body) as HeardBody;
    const isBetween = type === "teamOrder" || type === "word";
    return isBetween ? [`${addressKey(arrival.address)} ${arrival.body}`] : [];
  });
  return { sent, heard };
}

function effectsByTurn(db: MemoryTables): Map<number, Effect[]> {
  const found = new Map<number, Effect[]>();
  for (const { id, effect } of [...db.outbox.values()].toSorted((a, b) => a.id - b.id)) {
    const envelopeId = Math.floor(id / EFFECTS_PER_TURN_MAX);
    const others = found.get(envelopeId);
    const parsed = JSON.parse(effect) as Effect;
    if (others === undefined) found.set(envelopeId, [parsed]);
    else others.push(parsed);
  }
  return found;
}

function turned({ id, arrival }: InboxRow, effects: readonly Effect[]): Turned {
  return { id, at: arrival.at, heard: JSON.parse(arrival.body) as HeardBody, effects };
}
