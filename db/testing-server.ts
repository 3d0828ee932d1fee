// One Postgres for a whole run of the tests: not durable, and gone with the process.
import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "#actors/kernel/ports.ts";
import { lock, startEmbedded } from "./embedded.ts";

const PREFIX = "stagedoor-test-";
const LEFTOVER_AGE_MS = 60_000;

/** Tests find a server that is already there by this variable. */
export const TEST_DATABASE_URL = "STAGEDOOR_TEST_DATABASE_URL";

/** A Logger for tests. */
export const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface TestServer {
  readonly url: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/** Starts the server; of a process that is killed a few small files are left, until the next time. */
export async function startTestServer(): Promise<TestServer> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  // Under root the server is another account's, which must be able to pass.
  await chmod(dataDir, 0o755);
  const server = await startEmbedded({ dataDir, log: SILENT, isTemporary: true });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A directory that nobody holds, and that is too old for somebody to be about to. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const dataDir = join(tmpdir(), name);
    const { mtimeMs } = await stat(dataDir).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs > Date.now() - LEFTOVER_AGE_MS) continue;
    const unlock = await lock(dataDir).catch(() => null);
    if (unlock === null) continue;
    unlock();
    await rm(dataDir, { recursive: true, force: true });
  }
}
