// The team's side of a simulated world: messages between actors go to the inbox as they do in the
// program, known by the id of their effect, whose answers may be lost; the newest screen of each desk is
// kept for whoever presses what stands on it.

import { isOfDesk } from "#actors/kernel/effect-desk.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Performer } from "#actors/kernel/ports.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface DeskWorldParts {
  readonly time: VirtualClock;
  /** Into the inbox of a process's store, with its nudge. */
  readonly ingest: (process: SimProcess, arrival: Arrival) => Promise<void>;
  readonly random: Prng;
  /** How likely the answer to a message between actors is lost, so that it is sent again. */
  readonly lost: () => number;
  /** The key of a message between actors, for mutation tests; else by its effect's id alone. */
  readonly sendKey: SendKey | undefined;
}

/** @param attempt counts all that were sent */
export type SendKey = (effectId: number, attempt: number) => string;

interface Panel {
  messageId: number;
  /** Of the newest question that a Yes answers. */
  token: string | null;
}

export class DeskWorld {
  readonly #parts: DeskWorldParts;
  readonly #panels = new Map<string, Panel>();
  #messages = 0;
  #sent = 0;

  constructor(parts: DeskWorldParts) {
    this.#parts = parts;
  }

  /** The message that a desk's panel stands in; 0: it has none yet. */
  newestPanel(deskKey: string): number {
    return this.#panels.get(deskKey)?.messageId ?? 0;
  }

  /** The token of the newest question that was ever asked at a desk; null: none was. */
  newestQuestion(deskKey: string): string | null {
    return this.#panels.get(deskKey)?.token ?? null;
  }

  /** A process's connections: the desk's own effects are carried out here, all others by `others`. */
  performer(process: SimProcess, others: Performer): Performer {
    return {
      perform: async (call) => {
        if (!isOfDesk(call.effect)) return await others.perform(call);
        await process.through(undefined);
        const outcome = await this.#carryOut(process, call);
        await this.#parts.time.sleep(1);
        return await process.through({ outcome, links: [] });
      },
    };
  }

  async #carryOut(process: SimProcess, { effect, effectIds, address }: Call): Promise<Outcome> {
    if (effect.verb === "showScreen") {
      this.#messages += 1;
      const messageId = effect.messageId ?? this.#messages;
      const messageIds = [messageId];
      const token = effect.context.question?.token ?? this.newestQuestion(address.key);
      this.#panels.set(address.key, { messageId, token });
      const chatId = Number.parseInt(address.key, 10);
      return { type: "done", sent: { chatId, threadId: null, messageIds } };
    }
    if (effect.verb !== "send") return { type: "done", sent: null };
    const [effectId = 0] = effectIds;
    const { to, lane, body } = effect;
    const at = this.#parts.time.now();
    try {
      this.#sent += 1;
      const dedupeKey = this.#parts.sendKey?.(effectId, this.#sent) ?? `send:${effectId}`;
      await this.#parts.ingest(process, { dedupeKey, address: to, lane, at, body, raw: null });
      const isLost = this.#parts.random.chance(this.#parts.lost());
      return isLost ? { type: "unknown", reason: "cut off" } : { type: "done", sent: null };
    } catch (error) {
      return { type: "unknown", reason: String(error) };
    }
  }
}
