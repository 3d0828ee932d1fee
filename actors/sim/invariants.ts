// What must hold of a simulated world, numbered as in docs/runtime.md. Some are checked after every
// commit, the others once the faults have stopped and everything has come to rest.
import { addressKey } from "#actors/kernel/address.ts";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";
import type { MemoryTables, StoredMessage } from "./memory-tables.ts";
import type { SimProcess } from "./process.ts";
import type { FanMessage } from "./traffic.ts";
import type { Shown, SimTelegram } from "./vendor.ts";

export interface Violation {
  /** The guarantee's number in docs/runtime.md, e.g. "G3". */
  readonly guarantee: string;
  readonly what: string;
}

/** What the world knows of the fan messages that Telegram was told 200 for. */
export interface Acknowledged extends FanMessage {
  /** The order in which the fan wrote. */
  readonly order: number;
}

/** After every commit: each balance is its ledger's sum, and none is negative. */
export function checkBooks(db: MemoryTables): Violation[] {
  const sums = new Map<number, number>();
  for (const row of db.ledger) sums.set(row.userId, (sums.get(row.userId) ?? 0) + row.credits);
  const found: Violation[] = [];
  for (const user of db.users.values()) {
    if (user.projection === null) continue;
    const { credits } = user.projection.user;
    const sum = sums.get(user.id) ?? 0;
    if (credits !== sum) {
      found.push({
        guarantee: "G3",
        what: `user ${user.id} has ${credits}, the ledger says ${sum}`,
      });
    }
    if (credits < 0) found.push({ guarantee: "G3", what: `user ${user.id} has ${credits}` });
  }
  return found;
}

/** At rest, with the faults off. */
export function checkAtRest(
  db: MemoryTables,
  telegram: SimTelegram,
  acknowledged: readonly Acknowledged[],
  adminActs: readonly { readonly fanId: number; readonly at: number }[],
): Violation[] {
  return [
    ...checkBooks(db),
    ...takenOnce(db),
    ...chargedOnce(db),
    ...nothingLeft(db),
    ...everythingAnswered(db, telegram, acknowledged),
    ...inOrder(db, telegram, acknowledged),
    ...noEffectWithoutItsTurn(db, telegram),
    ...nothingForTheForgotten(db, telegram),
    ...doublesHaveACause(telegram),
    ...receiptsHaveAnAct(telegram, adminActs),
  ];
}

function takenOnce(db: MemoryTables): Violation[] {
  return [...db.taken]
    .filter(([, count]) => count > 1)
    .map(([key, count]) => ({ guarantee: "G2", what: `${key} was taken ${count} times` }));
}

function chargedOnce(db: MemoryTables): Violation[] {
  const seen = new Map<string, number>();
  for (const row of db.ledger) {
    if (row.reference !== null) seen.set(row.reference, (seen.get(row.reference) ?? 0) + 1);
  }
  return [...seen]
    .filter(([, count]) => count > 1)
    .map(([reference, count]) => ({
      guarantee: "G2",
      what: `${reference} is ${count} times in the ledger`,
    }));
}

function nothingLeft(db: MemoryTables): Violation[] {
  const found: Violation[] = [];
  for (const row of db.inbox.values()) {
    if (row.status === "pending") {
      found.push({
        guarantee: "G1",
        what: `inbox ${row.id} still waits: ${row.error ?? row.arrival.body}`,
      });
    }
    if (row.status === "dead") {
      found.push({ guarantee: "G1", what: `inbox ${row.id} is a dead letter: ${row.error}` });
    }
  }
  for (const row of db.outbox.values()) {
    if (row.status === "pending") {
      found.push({
        guarantee: "G6",
        what: `outbox ${row.id} still waits: ${row.effect.slice(0, 80)}`,
      });
    }
  }
  return found;
}

function rowOf(db: MemoryTables, fanId: number, messageId: number): StoredMessage | undefined {
  return db.messages.find((message) => {
    const user = db.users.get(message.userId)?.projection?.user;
    return message.ref === `f${messageId}` && user?.telegramId === fanId;
  });
}

function postsOf(telegram: SimTelegram): Map<number, Shown[]> {
  const posts = new Map<number, Shown[]>();
  for (const shown of telegram.shown) {
    const ids =
      shown.effect.verb === "post"
        ? shown.effect.parts.map((part) => part.fanMessageId)
        : shown.effect.verb === "postAlbum"
          ? shown.effect.fanMessageIds
          : [];
    for (const id of ids) posts.set(id, [...(posts.get(id) ?? []), shown]);
  }
  return posts;
}

/** A row says what became of a message, and the world agrees. */
function everythingAnswered(
  db: MemoryTables,
  telegram: SimTelegram,
  acknowledged: readonly Acknowledged[],
): Violation[] {
  const posts = postsOf(telegram);
  const found: Violation[] = [];
  for (const entry of acknowledged) {
    const { fanId, messageId } = entry;
    if (wasForgotten(db, entry)) continue;
    const row = rowOf(db, fanId, messageId);
    const wasShown = posts.has(messageId);
    if (row === undefined) {
      if (!hasReason(db, telegram, acknowledged, entry)) {
        found.push({ guarantee: "G4", what: `message ${messageId} left no trace` });
      }
    } else if (row.status === "queued") {
      found.push({ guarantee: "G4", what: `message ${messageId} never got anywhere` });
    } else if (row.status === "delivered" && !wasShown) {
      found.push({ guarantee: "G4", what: `message ${messageId} counts as delivered, unseen` });
    } else if (row.status === "failed" && row.cost > 0 && !wasRefunded(db, fanId, messageId)) {
      found.push({ guarantee: "G4", what: `message ${messageId} failed and was not refunded` });
    }
  }
  return found;
}

