// The database this process is to use: the one the operator named, or an embedded one under
// DATA_DIR.
import type { Logger } from "#actors/kernel/ports.ts";
import { startEmbedded } from "./embedded.ts";

export interface ProvidedDatabase {
  readonly url: string;
  /** Resolves when it is gone without having been stopped; never, for one that is not ours. */
  readonly exited: Promise<void>;
  /** Stops what was started for us; call it after everything that uses the database has ended. */
  stop(): Promise<void>;
}

/**
 * Answers `databaseUrl`, or starts an embedded server when it is null.
 * @throws DataDirTakenError when another process has the directory.
 */
export async function provideDatabase(options: {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly log: Logger;
}): Promise<ProvidedDatabase> {
  const { databaseUrl, dataDir, log } = options;
  if (databaseUrl === null) return await startEmbedded({ dataDir, log });
  return {
    url: databaseUrl,
    exited: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}
