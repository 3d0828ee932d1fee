// What the relay's tests and benchmarks share: turns that let effects out, a performer that does what
// a test says, and stand-ins for the other ports. Stores and clocks come from the simulator.
import type { Route } from "#actors/kernel/actor.ts";
import { type Address, addressKey, PARTITION_COUNT, partitionOf } from "#actors/kernel/address.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { Effect, Header } from "#actors/kernel/effect.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type {
  Call,
  Clock,
  OutboxEntry,
  Ownership,
  Performed,
  Performer,
  RuntimeEvent,
  Telemetry,
} from "#actors/kernel/ports.ts";
import type { Tier } from "#actors/kernel/say.ts";
import type { LimitOptions } from "./limits.ts";
import type { PoolBounds } from "./pools.ts";
import { Relay } from "./relay.ts";
import type { DeliveryDeps } from "./relay-delivery.ts";

export const GROUP = -1_001;
export const NO_LIMITS: LimitOptions = {
  messagesPerSecond: 0,
  groupMessagesPerMinute: 0,
  chatMessagesPerSecond: 0,
};

/** An outbox row as the kit writes it; the simulator's rows are of this shape. */
interface Row {
  readonly id: number;
  readonly address: Address;
  effect: string;
  readonly after: number | null;
  readonly delivers: readonly string[];
  readonly at: number;
  status: "pending" | "held" | "delivered" | "discarded";
  attempts: number;
  readonly wasHeld: boolean;
}

/** The simulator's time and tables, as far as the kit needs them. */
export interface Ground {
  readonly clock: Clock;
  readonly store: DeliveryDeps["store"];
  readonly outbox: Map<number, Row>;
}

export interface StageOptions {
  readonly limits?: LimitOptions;
  readonly callsMax?: number;
  readonly poolCallsMax?: Partial<PoolBounds>;
  /** How long a call takes. */
  readonly callMs?: number | ((call: Call) => number);
  /** What comes of a call; done with nothing sent unless given. */
  readonly answer?: (call: Call) => Outcome;
  readonly performer?: Performer;
}

export interface Made {
  readonly at: number;
  readonly call: Call;
}

export function fan(key: number): Address {
  return { kind: "conversation", key: String(key) };
}

function text(words: string): Content {
  return { kind: "text", text: words, entities: [], fileId: null };
}

export function header(tier: Tier = "new", credits = 5): Header {
  const name = { fanId: 7, firstName: "Ana", username: null };
  const facts = { ...name, tier, credits, creditsFull: 10, sessionSeconds: 0 };
  return { title: "new", contentKind: "text", facts };
}

/** A fan's text message on its way into the topic. */
export function post(
  fanMessageId: number,
  words = `m${fanMessageId}`,
): Extract<Effect, { verb: "post" }> {
  const parts = [{ fanMessageId, content: text(words) }];
  return { verb: "post", header: header(), parts, keyboard: [], replyToFanMessageId: null };
}

export function photo(fanMessageId: number): Effect {
  const content: Content = { kind: "photo", text: "", entities: [], fileId: "file" };
  return { ...post(fanMessageId), parts: [{ fanMessageId, content }] };
}

export function react(fanMessageId: number, emoji: string | null = "👌"): Effect {
  return { verb: "react", fanMessageId, emoji };
}

export function notify(tag?: string): Effect {
  const plain = { keyboard: [], replyToFanMessageId: null, language: "en" } as const;
  const effect = { verb: "notify", say: { key: "banned", with: {} }, ...plain } as const;
  return tag === undefined ? effect : { ...effect, tag };
}

/** The User Info card, refreshed in place. */
export function card(messageId: number | null = 40): Effect {
  const facts = {
    ...header().facts,
    language: "en",
    spent: { spentCents: 0, spentStars: 0, currency: "usd" },
    messagesIn: 0,
    messagesOut: 0,
    firstSeenAt: 0,
    lastSeenAt: 0,
    source: null,
    isBanned: false,
    isUnreachable: false,
    held: 0,
  } as const;
  return { verb: "card", facts, keyboard: [], messageId };
}

/** A question to Stripe, in whose place any other of its verbs could stand. */
export function lookUp(purchaseId: string): Extract<Effect, { verb: "lookUpPayment" }> {
  return { verb: "lookUpPayment", purchaseId, sessionId: null, paymentId: null };
}

export function claim(code: string): Extract<Effect, { verb: "claimPromo" }> {
  return { verb: "claimPromo", code };
}

export function done(chatId = 0, threadId: number | null = null): Outcome {
  return { type: "done", sent: { chatId, threadId, messageIds: [] } };
}

/** A relay with everything around it. Partitions are all owned from the start. */
export class Stage {
  readonly relay: Relay;
  readonly made: Made[] = [];
  readonly events: RuntimeEvent[] = [];
  readonly nudged: string[] = [];
  readonly ground: Ground;
  readonly #owned = new Set(Array.from({ length: PARTITION_COUNT }, (_, number) => number));
  readonly #routes = new Map<string, Route>();
  #listener: Parameters<Ownership["subscribe"]>[0] | null = null;
  #turns = 0;
  /** May be changed while it runs. */
  answer: (call: Call) => Outcome;

