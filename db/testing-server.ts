// One Postgres for a whole run of the tests: not durable, and gone with the process.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "#actors/kernel/ports.ts";
import { startEmbedded } from "./embedded.ts";

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

/** Starts the server; of a process that is killed nothing is left but an empty directory. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "stagedoor-test-"));
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
