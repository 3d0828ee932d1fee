// One decision of a desk while it is being made, in the vocabulary of the panel: go to a screen, ask
// for something, act, send an order to a fan's conversation.
//
// A turn ends by showing the screen once, whatever it did to it: one envelope, one edit. Whoever may
// not look at the screen is told in words what it was about, and sees none.
import type { Decision, Emitted, TimerChange } from "#actors/kernel/actor.ts";
import { deskPlace } from "#actors/kernel/desk.ts";
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Prompt, Question, Viewer } from "#actors/kernel/effect-desk.ts";
import type { Envelope } from "#actors/kernel/envelope.ts";
import type { OrderHeard, TeamOrder } from "#actors/kernel/order.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { SCREEN_NEEDS, type Screen } from "#actors/kernel/screen.ts";
import { isMoneyForAll, type Settings } from "#actors/kernel/settings.ts";
import { type Rights, rightsOf, type Teammate } from "#actors/kernel/team.ts";
import { mayAct } from "./act-needs.ts";
import type { DeskMessage } from "./message.ts";
import { ASK_LIFE_MS, type DeskState } from "./state.ts";

/** Tells of a question that nobody has answered in time. */
export const ASK_TIMER = "ask";

/** Tag of an act that is answered in a message of its own. */
export const SPOKEN = "spoken";
/** Tag of the opening of an invitation's link: only who has joined is shown a panel. */
export const JOIN = "join";

export class DeskTurn {
  readonly envelopeId: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly settings: Settings;
  /** Whose turn it is; in a turn of the runtime's own, the person as the team's list has them. */
  readonly by: Teammate;
  #state: DeskState;
  #notice: DeskSay | null = null;
  #prompt: Prompt | null = null;
  #question: Question | null = null;
  #isShown = false;
  /** The panel is a picture: whoever pressed its button has it before them. */
  readonly #isPicture: boolean;
  readonly #hadQuestion: boolean;
  readonly #effects: Emitted[] = [];
  readonly #timers = new Map<string, TimerChange>();

  constructor(state: DeskState, envelope: Envelope<DeskMessage>, settings: Settings, by: Teammate) {
    this.#state = state;
    const { message } = envelope;
    this.#isPicture = message.type === "pressed" && message.isPicture === true;
    this.#hadQuestion = state.asking !== null || state.pending !== null;
    this.envelopeId = envelope.id;
    this.at = envelope.at;
    this.settings = settings;
    this.by = by;
  }

  get state(): DeskState {
    return this.#state;
  }

  /** What this person may do now, here: in a group everybody reads what they are shown. */
  get rights(): Rights {
    const rights = rightsOf(this.by.role, this.settings.rights);
    return this.#isMoneyLeftOut ? { ...rights, money: false } : rights;
  }

  /** This person as a screen sees them. */
  get viewer(): Viewer {
    const viewer = { ...this.by, rights: this.rights };
    return this.#isMoneyLeftOut ? { ...viewer, isMoneyInPrivate: true } : viewer;
  }

