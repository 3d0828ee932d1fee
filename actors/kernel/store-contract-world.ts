// The hands of the store contract: a world that an implementation makes, and a fan's activation
// with the few steps that every test takes. Nothing here knows Postgres or the simulator.
import { expect } from "bun:test";
import type { Emitted, HeldChange, TimerChange } from "./actor.ts";
import { type Address, type Lane, PARTITION_COUNT, partitionOf } from "./address.ts";
import type { Effect } from "./effect.ts";
import { type Arrival, effectId } from "./envelope.ts";
import { invariant, StoreFailure } from "./errors.ts";
import type {
  ActorRef,
  CommitResult,
  LeaseStore,
  Settlement,
  Store,
  StoredEffect,
  TurnCommit,
} from "./ports.ts";
import type { Purchase } from "./purchase.ts";
import type { LedgerRow, MessageRow, Projection, PurchaseRow, Row } from "./rows.ts";

/** What people and reports would see of a fan. */
export interface FanView {
  readonly credits: number;
  readonly customerId: string | null;
  /** In the order they were written. */
  readonly ledger: readonly { readonly kind: string; readonly credits: number }[];
  /** What is theirs, by item. */
  readonly unlocked: readonly {
    readonly itemId: number;
    readonly credits: number;
    readonly stars: number;
  }[];
  /** By when they were made. */
  readonly purchases: readonly Purchase[];
  readonly messages: readonly {
    readonly ref: string;
    readonly status: string;
    readonly cost: number;
    readonly text: string;
    /** The texts before its edits, oldest first. */
    readonly history: readonly string[];
  }[];
}

/** An empty truth, and as many processes on it as a test wants. */
export interface StoreWorld {
  /** Store and leases as the process `nodeId` has them. */
  node(nodeId: string): { readonly store: Store; readonly leases: LeaseStore };
  /** The node's time is up, as if it had hung for longer than its lease. */
  lapse(nodeId: string): Promise<void>;
  /** The fan of a conversation's key, null when there is none (any more). */
  fan(key: string): Promise<FanView | null>;
  stop(): Promise<void>;
}

/** 2023-11-14T22:13:20Z, in Unix milliseconds. */
export const T0 = 1_700_000_000_000;
export const LEASE_MS = 60_000;
export const EVERY_PARTITION = Array.from({ length: PARTITION_COUNT }, (_, index) => index);

/** One process that holds every partition. */
export interface TestNode {
  readonly id: string;
  readonly store: Store;
  readonly leases: LeaseStore;
  epochOf(partition: number): number;
}

/** Joins as `nodeId` and takes every partition that can be had. */
export async function startNode(world: StoreWorld, nodeId = "node-a"): Promise<TestNode> {
  const { store, leases } = world.node(nodeId);
  await leases.join({ id: nodeId, instanceId: `machine of ${nodeId}`, ttlMs: LEASE_MS });
  const epochs = new Map<number, number>();
  for (const lease of await leases.claim(nodeId, EVERY_PARTITION)) {
    epochs.set(lease.partition, lease.epoch);
  }
  return { id: nodeId, store, leases, epochOf: (partition) => epochs.get(partition) ?? 0 };
}

export function conversation(key: string): Address {
  return { kind: "conversation", key };
}

let arrivals = 0;

/** An arrival, no duplicate unless `dedupeKey` is given. */
export function arrival(
  key: string,
  parts: { dedupeKey?: string; lane?: Lane; body?: unknown; raw?: string | null } = {},
): Arrival {
  arrivals += 1;
  return {
    dedupeKey: parts.dedupeKey ?? `test:${arrivals}`,
    address: conversation(key),
    lane: parts.lane ?? "normal",
    at: T0,
    body: JSON.stringify(parts.body ?? { said: arrivals }),
    raw: parts.raw ?? null,
  };
}

/** Appends one arrival and answers its id. */
export async function receive(
  node: TestNode,
  key: string,
  parts: Parameters<typeof arrival>[1] = {},
): Promise<number> {
  const [id] = await node.store.append([arrival(key, parts)]);
  invariant(typeof id === "number", "the arrival is no duplicate");
  return id;
}

/** What a turn of a test has, where it differs from an empty one. */
export interface TurnParts {
  readonly state?: string;
  readonly credits?: number;
  readonly projection?: Projection | null;
  readonly rows?: readonly Row[];
  readonly effects?: readonly Emitted[];
  readonly held?: readonly HeldChange[];
  readonly timers?: readonly TimerChange[];
}

/** One activation of a fan's conversation, as a process believes it to be. */
export interface Hand {
  readonly key: string;
  readonly actor: ActorRef;
  readonly epoch: number;
  version: number;
  credits: number;
}

/** Activates a conversation. `expect`s it to be let in. */
export async function wake(node: TestNode, key: string): Promise<Hand & { state: string | null }> {
  const address = conversation(key);
  const partition = partitionOf(address);
  const epoch = node.epochOf(partition);
  const [answer] = await node.store.activate([{ address, partition, epoch, at: T0 }]);
  invariant(answer?.type === "active", "the node holds the partition");
  const { actor, version, state } = answer;
  return { key, actor, epoch, version, credits: 0, state };
}

