// The team's side of a simulated world: messages between actors go to the inbox as they do in the
// program, known by the id of their effect; screens are shown to nobody and counted.

import { isOfDesk } from "#actors/kernel/effect-desk.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Performer } from "#actors/kernel/ports.ts";
import type { SimProcess } from "./process.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface DeskWorldParts {
  readonly time: VirtualClock;
  /** Into the inbox of a process's store, with its nudge. */
  readonly ingest: (process: SimProcess, arrival: Arrival) => Promise<void>;
}

export class DeskWorld {
  readonly #parts: DeskWorldParts;
  #messages = 0;

  constructor(parts: DeskWorldParts) {
    this.#parts = parts;
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
      const messageIds = [effect.messageId ?? this.#messages];
      const chatId = Number.parseInt(address.key, 10);
      return { type: "done", sent: { chatId, threadId: null, messageIds } };
    }
    if (effect.verb !== "send") return { type: "done", sent: null };
    const [effectId = 0] = effectIds;
    const { to, lane, body } = effect;
    const at = this.#parts.time.now();
    try {
      const dedupeKey = `send:${effectId}`;
      await this.#parts.ingest(process, { dedupeKey, address: to, lane, at, body, raw: null });
      return { type: "done", sent: null };
    } catch (error) {
      return { type: "unknown", reason: String(error) };
    }
  }
}
