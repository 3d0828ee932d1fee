// Telegram as the simulator knows it: topics that can vanish, fans who block, floods, lost answers.
// It records what was shown to whom and when, which is what the invariants are about.
import { addressKey } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome, RefusalCode } from "#actors/kernel/outcome.ts";
import type { Call, Link, Performed, Performer, Settlement } from "#actors/kernel/ports.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** How likely each fault is for one call; a seed switches some of them off altogether. */
export interface VendorFaults {
  readonly flood: number;
  readonly loseAnswer: number;
  readonly slow: number;
  readonly down: number;
}

/** One thing that somebody could see. */
export interface Shown {
  /** When the call was begun, and when it showed. */
  readonly begunAt: number;
  readonly at: number;
  readonly process: SimProcess;
  readonly actor: string;
  readonly effectIds: readonly number[];
  readonly effect: Effect;
  readonly chatId: number;
  readonly topicId: number | null;
  readonly messageIds: readonly number[];
}

type Caller = Pick<Shown, "process" | "begunAt">;

export interface CreatedTopic {
  readonly fanId: number;
  readonly groupId: number;
  readonly topicId: number;
}

interface SimTopic {
  groupId: number;
  isDeleted: boolean;
  isClosed: boolean;
}

export class SimTelegram {
  readonly shown: Shown[] = [];
  readonly topics = new Map<number, SimTopic>();
  readonly blockedBy = new Set<number>();
  /** Calls whose answer was lost or that a dying process made: these may be seen twice. */
  readonly doubtful = new Set<number>();
  readonly #time: VirtualClock;
  readonly #random: Prng;
  readonly #faults: () => VendorFaults;
  /** The group's own news of a topic: comes on another way than the call's answer. */
  onTopicCreated: (topic: CreatedTopic) => void = () => {};
  /** What comes of a call to a fan's chat in place of showing it; null: it is shown. */
  instead: (call: Call) => Outcome | null = () => null;
  readonly #said = new Map<number, Set<string>>();
  readonly #movedTo = new Map<number, number>();
  #nextId = 1000;

  constructor(time: VirtualClock, random: Prng, faults: () => VendorFaults) {
    this.#time = time;
    this.#random = random;
    this.#faults = faults;
  }

  /** A process's connection to it. */
  performer(process: SimProcess): Performer {
    return { perform: (call) => this.#perform(call, process) };
  }

  /** The results of these calls may be lost on the way to the store. */
  forget(settlements: readonly Settlement[]): void {
    for (const { effectId } of settlements) this.doubtful.add(effectId);
  }

  /** Whether the bot said, or tried to say, one of these to a fan. */
  wasTold(fanId: number, keys: readonly string[]): boolean {
    return keys.some((key) => this.#said.get(fanId)?.has(key) === true);
  }

  /** Someone deletes a topic; the bot is not told. */
  deleteTopic(topicId: number): void {
    const topic = this.topics.get(topicId);
    if (topic !== undefined) topic.isDeleted = true;
  }

  closeTopic(topicId: number): void {
    const topic = this.topics.get(topicId);
    if (topic !== undefined) topic.isClosed = true;
  }

  /** A group becomes another chat; calls to the old one are told so. */
  migrate(from: number, to: number): void {
    this.#movedTo.set(from, to);
    for (const topic of this.topics.values()) if (topic.groupId === from) topic.groupId = to;
  }

  async #perform(call: Call, process: SimProcess): Promise<Performed> {
    const begunAt = this.#time.now();
    await process.through(undefined);
    const faults = this.#faults();
    const isSlow = this.#random.chance(faults.slow);
    await this.#time.sleep(1 + this.#random.below(isSlow ? 40_000 : 200));
    // A partition is handed over in spite of a call that hangs.
    if (process.isDead || isSlow) for (const id of call.effectIds) this.doubtful.add(id);
    if (this.#random.chance(faults.flood)) {
      const afterMs = 1000 * (1 + this.#random.below(20));
      return this.#answer(process, { type: "retry", afterMs, scope: "chat" }, []);
    }
    if (this.#random.chance(faults.down)) {
      return this.#answer(process, { type: "unknown", reason: "502" }, []);
    }
    const [outcome, links] = this.#apply(call, { process, begunAt });
    const isLost = this.#random.chance(faults.loseAnswer);
    if (isLost || process.isDead || process.isFrozen) {
      for (const id of call.effectIds) this.doubtful.add(id);
    }
    await this.#time.sleep(1 + this.#random.below(100));
    if (isLost) return this.#answer(process, { type: "unknown", reason: "connection cut" }, []);
    return this.#answer(process, outcome, links);
  }

  async #answer(process: SimProcess, outcome: Outcome, links: readonly Link[]): Promise<Performed> {
    return process.through({ outcome, links });
  }

  #apply(call: Call, caller: Caller): [Outcome, Link[]] {
    const { effect, route } = call;
    const migratedTo = this.#movedTo.get(route.groupId ?? 0);
    const goesToGroup = effect.verb === "openTopic" || isForTopic(effect);
    if (migratedTo !== undefined && goesToGroup) {
      return [{ type: "refused", code: "migrated", reason: "migrated", migratedTo }, []];
    }
    if (effect.verb === "openTopic") return [this.#openTopic(call, caller), []];
    if (isForTopic(effect)) {
      const topic = route.topicId === null ? undefined : this.topics.get(route.topicId);
      if (topic === undefined || topic.isDeleted) return [refused("topic-gone"), []];
      if (effect.verb === "reopenTopic") topic.isClosed = false;
      else if (topic.isClosed && effect.verb !== "closeTopic") return [refused("topic-closed"), []];
      return this.#show(call, caller, topic.groupId, route.topicId);
    }
    const chatId = route.fanChatId ?? 0;
    if (effect.verb === "notify") {
      this.#said.set(chatId, (this.#said.get(chatId) ?? new Set()).add(effect.say.key));
    }
    if (this.blockedBy.has(chatId) && goesToFan(effect)) return [refused("blocked"), []];
    const instead = this.instead(call);
    if (instead !== null) return [instead, []];
    return this.#show(call, caller, chatId, null);
  }

  #openTopic(call: Call, caller: Caller): Outcome {
    const groupId = call.route.groupId ?? -100;
    this.#nextId += 1;
    const topicId = this.#nextId;
    this.topics.set(topicId, { groupId, isDeleted: false, isClosed: false });
    this.onTopicCreated({ fanId: Number(call.address.key), groupId, topicId });
    this.#record(call, caller, groupId, topicId, [topicId]);
    return { type: "done", sent: { chatId: groupId, threadId: topicId, messageIds: [topicId] } };
  }

