// One decision of a campaign while it is being made.
import type { Decision, Emitted, TimerChange } from "#actors/kernel/actor.ts";
import { deskAddress } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Envelope } from "#actors/kernel/envelope.ts";
import type { DeskWord } from "#actors/kernel/order.ts";
import type { Row } from "#actors/kernel/rows.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import type { CampaignState } from "./state.ts";

export type TimerName = "start" | "pump";

export class CampaignTurn {
  /** Unix milliseconds. */
  readonly at: number;
  readonly settings: Settings;
  #state: CampaignState;
  readonly #before: CampaignState;
  readonly #effects: Emitted[] = [];
  readonly #rows: Row[] = [];
  readonly #timers = new Map<TimerName, TimerChange>();

  constructor(state: CampaignState, envelope: Envelope<unknown>, settings: Settings) {
    this.#state = state;
    this.#before = state;
    this.at = envelope.at;
    this.settings = settings;
  }

  get state(): CampaignState {
    return this.#state;
  }

  set(changes: Partial<CampaignState>): void {
    this.#state = { ...this.#state, ...changes };
  }

  emit(effect: Effect): void {
    this.#effects.push({ effect });
  }

  setTimer(name: TimerName, at: number): void {
    this.#timers.set(name, { name, set: at });
  }

  clearTimer(name: TimerName): void {
    this.#timers.set(name, { name, clear: true });
  }

  /** Who did what, in the log. */
  audit(by: Teammate, act: string): void {
    const { campaignId, name } = this.#state;
    this.#rows.push({
      row: "audit",
      byId: by.id,
      byName: by.name,
      act,
      detail: { campaignId, name },
      at: this.at,
    });
  }

  /** A word for a desk: on its panel, or as a message of its own to the maker in private. */
  tell(deskKey: string | null, say: DeskSay): void {
    const { makerId } = this.#state;
    if (deskKey === null && !this.#isOfTeam(makerId)) return;
    const to =
      deskKey === null
        ? deskAddress({ memberId: makerId, groupId: null })
        : ({ kind: "desk", key: deskKey } as const);
    const as = deskKey === null ? "news" : "result";
    const word: DeskWord = { type: "word", fanId: null, say, as };
    this.emit({ verb: "send", to, lane: "urgent", body: JSON.stringify(word) });
  }

  /** Whoever has left the team hears nothing more. */
  #isOfTeam(id: number): boolean {
    const { team, isTeamFormed } = this.settings;
    return !isTeamFormed || team.some((member) => member.id === id);
  }

  /** What it shows of itself is written whenever that changes. */
  decision(): Decision<CampaignState> {
    const { campaignId, status, startsAt } = this.#state;
    const before = this.#before;
    const isShownAnew = status !== before.status || startsAt !== before.startsAt;
    const isOver = status === "done" || status === "cancelled";
    const shown: readonly Row[] =
      status === null || !isShownAnew
        ? []
        : [
            {
              row: "campaign",
              campaignId,
              status,
              startsAt,
              finishedAt: isOver ? this.at : null,
              at: this.at,
            },
          ];
    return {
      state: this.#state,
      effects: this.#effects,
      held: [],
      rows: [...shown, ...this.#rows],
      timers: [...this.#timers.values()],
    };
  }
}
