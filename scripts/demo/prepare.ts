// What is there before anybody comes to the demo: the owner's choice that fans may pay by card and in
// Stars, so that both can be tried, and a month of history. Written once; what is changed later is left
// alone.
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { provideDatabase } from "#db/provide.ts";
import { loadSettings, setSetting } from "#db/settings.ts";
import { createLog } from "#src/log.ts";
import { fillHistory } from "./history.ts";

export interface DemoOwner {
  readonly dataDir: string;
  readonly ownerId: number;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Opens the bot's database for itself, before the bot does; nothing of it is left running. */
export async function prepareDemo({ dataDir, ownerId, now }: DemoOwner): Promise<void> {
  const log = createLog({ level: "error", instanceId: "demo" });
  const server = await provideDatabase({ databaseUrl: null, dataDir, log });
  try {
    await migrate(server.url);
    const database = openDatabase(server.url);
    try {
      const { railsReadAt } = await loadSettings(database, log);
      if (railsReadAt !== null) return;
      const owner = { id: ownerId, name: "the demo" };
      await setSetting(database, "paymentRails", "both", owner, now);
      await setSetting(database, "railsReadAt", now, owner, now);
      await fillHistory(database, now);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}
