/**
 * The servers that the tests share: one embedded Postgres, in which every test file makes a database
 * of its own, and a Redis where this machine has one. Both listen on loopback ports of their own
 * choosing and are gone when the gate ends. A server that the environment already names is used
 * and left alone.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Servers = {
  /** The variables by which the tests find the servers. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

type Server = { readonly url: string; readonly stop: () => Promise<void> };

const redisStartLimitMs = 10_000;
const redisPollMs = 20;

/** Starts what is missing. Rejects with the server's own words when one of them does not start. */
export async function startServers(): Promise<Servers> {
  const started: Server[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  const env: Record<string, string> = {};
  try {
    for (const [variable, start] of starters) {
      if (process.env[variable]) continue;
      const server = await start();
      if (server === null) continue;
      started.push(server);
      env[variable] = server.url;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, stop };
}

const starters: readonly (readonly [string, () => Promise<Server | null>])[] = [
  ["STAGEDOOR_TEST_DATABASE_URL", startPostgres],
  ["REDIS_URL_TEST", startRedis],
];

async function startPostgres(): Promise<Server> {
  // Loaded here, not above: when db/ does not even load, the other steps still have their say.
  const { startTestServer } = await import("#db/testing-server.ts");
  return startTestServer();
}

async function startRedis(): Promise<Server | null> {
  const binary = Bun.which("redis-server");
  if (binary === null) return null;
  const directory = await mkdtemp(join(tmpdir(), "stagedoor-redis-"));
  const port = await freePort();
  const child = Bun.spawn(
    [binary, "--bind", "127.0.0.1", "--port", String(port), "--save", "", "--dir", directory],
    { stdin: "ignore", stdout: "ignore", stderr: "ignore" },
  );
  const stop = async () => {
    child.kill();
    await child.exited;
    await rm(directory, { recursive: true, force: true });
  };
  const deadlineMs = performance.now() + redisStartLimitMs;
  while (!(await answersPing(port))) {
    if (child.exitCode !== null || performance.now() > deadlineMs) {
      await stop();
      throw new Error(`redis-server did not answer on 127.0.0.1:${port}`);
    }
    await Bun.sleep(redisPollMs);
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function answersPing(port: number): Promise<boolean> {
  const client = new Bun.RedisClient(`redis://127.0.0.1:${port}`, { autoReconnect: false });
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.close();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no loopback port is free")),
      );
    });
  });
}
