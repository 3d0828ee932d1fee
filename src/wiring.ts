// Every part of the process and what it is made of, as one value. Nothing runs yet: the order of
// starting and stopping is app.ts's. The circles (the relay nudges the supervisor that releases to
// it; incidents go through the inbox whose failures are incidents) are closed by late lookups here
// and nowhere else.
import type {
  Clock,
  Logger,
  Nudges,
  Performer,
  Random,
  SettingsSource,
} from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Relay, TELEGRAM_LIMITS } from "#actors/runtime/relay.ts";
import { NO_STATS, type RelayStats } from "#actors/runtime/relay-stats.ts";
import { createRuntime, type Runtime } from "#actors/runtime/runtime.ts";
import { historyOf } from "#db/books.ts";
import type { Database } from "#db/client.ts";
import { renameGroup } from "#db/group.ts";
import { houseMark } from "#db/house-mark.ts";
import { keepHouse } from "#db/housekeeping.ts";
import { checkLedgerDaily } from "#db/ledger-check.ts";
import { readWords } from "#db/message-words.ts";
import { createPaymentReads } from "#db/payments.ts";
import { loadProducts } from "#db/products.ts";
import { createReads, type Reads } from "#db/reads.ts";
import { loadSettings } from "#db/settings.ts";
import { createStore, type PostgresStore } from "#db/store.ts";
import { isTeamFormed, loadMembers, membershipOf } from "#db/team.ts";
import type { Config } from "./config.ts";
import { createHousekeeper } from "./housekeeper.ts";
import { createHttpApp, type HttpParts } from "./http/app.ts";
import { healthOf } from "./http/health.ts";
import { type Append, createInboxBatcher } from "./http/inbox-batcher.ts";
import { createHttpServer, type HttpServer } from "./http/server.ts";
import { createIncidents } from "./incidents.ts";
import { wireLocked } from "./locked/wire.ts";
import { REGISTRY } from "./registry.ts";
import { createSettingsSource, type LiveSettings } from "./settings-source.ts";
import { createTelegramApi, type TelegramApi } from "./telegram/api.ts";
import { type CheckUp, createCheckUp } from "./telegram/check-up.ts";
import { createCommandMenu } from "./telegram/commands.ts";
import { createGroups, type Groups, movedIncident } from "./telegram/groups.ts";
import { createIntake, type Intake, type Pressure } from "./telegram/intake.ts";
import { createMoves, listenForMoves, type Moves, patiently } from "./telegram/moves.ts";
import { createPerformer } from "./telegram/perform.ts";
import { HISTORY_PAGE_SIZE, type PerformReads } from "./telegram/perform-kit.ts";
import { createPolling, POLL_TIMEOUT_MS } from "./telegram/polling.ts";
import { createPreCheckout, PRE_CHECKOUT_TIMEOUT_MS } from "./telegram/pre-checkout.ts";
import { createRoster, type Roster } from "./telegram/roster.ts";
import { cacheTopics } from "./telegram/topic-cache.ts";
import { createTelemetry, type ProcessTelemetry } from "./telemetry.ts";
import { wireApi } from "./wiring-api.ts";
import { wireDesk } from "./wiring-desk.ts";
import { wireMoney } from "./wiring-money.ts";
import { wireMetricsRoller } from "./wiring-reports.ts";

/** A call that takes longer is taken for lost, and made again. */
const CALL_TIMEOUT_MS = 15_000;
/** Asking for administrators holds up the answer to a webhook. */
const ROSTER_TIMEOUT_MS = 4_000;

/** What a process gets from outside besides its configuration. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** This process cannot go on: it has lost its leases, or its actors crash by the dozen. */
  readonly onFatal: (reason: string) => void;
}

export interface Parts {
  readonly store: PostgresStore;
  readonly settings: Service;
  readonly incidents: Service;
  readonly runtime: Runtime;
  readonly http: HttpServer;
  readonly checkUp: Service;
  readonly housekeeper: Service;
  readonly metricsRoller: Service;
  readonly commands: Service;
  /** null in webhook mode. */
  readonly polling: Service | null;
  /** null without a key of Stripe's. */
  readonly reconciler: Service | null;
  readonly starsReconciler: Service;
}

