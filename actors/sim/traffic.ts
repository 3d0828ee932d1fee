// What people do in a simulated hour, drawn from a seed: fans who write, edit, press and block, a
// team that answers, deletes topics and gives gifts. Each act is a planned moment; what it becomes
// (an update for the bot, a deletion the bot is not told of) is decided when its moment comes.
import type { Address } from "#actors/kernel/address.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { packPress } from "#actors/kernel/press.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import type { Prng } from "./prng.ts";
import type { CreatedTopic } from "./vendor.ts";

export const OWNER_ID = 1;
export const GROUP_ID = -1_001_000_000_001;
/** What the group may become. */
export const MOVED_GROUP_ID = -1_001_000_000_002;

export type ActKind =
  | "text"
  | "photo"
  | "album"
  | "start"
  | "balance"
  | "edit"
  | "block"
  | "unblock"
  | "reply"
  | "reaction"
  | "seen"
  | "gift"
  | "giftTime"
  | "ban"
  | "unban"
  | "note"
  | "stranger"
  | "deleteTopic"
  | "closeTopic"
  | RareActKind;

/** Acts that most seeds are without, drawn apart from the others. */
type RareActKind =
  /** A fan asks to be forgotten, and a little later confirms it. */
  | "erase"
  | "eraseYes"
  /** A text on which the release that runs fails. */
  | "oddText"
  /** The mended release is there, and the operator redrives what was given up. */
  | "redrive"
  /** The admin group becomes another chat. */
  | "migrate";

export interface Act {
  readonly atMs: number;
  readonly kind: ActKind;
  readonly fanId: number;
}

/** How often each act is drawn, relative to the others; a seed leaves some out (swarm testing). */
const WEIGHTS: readonly (readonly [ActKind, number])[] = [
  ["text", 30],
  ["photo", 6],
  ["album", 4],
  ["start", 4],
  ["balance", 2],
  ["edit", 5],
  ["block", 1],
  ["unblock", 2],
  ["reply", 12],
  ["reaction", 4],
  ["seen", 4],
  ["gift", 5],
  ["giftTime", 1],
  ["ban", 1],
  ["unban", 2],
  ["note", 1],
  ["stranger", 1],
  ["deleteTopic", 1],
  ["closeTopic", 1],
];

/** Plans `count` acts of a few fans within `spanMs`, in the order of their moments. */
export function planActs(
  random: Prng,
  fans: readonly number[],
  count: number,
  spanMs: number,
): Act[] {
  const weights = WEIGHTS.filter(([kind]) => kind === "text" || !random.chance(0.25));
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const acts = Array.from({ length: count }, (): Act => {
    let rest = random.next() * total;
    const [kind] = weights.find(([, weight]) => (rest -= weight) < 0) ?? ["text" as const];
    const fanId = fans[random.below(fans.length)] ?? 0;
    return { atMs: random.below(spanMs), kind, fanId };
  });
  return acts.toSorted((a, b) => a.atMs - b.atMs);
}

/** Plans what few seeds have: a fan who is forgotten, a release with a bug, a group that moves. */
export function planRareActs(random: Prng, fans: readonly number[], spanMs: number): Act[] {
  const draw = (kind: ActKind, count: number): Act[] =>
    Array.from({ length: count }, () => {
      return { atMs: random.below(spanMs), kind, fanId: fans[random.below(fans.length)] ?? 0 };
    });
  return [
    ...(random.chance(0.3) ? draw("erase", 1 + random.below(2)) : []),
    ...(random.chance(0.2) ? [...draw("oddText", 1 + random.below(4)), ...draw("redrive", 1)] : []),
    ...(random.chance(0.15) ? draw("migrate", 1) : []),
  ];
}

/** A fan's message; an album's parts share its id. */
export interface FanMessage {
  readonly fanId: number;
  readonly messageId: number;
  readonly albumId: string | null;
  /** When it was written. */
  readonly at: number;
}

/** An update on its way: the queue keeps Telegram's order, the arrival is what ingest makes of it. */
export interface SimUpdate {
  /** Telegram delivers the updates of one queue one after the other; other queues overtake. */
  readonly queue: string;
  readonly arrival: Arrival;
  /** Set for a fan's message that can cost something. */
  readonly fanMessage: FanMessage | null;
}

