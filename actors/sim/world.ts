// A whole deployment in memory: one database, one Telegram, one or two processes, people. A seed
// draws the people's acts and the faults; time is virtual; nothing else moves it.
//
// A run has two phases. While there are faults, the books are checked after every commit. Then the
// faults stop, frozen processes thaw, and the world must come to rest with nothing left over. Where a
// team has put things off, hours pass in which nothing runs, and it must come to rest once more.

import { conversation } from "#actors/conversation/index.ts";
import { desk } from "#actors/desk/index.ts";
import type { Call, Performer, Settlement } from "#actors/kernel/ports.ts";
import { CampaignWorld } from "./campaign-world.ts";
import { DeskWorld } from "./desk-world.ts";
import { drawFaults, type FaultMix } from "./faults.ts";
import { checkAtRest, checkBooks, type Violation } from "./invariants.ts";
import { isTeams } from "./locked-traffic.ts";
import { LockedWorld } from "./locked-world.ts";
import { MemoryDatabase } from "./memory-store.ts";
import { isBanks } from "./money-traffic.ts";
import { MoneyWorld } from "./money-world.ts";
import { Node, ODD } from "./node.ts";
import { type Prng, prng } from "./prng.ts";
import type { Fate, SimProcess } from "./process.ts";
import { buttonsOf, topicOf } from "./screens.ts";
import { TeamWorld } from "./team-world.ts";
import { type Act, GROUP_ID, MOVED_GROUP_ID, People, type SimUpdate } from "./traffic.ts";
import { SimTelegram, type VendorFaults } from "./vendor.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { Webhooks } from "./webhooks.ts";
import { type Plan, planWorld, settingsFor, type WorldOptions } from "./world-plan.ts";
import type { WorldReport } from "./world-report.ts";

export type { WorldReport } from "./world-report.ts";

const CALM: VendorFaults = { flood: 0, loseAnswer: 0, slow: 0, down: 0 };
/** Longer than every back-off, park and lease of the program. */
const REST_LIMIT_MS = 2 * 3_600_000;

/** The error of an envelope that processes died over too often (`recovery.ts`). */
const WORN_OUT = "its attempts ended with their process";

/** Between the press that asks to be forgotten and the one that confirms it. */
const CONFIRM_AFTER_MS = 3_000;

const OUTAGE_MS_MAX = 60_000;

/** Longer than anything that the team of a world puts off, or is left waiting for. */
const LAST_NIGHT_MS = 4 * 3_600_000;
/** Within this a machine that ended is back. */
const BOOT_MS_MAX = 5_000;
/** How long idle actors stay in memory: in some processes until the end, in others hardly at all. */
const IDLE_MS = [120_000, 2_000] as const;

/** Runs the world of a seed to its end and says what it found. */
export async function runWorld(options: WorldOptions): Promise<WorldReport> {
  return await new World(options).run();
}

