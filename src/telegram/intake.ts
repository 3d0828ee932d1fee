// From a raw update to a committed inbox row: the one way in, behind the webhook and long polling
// alike. Sorting is pure (ingest.ts); here the lookups are made that it asks for, and the result is
// appended. Nothing is remembered of an update before its commit.
//
// Where it can stop: a lookup or the insert fails (nothing is written: the sender is told to send
// it again); after the commit the answer is lost (it comes again, and its dedupe key finds it).
import type { Address } from "#actors/kernel/address.ts";
import { deskAddress } from "#actors/kernel/desk.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { isUnreadable } from "#db/payments.ts";
import { errorWords } from "#src/errors.ts";
import type { Taken } from "#src/http/app.ts";
import { type Append, OverloadedError } from "#src/http/inbox-batcher.ts";
import { type Place, type Sorted, sortUpdate } from "./ingest.ts";
import type { Sender } from "./ingest-desk.ts";
import { type Roster, RosterUnavailableError } from "./roster.ts";
import { type PreCheckoutQuery, parseUpdate, type Update } from "./update.ts";

/** Which fan a topic or a message in a group belongs to; the database's side of ingest. */
export interface IngestReads {
  fanOfTopic(groupId: number, topicId: number): Promise<number | null>;
  /** By the links between copies. */
  fanOfTopicMessage(groupId: number, messageId: number): Promise<number | null>;
  /** A purchase and the fan whose it is. */
  purchaseById(id: string): Promise<{ readonly fanId: number; readonly purchase: Purchase } | null>;
}

/** How far behind the actors are; what is too far waits at Telegram, chat by chat. */
export interface Pressure {
  isOverloaded(): boolean;
  isFull(address: Address): boolean;
}

export interface IntakeParts {
  readonly place: Place;
  readonly reads: IngestReads;
  readonly roster: Roster;
  readonly append: Append;
  readonly pressure: Pressure;
  readonly clock: Clock;
  readonly log: Logger;
  /** Counts an update: its kind, and what became of it (an `ignored` one with its reason). */
  readonly onUpdate: (kind: string, answer: string) => void;
  /** Somebody's membership in one of our groups has changed, maybe the bot's own. */
  readonly onMembership: (groupId: number) => void;
  /** A group is another chat now; resolves when everybody whom it concerns is sure to hear of it. */
  readonly onMigrated: (from: number, to: number) => Promise<void>;
  /** Answers a checkout in Stars, at once; never rejects. */
  readonly onPreCheckout: (query: PreCheckoutQuery) => Promise<void>;
}

export interface Intake {
  /** Takes one update in from its JSON text. Never rejects. */
  readonly take: (raw: string) => Promise<Taken>;
  /** Takes updates in that came together, in their order and in one insert. Never rejects. */
  readonly takeAll: (updates: readonly unknown[]) => Promise<Taken>;
}

/** Seconds that a sender is asked to wait; short, because its chat's queue stands still meanwhile. */
const RETRY_SECONDS = { overloaded: 1, store: 2, roster: 5 } as const;

interface Prepared {
  readonly kind: string;
  readonly ignored: string | null;
  readonly arrivals: readonly Arrival[];
}

