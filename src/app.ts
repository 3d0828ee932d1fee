// The process as one service: what starts after what, and what stops before what.
//
//   starting ──the runtime holds partitions──▶ ready ──stop──▶ draining ──▶ stopped
//
// Start: database and schema, settings, the socket (which says 503 until ready), runtime, then what
// brings work in. Stop goes the other way round: new work is refused at once (Telegram sends it
// again), turns and calls under way end, leases are handed back, and the socket closes last but for
// the database, so that whoever asks is told that this process drains.
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { provideDatabase } from "#db/provide.ts";
import { seedSettings } from "#db/settings.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createLog } from "./log.ts";
import { type Parts, type Surroundings, wire } from "./wiring.ts";

export interface App extends Service {
  /** The port that is listened on; 0 while there is none. */
  port(): number;
  phase(): Phase;
}

export type Phase = "starting" | "ready" | "draining";

/** What is open while the process runs. */
interface Run {
  readonly database: OpenDatabase;
  readonly parts: Parts;
}

interface OpenDatabase {
  readonly database: Database;
  close(): Promise<void>;
}

/**
 * A process made of its configuration. `start` rejects when the database cannot be reached or the
 * address is taken; Telegram may be out of reach. A start that fails is to be followed by a stop.
 */
export function createApp(config: Config, overrides: Partial<Surroundings> = {}): App {
  const log = overrides.log ?? createLog({ level: config.logLevel, instanceId: config.instanceId });
  const surroundings: Surroundings = {
    clock: systemClock,
    random: Math.random,
    log,
    onFatal: (reason) => log.error({ reason }, "this process cannot go on"),
    ...overrides,
  };
  let run: Run | null = null;
  let hasHeld = false;
  let isDraining = false;

  const phase = (): Phase => {
    if (isDraining) return "draining";
    // Leases may be lost and taken again while it runs; what comes in meanwhile waits in the inbox.
    hasHeld ||= (run?.parts.runtime.ownership.owned().length ?? 0) > 0;
    return hasHeld ? "ready" : "starting";
  };

  const begin = async (signal: AbortSignal): Promise<void> => {
    isDraining = false;
    hasHeld = false;
    const database = await open(config, surroundings);
    const parts = wire(config, surroundings, database.database, phase);
    run = { database, parts };
    for (const service of startOrder(parts)) {
      if (!signal.aborted) await service?.start();
    }
    const port = parts.http.port();
    log.info({ port, mode: parts.polling === null ? "webhook" : "polling" }, "started");
  };

  const end = async (): Promise<void> => {
    if (run === null) return;
    const { database, parts } = run;
    for (const service of stopOrder(parts)) await service?.stop();
    await parts.store.idle();
    await database.close();
    run = null;
    log.info({}, "stopped");
  };

  const lifecycle = new Lifecycle({ begin, end });
  return {
    name: "app",
    port: () => run?.parts.http.port() ?? 0,
    phase,
    start: () => lifecycle.start(),
    stop() {
      isDraining = true;
      return lifecycle.stop();
    },
  };
}

/** What brings work in, or makes some, comes last. */
function startOrder(parts: Parts): readonly (Service | null)[] {
  const { settings, http, runtime, incidents, checkUp } = parts;
  return [settings, http, runtime, incidents, checkUp, ...inwards(parts)];
}

/** The other way round; incidents of the runtime's end are still taken in. */
function stopOrder(parts: Parts): readonly (Service | null)[] {
  const { settings, http, runtime, incidents, checkUp } = parts;
  return [...inwards(parts).toReversed(), checkUp, runtime, incidents, http, settings];
}

function inwards(parts: Parts): readonly (Service | null)[] {
  const { housekeeper, metricsRoller, commands, polling, reconciler, starsReconciler } = parts;
  return [housekeeper, metricsRoller, commands, polling, reconciler, starsReconciler];
}

/** Opens the database of the configuration, or our own, with the current schema. */
async function open(config: Config, surroundings: Surroundings): Promise<OpenDatabase> {
  const { clock, log, onFatal } = surroundings;
  const { databaseUrl, dataDir } = config;
  const server = await provideDatabase({ databaseUrl, dataDir, log });
  let isClosing = false;
  void server.exited.then(() => {
    if (!isClosing) onFatal("the embedded Postgres has ended");
    return undefined;
  });
  try {
    const applied = await migrate(server.url);
    if (applied > 0) log.info({ applied }, "the database has the current schema now");
    const database = openDatabase(server.url);
    await seedSettings(database, { welcomeCredits: config.welcomeCredits }, clock.now());
    const close = async (): Promise<void> => {
      isClosing = true;
      await database.close();
      await server.stop();
    };
    return { database, close };
  } catch (error) {
    isClosing = true;
    await server.stop();
    throw error;
  }
}
