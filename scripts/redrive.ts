/**
 * `bun run redrive`: lists the envelopes that were given up, and puts them back.
 *
 *   bun run redrive                  lists them: id, actor, when it came, attempts, last error
 *   bun run redrive 1204 1377        puts these back
 *   bun run redrive --fan 7000000001 puts all of a fan's back
 *   bun run redrive --all            puts all back
 *
 * Needs only DATABASE_URL, or DATA_DIR for the embedded database while the server is stopped. The
 * owner of the partition finds within two seconds what was put back, and tries it five times anew.
 */
import { parseArgs } from "node:util";
import { addressKey } from "#actors/kernel/address.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { type DeadLetter, deadLetters } from "#db/dead-letters.ts";
import { redrive } from "#db/inbox.ts";
import { provideDatabase } from "#db/provide.ts";

const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

type Wish =
  | { readonly wish: "list" | "all" }
  | { readonly wish: "fan"; readonly key: string }
  | { readonly wish: "ids"; readonly ids: readonly number[] };

function readWish(): Wish {
  const { values, positionals } = parseArgs({
    options: { all: { type: "boolean", default: false }, fan: { type: "string" } },
    allowPositionals: true,
  });
  const ids = positionals.map(Number);
  const isNumbers = ids.every((id) => Number.isSafeInteger(id) && id > 0);
  const isFan = values.fan === undefined || /^\d+$/.test(values.fan);
  const wishes = Number(values.all) + Number(values.fan !== undefined) + Number(ids.length > 0);
  if (!isNumbers || !isFan || wishes > 1) {
    throw new Error("one of: nothing, --all, --fan with a Telegram id, or ids of dead letters");
  }
  if (values.all) return { wish: "all" };
  if (values.fan !== undefined) return { wish: "fan", key: values.fan };
  return ids.length > 0 ? { wish: "ids", ids } : { wish: "list" };
}

async function fulfil(database: Database, wish: Wish): Promise<void> {
  switch (wish.wish) {
    case "list":
      return list(await deadLetters(database));
    case "all": {
      const ids = (await deadLetters(database)).map(({ id }) => id);
      return tell(await redrive(database, { ids }));
    }
    case "fan": {
      const address = { kind: "conversation", key: wish.key } as const;
      return tell(await redrive(database, { address }));
    }
    case "ids":
      return tell(await redrive(database, { ids: wish.ids }));
  }
}

function list(letters: readonly DeadLetter[]): void {
  for (const { id, address, at, attempts, error } of letters) {
    const when = new Date(at).toISOString();
    console.log(`${id}  ${addressKey(address)}  ${when}  ${attempts} attempts  ${error}`);
  }
  console.log(letters.length === 0 ? "no dead letters" : `${letters.length} dead letters`);
}

function tell(count: number): void {
  console.log(count === 0 ? "no such dead letter" : `put back: ${count}`);
  if (count === 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const wish = readWish();
  const home = await provideDatabase({
    databaseUrl: process.env["DATABASE_URL"] || null,
    dataDir: process.env["DATA_DIR"] || ".stagedoor",
    log,
  });
  const database = openDatabase(home.url, { max: 1 });
  try {
    await fulfil(database, wish);
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
