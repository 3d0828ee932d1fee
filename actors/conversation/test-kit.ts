// For this folder's tests: a conversation that is talked to in plain words, and that after each turn
// is held to what must be true whatever was said (`Talk.hear`).
import { expect } from "bun:test";
import type { Decision, Emitted } from "#actors/kernel/actor.ts";
import type { Answer } from "#actors/kernel/answer.ts";
import type { Content, ContentKind } from "#actors/kernel/content.ts";
import type { Effect, EffectVerb } from "#actors/kernel/effect.ts";
import { effectId, type OutcomeMessage } from "#actors/kernel/envelope.ts";
import type { Outcome, RefusalCode } from "#actors/kernel/outcome.ts";
import type { PaymentFact } from "#actors/kernel/payment.ts";
import { packPress } from "#actors/kernel/press.ts";
import type { Product } from "#actors/kernel/product.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { LedgerRow, Row } from "#actors/kernel/rows.ts";
import type { ButtonLabel } from "#actors/kernel/say.ts";
import { type Settings, Settings as SettingsSchema } from "#actors/kernel/settings.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { conversation } from "./index.ts";
import type { ConversationMessage, Person } from "./message.ts";
import { Books, purchaseOf } from "./money/test-kit.ts";
import type { State } from "./state.ts";

export const FAN_ID = 7001;
export const GROUP_ID = -1_002_000_000_001;
export const TOPIC_ID = 42;
export const MINUTE_MS = 60_000;

export const alice: Person = {
  id: FAN_ID,
  firstName: "Alice",
  username: "alice123",
  languageTag: "en",
};
export const ben: Teammate = { id: 9001, name: "Ben", role: "admin" };
export const boss: Teammate = { id: 9000, name: "Olga", role: "owner" };
export const mask: Teammate = { id: 1_087_968_824, name: "Anonymous admin", role: "anonymous" };
export const passerby: Teammate = { id: 9999, name: "Mallory", role: "stranger" };

export type EffectOf<Verb extends EffectVerb> = Extract<Effect, { verb: Verb }>;
export type RowOf<Kind extends Row["row"]> = Extract<Row, { row: Kind }>;

/** The settings a fresh deployment has, but for what a test says. */
function settingsWith(changes: Partial<Settings> = {}): Settings {
  return {
    ...SettingsSchema.parse({}),
    groupIds: [GROUP_ID],
    ownerId: boss.id,
    rails: [],
    products: [],
    team: [],
    isTeamFormed: false,
    ...changes,
  };
}

export function content(kind: ContentKind, text = "", fileId: string | null = null): Content {
  return { kind, text, entities: [], fileId: fileId ?? (kind === "text" ? null : `file-${kind}`) };
}

/** What a button is called here: a label by its name, a pack by its sku, a card by its last four. */
function wordsOf(label: ButtonLabel): string {
  if (typeof label === "string") return label;
  if ("literal" in label) return label.literal;
  if ("item" in label) return label.item.sku;
  return "card" in label ? (label.of ?? label.card.last4) : label.of;
}

/** Two packs and a block of time, as a shop may have them. */
export const PRODUCTS: readonly Product[] = [
  product("credits_10", 10, 0, 499, 350),
  product("credits_25", 25, 0, 999, 700),
  product("time_1h", 0, 3600, 2499, null),
];

/** Settings of a shop that takes cards. */
export const OPEN_SHOP = { rails: ["stripe"], products: PRODUCTS } as const;

function product(
  sku: string,
  credits: number,
  seconds: number,
  priceCents: number,
  priceStars: number | null,
): Product {
  const kind = seconds > 0 ? "time" : "credits";
  return { sku, kind, credits, seconds, priceCents, currency: "usd", priceStars };
}

/** What one envelope caused, with questions a test asks of it. */
export class Heard {
  readonly decision: Decision<State>;
  readonly envelopeId: number;

  constructor(decision: Decision<State>, envelopeId: number) {
    this.decision = decision;
    this.envelopeId = envelopeId;
  }

  /** The verbs of all effects, in order. */
  get verbs(): readonly EffectVerb[] {
    return this.decision.effects.map(({ effect }) => effect.verb);
  }

  effects<Verb extends EffectVerb>(verb: Verb): readonly EffectOf<Verb>[] {
    return this.decision.effects
      .map(({ effect }) => effect)
      .filter((effect): effect is EffectOf<Verb> => effect.verb === verb);
  }

  /** The only effect of a verb. */
  effect<Verb extends EffectVerb>(verb: Verb): EffectOf<Verb> {
    const [effect, ...others] = this.effects(verb);
    if (effect === undefined || others.length > 0)
      throw new Error(`not one ${verb}: ${this.verbs.join()}`);
    return effect;
  }

  /** An effect as it was emitted, with how it is to wait. */
  emitted(verb: EffectVerb): Emitted {
    const found = this.decision.effects.find(({ effect }) => effect.verb === verb);
    if (found === undefined) throw new Error(`no ${verb}: ${this.verbs.join()}`);
    return found;
  }

