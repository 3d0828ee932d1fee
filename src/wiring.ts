// Every part of the process and what it is made of, as one value. Nothing runs yet: the order of
// starting and stopping is app.ts's. The circles (the relay nudges the supervisor that releases to
// it; incidents go through the inbox whose failures are incidents) are closed by late lookups here
// and nowhere else.
import { conversation } from "#actors/conversation/index.ts";
import { erase, type Registry } from "#actors/kernel/actor.ts";
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
import { watch } from "#actors/watch/index.ts";
import type { Database } from "#db/client.ts";
import { renameGroup } from "#db/group.ts";
import { keepHouse } from "#db/housekeeping.ts";
import { checkLedgerDaily } from "#db/ledger-check.ts";
import { createReads, type Reads } from "#db/reads.ts";
import { loadSettings } from "#db/settings.ts";
import { createStore, type PostgresStore } from "#db/store.ts";
import type { Config } from "./config.ts";
import { createHousekeeper } from "./housekeeper.ts";
import { createHttpApp, type HttpParts } from "./http/app.ts";
import { healthOf } from "./http/health.ts";
import { type Append, createInboxBatcher } from "./http/inbox-batcher.ts";
import { createHttpServer, type HttpServer } from "./http/server.ts";
import { createIncidents } from "./incidents.ts";
import { createSettingsSource } from "./settings-source.ts";
import { createTelegramApi, type TelegramApi } from "./telegram/api.ts";
import { type CheckUp, createCheckUp } from "./telegram/check-up.ts";
import { createGroups, type Groups, movedIncident } from "./telegram/groups.ts";
import { createIntake, type Intake, type Pressure } from "./telegram/intake.ts";
import { createMoves, listenForMoves, type Moves, patiently } from "./telegram/moves.ts";
import { createPerformer } from "./telegram/perform.ts";
import { createPolling, POLL_TIMEOUT_MS } from "./telegram/polling.ts";
import { createRoster } from "./telegram/roster.ts";
import { cacheTopics } from "./telegram/topic-cache.ts";
import { createTelemetry, type ProcessTelemetry } from "./telemetry.ts";

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
  /** null in webhook mode. */
  readonly polling: Service | null;
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
  const settings = createSettingsSource({
    load: () => loadSettings(database, log),
    fixed: {
      groupIds: groups.ids,
      ownerId: config.ownerId,
      // There is nothing to buy yet, whatever keys are there.
      isShopOpen: false,
    },
    clock,
    log,
  });
  const moves = createMoves({
    fansOfGroup: (groupId) => reads.fansOfGroup(groupId),
    append,
    rename: (from, to) => renameGroup(database, from, to),
    onMoved(from, to) {
      if (groups.moved(from, to)) telemetry.report(movedIncident(from, to));
    },
    clock,
  });
  const { runtime, relayStats } = wireRuntime(config, surroundings, {
    store,
    telemetry,
    settings,
    nodeId,
    nudges,
    performer: listenForMoves(wirePerformer(config, reads, telemetry), patiently(moves, log)),
  });
  telemetry.observe(() => ({ supervisor: runtime.supervisor.stats(), relay: relayStats() }));
  const { checkUp, intake } = wireIntake(config, surroundings, {
    reads,
    groups,
    append,
    telemetry,
    moves,
    pressure: runtime.supervisor,
  });
  const app = createHttpApp({
    telegramSecret: config.webhookSecret,
    takeTelegram: intake.take,
    isHealthy: healthOf(database, clock),
    phase,
    metrics: telemetry.scrape,
    metricsToken: config.metricsToken,
    onWebhook: telemetry.onWebhook,
    clock,
    log,
  });
  const http = createHttpServer(app, { port: config.port, host: config.host });
  const polling = config.publicUrl === null ? wirePolling(config, surroundings, intake) : null;
  const housekeeper = wireHousekeeper(database, surroundings, telemetry);
  return { store, settings, incidents, runtime, http, checkUp, housekeeper, polling };
}

function wireHousekeeper(
  database: Database,
  { clock, log }: Surroundings,
  { onLedger, report }: ProcessTelemetry,
): Service {
  return createHousekeeper({
    clock,
    keepHouse: (now) => keepHouse(database, now, log),
    checkLedger: (now) => checkLedgerDaily(database, now),
    onLedger,
    report,
    log,
  });
}

function wirePerformer(config: Config, reads: Reads, { onStray }: ProcessTelemetry): Performer {
  const api = connect(config, CALL_TIMEOUT_MS);
  return createPerformer({ api, reads, ownerId: config.ownerId, onStray });
}

function connect(config: Config, timeoutMs: number, until?: AbortSignal): TelegramApi {
  const { botToken: token, telegramApiRoot: root } = config;
  return createTelegramApi({ token, root, timeoutMs, ...(until && { until }) });
}

const REGISTRY: Registry = { conversation: erase(conversation), watch: erase(watch) };

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
    readonly reads: Reads;
    readonly groups: Groups;
    readonly append: Append;
    readonly telemetry: ProcessTelemetry;
    readonly moves: Moves;
    readonly pressure: Pressure;
  },
): { readonly checkUp: CheckUp; readonly intake: Intake } {
  const { reads, groups, append, telemetry, moves, pressure } = parts;
  const { ownerId, botId, publicUrl } = config;
  let botUsername: string | null = null;
  const checkUp = createCheckUp({
    connect: (until) => connect(config, CALL_TIMEOUT_MS, until),
    botId,
    groupIds: groups.ids,
    publicUrl,
    onUsername(username) {
      botUsername = username;
    },
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
  const intake = createIntake({
    place: {
      botId,
      get botUsername() {
        return botUsername;
      },
      isOurGroup: groups.has,
    },
    reads: cacheTopics(reads),
    roster: createRoster({ ownerId, groupIds: groups.ids, administratorsOf, clock }),
    append,
    pressure,
    clock,
    log,
    onUpdate: telemetry.onUpdate,
    onMembership: checkUp.lookAt,
    onMigrated: moves,
  });
  return { checkUp, intake };
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