class World {
  readonly #options: WorldOptions;
  readonly #random: Prng;
  readonly #time = new VirtualClock();
  readonly #db: MemoryDatabase;
  readonly #telegram: SimTelegram;
  readonly #mix: FaultMix;
  readonly #people: People;
  readonly #planned: Plan;
  readonly #nodes: Node[] = [];
  readonly #webhooks: Webhooks;
  readonly #money: MoneyWorld;
  readonly #desks: DeskWorld;
  readonly #team: TeamWorld;
  readonly #locked: LockedWorld;
  readonly #campaigns: CampaignWorld;
  readonly #adminActs: { fanId: number; at: number }[] = [];
  readonly #violations: Violation[] = [];
  #settings = settingsFor(GROUP_ID);
  #isBroken = true;
  #storeDownUntil = 0;
  #nightEndsAt = 0;
  #areFaultsOn = true;
  #calls = 0;
  #boots = 0;
  #trace = 0x811c9dc5;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#random = prng(options.seed);
    this.#mix = drawFaults(this.#random.fork("faults"), options.script !== undefined);
    this.#db = new MemoryDatabase(() => this.#time.now());
    this.#telegram = new SimTelegram(this.#time, this.#random.fork("telegram"), () =>
      this.#areFaultsOn ? this.#mix.vendor : CALM,
    );
    this.#webhooks = new Webhooks(this.#time, () => this.#anyNode());
    this.#people = new People(this.#random.fork("people"));
    this.#money = new MoneyWorld({
      time: this.#time,
      random: this.#random.fork("money"),
      db: this.#db,
      telegram: this.#telegram,
      people: this.#people,
      send: (update) => this.#webhooks.send(update),
      vendorFaults: () => (this.#areFaultsOn ? this.#mix.vendor : CALM),
      isCalm: options.script !== undefined,
      areFaultsOn: () => this.#areFaultsOn,
      pick: () => this.#anyNode(),
      verdicts: options.script?.verdicts ?? [],
    });
    this.#desks = new DeskWorld({
      time: this.#time,
      ingest: async (process, arrival) => {
        const node = this.#nodes.find((one) => one.process === process);
        await node?.ingest(arrival);
      },
      random: this.#random.fork("messages between actors"),
      lost: () => (this.#areFaultsOn ? this.#mix.vendor.loseAnswer : 0),
      sendKey: options.sendKey,
    });
    this.#team = new TeamWorld({
      time: this.#time,
      random: this.#random.fork("team"),
      db: this.#db,
      telegram: this.#telegram,
      people: this.#people,
      desks: this.#desks,
      send: (update) => this.#webhooks.send(update),
      onAct: (fanId) => this.#adminActs.push({ fanId, at: this.#time.now() }),
    });
    this.#locked = new LockedWorld({
      time: this.#time,
      random: this.#random.fork("locked"),
      db: this.#db,
      telegram: this.#telegram,
      people: this.#people,
      send: (update) => this.#sendAndRepeat(update),
    });
    this.#campaigns = new CampaignWorld({
      time: this.#time,
      random: this.#random.fork("campaigns"),
      db: this.#db,
      telegram: this.#telegram,
      people: this.#people,
      send: (update) => this.#sendAndRepeat(update),
      happen: (act) => this.#happen(act),
      faults: () => (this.#areFaultsOn ? this.#mix.vendor : CALM),
      mailKey: options.mailKey,
    });
    const news = this.#random.fork("news");
    this.#telegram.onTopicCreated = (topic) =>
      this.#at(news.below(3_000), () =>
        this.#webhooks.send(this.#people.topicCreated(topic, this.#time.now())),
      );
    this.#planned = planWorld(this.#random, options.script);
  }

  async run(): Promise<WorldReport> {
    const started = this.#time.monotonic();
    for (let i = 0; i < this.#mix.processes; i += 1) this.#boot(`machine-${i}`);
    const last = this.#plan();
    await this.#time.advance(last + 1000);
    this.#areFaultsOn = false;
    this.#isBroken = false;
    for (const node of this.#nodes) node.process.thaw();
    await this.#time.until(() => this.#isAtRest(), REST_LIMIT_MS);
    await this.#redrive();
    this.#money.reconcile();
    const isAtRest = await this.#time.until(() => this.#isAtRest(), REST_LIMIT_MS);
    if (!isAtRest)
      this.#violations.push({ guarantee: "G1", what: "the world does not come to rest" });
    this.#violations.push(
      ...checkAtRest(this.#db, this.#telegram, this.#webhooks.acknowledged, this.#adminActs),
    );
    this.#violations.push(...this.#money.check(), ...this.#locked.check());
    this.#violations.push(...this.#campaigns.check());
    await this.#comeTrue();
    for (const node of this.#nodes) node.process.crash();
    return {
      seed: this.#options.seed,
      violations: this.#violations,
      trace: this.#trace >>> 0,
      calls: this.#calls,
      shown: this.#telegram.shown.length,
      acknowledged: this.#webhooks.acknowledged.length,
      money: this.#money.figures(),
      locked: this.#locked.figures(),
      campaigns: this.#campaigns.figures(),
      virtualSeconds: Math.round((this.#time.monotonic() - started) / 1000),
    };
  }

  /** What was put off comes due while nothing runs, and is looked at when it has come to rest again. */
  async #comeTrue(): Promise<void> {
    if (this.#planned.teamActs.length === 0) return;
    this.#nightFalls(LAST_NIGHT_MS);
    await this.#time.advance(LAST_NIGHT_MS + BOOT_MS_MAX);
    const isAtRest = await this.#time.until(() => this.#isAtRest(), REST_LIMIT_MS);
    if (!isAtRest) {
      this.#violations.push({ guarantee: "G1", what: "the morning does not come to rest" });
    }
    this.#violations.push(...checkBooks(this.#db), ...this.#team.check());
  }

  /** Lays down all that is to happen; answers the moment of the last act. */
  #plan(): number {
    const { night, moments } = this.#mix;
    const random = this.#random.fork("night acts");
    const length = night?.lengthMs ?? 0;
    // Who would come at night comes after it; banks do not sleep.
    const momentOf = (atMs: number, lateMs = length): number =>
      night === null || atMs < night.atMs ? atMs : atMs + lateMs;
    const planned = [
      ...this.#planned.acts.map((act) => ({
        at: momentOf(act.atMs),
        act: () => this.#happen(act),
      })),
      ...this.#planned.moneyActs.map(({ atMs, kind, fanId }) => ({
        at: momentOf(atMs, isBanks(kind) ? random.below(length) : length),
        act: () => {
          this.#note(`act ${kind} ${fanId}`);
          if (kind === "teamRefund") this.#adminActs.push({ fanId, at: this.#time.now() });
          this.#money.happen(kind, fanId);
        },
      })),
      ...this.#planned.lockedActs.map(({ atMs, kind, fanId }) => ({
        at: momentOf(atMs),
        act: () => {
          this.#note(`act ${kind} ${fanId}`);
          if (isTeams(kind)) this.#adminActs.push({ fanId, at: this.#time.now() });
          this.#locked.happen(kind, fanId);
        },
      })),
      ...this.#planned.teamActs.map((act) => ({
        at: momentOf(act.atMs),
        act: () => {
          this.#note(`act ${act.kind} ${act.fanId} by ${act.by.name}`);
          this.#team.happen(act);
        },
      })),
      ...this.#planned.campaignActs.map((act) => ({
        at: momentOf(act.atMs),
        act: () => {
          this.#note(`act ${act.kind} ${act.campaignId} ${act.fanId}`);
          this.#campaigns.happen(act);
        },
      })),
    ];
    for (const { at, act } of planned) this.#at(at, act);
    for (const { atMs, kind } of moments) this.#at(momentOf(atMs), () => this.#strike(kind));
    if (night !== null) this.#at(night.atMs, () => this.#nightFalls(night.lengthMs));
    return Math.max(0, ...planned.map(({ at }) => at));
  }

  #anyNode(): Node | undefined {
    return this.#nodes[this.#random.below(this.#nodes.length)];
  }

  #at(ms: number, act: () => void): void {
    void this.#time.sleep(ms).then(act);
  }

  #note(line: string): void {
    const text = `${this.#time.monotonic()} ${line}`;

    for (let i = 0; i < text.length; i += 1) {
      this.#trace = Math.imul(this.#trace ^ text.charCodeAt(i), 0x01000193);
    }
  }

  #boot(machine: string): void {
    const nightMs = this.#nightEndsAt - this.#time.monotonic();
    if (nightMs > 0) return this.#at(nightMs, () => this.#boot(machine));
    this.#boots += 1;
    const store = this.#db.store(`${machine}.${this.#boots}`);
    Object.assign(store.guards, this.#options.guards);
    const random = this.#random.fork(`boot ${this.#boots}`);
    const node = new Node({
      id: `${machine}.${this.#boots}`,
      machine,
      time: this.#time,
      skewMs: () => this.#mix.skewMs(),
      store,
      performer: (process) => this.#performer(process),
      settings: () => this.#settings,
      conversation: this.#options.conversation ?? conversation,
      desk: this.#options.desk ?? desk,
      idleMs: random.fork("idle").pick(IDLE_MS),
      isBroken: () => this.#isBroken,
      random,
      chance: {
        fate: (operation) => this.#fate(random, operation),
        latencyMs: () => random.below(4),
        wentWrong: (operation, parameters) => {
          if (operation === "settle") this.#telegram.forget(parameters[0] as readonly Settlement[]);
        },
      },
      trace: (line) => this.#note(line),
      onCommit: () => this.#violations.push(...checkBooks(this.#db)),
      onEnd: (ended) => this.#reboot(ended),
    });
    this.#nodes.push(node);
    node.start();
  }

  #nightFalls(lengthMs: number): void {
    this.#nightEndsAt = this.#time.monotonic() + lengthMs;
    for (const node of this.#nodes.toReversed()) this.#reboot(node);
  }

  /** A process is killed; its machine starts another one. */
  #reboot(node: Node): void {
    node.process.crash();
    this.#restart(node);
  }

  /** A process has ended; its machine starts another one. */
  #restart(node: Node): void {
    node.process.end();
    const at = this.#nodes.indexOf(node);
    if (at < 0) return;
    this.#nodes.splice(at, 1);
    this.#note(`${node.process.id} ended`);
    this.#at(500 + this.#random.below(2000), () => this.#boot(node.machine));
  }

  #fate(random: Prng, operation: string): Fate {
    this.#calls += 1;
    const crash = this.#options.script?.crash ?? null;
    if (crash !== null && crash.call === this.#calls) {
      this.#at(0, () => this.#sweepUp());
      return crash.fate;
    }
    if (!this.#areFaultsOn) return "fine";
    if (this.#time.monotonic() < this.#storeDownUntil) return "refused";
    const fate = this.#mix.fate(random, operation);
    if (fate === "crashBefore" || fate === "crashAfter") this.#at(0, () => this.#sweepUp());
    return fate;
  }

  /** Machines whose process died start anew. */
  #sweepUp(): void {
    this.#at(10, () => {
      for (const node of this.#nodes.filter((one) => one.process.isDead)) this.#reboot(node);
    });
  }

  #strike(kind: FaultMix["moments"][number]["kind"]): void {
    if (kind === "storeDown") {
      this.#storeDownUntil = this.#time.monotonic() + this.#random.below(OUTAGE_MS_MAX);
      return;
    }
    const node = this.#anyNode();
    if (node === undefined || !this.#areFaultsOn) return;
    this.#note(`${kind} ${node.process.id}`);
    if (kind === "crash") this.#reboot(node);
    if (kind === "drain") void node.drain().then(() => this.#restart(node));
    if (kind === "freeze") {
      node.process.freeze();
      const frozenMs = 2_000 + this.#random.below(30_000);
      this.#at(frozenMs, () => node.process.thaw());
      this.#writeInto(frozenMs);
      // Whoever watches the machine takes it for dead and starts another beside it: the zombie case.
      if (this.#random.chance(0.5)) this.#boot(`${node.machine}+${this.#boots}`);
    }
  }

  /** People write while it is frozen and right after it woke, when it does not know yet. */
  #writeInto(frozenMs: number): void {
    for (const fanId of this.#planned.fans) {
      for (const atMs of [frozenMs / 2, frozenMs - 100, frozenMs + 50, frozenMs + 1_000]) {
        this.#at(atMs, () => this.#happen({ atMs, kind: "text", fanId }));
      }
    }
  }

  #happen(act: Act): void {
    this.#note(`act ${act.kind} ${act.fanId}`);
    const topicId = topicOf(this.#telegram, act.fanId);
    if (act.kind === "deleteTopic" && topicId !== null) this.#telegram.deleteTopic(topicId);
    if (act.kind === "closeTopic" && topicId !== null) this.#telegram.closeTopic(topicId);
    if (act.kind === "block") this.#telegram.blockedBy.add(act.fanId);
    if (act.kind === "unblock") this.#telegram.blockedBy.delete(act.fanId);
    if (act.kind === "migrate") this.#migrate();
    if (act.kind === "redrive") {
      this.#isBroken = false;
      void this.#redrive();
    }
    if (act.kind === "erase") this.#confirmSoon(act);
    const confirm = buttonsOf(this.#telegram, act, "eraseYes").at(-1) ?? null;
    const seen = { topicId, confirm };
    for (const update of this.#people.updatesOf(act, this.#time.now(), seen)) {
      if (isAdminAct(act)) this.#adminActs.push({ fanId: act.fanId, at: this.#time.now() });
      this.#sendAndRepeat(update);
    }
  }

  /** Telegram may say a thing again, up to an hour later. */
  #sendAndRepeat(update: SimUpdate): void {
    this.#webhooks.send(update);
    if (this.#random.chance(this.#mix.duplicates)) {
      this.#at(this.#random.below(3_600_000), () =>
        this.#webhooks.send({ ...update, fanMessage: null }),
      );
    }
  }

  /** In a script each call to the outside is one at which the process can die. */
  #performer(process: SimProcess): Performer {
    const desks = this.#desks.performer(process, this.#money.performer(process));
    const performer = this.#campaigns.performer(process, desks);
    if (this.#options.script === undefined) return performer;
    const fateOf = ({ effectIds }: Call): Fate => {
      const fate = this.#fate(this.#random, "perform");
      if (fate !== "fine") for (const id of effectIds) this.#telegram.doubtful.add(id);
      return fate;
    };
    return process.deadly(performer, fateOf, () => this.#sweepUp());
  }

  /** The fan writes to the last moment, so that something still waits when it is to be forgotten. */
  #confirmSoon(act: Act): void {
    this.#at(CONFIRM_AFTER_MS, () => this.#happen({ ...act, kind: "eraseYes" }));
    for (const beforeMs of [300, 200, 100, 30]) {
      this.#at(CONFIRM_AFTER_MS - beforeMs, () => this.#happen({ ...act, kind: "text" }));
    }
  }

  #migrate(): void {
    this.#telegram.migrate(GROUP_ID, MOVED_GROUP_ID);
    this.#settings = settingsFor(MOVED_GROUP_ID);
    for (const update of this.#people.migrate(this.#planned.fans, this.#time.now()))
      this.#webhooks.send(update);
  }

  /** What an operator does about letters that were not to blame, or whose cause is mended. */
  async #redrive(): Promise<void> {
    const ids = [...this.#db.inbox.values()].flatMap(({ id, status, error }) =>
      status === "dead" && (error === WORN_OUT || error?.includes(ODD)) ? [id] : [],
    );
    await this.#db.store("operator").redrive({ ids });
  }

  #isAtRest(): boolean {
    if (!this.#webhooks.isIdle || !this.#money.isIdle || this.#nodes.length === 0) return false;
    for (const row of this.#db.inbox.values()) if (row.status === "pending") return false;
    for (const row of this.#db.outbox.values()) if (row.status === "pending") return false;
    return this.#db.timers.size === 0 || this.#onlySlowTimers();
  }

  /** Timers far ahead (a session's end) need not be waited for. */
  #onlySlowTimers(): boolean {
    const soon = this.#time.now() + 120_000;
    return [...this.#db.timers.values()].every((timer) => timer.dueAt > soon);
  }
}

function isAdminAct(act: Act): boolean {
  return ["reply", "reaction", "seen", "gift", "giftTime", "ban", "unban", "note"].includes(
    act.kind,
  );
}
