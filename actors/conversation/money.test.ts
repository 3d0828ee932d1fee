// Properties of money over random lives: whatever is said, in whatever order, however often and with
// whatever outcomes. `Talk.hear` checks after each turn that the balance is the sum of the ledger,
// that it is not negative (the state's schema), that no reference is booked twice, and that the same
// envelope decides the same; here each life's ledger is also set against what became of its messages.
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { CONTENT_KINDS } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import type { MessageStatus } from "#actors/kernel/rows.ts";
import { content, fanData, type Heard, OPEN_SHOP, Talk, TOPIC_ID, teamData } from "./test-kit.ts";

const REFUSALS: readonly RefusalCode[] = [
  "blocked",
  "topic-gone",
  "topic-closed",
  "migrated",
  "no-rights",
  "message-gone",
  "bad-request",
];

/** Refusals after which the relay keeps the row. */
const STOPPING: ReadonlySet<string> = new Set([
  "topic-gone",
  "topic-closed",
  "migrated",
  "no-rights",
]);

interface Pending {
  readonly id: number;
  readonly effect: Effect;
}

/** What the outside knows of one conversation: outbox, message rows, buttons. */
class World {
  readonly talk: Talk;
  readonly pending: Pending[] = [];
  readonly held = new Map<number, Effect>();
  readonly status = new Map<string, MessageStatus>();
  readonly buttons: string[] = [];

  constructor(talk: Talk) {
    this.talk = talk;
  }

  take(heard: Heard): void {
    for (const [index, emitted] of heard.decision.effects.entries()) {
      const id = effectId(heard.envelopeId, index);
      if (emitted.held === true) this.held.set(id, emitted.effect);
      else this.pending.push({ id, effect: emitted.effect });
      if ("keyboard" in emitted.effect) {
        const buttons = emitted.effect.keyboard.flat();
        this.buttons.push(...buttons.flatMap((one) => ("data" in one ? one.data : [])));
      }
    }
    for (const change of heard.decision.held) {
      const effect = this.held.get(change.effectId);
      expect(effect).toBeDefined();
      this.held.delete(change.effectId);
      if (effect !== undefined && change.to === "released") {
        this.pending.push({ id: change.effectId, effect });
      }
    }
    this.#follow(heard);
  }

  /** Row states only go forward: what is gone stays gone. */
  #follow(heard: Heard): void {
    for (const row of heard.rows("message")) {
      expect(this.status.has(row.ref)).toBe(false);
      this.status.set(row.ref, row.status);
    }
    for (const { ref, status } of heard.rows("messageChange")) {
      if (status === undefined) continue;
      const before = this.status.get(ref);
      const may: readonly (MessageStatus | undefined)[] =
        status === "withdrawn"
          ? ["held", "queued"]
          : status === "failed"
            ? ["queued", "failed"]
            : ["held"];
      expect(may).toContain(before);
      this.status.set(ref, status);
    }
  }

  /** Presses any button there ever was, whoever it was for. */
  press(which: number): void {
    if (this.buttons.length === 0) return;
    const data = pick(this.buttons, which);
    this.take(data.startsWith("_") ? this.talk.presses(data) : this.talk.teamPresses(data));
  }

  /** Lets time pass; what comes due fires. */
  pass(n: number): void {
    this.talk.wait(n * 20);
    for (const [name, dueAt] of this.talk.timers) {
      if (dueAt <= this.talk.at && this.talk.timers.has(name)) this.take(this.talk.fires(name));
    }
  }

  /** A message on its way is refused for good. */
  refuseMessage(which: number): void {
    const carriers = this.pending.filter(({ effect }) => effect.tag?.startsWith("m:"));
    if (carriers.length === 0) return;
    this.settle(this.pending.indexOf(pick(carriers, which)), "bad-request");
  }

  /** The fan asks to be forgotten, and mostly means it. */
  erase(n: number): void {
    const { talk } = this;
    this.take(talk.presses(fanData("erase")));
    const token = talk.state.asks.find(({ about }) => about === "erase")?.token ?? "";
    this.take(talk.presses(fanData(n % 4 === 0 ? "eraseNo" : "eraseYes", token)));
  }

  settle(which: number, refusal: RefusalCode | null): void {
    if (this.pending.length === 0) return;
    const [one] = this.pending.splice(which % this.pending.length, 1);
    if (one === undefined) return;
    const { id, effect } = one;
    if (effect.verb === "answerPress" || effect.verb === "showAction") return;
    // A reply to what was refused for good; the relay keeps what somebody can mend.
    if (refusal !== null && STOPPING.has(refusal)) this.pending.push(one);
    const sent = { chatId: -1, threadId: TOPIC_ID, messageIds: [id] };
    this.take(
      this.talk.hear({
        type: "outcome",
        effectId: id,
        verb: effect.verb,
        tag: effect.tag ?? null,
        outcome:
          refusal === null
            ? { type: "done", sent }
            : { type: "refused", code: refusal, reason: "", migratedTo: -77 },
      }),
    );
  }

  /** Every charge has its message, every message its charge, and nothing waits that nobody knows. */
  audit(): void {
    const known = this.talk.state.held.flatMap((one) =>
      Array.from({ length: one.effects }, (_, i) => one.effectId + i),
    );
    expect([...this.held.keys()].toSorted((a, b) => a - b)).toEqual(
      known.toSorted((a, b) => a - b),
    );
    const balanceOf = new Map<string, number>();
    for (const { reference, credits } of this.talk.ledger) {
      const message = /^(?:refund:)?message:\d+:(\d+)$/.exec(reference ?? "")?.[1];
      if (message === undefined) continue;
      balanceOf.set(`f${message}`, (balanceOf.get(`f${message}`) ?? 0) + credits);
    }
    for (const [ref, balance] of balanceOf) {
      const status = this.status.get(ref);
      expect([ref, balance <= 0, status]).toEqual([ref, true, status]);
      if (status === "failed") expect([ref, balance]).toEqual([ref, 0]);
      if (status === "held" || status === "withdrawn") expect(balanceOf.has(ref)).toBe(false);
    }
  }
}