/** What a person can see before they act. */
export interface Seen {
  /** The fan's topic, null when there is none. */
  readonly topicId: number | null;
  /** The button that confirms an erasure, null when none was shown. */
  readonly confirm: string | null;
}

/** Where and when somebody of the team does something. */
export interface InTopic {
  readonly fanId: number;
  readonly topicId: number;
  readonly at: number;
  /** The owner unless it is somebody else. */
  readonly by?: Teammate;
}

const OWNER = { id: OWNER_ID, name: "Ada", role: "owner" } as const;
const STRANGER = { id: 99, name: "Dan", role: "stranger" } as const;

/** Turns acts into updates; keeps what a world's people remember (message ids, names). */
export class People {
  readonly #random: Prng;
  readonly #lastMessageOf = new Map<number, number>();
  #nextUpdateId = 1;
  #nextMessageId = 1;
  #nextAlbum = 1;
  #groupId = GROUP_ID;

  constructor(random: Prng) {
    this.#random = random;
  }

  /** The admin group as it is now. */
  get groupId(): number {
    return this.#groupId;
  }

  /** The service message of a topic that the bot made. */
  topicCreated(topic: CreatedTopic, at: number): SimUpdate {
    const { fanId, groupId, topicId } = topic;
    const created = { type: "topicEvent", event: "created", groupId, topicId, byBot: true };
    return this.#team(fanId, at, `group:${groupId}`, created);
  }

