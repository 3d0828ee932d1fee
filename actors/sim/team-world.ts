// The team's side of a simulated world: what its people do in topics and in their panels, and whether
// it agrees with the books in the end. What they see they press; presses come on ways of their own, so
// in any order, and some come twice.
import type { Address } from "#actors/kernel/address.ts";
import type { Content } from "#actors/kernel/content.ts";
import { deskAddress, packDeskPress } from "#actors/kernel/desk.ts";
import { packPress } from "#actors/kernel/press.ts";
import type { Member, Teammate } from "#actors/kernel/team.ts";
import type { DeskWorld } from "./desk-world.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables } from "./memory-tables.ts";
import type { Prng } from "./prng.ts";
import { buttonsOf, topicOf } from "./screens.ts";
import { checkTeam } from "./team-invariants.ts";
import type { TeamAct } from "./team-traffic.ts";
import { type InTopic, type People, type SimUpdate, text } from "./traffic.ts";
import type { SimTelegram } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** An impatient finger, and a network that holds one of two presses up. */
const PRESS_DELAY_MS_MAX = 1_500;
const COPY_DELAY_MS_MAX = 60_000;
const COPIED = 0.3;
/** Their own message ids, apart from those of topics. */
const FIRST_MESSAGE_ID = 5_000_000;

/** What somebody does in their panel. */
type Said =
  | { readonly type: "commanded"; readonly command: string; readonly argument: string }
  | { readonly type: "wrote"; readonly content: Content; readonly albumId: null }
  | { readonly type: "pressed"; readonly queryId: string; readonly data: string };

export interface TeamWorldParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly db: MemoryTables;
  readonly telegram: SimTelegram;
  readonly people: People;
  readonly desks: DeskWorld;
  readonly send: (update: SimUpdate) => void;
  /** Somebody of the team does something that a fan may be told of by a receipt. */
  readonly onAct: (fanId: number) => void;
}

export class TeamWorld {
  readonly #parts: TeamWorldParts;
  #updates = 0;
  #orders = 0;

  constructor(parts: TeamWorldParts) {
    this.#parts = parts;
  }

  happen(act: TeamAct): void {
    const { people, send, time, onAct } = this.#parts;
    if (act.kind === "fanWrites") return send(people.writes(act.fanId, time.now()));
    onAct(act.fanId);
    this.#inTopic(act);
    this.#inPanel(act);
  }

  /** At rest, after everything that was put off has come due. */
  check(): Violation[] {
    return checkTeam(this.#parts.db);
  }

  #inTopic({ kind, fanId, by }: TeamAct): void {
    const { people, random, telegram, time } = this.#parts;
    const topicId = topicOf(telegram, fanId);
    if (topicId === null) return;
    const place: InTopic = { fanId, topicId, at: time.now(), by: teammate(by) };
    switch (kind) {
      case "answer":
        return this.#send(people.teamWrites(place, text(`answer of ${by.name}`)));
      case "assign": {
        const whom = random.pick(["me", "next", "nobody", "ben", "@dee"]);
        return this.#send(people.teamCommands(place, "assign", whom));
      }
      case "snooze":
        return this.#send(people.teamCommands(place, kind, `${1 + random.below(3)}m`));
      case "remind":
        return this.#send(people.teamCommands(place, kind, "1m look again"));
      case "pin":
      case "unpin":
      case "priority":
      case "close":
        return this.#send(people.teamCommands(place, kind));
      case "seen":
        return this.#press(place, packPress({ fanId, verb: "seen", argument: "" }));
      case "assignToMe":
        return this.#press(place, packPress({ fanId, verb: "assignTo", argument: "me" }));
      case "sendAnyway":
      case "discard": {
        const verb = kind === "discard" ? "discardAside" : kind;
        const data = buttonsOf(telegram, { topicId }, verb).at(-1);
        return data === undefined ? undefined : this.#press(place, data);
      }
      default:
        return;
    }
  }

  #press(place: InTopic, data: string): void {
    this.#send(this.#parts.people.teamPresses(place, data));
  }

  #inPanel(act: TeamAct): void {
    const fan = act.fanId.toString(36);
    switch (act.kind) {
      case "openPanel":
        return this.#hear(act, { type: "commanded", command: "admin", argument: "" });
      case "goToFan":
        return this.#pressPanel(act, "nav", "go", `fan:${act.fanId}`);
      case "askCredits":
        return this.#pressPanel(act, "fan", "credits", fan);
      case "answerCredits":
        return this.#answerCredits(act);
      case "askTier":
        return this.#pressPanel(act, "fan", "tier", `${fan}:vip`);
      case "askClose":
        return this.#pressPanel(act, "fan", "close", fan);
      case "yes": {
        const token = this.#parts.desks.newestQuestion(this.#addressOf(act).key);
        return token === null ? undefined : this.#pressPanel(act, "nav", "yes", token);
      }
      default:
        return;
    }
  }

  /** The reason is known again in the ledger; no two orders have the same. */
  #answerCredits(act: TeamAct): void {
    const { random } = this.#parts;
    this.#orders += 1;
    const figure = `${random.chance(0.4) ? "-" : ""}${1 + random.below(8)}`;
    const content = text(`${figure} order ${this.#orders}`);
    this.#hear(act, { type: "wrote", content, albumId: null });
  }

  #pressPanel(act: TeamAct, section: string, verb: string, argument: string): void {
    const data = packDeskPress({ memberId: act.by.id, section, verb, argument });
    const queryId = `desk-query-${this.#updates}`;
    this.#hear(act, { type: "pressed", queryId, data });
  }

  #hear(act: TeamAct, message: Said): void {
    const { desks, time } = this.#parts;
    const address = this.#addressOf(act);
    const isPress = message.type === "pressed";
    this.#updates += 1;
    const messageId = isPress ? desks.newestPanel(address.key) : FIRST_MESSAGE_ID + this.#updates;
    const rest = isPress ? {} : { username: null, passOn: passedOn(act, message, messageId) };
    this.#send({
      queue: isPress ? `panel presses:${this.#updates}` : `panel:${address.key}`,
      arrival: {
        dedupeKey: `telegram:2:${this.#updates}`,
        address,
        lane: isPress ? "urgent" : "normal",
        at: time.now(),
        body: JSON.stringify({ ...message, by: teammate(act.by), messageId, ...rest }),
        raw: null,
      },
      fanMessage: null,
    });
  }

  #addressOf({ by, isInGroup }: TeamAct): Address {
    const groupId = isInGroup ? this.#parts.people.groupId : null;
    return deskAddress({ memberId: by.id, groupId });
  }

  #send(update: SimUpdate): void {
    const { random, send, time } = this.#parts;
    const isPress = update.arrival.lane === "urgent";
    const delayMs = isPress ? random.below(PRESS_DELAY_MS_MAX) : 0;
    void time.sleep(delayMs).then(() => send(update));
    if (!random.chance(COPIED)) return;
    void time.sleep(delayMs + random.below(COPY_DELAY_MS_MAX)).then(() => send(update));
  }
}

function teammate({ id, name, role }: Member): Teammate {
  return { id, name, role };
}

/** What no question waits for is the person's own, as a fan. */
function passedOn(act: TeamAct, message: Said, messageId: number): string | null {
  if (act.isInGroup || message.type !== "wrote") return null;
  const person = { id: act.by.id, firstName: act.by.name, username: null, languageTag: "en" };
  const { content } = message;
  const wrote = { type: "fanWrote", content, replyToMessageId: null, albumId: null };
  return JSON.stringify({ messageId, person, ...wrote });
}