  constructor(ground: Ground, options: StageOptions = {}) {
    this.ground = ground;
    this.answer = options.answer ?? (() => done());
    this.relay = new Relay({
      store: this.#storeOf(ground),
      performer: options.performer ?? { perform: (call) => this.#perform(call, options.callMs) },
      ownership: this.#ownership(),
      clock: ground.clock,
      nudges: { nudge: (address) => this.nudged.push(addressKey(address)) },
      telemetry: this.#telemetry(),
      random: () => 0,
      limits: options.limits ?? NO_LIMITS,
      ...(options.callsMax === undefined ? {} : { callsMax: options.callsMax }),
      ...(options.poolCallsMax === undefined ? {} : { poolCallsMax: options.poolCallsMax }),
    });
  }

  /** Where a fan's effects go; made up on first use. */
  routeOf(address: Address): Route {
    const known = this.#routes.get(addressKey(address));
    if (known !== undefined) return known;
    const key = Number(address.key);
    return this.setRoute(address, { fanChatId: key, groupId: GROUP, topicId: 10_000 + key });
  }

  setRoute(address: Address, route: Route): Route {
    this.#routes.set(addressKey(address), route);
    return route;
  }

  /** The ids that the effects of the next turn will have. */
  nextId(index = 0): number {
    return effectId(this.#turns + 1, index);
  }

  /** Commits a turn's effects without letting the relay know; answers the rows' entries. */
  commit(address: Address, effects: readonly (Effect | Omit<OutboxEntry, "id">)[]): OutboxEntry[] {
    this.#turns += 1;
    return effects.map((given, index) => {
      const emitted = "verb" in given ? { effect: given } : given;
      const entry: OutboxEntry = { ...emitted, id: effectId(this.#turns, index) };
      this.ground.outbox.set(entry.id, {
        id: entry.id,
        address,
        effect: JSON.stringify(entry.effect),
        after: entry.after === undefined ? null : effectId(this.#turns, entry.after),
        delivers: entry.delivers ?? [],
        at: this.ground.clock.now(),
        status: entry.held === true ? "held" : "pending",
        attempts: 0,
        wasHeld: entry.held === true,
      });
      return entry;
    });
  }

  /** Commits a turn and lets its effects out; answers their ids. */
  turn(
    address: Address,
    effects: readonly (Effect | Omit<OutboxEntry, "id">)[],
    more: Partial<Parameters<Relay["release"]>[0]> = {},
  ): number[] {
    const entries = this.commit(address, effects);
    this.relay.release({
      address,
      partition: partitionOf(address),
      route: this.routeOf(address),
      at: this.ground.clock.now(),
      outbox: entries.filter((entry) => entry.held !== true),
      transient: [],
      releasedIds: [],
      forgetsEarlier: false,
      ...more,
    });
    return entries.map((entry) => entry.id);
  }

  /** Rows that wait still. */
  get pending(): number[] {
    return [...this.ground.outbox.values()]
      .filter((row) => row.status === "pending")
      .map((row) => row.id);
  }

  statusOf(id: number | undefined): string | undefined {
    return id === undefined ? undefined : this.ground.outbox.get(id)?.status;
  }

  /** What was called so far, as the message numbers of posts and the verbs of others. */
  get said(): string[] {
    return this.made.map(({ call: { effect } }) =>
      effect.verb === "post"
        ? effect.parts.map((part) => part.fanMessageId).join("+")
        : effect.verb === "react"
          ? `${effect.emoji}${effect.fanMessageId}`
          : effect.verb,
    );
  }

  async gain(partitions: readonly number[], wasAbandoned = false): Promise<void> {
    await this.#listener?.gained(
      partitions.map((partition) => ({ partition, epoch: 1, wasAbandoned })),
    );
    for (const partition of partitions) this.#owned.add(partition);
  }

  async lose(partitions: readonly number[]): Promise<void> {
    this.disown(partitions);
    await this.#listener?.lost(partitions);
  }

  /** The local deadline has passed; nobody has been told yet. */
  disown(partitions: readonly number[]): void {
    for (const partition of partitions) this.#owned.delete(partition);
  }

  async #perform(call: Call, callMs: StageOptions["callMs"] = 10): Promise<Performed> {
    this.made.push({ at: this.ground.clock.monotonic(), call });
    const outcome = this.answer(call);
    await this.ground.clock.sleep(typeof callMs === "number" ? callMs : callMs(call));
    return { outcome, links: [] };
  }

  #storeOf({ store }: Ground): DeliveryDeps["store"] {
    return {
      loadEffects: (...asked) => store.loadEffects(...asked),
      loadEffectsById: (ids) => store.loadEffectsById(ids),
      settle: (settlements) => store.settle(settlements),
      append: (arrivals) => store.append(arrivals),
      routes: async (addresses) => addresses.map((address) => this.routeOf(address)),
    };
  }

  #ownership(): Ownership {
    return {
      epochOf: (partition) => (this.#owned.has(partition) ? 1 : null),
      owned: () => [...this.#owned],
      subscribe: (listener) => {
        this.#listener = listener;
      },
    };
  }

  #telemetry(): Telemetry {
    return {
      emit: (event) => {
        this.events.push(event);
      },
    };
  }
}