/** The turn that `hand` would commit for an envelope. */
export function decide(hand: Hand, envelopeId: number, parts: TurnParts = {}): TurnCommit {
  const address = conversation(hand.key);
  return {
    address,
    partition: partitionOf(address),
    actor: hand.actor,
    epoch: hand.epoch,
    version: hand.version,
    envelopeId,
    at: T0,
    state: parts.state ?? `{"after":${envelopeId}}`,
    stateVersion: 1,
    projection:
      parts.projection === undefined
        ? projection(hand.key, parts.credits ?? hand.credits)
        : parts.projection,
    rows: parts.rows ?? [],
    outbox: (parts.effects ?? []).map((emitted, index) => ({
      ...emitted,
      id: effectId(envelopeId, index),
    })),
    held: parts.held ?? [],
    timers: parts.timers ?? [],
  };
}

/** Receives something, commits a turn for it, and answers the envelope's id. */
export async function turn(node: TestNode, hand: Hand, parts: TurnParts = {}): Promise<number> {
  const envelopeId = await receive(node, hand.key);
  expect(await node.store.commit([decide(hand, envelopeId, parts)])).toEqual(["committed"]);
  hand.version += 1;
  hand.credits = parts.credits ?? hand.credits;
  return envelopeId;
}

/** Commits one turn and answers what became of it. */
export async function commitOne(
  node: TestNode,
  turnCommit: TurnCommit,
): Promise<CommitResult | undefined> {
  const [result] = await node.store.commit([turnCommit]);
  return result;
}

/** Whether the store answers that a rule forbids it, so that nobody need ask again. */
export async function isRefused(call: Promise<unknown>): Promise<boolean> {
  return await call.then(
    () => false,
    (error: unknown) => error instanceof StoreFailure && error.isRefusal,
  );
}

/** How many envelopes of this fan wait. */
export async function mailCount(node: TestNode, key: string): Promise<number> {
  const [rows] = await node.store.read([conversation(key)], 1000, T0);
  return rows?.length ?? 0;
}

/** The pending effects of one fan, by id. */
export async function effectsOf(node: TestNode, key: string): Promise<readonly StoredEffect[]> {
  const rows = await node.store.loadEffects([partitionOf(conversation(key))], 0, 1000);
  return rows.filter((row) => row.address.key === key);
}

export function projection(key: string, credits: number): Projection {
  return {
    user: {
      telegramId: Number(key),
      username: "ana",
      firstName: "Ana",
      languageTag: "es",
      credits,
      sessionEndsAt: null,
      tier: "new",
      spentCents: 0,
      autoRecharge: false,
      stripeCustomerId: null,
      debtCredits: 0,
      debtSeconds: 0,
      isBanned: false,
      isUnreachable: false,
      isPromotable: true,
      source: null,
      createdAt: T0,
      lastSeenAt: T0,
    },
    conversation: {
      groupId: -1_001_234_567_890,
      topicId: 42,
      unreadMessages: 1,
      priorityLevel: "normal",
      isPinned: false,
      assignedTo: null,
      status: "open",
      messagesIn: 1,
      messagesOut: 0,
      lastMessageAt: T0,
      waitingSince: null,
      tags: [],
      snoozedUntil: null,
      claimedBy: null,
      claimedUntil: null,
    },
  };
}

export function ledger(credits: number, reference: string | null = null): LedgerRow {
  return {
    row: "ledger",
    kind: credits > 0 ? "welcome" : "message",
    credits,
    seconds: 0,
    amountCents: 0,
    currency: null,
    reference,
    note: null,
    at: T0,
  };
}

/** A purchase of ten credits that waits to be paid. */
export function purchase(id: string, parts: Partial<Purchase> = {}): PurchaseRow {
  return {
    row: "purchase",
    at: T0,
    purchase: {
      id,
      rail: "stripe",
      kind: "checkout",
      sku: "credits_10",
      gives: { credits: 10, seconds: 0 },
      amount: 499,
      currency: "usd",
      promo: null,
      createdAt: T0,
      expiresAt: T0 + 1_800_000,
      noticeId: null,
      sessionId: null,
      paymentId: null,
      state: "open",
      paidAt: null,
      refunds: [],
      refunded: null,
      disputes: [],
      isFraudWarned: false,
      isGranted: false,
      reversed: { credits: 0, seconds: 0 },
      frozen: { credits: 0, seconds: 0 },
      version: 1,
      ...parts,
    },
  };
}

export function message(ref: string, parts: Partial<MessageRow> = {}): MessageRow {
  return {
    row: "message",
    ref,
    direction: "in",
    kind: "text",
    text: "hello",
    fileId: null,
    cost: 1,
    status: "queued",
    byId: null,
    at: T0,
    ...parts,
  };
}

export function post(text: string): Effect {
  return {
    verb: "post",
    header: null,
    parts: [
      {
        fanMessageId: 7,
        content: { kind: "text", text, entities: [], fileId: null },
      },
    ],
    keyboard: [],
    replyToFanMessageId: null,
  };
}

/** A settlement of an effect that was done and is nobody's news. */
export function settled(key: string, id: number, parts: Partial<Settlement> = {}): Settlement {
  return {
    effectId: id,
    address: conversation(key),
    to: "delivered",
    outcome: { type: "done", sent: null },
    attempts: 1,
    links: [],
    delivers: [],
    arrival: null,
    at: T0,
    ...parts,
  };
}