/** Wires a process on an open database that has the current schema. */
export function wire(
  config: Config,
  surroundings: Surroundings,
  database: Database,
  phase: HttpParts["phase"],
): Parts {
  const { clock, log } = surroundings;
  const nodeId = `${config.instanceId}:${crypto.randomUUID()}`;
  const store = createStore(database, nodeId, log);
  const reads = createReads(database);
  const groups = createGroups(config.groupIds);
  const nudges: Nudges = { nudge: (address, urgent) => runtime.supervisor.nudge(address, urgent) };
  const append = createInboxBatcher(store, nudges, clock);
  const incidents = createIncidents({ append, clock, nodeId });
  const telemetry = createTelemetry({ log, clock, onIncident: incidents.report });
  const settings = wireSettings(config, surroundings, { database, groups });
  const moves = wireMoves(surroundings, { database, reads, groups, append, telemetry });
  const bot = createBotName();
  const pressure: Pressure = {
    isOverloaded: () => runtime.supervisor.isOverloaded(),
    isFull: (address) => runtime.supervisor.isFull(address),
  };
  const base = { config, database, reads, groups, append, nudges, telemetry, settings, clock, log };
  const shared = { ...base, moves, bot, botUsername: bot.username, pressure };
  const telegram = wirePerformer(config, surroundings, shared);
  const desk = wireDesk({ ...shared, api: connect(config, CALL_TIMEOUT_MS) });
  const money = wireMoney(config, surroundings, shared, { telegram, ...desk });
  const performer = listenForMoves(money.performer, patiently(moves, log));
  const runtimeParts = { ...shared, store, nodeId, performer };
  const { runtime, relayStats } = wireRuntime(config, surroundings, runtimeParts);
  telemetry.observe(() => ({ supervisor: runtime.supervisor.stats(), relay: relayStats() }));
  const { checkUp, intake, roster } = wireIntake(config, surroundings, shared);
  const http = wireHttp(config, surroundings, {
    api: wireApi(config, surroundings, { ...shared, roster, phase }),
    takeTelegram: intake.take,
    takeStripe: money.takeStripe,
    isHealthy: healthOf(database, clock),
    phase,
    telemetry,
  });
  const { reconciler, starsReconciler } = money;
  const services = {
    checkUp,
    housekeeper: wireHousekeeper(database, surroundings, telemetry),
    metricsRoller: wireMetricsRoller(shared),
    commands: wireCommands(config, surroundings, settings),
    polling: config.publicUrl === null ? wirePolling(config, surroundings, intake) : null,
    reconciler,
    starsReconciler,
  };
  return { store, settings, incidents, runtime, http, ...services };
}

function wireMoves(
  { clock }: Surroundings,
  parts: {
    readonly database: Database;
    readonly reads: Reads;
    readonly groups: Groups;
    readonly append: Append;
    readonly telemetry: ProcessTelemetry;
  },
): Moves {
  const { database, reads, groups, append, telemetry } = parts;
  return createMoves({
    fansOfGroup: (groupId) => reads.fansOfGroup(groupId),
    append,
    rename: (from, to) => renameGroup(database, from, to),
    onMoved(from, to) {
      if (groups.moved(from, to)) telemetry.report(movedIncident(from, to));
    },
    clock,
  });
}

/** The bot's own name, once Telegram has told it. */
interface BotName {
  readonly username: () => string | null;
  readonly onUsername: (username: string) => void;
}

function createBotName(): BotName {
  let known: string | null = null;
  return {
    username: () => known,
    onUsername(username) {
      known = username;
    },
  };
}

function wireSettings(
  config: Config,
  { clock, log }: Surroundings,
  { database, groups }: { readonly database: Database; readonly groups: Groups },
): LiveSettings {
  return createSettingsSource({
    mark: () => houseMark(database),
    async load() {
      const [stored, products, members, isFormed] = await Promise.all([
        loadSettings(database, log),
        loadProducts(database, log),
        loadMembers(database),
        isTeamFormed(database),
      ]);
      return { stored, products, members, isTeamFormed: isFormed };
    },
    fixed: {
      groupIds: groups.ids,
      ownerId: config.ownerId,
      hasStripe: config.stripeApiKey !== null,
    },
    clock,
    log,
  });
}

type FixedHttpPart = "telegramSecret" | "metrics" | "metricsToken" | "onWebhook" | "clock" | "log";

function wireHttp(
  { webhookSecret, metricsToken, port, host }: Config,
  { clock, log }: Surroundings,
  parts: Omit<HttpParts, FixedHttpPart> & { readonly telemetry: ProcessTelemetry },
): HttpServer {
  const { scrape: metrics, onWebhook } = parts.telemetry;
  const telegramSecret = webhookSecret;
  const fixed = { telegramSecret, metrics, metricsToken, onWebhook, clock, log };
  const app = createHttpApp({ ...parts, ...fixed });
  return createHttpServer(app, { port, host });
}

function wireHousekeeper(
  database: Database,
  { clock, log }: Surroundings,
  { onLedger, report }: ProcessTelemetry,
): Service {
  return createHousekeeper({
    clock,
    keepHouse: (now) => keepHouse(database, now, log),
    readWords: () => readWords(database),
    checkLedger: (now) => checkLedgerDaily(database, now),
    onLedger,
    report,
    log,
  });
}