  /** Figures of money that this person may see, and not everybody who reads along. */
  get #isMoneyLeftOut(): boolean {
    const { by, settings } = this;
    return !this.isPrivate && rightsOf(by.role, settings.rights).money && !isMoneyForAll(settings);
  }

  get isPrivate(): boolean {
    return deskPlace(this.#state.key).groupId === null;
  }

  set(changes: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...changes };
  }

  emit(effect: Effect): void {
    this.#effects.push({ effect });
  }

  /** Whether somebody is to write or to confirm something. */
  get isAsking(): boolean {
    return this.#state.asking !== null || this.#state.pending !== null;
  }

  setTimer(name: string, at: number): void {
    this.#timers.set(name, { name, set: at });
  }

  clearTimer(name: string): void {
    this.#timers.set(name, { name, clear: true });
  }

  /** Goes to a screen; open questions are dropped. */
  go(screen: Screen, notice: DeskSay | null = null): void {
    this.set({ screen, asking: null, pending: null });
    this.show(notice);
  }

  /** Opens a panel at the end of the chat for a command, and takes the old one away. */
  reopen(screen: Screen, commandId: number): void {
    const { panelId } = this.#state;
    this.emit({
      verb: "tidy",
      messageIds: panelId === null ? [commandId] : [panelId, commandId],
    });
    this.set({ panelId: null });
    this.go(screen);
  }

  /** Says it in a message of its own. */
  tell(say: DeskSay): void {
    this.emit({ verb: "tellMember", say, fanId: null });
  }

  /** Shows the screen anew at the end of the turn, with a line about what has happened. */
  show(notice: DeskSay | null = null): void {
    this.#isShown = true;
    this.#notice = notice ?? this.#notice;
  }

  /** Asks for something that is to be written; the answer goes to the section's `answer`. */
  ask(
    question: { readonly section: string; readonly step: string; readonly subject?: string },
    say: DeskSay,
    error: DeskSay | null = null,
  ): void {
    const { section, step, subject = "" } = question;
    this.set({ asking: { section, step, subject, at: this.at }, pending: null });
    this.#prompt = { say, error };
    this.show();
  }

  /** Asks for a Yes; then the section's `confirmed` is called with the verb and the argument. */
  confirm(
    act: { readonly section: string; readonly verb: string; readonly argument: string },
    say: DeskSay,
    style: Question["style"] = "success",
  ): void {
    const token = this.envelopeId.toString(36);
    this.set({ pending: { token, ...act, at: this.at }, asking: null });
    this.#question = { say, token, style };
    this.show();
  }

  /**
   * Changes our own books; what came of it is shown on the screen. Who may not do it is told so.
   * @param tag a section whose `acted` is called then; or `SPOKEN`, `JOIN`.
   */
  act(act: DeskAct, tag = ""): void {
    const { by } = this;
    if (mayAct(act, by.role, this.settings.rights))
      return this.emit({ verb: "deskAct", act, by, tag });
    const why: DeskSay = { key: "denied", with: { role: by.role } };
    if (tag === SPOKEN || tag === JOIN) this.tell(why);
    else this.show(why);
  }

  /** Sends an order to a fan's conversation; what came of it is shown on the screen. */
  order(fanId: number, order: TeamOrder): void {
    const message: OrderHeard = {
      type: "teamOrder",
      by: this.by,
      order,
      deskKey: this.#state.key,
    };
    const to = { kind: "conversation", key: String(fanId) } as const;
    this.emit({ verb: "send", to, lane: "urgent", body: JSON.stringify(message) });
  }

  decision(): Decision<DeskState> {
    this.#watchQuestion();
    if (this.#isShown && this.rights[SCREEN_NEEDS[this.#state.screen.at]]) {
      this.emit(this.#screen());
    } else if (this.#isShown && this.#notice !== null) {
      this.tell(this.#notice);
    }
    return {
      state: this.#state,
      effects: this.#effects,
      held: [],
      rows: [],
      timers: [...this.#timers.values()],
    };
  }

  /** An open question has its hour; one that is answered needs none. */
  #watchQuestion(): void {
    const { asking, pending } = this.#state;
    const openedAt = asking?.at ?? pending?.at;
    if (openedAt === this.at) this.setTimer(ASK_TIMER, this.at + ASK_LIFE_MS);
    else if (openedAt === undefined && this.#hadQuestion) this.clearTimer(ASK_TIMER);
  }

  #screen(): Effect {
    const { screen, panelId, query, form } = this.#state;
    const { viewer } = this;
    const context = {
      notice: this.#notice,
      prompt: this.#prompt,
      question: this.#question,
      query,
      form,
    };
    const shown = { screen, context, viewer, messageId: panelId, tag: "panel" };
    return { verb: "showScreen", ...shown, ...(this.#isPicture && { isPicture: true }) };
  }
}