/** It was written before its fan was forgotten, and may have gone with the rest. */
function wasForgotten(db: MemoryTables, { fanId, at }: Acknowledged): boolean {
  return db.erasures.some((erasure) => erasure.key === String(fanId) && at <= erasure.at);
}

/** Why a message may have no row: it is a part of an album that has one, or the fan was told. */
function hasReason(
  db: MemoryTables,
  telegram: SimTelegram,
  acknowledged: readonly Acknowledged[],
  entry: Acknowledged,
): boolean {
  const { fanId, albumId } = entry;
  const isPart = acknowledged.some(
    (other) =>
      albumId !== null &&
      other.albumId === albumId &&
      rowOf(db, fanId, other.messageId) !== undefined,
  );
  return isPart || telegram.wasTold(fanId, ["banned", "heldFull", "unsupported"]);
}

function wasRefunded(db: MemoryTables, fanId: number, messageId: number): boolean {
  const charge = `message:${fanId}:${messageId}`;
  return (
    !db.ledger.some((row) => row.reference === charge) ||
    db.ledger.some((row) => row.reference === `refund:${charge}`)
  );
}

/** First showings of a fan's plain messages come in the order in which the fan wrote them. */
function inOrder(
  db: MemoryTables,
  telegram: SimTelegram,
  acknowledged: readonly Acknowledged[],
): Violation[] {
  const orderOf = new Map(acknowledged.map((entry) => [entry.messageId, entry]));
  const exempt = new Set([...heldMessageIds(db), ...redrivenMessageIds(db)]);
  const last = new Map<number, { order: number; messageId: number }>();
  const seen = new Set<number>();
  const found: Violation[] = [];
  for (const shown of telegram.shown) {
    if (shown.effect.verb !== "post") continue;
    for (const part of shown.effect.parts) {
      const entry = orderOf.get(part.fanMessageId);
      if (entry === undefined || seen.has(entry.messageId) || exempt.has(entry.messageId)) continue;
      seen.add(entry.messageId);
      const before = last.get(entry.fanId);
      if (before !== undefined && before.order > entry.order) {
        found.push({
          guarantee: "G5",
          what: `fan ${entry.fanId}: ${entry.messageId} was shown after ${before.messageId}`,
        });
      }
      last.set(entry.fanId, entry);
    }
  }
  return found;
}

function heldMessageIds(db: MemoryTables): number[] {
  return [...db.outbox.values()]
    .filter((row) => row.wasHeld)
    .flatMap((row) => {
      const effect = JSON.parse(row.effect) as Effect;
      return effect.verb === "post" ? effect.parts.map((part) => part.fanMessageId) : [];
    });
}

/** What was given up lets those behind it pass. */
function redrivenMessageIds(db: MemoryTables): number[] {
  return [...db.inbox.values()]
    .filter((row) => row.wasDead)
    .map((row) => (JSON.parse(row.arrival.body) as { readonly messageId: number }).messageId);
}

function noEffectWithoutItsTurn(db: MemoryTables, telegram: SimTelegram): Violation[] {
  return telegram.shown
    .filter((shown) => !traitsOf(shown.effect).isTransient)
    .flatMap((shown) => shown.effectIds)
    .filter((id) => db.outbox.get(id) === undefined && !db.erasedAt.has(id))
    .map((id) => ({ guarantee: "G6", what: `effect ${id} was performed and never committed` }));
}

/** The commit's answer may be lost, and the next try has to find out. */
const HEARD_OF_ERASURE_MS = 100;

/** Calls under way at an erasure end; none is begun after it, but by a process that slept through. */
function nothingForTheForgotten(db: MemoryTables, telegram: SimTelegram): Violation[] {
  return telegram.shown.flatMap(({ effectIds, begunAt, process }) =>
    effectIds
      .filter((id) => (db.erasedAt.get(id) ?? Infinity) + HEARD_OF_ERASURE_MS < begunAt)
      .filter(() => !process.wasCutOff)
      .map((id) => ({ guarantee: "G6", what: `effect ${id} was performed after its erasure` })),
  );
}

/** Twice on the wire only where an answer was lost, or a process died or froze over it. */
function doublesHaveACause(telegram: SimTelegram): Violation[] {
  const firsts = new Map<number, SimProcess>();
  const found: Violation[] = [];
  for (const shown of telegram.shown) {
    if (traitsOf(shown.effect).isTransient) continue;
    for (const id of shown.effectIds) {
      const first = firsts.get(id);
      firsts.set(id, shown.process);
      if (first === undefined || telegram.doubtful.has(id)) continue;
      // Either the first left its result behind, or the second slept while its heir did the work.
      if (first.wasCutOff || shown.process.wasCutOff) continue;
      found.push({
        guarantee: "G7",
        what: `effect ${id} was performed by ${first.id} and again by ${shown.process.id}`,
      });
    }
  }
  return found;
}

function receiptsHaveAnAct(
  telegram: SimTelegram,
  adminActs: readonly { readonly fanId: number; readonly at: number }[],
): Violation[] {
  const found: Violation[] = [];
  for (const shown of telegram.shown) {
    if (shown.effect.verb !== "react") continue;
    if (shown.effect.emoji !== "👀" && shown.effect.emoji !== "✍") continue;
    const hadAct = adminActs.some(
      (act) =>
        addressKey({ kind: "conversation", key: String(act.fanId) }) === shown.actor &&
        act.at <= shown.at,
    );
    if (!hadAct)
      found.push({ guarantee: "G10", what: `${shown.effect.emoji} without an admin's act` });
  }
  return found;
}
