// A Postgres of our own under DATA_DIR, for when there is no DATABASE_URL: a real server with real
// connections and a durable log, on loopback, at a port that is free.
//
// One process has a data directory: it holds a lock that the kernel drops when the process dies,
// however it dies (a write lock on a SQLite file: no process ids to be stale). The server ends with
// us: it is a session of its own, so that Ctrl-C reaches us alone and we stop it when we are done
// with it; and a watcher beside it stops it when our end of a pipe closes, which kill -9 does too.
// What a crash of the whole machine leaves behind is mended by Postgres when it starts again. A
// postmaster that was itself killed leaves its backends behind: each holds the shared memory until
// it has noticed, and no new server starts before the last one has, so a start is tried again.
import { Database as LockFile } from "bun:sqlite";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import postgres from "postgres";
import type { Logger } from "#actors/kernel/ports.ts";
import { exists, type Home, prepareHome } from "./embedded-home.ts";

export interface EmbeddedPostgres {
  readonly url: string;
  /** Resolves when the server is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Stops the server and gives the directory back. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Logger;
  /** For tests: nothing is forced to the disk, and the files go when the server ends. */
  readonly isTemporary?: boolean;
}

const USER = "stagedoor";
const DATABASE = "stagedoor";
const START_TIMEOUT_MS = 60_000;
/** A clean stop writes a checkpoint; after this the server is told to drop everything. */
const STOP_TIMEOUT_MS = 20_000;
/** Another program may take the port between our look and the server's start. */
const PORT_TRIES_MAX = 3;
/** How long the server of a process that was killed may take to end. */
const PREDECESSOR_TIMEOUT_MS = 20_000;
const PREDECESSOR_POLL_MS = 50;
/** Between two starts of a server, while backends of a killed one still hold its shared memory. */
const HELD_POLL_MS = 200;
/** What Postgres says then (sysv_shmem.c and miscinit.c; in English, by `lc_messages`). */
const HELD = "pre-existing shared memory block";
/** How much of what a program says is kept for an error. */
const LAST_WORDS_LENGTH = 2000;

/** Another process has the data directory. */
export class DataDirTakenError extends Error {
  override readonly name = "DataDirTakenError";
}

/**
 * Starts the server of `dataDir`, making its cluster the first time, and its database.
 * @throws DataDirTakenError, or Error with the server's last words.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = await prepareHome(options.dataDir, options.log);
  const unlock = await lock(resolve(options.dataDir));
  try {
    const password = await ensureCluster(home, options);
    await endPredecessor(home);
    const server = await startServer(home, options);
    const base = `postgres://${USER}:${password}@127.0.0.1:${server.port}`;
    await ensureDatabase(`${base}/postgres`);
    return {
      url: `${base}/${DATABASE}`,
      exited: server.exited,
      async stop() {
        await server.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Takes a data directory for this process; answers how to give it back.
 * @throws DataDirTakenError when another process, or another part of this one, has it.
 */
export async function lock(dataDir: string): Promise<() => void> {
  const file = new LockFile(join(dataDir, "lock"), { create: true });
  const holder = join(dataDir, "lock.pid");
  try {
    file.run("begin exclusive");
  } catch {
    file.close();
    const pid = await readFile(holder, "utf8").catch(() => "unknown");
    throw new DataDirTakenError(
      `DATA_DIR ${dataDir} is in use by process ${pid}: stop that one, ` +
        "or give this one another DATA_DIR or a DATABASE_URL",
    );
  }
  await writeFile(holder, String(process.pid));
  return () => file.close();
}

/** Makes the cluster as a whole or not at all; answers its password. */
async function ensureCluster(home: Home, options: EmbeddedOptions): Promise<string> {
  const cluster = join(home.dir, "cluster");
  const passwordFile = join(home.dir, "password");
  if (await exists(cluster)) return await readFile(passwordFile, "utf8");
  const password = randomBytes(24).toString("hex");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  if (home.account !== null) await chown(passwordFile, home.account.uid, home.account.gid);
  await rm(`${cluster}.new`, { recursive: true, force: true });
  const flags = [
    `--pgdata=${cluster}.new`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Unicode's own rules for case, the same on every machine whatever locales it has.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    ...(options.isTemporary === true ? ["--no-sync"] : []),
  ];
  const initdb = launch(home, options.log, [join(home.binDir, "initdb"), ...flags]);
  if ((await initdb.exited) !== 0) {
    throw new Error(`embedded Postgres could not be set up: ${initdb.lastWords()}`);
  }
  await rename(`${cluster}.new`, cluster);
  return password;
}

/**
 * Waits for the server of a process that was killed, which its watcher is stopping; and takes away
 * the pid file of one that died with its machine, should that number be somebody else's by now.
 */