type Act = (world: World, n: number) => void;

const BUSINESS = ["1", "7", "40", "30m"] as const;

/** What can happen, and how often; `n` says which, or how long. */
const ACTS: readonly (readonly [weight: number, act: Act])[] = [
  [6, (world, n) => world.take(world.talk.writes(content(pick(CONTENT_KINDS, n), `hi ${n}`)))],
  [2, (world, n) => world.take(world.talk.writes("again", { id: old(world, n) }))],
  [2, (world, n) => world.take(world.talk.edits(old(world, n), `edited ${n}`))],
  [3, (world, n) => world.take(world.talk.writes(content("photo"), { albumId: `a${n % 2}` }))],
  [3, (world, n) => world.take(world.talk.teamCommands("gift", pick(BUSINESS, n)))],
  [1, (world, n) => world.take(world.talk.teamCommands(pick(["ban", "unban", "unban"], n)))],
  [1, (world, n) => world.take(world.talk.team(`answer ${n}`))],
  [3, (world, n) => world.press(n)],
  [1, (world, n) => world.take(world.talk.presses(fanData(pick(["discard", "start"], n))))],
  [1, (world, n) => world.take(world.talk.commands(pick(["start", "balance", "privacy"], n)))],
  [1, (world, n) => world.take(world.talk.teamPresses(teamData("give", String(n % 50))))],
  [6, (world, n) => world.settle(n, null)],
  [3, (world, n) => world.settle(n, pick(REFUSALS, n))],
  [3, (world, n) => world.refuseMessage(n)],
  [1, (world, n) => world.erase(n)],
  [4, (world, n) => world.pass(n)],
];

const life = fc.array(
  fc.tuple(
    fc.oneof(...ACTS.map(([weight, act]) => ({ weight, arbitrary: fc.constant(act) }))),
    fc.nat(100_000),
  ),
  { minLength: 1, maxLength: 120, size: "max" },
);

function pick<T>(list: readonly T[], n: number): T {
  const one = list[n % list.length];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

/** A message of not so long ago. */
function old(world: World, n: number): number {
  return world.talk.lastMessageId - (n % 30);
}

describe("money", () => {
  test("is exact over any life", () => {
    fc.assert(
      fc.property(life, fc.nat(40), fc.boolean(), (acts, welcomeCredits, isOpen) => {
        const world = new World(
          new Talk({ welcomeCredits, ...(isOpen && OPEN_SHOP), heldMax: 5, meter: true }),
        );
        for (const [act, n] of acts) act(world, n);
        world.audit();
      }),
      { numRuns: 150, seed: 20_260_101, includeErrorInReport: true },
    );
  });
});
