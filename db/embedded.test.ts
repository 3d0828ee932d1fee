import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { Logger } from "#actors/kernel/ports.ts";
import { DataDirTakenError, type EmbeddedPostgres, startEmbedded } from "./embedded.ts";
import { provideDatabase } from "./provide.ts";
import { SILENT } from "./testing-server.ts";

// A durable cluster is written to the disk when it is made, however busy that is.
setDefaultTimeout(60_000);

let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(async () => {
  running = [];
  dataDir = await mkdtemp(join(tmpdir(), "stagedoor-embedded-"));
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(log: Logger = SILENT): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ dataDir, log });
  running.push(server);
  return server;
}

async function run(url: string, statement: string): Promise<readonly postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

/** A process of its own that starts the server, says its URL and then does nothing. */
async function startElsewhere(): Promise<{ url: string; kill(): Promise<void> }> {
  const child = Bun.spawn([process.execPath, "-e", ELSEWHERE], {
    env: { ...process.env, EMBEDDED: import.meta.resolve("./embedded.ts"), DATA_DIR: dataDir },
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await child.stdout.getReader().read();
  return {
    url: new TextDecoder().decode(value).trim(),
    async kill() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}

const ELSEWHERE = `
  const { startEmbedded } = await import(process.env.EMBEDDED);
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const server = await startEmbedded({ dataDir: process.env.DATA_DIR, log });
  console.log(server.url);
  setInterval(silent, 1000);`;

describe("embedded Postgres", () => {
  test("keeps its data from one start to the next, durably and for itself", async () => {
    const first = await start();
    await run(first.url, "create table kept as select 'Ёлка' as word");
    await first.stop();
    await first.exited;
    const second = await start();
    expect(await run(second.url, "select lower(word) as word from kept")).toMatchObject([
      { word: "ёлка" },
    ]);
    expect(await run(second.url, "show fsync")).toMatchObject([{ fsync: "on" }]);
    expect(await run(second.url, "show listen_addresses")).toMatchObject([
      { listen_addresses: "127.0.0.1" },
    ]);
    const home = join(dataDir, "postgres");
    expect((await stat(join(home, "password"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, "cluster"))).uid).not.toBe(0);
    const stranger = second.url.replace(/:[^:@]+@/, ":guess@");
    expect(await run(stranger, "select 1").catch(() => "refused")).toBe("refused");
  });

  test("says who has the directory when it is taken", async () => {
    await start();
    const refusal = await startEmbedded({ dataDir, log: SILENT }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataDirTakenError);
    expect(String(refusal)).toContain(`in use by process ${process.pid}`);
    expect(String(refusal)).toContain("DATABASE_URL");
  });

  test("is taken by another process while that lives, and free once it was killed", async () => {
    const other = await startElsewhere();
    const refusal = await startEmbedded({ dataDir, log: SILENT }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataDirTakenError);
    await run(other.url, "create table kept as select 1 as number");
    await other.kill();
    const server = await start();
    expect(await run(server.url, "select number from kept")).toMatchObject([{ number: 1 }]);
    expect(await run(other.url, "select 1").catch(() => "gone")).toBe("gone");
  });

  test("waits for a backend that outlived its killed server", async () => {
    const first = await start();
    await run(first.url, "create table kept as select 1 as number");
    const sql = postgres(first.url, { max: 1, max_lifetime: null });
    const [row] = await sql`select pg_backend_pid() as pid`;
    const backend = Number(row?.["pid"]);
    const pidFile = join(dataDir, "postgres", "cluster", "postmaster.pid");
    const postmaster = Number.parseInt(await readFile(pidFile, "utf8"), 10);
    // Stopped, it cannot notice that its server is gone, and goes on holding the shared memory.
    process.kill(backend, "SIGSTOP");
    process.kill(postmaster, "SIGKILL");
    await first.stop();
    let refusals = 0;
    const second = await start({
      ...SILENT,
      debug(fields: Record<string, unknown>) {
        if (!String(fields["postgres"]).includes("pre-existing shared memory block")) return;
        refusals += 1;
        // More often than a port that is taken is tried.
        if (refusals === 4) process.kill(backend, "SIGKILL");
      },
    });
    await sql.end({ timeout: 0 });
    expect(refusals).toBe(4);
    expect(await run(second.url, "select number from kept")).toMatchObject([{ number: 1 }]);
  });

  test("starts although a crash left a pid file whose number is somebody else's now", async () => {
    const first = await start();
    await first.stop();
    const pidFile = join(dataDir, "postgres", "cluster", "postmaster.pid");
    await writeFile(pidFile, `${process.pid}\n${join(dataDir, "postgres", "cluster")}\n`);
    const second = await start();
    expect(await run(second.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
  });

  test("makes its cluster anew when the first attempt was broken off", async () => {
    const first = await start();
    await first.stop();
    const home = join(dataDir, "postgres");
    await rm(join(home, "cluster"), { recursive: true });
    await Bun.write(join(home, "cluster.new", "PG_VERSION"), "half");
    const second = await start();
    expect(await run(second.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
    expect(await readFile(join(home, "cluster", "PG_VERSION"), "utf8")).toMatch(/^\d+\n$/);
  });
});

describe("the database of this process", () => {
  test("is the one that the operator named", async () => {
    const databaseUrl = "postgres://elsewhere/stagedoor";
    const provided = await provideDatabase({ databaseUrl, dataDir, log: SILENT });
    expect(provided.url).toBe(databaseUrl);
    await provided.stop();
  });

  test("is an embedded one when none was named", async () => {
    const provided = await provideDatabase({ databaseUrl: null, dataDir, log: SILENT });
    expect(await run(provided.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
    await provided.stop();
    await provided.exited;
  });
});