  /** The outbox id of the first effect of a verb. */
  idOf(verb: EffectVerb): number {
    const index = this.decision.effects.findIndex(({ effect }) => effect.verb === verb);
    if (index < 0) throw new Error(`no ${verb}: ${this.verbs.join()}`);
    return effectId(this.envelopeId, index);
  }

  rows<Kind extends Row["row"]>(kind: Kind): readonly RowOf<Kind>[] {
    return this.decision.rows.filter((row): row is RowOf<Kind> => row.row === kind);
  }

  /** Keys of what the fan is told. */
  get toldFan(): readonly string[] {
    return this.effects("notify").map(({ say }) => say.key);
  }

  /** Keys of what the team is told. */
  get toldTeam(): readonly string[] {
    return this.effects("tell").map(({ say }) => say.key);
  }

  /** Reactions as "emoji id". */
  get reactions(): readonly string[] {
    return this.effects("react").map(({ emoji, fanMessageId }) => `${emoji} ${fanMessageId}`);
  }

  /** The key of the answer to a press, null for a silent one. */
  get answer(): string | null {
    return this.effect("answerPress").say?.say.key ?? null;
  }

  /** Timers as [name, milliseconds from now, or null when cleared]. */
  timers(at: number): readonly (readonly [string, number | null])[] {
    return this.decision.timers.map((timer) => [
      timer.name,
      "set" in timer ? timer.set - at : null,
    ]);
  }

  /** The data of the button with a label, wherever it stands. */
  button(label: string): string {
    for (const { effect } of this.decision.effects) {
      if (!("keyboard" in effect)) continue;
      const found = effect.keyboard.flat().find((one) => wordsOf(one.label) === label);
      if (found !== undefined && "data" in found) return found.data;
    }
    throw new Error(`no button ${label}`);
  }
}

/** A conversation, its clock, and everything it ever booked. */
export class Talk {
  settings: Settings;
  state: State;
  at = 1_750_000_000_000;
  readonly books = new Books();
  readonly timers = new Map<string, number>();
  #envelopeId = 0;
  #messageId = 100;

  constructor(settings: Partial<Settings> = {}) {
    this.settings = settingsWith(settings);
    this.state = conversation.initial({ kind: "conversation", key: String(FAN_ID) });
  }