  updatesOf(act: Act, at: number, seen: Seen): SimUpdate[] {
    const { fanId } = act;
    switch (act.kind) {
      case "oddText":
        return [this.#fanWrites(fanId, at, text("odd words"), null, { isOdd: true })];
      case "erase":
        return [this.presses(fanId, at, packPress({ fanId: null, verb: "erase", argument: "" }))];
      case "eraseYes":
        return seen.confirm === null ? [] : [this.presses(fanId, at, seen.confirm)];
      case "text":
        return [this.writes(fanId, at)];
      case "photo":
        return [this.#fanWrites(fanId, at, photo(), null)];
      case "album": {
        const albumId = `album-${(this.#nextAlbum += 1)}`;
        const parts = 2 + this.#random.below(3);
        return Array.from({ length: parts }, () => this.#fanWrites(fanId, at, photo(), albumId));
      }
      case "start":
      case "balance":
        return [this.commands(fanId, at, act.kind)];
      case "edit":
        return this.#fanEdits(fanId, at);
      case "block":
        return [this.#fan(fanId, at, { type: "fanBlocked" }, `member:${fanId}`)];
      case "unblock":
        return [this.#fan(fanId, at, { type: "fanUnblocked" }, `member:${fanId}`)];
      case "deleteTopic":
      case "closeTopic":
      case "redrive":
      case "migrate":
        return [];
      default:
        return seen.topicId === null ? [] : [this.#teamActs(act, at, seen.topicId)];
    }
  }

  /** The group is another chat from now on; each fan's conversation hears of it. */
  migrate(fans: readonly number[], at: number): SimUpdate[] {
    this.#groupId = MOVED_GROUP_ID;
    const moved = { type: "groupMigrated", from: GROUP_ID, to: MOVED_GROUP_ID };
    return fans.map((fanId) => this.#team(fanId, at, `group:${GROUP_ID}`, moved));
  }

  commands(fanId: number, at: number, command: string, argument = ""): SimUpdate {
    return this.#fan(fanId, at, { type: "fanCommand", command, argument });
  }

  writes(fanId: number, at: number): SimUpdate {
    return this.#fanWrites(fanId, at, text(`words ${this.#nextMessageId}`), null);
  }

  presses(fanId: number, at: number, data: string): SimUpdate {
    const queryId = `query-${this.#nextUpdateId}`;
    return this.#fan(fanId, at, { type: "fanPressed", queryId, data }, `presses:${fanId}`);
  }

  #fanWrites(
    fanId: number,
    at: number,
    content: Content,
    albumId: string | null,
    marks: object = {},
  ): SimUpdate {
    const update = this.#fan(fanId, at, {
      type: "fanWrote",
      content,
      replyToMessageId: null,
      albumId,
      ...marks,
    });
    const messageId = this.#nextMessageId - 1;
    this.#lastMessageOf.set(fanId, messageId);
    return { ...update, fanMessage: { fanId, messageId, albumId, at } };
  }

  #fanEdits(fanId: number, at: number): SimUpdate[] {
    const messageId = this.#lastMessageOf.get(fanId);
    if (messageId === undefined) return [];
    const content = text(`edited ${at}`);
    return [this.#fan(fanId, at, { type: "fanEdited", content, messageId })];
  }

  teamCommands(
    place: InTopic,
    command: string,
    argument = "",
    replyToMessageId: number | null = null,
  ): SimUpdate {
    const said = { type: "teamCommand", command, argument, replyToMessageId };
    return this.#inTopic(place, this.#groupQueue(), { by: OWNER, ...said });
  }

  teamWrites(place: InTopic, content: Content): SimUpdate {
    const said = { type: "teamWrote", content, replyToMessageId: null, albumId: null };
    return this.#inTopic(place, this.#groupQueue(), { by: OWNER, ...said });
  }

  /** Telegram took Stars for media, and says so with what the bot gave it along. */
  buysMedia(fanId: number, at: number, payload: string): SimUpdate {
    return this.#fan(fanId, at, { type: "fanBoughtMedia", payload }, `media:${fanId}`);
  }

  teamPresses(place: InTopic, data: string): SimUpdate {
    const queryId = `query-${this.#nextUpdateId}`;
    return this.#inTopic(place, "presses", { by: OWNER, type: "teamPressed", queryId, data });
  }

  #teamActs(act: Act, at: number, topicId: number): SimUpdate {
    const { fanId } = act;
    const place = { fanId, topicId, at };
    switch (act.kind) {
      case "gift":
        return this.teamCommands(place, "gift", String(1 + this.#random.below(8)));
      case "giftTime":
        return this.teamCommands(place, "gift", "30m");
      case "ban":
      case "unban":
        return this.teamCommands(place, act.kind);
      case "note":
        return this.teamCommands(place, "note", "remember this");
      case "reaction": {
        const reaction = { by: OWNER, type: "teamReacted", emoji: "❤" };
        return this.#inTopic(place, "reactions", reaction);
      }
      case "seen":
        return this.teamPresses(place, packPress({ fanId, verb: "seen", argument: "" }));
      default:
        return this.#inTopic(place, this.#groupQueue(), {
          by: act.kind === "stranger" ? STRANGER : OWNER,
          type: "teamWrote",
          content: text(`answer ${this.#nextMessageId}`),
          replyToMessageId: null,
          albumId: null,
        });
    }
  }

  #groupQueue(): string {
    return `group:${this.#groupId}`;
  }

  #inTopic({ fanId, topicId, at, by }: InTopic, queue: string, message: object): SimUpdate {
    const who = by === undefined ? {} : { by };
    return this.#team(fanId, at, queue, { groupId: this.#groupId, topicId, ...message, ...who });
  }

  #fan(fanId: number, at: number, message: object, queue = `chat:${fanId}`): SimUpdate {
    const person = { id: fanId, firstName: `Fan ${fanId}`, username: null, languageTag: "en" };
    return this.#update(fanId, at, queue, { person, ...message });
  }

  #team(fanId: number, at: number, queue: string, message: object): SimUpdate {
    return this.#update(fanId, at, queue, message);
  }

  #update(fanId: number, at: number, queue: string, message: object): SimUpdate {
    const address: Address = { kind: "conversation", key: String(fanId) };
    const messageId = this.#nextMessageId;
    this.#nextMessageId += 1;
    const isPress = queue.startsWith("presses");
    const arrival: Arrival = {
      dedupeKey: `telegram:1:${this.#nextUpdateId}`,
      address,
      lane: isPress ? "urgent" : "normal",
      at,
      body: JSON.stringify({ messageId, ...message }),
      raw: null,
    };
    this.#nextUpdateId += 1;
    return { queue, arrival, fanMessage: null };
  }
}

/** The id of the message that an update is about. */
export function messageIdOf({ arrival }: SimUpdate): number {
  return (JSON.parse(arrival.body) as { readonly messageId: number }).messageId;
}

export function text(words: string): Content {
  return { kind: "text", text: words, entities: [], fileId: null };
}

function photo(): Content {
  return { kind: "photo", text: "", entities: [], fileId: "file" };
}