/** Makes the intake of this process. */
export function createIntake(parts: IntakeParts): Intake {
  const { append, pressure, log, onUpdate } = parts;
  const prepare = preparer(parts);

  const appendAll = async (prepared: readonly Prepared[]): Promise<Taken> => {
    const arrivals = prepared.flatMap((each) => each.arrivals);
    // A poll's offset cannot leave one chat behind, so one full actor does not hold up the others.
    const isFull = prepared.length === 1 && arrivals.some((each) => pressure.isFull(each.address));
    if (isFull || (arrivals.length > 0 && pressure.isOverloaded())) {
      throw new OverloadedError("the actors are too far behind");
    }
    const ids = arrivals.length === 0 ? [] : await append(arrivals);
    let from = 0;
    let best: Taken["type"] = "ignored";
    for (const { kind, ignored, arrivals: own } of prepared) {
      const isNew = ids.slice(from, from + own.length).some((id) => id !== null);
      from += own.length;
      if (own.length > 0) best = isNew ? "stored" : "duplicate";
      onUpdate(kind, ignored ?? (isNew ? "stored" : "duplicate"));
    }
    return { type: best };
  };

  const later = (error: unknown, updateId: number): Taken => {
    const retryAfterSeconds = retrySeconds(error);
    log.warn({ updateId, error: errorWords(error), retryAfterSeconds }, "an update is put off");
    return { type: "later", retryAfterSeconds };
  };

  return {
    async take(raw) {
      const update = parseUpdate(jsonOf(raw));
      if (update === null) {
        onUpdate("none", "malformed");
        return { type: "malformed" };
      }
      try {
        return await appendAll([await prepare(update, raw)]);
      } catch (error) {
        onUpdate(update.kind, "later");
        return later(error, update.updateId);
      }
    },
    async takeAll(updates) {
      const parsed = updates.map((json) => [parseUpdate(json), json] as const);
      const good = parsed.flatMap(([update, json]) => (update === null ? [] : [{ update, json }]));
      for (let i = good.length; i < parsed.length; i += 1) onUpdate("none", "malformed");
      try {
        const work = good.map(({ update, json }) => prepare(update, JSON.stringify(json)));
        return await appendAll(await Promise.all(work));
      } catch (error) {
        return later(error, good[0]?.update.updateId ?? 0);
      }
    },
  };
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function retrySeconds(error: unknown): number {
  if (error instanceof OverloadedError) return RETRY_SECONDS.overloaded;
  if (error instanceof RosterUnavailableError) return RETRY_SECONDS.roster;
  return RETRY_SECONDS.store;
}

type Preparer = (update: Update, raw: string) => Promise<Prepared>;

function preparer(parts: IntakeParts): Preparer {
  const { place, reads, roster, clock, onMembership, onMigrated, onPreCheckout } = parts;

  const arrivalsOf = async (sorted: Sorted, make: MakeArrival): Promise<readonly Arrival[]> => {
    switch (sorted.type) {
      case "ignored":
        return [];
      case "fan":
        return [await routeFan(roster, sorted, make)];
      case "desk":
        return await routeDesk(roster, sorted, make);
      case "payment": {
        const { fanId, fact } = sorted;
        const found = await reads.purchaseById(fact.purchaseId).catch(nothingUnreadable);
        // Another fan's, nobody's, or unreadable: the conversation hears of the money all the same.
        const purchase = found?.fanId === fanId ? found.purchase : null;
        const message = { type: "payment", fact, purchase };
        return [make(conversationOf(fanId), { lane: "urgent", message })];
      }
      case "preCheckout":
        await onPreCheckout(sorted.query);
        return [];
      case "team": {
        const { groupId, locator, lane } = sorted;
        const fanId =
          locator.by === "topic"
            ? await reads.fanOfTopic(groupId, locator.topicId)
            : await reads.fanOfTopicMessage(groupId, locator.messageId);
        if (fanId === null) return [];
        const by = await byOf(roster, sorted.sender, sorted.isAct);
        return [make(conversationOf(fanId), { lane, message: sorted.messageFrom(by) })];
      }
      case "topic": {
        const { groupId, topicId } = sorted.message;
        const fanId = sorted.fanId ?? (await reads.fanOfTopic(groupId, topicId));
        if (fanId === null) return [];
        // The echo of our own act repeats the topic's first name, the fan's: the last one comes when
        // they have been erased already.
        const { message } = sorted;
        return [{ ...make(conversationOf(fanId), { lane: "normal", message }), raw: null }];
      }
      case "migrated":
        await onMigrated(sorted.from, sorted.to);
        return [];
      case "membership":
        roster.forget();
        onMembership(sorted.groupId);
        return [];
    }
  };

  return async (update, raw) => {
    const at = clock.now();
    const dedupeKey = `telegram:${place.botId}:${update.updateId}`;
    const sorted = sortUpdate(update, place);
    const arrivals = await arrivalsOf(sorted, (address, { lane, message }) => ({
      dedupeKey,
      address,
      lane,
      at,
      body: JSON.stringify(message),
      raw,
    }));
    return { kind: update.kind, ignored: arrivals.length > 0 ? null : reasonOf(sorted), arrivals };
  };
}

async function byOf(roster: Roster, sender: Sender, isAct: boolean): Promise<Teammate> {
  const role = sender.isAnonymous
    ? await roster.anonymousRole()
    : await roster.roleOf(sender.id, isAct);
  return { id: sender.id, name: sender.name, role };
}

/** Where a private message goes: to the sender's desk if they are of the team. */
async function routeFan(
  roster: Roster,
  { fanId, lane, message, via }: Extract<Sorted, { type: "fan" }>,
  make: MakeArrival,
): Promise<Arrival> {
  const toFan = make(conversationOf(fanId), { lane, message });
  if (via === null || !(await roster.mayBeOfTeam(fanId, via.isTelling))) return toFan;
  const by = await byOf(roster, via.sender, via.isAct);
  if (by.role === "stranger") return toFan;
  const address = deskAddress({ memberId: fanId, groupId: null });
  return make(address, { lane, message: via.messageFrom(by) });
}

/** What is the desk's in any case; strangers talk in General for themselves. */
async function routeDesk(
  roster: Roster,
  {
    groupId,
    sender,
    lane,
    isAct,
    isForAnybody,
    isSecret,
    messageFrom,
  }: Extract<Sorted, { type: "desk" }>,
  make: MakeArrival,
): Promise<readonly Arrival[]> {
  const by = await byOf(roster, sender, isAct);
  if (by.role === "stranger" && !isForAnybody) return [];
  const address = deskAddress({ memberId: sender.id, groupId });
  const arrival = make(address, { lane, message: messageFrom(by) });
  return [isSecret === true ? { ...arrival, raw: null } : arrival];
}

/** One row that is broken must not hold up every update behind this one. */
function nothingUnreadable(error: unknown): null {
  if (isUnreadable(error)) return null;
  throw error;
}

/** `message` is one that the actor behind the address hears. */
type MakeArrival = (
  address: Address,
  heard: { readonly lane: Arrival["lane"]; readonly message: object },
) => Arrival;

function conversationOf(fanId: number): Address {
  return { kind: "conversation", key: String(fanId) };
}

function reasonOf(sorted: Sorted): string {
  if (sorted.type === "ignored") return sorted.reason;
  const { type } = sorted;
  if (type === "desk") return "general";
  const isDone = type === "membership" || type === "migrated" || type === "preCheckout";
  return isDone ? type : "unknown-topic";
}
