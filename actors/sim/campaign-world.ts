// Broadcasts in a simulated world: their launch, what the team asks of them, and the books' side of their
// effects. A question of a campaign is one step in the database that is on its way for a while: the process
// that asked may be dead when it is carried out, a successor may have asked meanwhile, and its answer may be
// lost. Nobody nudges those who have mail by it: they find it when they look.
import { type Control, EVERYBODY, type Plan } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import { deskAddress } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Performer } from "#actors/kernel/ports.ts";
import { packPress } from "#actors/kernel/press.ts";
import { checkCampaigns } from "./campaign-invariants.ts";
import type { CampaignAct } from "./campaign-traffic.ts";
import type { Violation } from "./invariants.ts";
import type { MailKey } from "./memory-campaigns.ts";
import type { MemoryDatabase } from "./memory-store.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import { buttonsOf } from "./screens.ts";
import { type Act, OWNER_ID, type People, type SimUpdate } from "./traffic.ts";
import type { SimTelegram, VendorFaults } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const LATER_MS_MAX = 45_000;
/** Of a statement that hangs, or whose machine does: others have its partition by then. */
const SLOW_MS_MAX = 40_000;
const WAY_MS_MAX = 40;

export interface CampaignFigures {
  readonly launched: number;
  readonly listed: number;
  readonly sent: number;
  readonly deleted: number;
}

export interface CampaignWorldParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly db: MemoryDatabase;
  readonly telegram: SimTelegram;
  readonly people: People;
  readonly send: (update: SimUpdate) => void;
  /** An act of a fan that other worlds know. */
  readonly happen: (act: Act) => void;
  readonly faults: () => VendorFaults;
  /** Instead of the key of a fan's mail, for mutation tests. */
  readonly mailKey: MailKey | undefined;
}

type Asking = Extract<Effect, { verb: "enlist" | "recallSends" }>;

export class CampaignWorld {
  readonly #parts: CampaignWorldParts;
  /** So few at once that lists are longer. */
  readonly #limit: number;
  #asked = 0;

  constructor(parts: CampaignWorldParts) {
    this.#parts = parts;
    this.#limit = 1 + parts.random.below(3);
  }

  happen({ kind, campaignId, fanId, by, atMs }: CampaignAct): void {
    const { people, random, send, telegram, time, happen } = this.#parts;
    const at = time.now();
    switch (kind) {
      case "launch":
        return this.#launch(campaignId, null);
      case "launchLater":
        return this.#launch(campaignId, at + random.below(LATER_MS_MAX));
      case "greet":
        return send(people.commands(fanId, at, "start"));
      case "stop":
        return send(people.commands(fanId, at, "stop"));
      case "stopByButton":
        return send(people.presses(fanId, at, STOP));
      case "wantAgain": {
        const data = buttonsOf(telegram, { fanId }, "promosOn").at(-1);
        return send(
          data === undefined
            ? people.commands(fanId, at, "start")
            : people.presses(fanId, at, data),
        );
      }
      case "block":
      case "unblock":
      case "erase":
        return happen({ atMs, kind, fanId });
      default:
        return this.#control(campaignId, kind, by);
    }
  }

  /** A process's connections: the books' answers to campaigns are here, all else is with `others`. */
  performer(process: SimProcess, others: Performer): Performer {
    const { random, time, faults } = this.#parts;
    return {
      perform: async (call) => {
        const { effect } = call;
        if (!isAsking(effect)) return await others.perform(call);
        await process.through(undefined);
        const at = process.clock.now();
        const { slow, down, loseAnswer } = faults();
        await time.sleep(1 + random.below(random.chance(slow) ? SLOW_MS_MAX : WAY_MS_MAX));
        const isRefused = random.chance(down);
        const outcome = isRefused ? LOST : await this.#carryOut(effect, at);
        const isLost = random.chance(loseAnswer);
        await time.sleep(1 + random.below(WAY_MS_MAX));
        return await process.through({ outcome: isLost ? LOST : outcome, links: [] });
      },
    };
  }

  figures(): CampaignFigures {
    const { rows, sends } = this.#parts.db.campaigns;
    const fates = [...sends.values()].map(({ fate }) => fate);
    return {
      launched: rows.size,
      listed: fates.length,
      sent: fates.filter((fate) => fate === "sent").length,
      deleted: fates.filter((fate) => fate === "deleted").length,
    };
  }

  /** At rest. */
  check(): Violation[] {
    const { db, telegram } = this.#parts;
    return checkCampaigns({ db, telegram });
  }

  /** Nothing is awaited between the list and its mail: both are there, or neither. */
  async #carryOut(effect: Asking, at: number): Promise<Outcome> {
    const { db, mailKey } = this.#parts;
    const { campaignId } = effect;
    const asked = { campaignId, limit: Math.min(effect.limit, this.#limit), at };
    const { answer, mail } =
      effect.verb === "enlist"
        ? db.campaigns.enlist(db, asked, mailKey)
        : db.campaigns.recall(db, asked);
    await db.store("books").append(mail);
    return { type: "done", sent: null, answer };
  }

  /** Its row, and the first thing that it hears. */
  #launch(campaignId: number, startsAt: number | null): void {
    const { db, time } = this.#parts;
    const at = time.now();
    if (!db.campaigns.launch(campaignId, planOf(campaignId), startsAt, at)) return;
    const launched = { type: "launched", name: "News", makerId: OWNER_ID, startsAt };
    this.#tell(campaignId, `campaign:${campaignId}`, launched);
  }

  #control(campaignId: number, control: Control, { id, name, role }: CampaignAct["by"]): void {
    this.#asked += 1;
    const deskKey = deskAddress({ memberId: id, groupId: null }).key;
    const message = { type: "control", by: { id, name, role }, control, deskKey };
    this.#tell(campaignId, `control:${this.#asked}`, message);
  }

  #tell(campaignId: number, dedupeKey: string, message: object): void {
    const address = { kind: "campaign", key: String(campaignId) } as const;
    const body = JSON.stringify(message);
    const at = this.#parts.time.now();
    const arrival: Arrival = { dedupeKey, address, lane: "normal", at, body, raw: null };
    this.#parts.send({ queue: dedupeKey, arrival, fanMessage: null });
  }
}

const STOP = packPress({ fanId: null, verb: "promosOff", argument: "" });
const LOST: Outcome = { type: "unknown", reason: "connection cut" };

function isAsking(effect: Effect): effect is Asking {
  return effect.verb === "enlist" || effect.verb === "recallSends";
}

/** The text says which campaign it is. */
function planOf(campaignId: number): Plan {
  const part: Content = { kind: "text", text: `News ${campaignId}`, entities: [], fileId: null };
  return { promotion: { what: "message", parts: [part] }, segment: EVERYBODY };
}