  /** One turn, and what must be true after each. */
  hear(message: ConversationMessage | OutcomeMessage): Heard {
    const address = { kind: "conversation", key: String(FAN_ID) } as const;
    this.#envelopeId += 1;
    const envelope = {
      id: this.#envelopeId,
      at: this.at,
      attempts: 0,
      message: conversation.parse(JSON.parse(JSON.stringify(message))),
    };
    const before = JSON.stringify(this.state);
    const decision = conversation.decide(this.state, envelope, this.settings);
    const again = conversation.decide(this.state, envelope, this.settings);
    expect(again).toEqual(decision);
    expect(JSON.stringify(this.state)).toBe(before);
    this.state = conversation.load(JSON.parse(JSON.stringify(decision.state)), address);
    expect(this.state).toEqual(decision.state);
    this.books.take(decision);
    expect(conversation.project(this.state)?.user.credits).toBe(this.state.credits);
    const answers = decision.effects.filter(({ effect }) => effect.verb === "answerPress");
    const isPress = message.type === "fanPressed" || message.type === "teamPressed";
    expect(answers).toHaveLength(isPress ? 1 : 0);
    for (const timer of decision.timers) {
      if ("set" in timer) this.timers.set(timer.name, timer.set);
      else this.timers.delete(timer.name);
    }
    return new Heard(decision, this.#envelopeId);
  }

  /** Everything that was ever booked. */
  get ledger(): readonly LedgerRow[] {
    return this.books.ledger;
  }

  /** The next message id of the fan's chat or the group. */
  nextMessageId(): number {
    this.#messageId += 1;
    return this.#messageId;
  }

  get lastMessageId(): number {
    return this.#messageId;
  }

  wait(ms: number): this {
    this.at += ms;
    return this;
  }

  // ── the fan ───────────────────────────────────────────────────────────────────────────────────

  writes(
    what: string | Content,
    more: { id?: number; albumId?: string; replyTo?: number; person?: Person } = {},
  ): Heard {
    return this.hear({
      type: "fanWrote",
      person: more.person ?? alice,
      messageId: more.id ?? this.nextMessageId(),
      content: typeof what === "string" ? content("text", what) : what,
      replyToMessageId: more.replyTo ?? null,
      albumId: more.albumId ?? null,
    });
  }

  edits(messageId: number, what: string | Content): Heard {
    const edited = typeof what === "string" ? content("text", what) : what;
    return this.hear({ type: "fanEdited", person: alice, messageId, content: edited });
  }

  commands(command: string, argument = "", person = alice): Heard {
    const messageId = this.nextMessageId();
    return this.hear({ type: "fanCommand", person, messageId, command, argument });
  }

  /** Presses a button of the fan's chat, by data or by `verb` and argument. */
  presses(data: string, messageId = 500): Heard {
    return this.hear({ type: "fanPressed", person: alice, queryId: "q", messageId, data });
  }

  // ── the team ──────────────────────────────────────────────────────────────────────────────────

  team(
    what: string | Content,
    more: { by?: Teammate; id?: number; albumId?: string; replyTo?: number } = {},
  ): Heard {
    return this.hear({
      type: "teamWrote",
      by: more.by ?? ben,
      groupId: GROUP_ID,
      topicId: TOPIC_ID,
      messageId: more.id ?? this.nextMessageId(),
      content: typeof what === "string" ? content("text", what) : what,
      replyToMessageId: more.replyTo ?? null,
      albumId: more.albumId ?? null,
    });
  }

  teamCommands(
    command: string,
    argument = "",
    more: { by?: Teammate; replyTo?: number } = {},
  ): Heard {
    return this.hear({
      type: "teamCommand",
      by: more.by ?? ben,
      groupId: GROUP_ID,
      topicId: TOPIC_ID,
      messageId: this.nextMessageId(),
      command,
      argument,
      replyToMessageId: more.replyTo ?? null,
    });
  }

  teamPresses(data: string, by: Teammate = ben, messageId = 600): Heard {
    return this.hear({
      type: "teamPressed",
      by,
      queryId: "q",
      groupId: GROUP_ID,
      messageId,
      data,
    });
  }

  teamReacts(emoji: string | null, by: Teammate = ben): Heard {
    return this.hear({ type: "teamReacted", by, groupId: GROUP_ID, messageId: 601, emoji });
  }

  topicEvent(
    event: "created" | "closed" | "reopened" | "edited",
    byBot = false,
    topicId = TOPIC_ID,
  ): Heard {
    const messageId = event === "edited" ? { messageId: this.nextMessageId() } : {};
    return this.hear({
      type: "topicEvent",
      event,
      groupId: GROUP_ID,
      topicId,
      byBot,
      ...messageId,
    });
  }

  // ── money ─────────────────────────────────────────────────────────────────────────────────────

  /** A purchase that is under way, without the taps that lead to one. */
  begins(changes: Partial<Purchase> = {}): Purchase {
    const id = `p${this.books.purchases.size + 1}`;
    const purchase = purchaseOf({ id, createdAt: this.at, ...changes });
    this.books.put(purchase);
    this.state = { ...this.state, purchases: [...this.state.purchases, purchase] };
    return purchase;
  }

  /** A fact as a webhook brings it, with the purchase's row. */
  says(fact: PaymentFact): Heard {
    const id = "purchaseId" in fact ? fact.purchaseId : "";
    return this.hear({ type: "payment", fact, purchase: this.books.purchases.get(id) ?? null });
  }

  /** What a service or the books answer to an effect that `heard` emitted. */
  answers(heard: Heard, verb: EffectVerb, answer: Answer): Heard {
    return this.outcome(heard, verb, { type: "done", sent: null, answer });
  }

  // ── the runtime ───────────────────────────────────────────────────────────────────────────────

  /** Tells the outcome of an effect that `heard` emitted. */
  outcome(heard: Heard, verb: EffectVerb, outcome: Outcome): Heard {
    const { effect } = heard.emitted(verb);
    const tag = effect.tag ?? null;
    return this.hear({ type: "outcome", effectId: heard.idOf(verb), verb, outcome, tag });
  }

  done(heard: Heard, verb: EffectVerb, messageId = this.nextMessageId()): Heard {
    const threadId = verb === "openTopic" ? messageId : null;
    const sent = { chatId: GROUP_ID, threadId, messageIds: [messageId] };
    return this.outcome(heard, verb, { type: "done", sent });
  }

  refused(heard: Heard, verb: EffectVerb, code: RefusalCode, migratedTo?: number): Heard {
    const reason = "Bad Request: as the vendor words it";
    const more = migratedTo === undefined ? {} : { migratedTo };
    return this.outcome(heard, verb, { type: "refused", code, reason, ...more });
  }

  /** Lets time pass until a timer is due, and fires it. */
  fires(name: string): Heard {
    const dueAt = this.timers.get(name);
    if (dueAt === undefined) throw new Error(`no timer ${name}`);
    this.timers.delete(name);
    this.at = Math.max(this.at, dueAt);
    return this.hear({ type: "timer", name, dueAt });
  }
}

/** A fan who has written once, with the topic and its card in place. */
export function settled(settings: Partial<Settings> = {}): Talk {
  const talk = new Talk({ welcomeCredits: 100, ...settings });
  talk.commands("start");
  const first = talk.writes("hello");
  talk.done(first, "openTopic", TOPIC_ID);
  talk.done(first, "card", 43);
  return talk;
}

/** A fan who is out of credits, with the topic and its card in place. */
export function broke(settings: Partial<Settings> = {}): Talk {
  return settled({ welcomeCredits: 1, lowBalance: 0, ...settings });
}

/** Data of a button in the fan's topic. */
export function teamData(verb: string, argument = "", fanId = FAN_ID): string {
  return packPress({ fanId, verb, argument });
}

/** Data of a button in the fan's own chat. */
export function fanData(verb: string, argument = ""): string {
  return packPress({ fanId: null, verb, argument });
}