  #show(call: Call, caller: Caller, chatId: number, topicId: number | null): [Outcome, Link[]] {
    const messageIds = partsOf(call.effect).map(() => {
      this.#nextId += 1;
      return this.#nextId;
    });
    this.#record(call, caller, chatId, topicId, messageIds);
    const sent = { chatId, threadId: topicId, messageIds };
    return [{ type: "done", sent }, linksOf(call, messageIds)];
  }

  #record(
    call: Call,
    caller: Caller,
    chatId: number,
    topicId: number | null,
    messageIds: readonly number[],
  ): void {
    this.shown.push({
      ...caller,
      at: this.#time.now(),
      actor: addressKey(call.address),
      effectIds: call.effectIds,
      effect: call.effect,
      chatId,
      topicId,
      messageIds,
    });
  }
}

function refused(code: RefusalCode): Outcome {
  return { type: "refused", code, reason: code };
}

function goesToFan(effect: Effect): boolean {
  return effect.verb !== "react" && effect.verb !== "answerPress" && effect.verb !== "alertOwner";
}

function isForTopic(effect: Effect): boolean {
  switch (effect.verb) {
    case "post":
    case "postAlbum":
    case "editPost":
    case "card":
    case "pin":
    case "tell":
    case "editTell":
    case "recap":
    case "renameTopic":
    case "setTopicIcon":
    case "sweepTopic":
    case "closeTopic":
    case "reopenTopic":
    case "mirrorReaction":
      return true;
    default:
      return false;
  }
}

/** What a call makes visible, one entry a message it sends. */
function partsOf(effect: Effect): readonly unknown[] {
  if (effect.verb === "postAlbum") return effect.fanMessageIds;
  if (effect.verb === "reply") return effect.topicMessageIds;
  return [effect];
}

function linksOf(call: Call, messageIds: readonly number[]): Link[] {
  const { effect, route } = call;
  const fanId = route.fanChatId ?? 0;
  const groupId = route.groupId ?? 0;
  const first = messageIds[0] ?? 0;
  if (effect.verb === "post") {
    return effect.parts.map((part) => ({
      fanId,
      fanMessageId: part.fanMessageId,
      groupId,
      topicMessageId: first,
      direction: "in",
    }));
  }
  if (effect.verb === "reply") {
    return effect.topicMessageIds.map((topicMessageId, i) => ({
      fanId,
      fanMessageId: messageIds[i] ?? first,
      groupId: effect.groupId,
      topicMessageId,
      direction: "out",
    }));
  }
  return [];
}