async function endPredecessor(home: Home): Promise<void> {
  const pidFile = join(home.dir, "cluster", "postmaster.pid");
  const deadline = performance.now() + PREDECESSOR_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const [pid = ""] = (await readFile(pidFile, "utf8").catch(() => "")).split("\n");
    if (pid === "") return;
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
    const isServer = command?.includes(join(home.dir, "cluster")) ?? isAlive(Number(pid));
    if (!isServer) {
      await rm(pidFile, { force: true });
      return;
    }
    await Bun.sleep(PREDECESSOR_POLL_MS);
  }
  throw new Error(`a Postgres of an earlier start still runs in ${home.dir}: stop it first`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

interface Server {
  readonly port: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

async function startServer(home: Home, options: EmbeddedOptions): Promise<Server> {
  const deadline = performance.now() + PREDECESSOR_TIMEOUT_MS;
  for (let portTries = 1; ; ) {
    const port = await freePort();
    try {
      return await startOn(port, home, options);
    } catch (error) {
      const isHeld = String(error).includes(HELD) && performance.now() < deadline;
      if (isHeld) {
        await Bun.sleep(HELD_POLL_MS);
      } else {
        if (portTries === PORT_TRIES_MAX) throw error;
        portTries += 1;
      }
    }
  }
}

async function startOn(port: number, home: Home, options: EmbeddedOptions): Promise<Server> {
  const isTemporary = options.isTemporary === true;
  const cluster = join(home.dir, "cluster");
  const settings = serverSettings(port, isTemporary).flatMap((setting) => ["-c", setting]);
  const postmaster = launch(
    home,
    options.log,
    [join(home.binDir, "postgres"), "-D", cluster, ...settings],
    isTemporary ? cluster : "",
  );
  const exited = postmaster.exited.then(() => undefined);
  const stop = async () => {
    postmaster.interrupt();
    const timer = setTimeout(() => postmaster.kill(), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  };
  const timer = setTimeout(() => postmaster.kill(), START_TIMEOUT_MS);
  const isReady = await Promise.race([
    exited.then(() => false),
    postmaster.said("ready to accept connections").then(() => true),
  ]);
  clearTimeout(timer);
  if (!isReady) throw new Error(`embedded Postgres did not start: ${postmaster.lastWords()}`);
  return { port, exited, stop };
}

/** Sized for a small machine that Postgres shares with us; the rest is Postgres's own choice. */
function serverSettings(port: number, isTemporary: boolean): string[] {
  const bufferMegabytes = Math.max(32, Math.min(256, Math.floor(totalmem() / 8 / 2 ** 20)));
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=60",
    `shared_buffers=${bufferMegabytes}MB`,
    "max_parallel_workers_per_gather=0",
    "max_wal_size=1GB",
    "checkpoint_timeout=15min",
    "wal_compression=on",
    "autovacuum_naptime=15s",
    "log_checkpoints=off",
    // What was being stored does not belong into a log.
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_line_prefix=",
    "lc_messages=C",
    "log_timezone=UTC",
    "timezone=UTC",
  ];
  return isTemporary
    ? [...settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    : settings;
}

/**
 * Becomes the program, after leaving a watcher behind that interrupts it when fd 3 ends, and then
 * removes $TEMPORARY if that is set.
 */
const WATCHED = `
exec 3<&0
watch() {
  cat <&3 >/dev/null
  kill -INT $$ 2>/dev/null
  [ -n "$TEMPORARY" ] || return
  while kill -0 $$ 2>/dev/null; do sleep 0.05; done
  rm -rf "$TEMPORARY"
}
( watch & )
exec "$@" 3<&- </dev/null`;

interface Program {
  /** Its exit code; null when a signal ended it or it could not be started. */
  readonly exited: Promise<number | null>;
  /** Resolves when it has said something with these words in it. */
  said(words: string): Promise<void>;
  lastWords(): string;
  /** Asks it to end in good order. */
  interrupt(): void;
  kill(): void;
}

function launch(home: Home, log: Logger, command: readonly string[], temporary = ""): Program {
  const child = spawn("/bin/sh", ["-c", WATCHED, "sh", ...command], {
    ...home.account,
    cwd: home.dir,
    detached: true,
    env: {
      LC_ALL: "C",
      TZ: "UTC",
      PATH: process.env["PATH"] ?? "/usr/bin:/bin",
      TEMPORARY: temporary,
    },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let last = "";
  child.stderr.on("data", (chunk: Buffer) => {
    last = (last + chunk.toString()).slice(-LAST_WORDS_LENGTH);
    logWords(log, chunk.toString());
  });
  return {
    exited: new Promise((done) => {
      child.once("error", () => done(null));
      child.once("exit", (code) => {
        child.stdin.destroy();
        done(code);
      });
    }),
    said: (words) =>
      new Promise((done) => {
        child.stderr.on("data", () => {
          if (last.includes(words)) done();
        });
      }),
    lastWords: () => last,
    interrupt: () => child.stdin.end(),
    kill: () => child.kill("SIGQUIT"),
  };
}

/** Not its errors: those may quote what was being stored. */
function logWords(log: Logger, text: string): void {
  for (const line of text.split("\n")) {
    if (/^(?:LOG|WARNING|FATAL|PANIC):/.test(line)) log.debug({ postgres: line }, "postgres says");
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return await new Promise((done, fail) => {
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function ensureDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    const found = await sql`select from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await sql.unsafe(`create database ${DATABASE}`);
  } finally {
    await sql.end();
  }
}