function wirePerformer(
  config: Config,
  { clock, log }: Surroundings,
  parts: {
    readonly database: Database;
    readonly reads: Reads;
    readonly telemetry: ProcessTelemetry;
  },
): Performer {
  const { database, telemetry } = parts;
  const reads: PerformReads = {
    ...parts.reads,
    historyOf: (fanId, page) => historyOf(database, { fanId, page, size: HISTORY_PAGE_SIZE }),
  };
  const api = connect(config, CALL_TIMEOUT_MS);
  return createPerformer({
    api,
    reads,
    ownerId: config.ownerId,
    onStray: telemetry.onStray,
    clock,
    locked: wireLocked(config, { api, database, log }),
  });
}

function wireCommands(
  config: Config,
  { clock, log }: Surroundings,
  settings: SettingsSource,
): Service {
  return createCommandMenu({
    connect: (until) => connect(config, CALL_TIMEOUT_MS, until),
    settings,
    clock,
    log,
  });
}

function connect(config: Config, timeoutMs: number, until?: AbortSignal): TelegramApi {
  const { botToken: token, telegramApiRoot: root } = config;
  return createTelegramApi({ token, root, timeoutMs, ...(until && { until }) });
}

function wireRuntime(
  config: Config,
  { clock, random, onFatal }: Surroundings,
  parts: {
    readonly store: PostgresStore;
    readonly telemetry: ProcessTelemetry;
    readonly settings: SettingsSource;
    readonly performer: Performer;
    readonly nudges: Nudges;
    readonly nodeId: string;
  },
): { readonly runtime: Runtime; readonly relayStats: () => RelayStats } {
  const { messagesPerSecond, groupMessagesPerMinute } = config;
  // Whoever switches the bot's own bound off has a Bot API server without Telegram's.
  const chatMessagesPerSecond = messagesPerSecond === 0 ? 0 : TELEGRAM_LIMITS.chatMessagesPerSecond;
  const limits = { messagesPerSecond, groupMessagesPerMinute, chatMessagesPerSecond };
  let relayStats = (): RelayStats => NO_STATS;
  const runtime = createRuntime({
    ...parts,
    registry: REGISTRY,
    clock,
    random,
    instanceId: config.instanceId,
    relay(ownership) {
      const relay = new Relay({ ...parts, ownership, clock, random, limits });
      relayStats = () => relay.stats();
      return relay;
    },
    onLapsed(why) {
      // Unreachable mends itself; refused means that others may own what this process had.
      if (why === "refused") onFatal("the leases of this process have lapsed");
    },
    onEscalate: onFatal,
  });
  return { runtime, relayStats: () => relayStats() };
}

function wireIntake(
  config: Config,
  { clock, log }: Surroundings,
  parts: {
    readonly database: Database;
    readonly settings: SettingsSource;
    readonly reads: Reads;
    readonly groups: Groups;
    readonly append: Append;
    readonly telemetry: ProcessTelemetry;
    readonly moves: Moves;
    readonly bot: BotName;
    readonly pressure: Pressure;
  },
): { readonly checkUp: CheckUp; readonly intake: Intake; readonly roster: Roster } {
  const { settings, reads, groups, append, telemetry, moves, bot, pressure } = parts;
  const payments = createPaymentReads(parts.database);
  const { ownerId, botId, publicUrl } = config;
  const checkUp = createCheckUp({
    connect: (until) => connect(config, CALL_TIMEOUT_MS, until),
    botId,
    groupIds: groups.ids,
    publicUrl,
    onUsername: bot.onUsername,
    onIncident: telemetry.report,
    onMigrated: (from, to) => void patiently(moves, log)(from, to),
    clock,
    log,
  });
  const api = connect(config, ROSTER_TIMEOUT_MS);
  const administratorsOf = async (groupId: number): Promise<readonly number[]> => {
    const members = await api.getChatAdministrators({ chat_id: groupId });
    return members.map(({ user }) => user.id);
  };
  const roster = createRoster({
    ownerId,
    membershipOf: (userId) => membershipOf(parts.database, userId),
    team: () => settings.current().team,
    groupIds: groups.ids,
    administratorsOf,
    clock,
  });
  const intake = createIntake({
    place: {
      botId,
      get botUsername() {
        return bot.username();
      },
      isOurGroup: groups.has,
    },
    reads: cacheTopics({ ...reads, purchaseById: (id) => payments.purchaseById(id) }),
    roster,
    append,
    pressure,
    clock,
    log,
    onUpdate: telemetry.onUpdate,
    onMembership: checkUp.lookAt,
    onMigrated: moves,
    onPreCheckout: createPreCheckout({
      api: connect(config, PRE_CHECKOUT_TIMEOUT_MS),
      settings,
      clock,
      log,
    }),
  });
  return { checkUp, intake, roster };
}

function wirePolling(
  config: Config,
  { clock, random, log }: Surroundings,
  intake: Intake,
): Service {
  return createPolling({
    connect: (until) => connect(config, POLL_TIMEOUT_MS, until),
    intake,
    clock,
    random,
    log,
  });
}
