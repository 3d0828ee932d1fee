/**
 * `bun run ledger:verify`: goes through the books and prints one line a fault: every balance is its
 * ledger's sum, every purchase has its payment's line and no other, no reference is used twice, and
 * nothing is negative. Exit 1 when there is a fault.
 *
 * Needs only DATABASE_URL, or DATA_DIR for the embedded database while the server is stopped. It reads
 * alone and holds nobody up, so it can run beside a serving bot.
 */
import { openDatabase } from "#db/client.ts";
import { provideDatabase } from "#db/provide.ts";
import { auditLedger } from "#db/verify-ledger.ts";

const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

async function main(): Promise<void> {
  const home = await provideDatabase({
    databaseUrl: process.env["DATABASE_URL"] || null,
    dataDir: process.env["DATA_DIR"] || ".stagedoor",
    log,
  });
  const database = openDatabase(home.url, { max: 1 });
  try {
    const { accounts, purchases, faults } = await auditLedger(database);
    for (const { where, what } of faults) console.log(`${where} ${what}`);
    console.log(`${accounts} accounts, ${purchases} purchases, ${faults.length} faults`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
    await home.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
