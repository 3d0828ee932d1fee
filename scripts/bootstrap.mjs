/**
 * Runs before `test` and `demo`: makes node_modules equal to bun.lock, or does nothing in a few
 * milliseconds when it already is.
 *
 * It is plain JavaScript without a dependency because it runs before there are any: under Node ≥ 20
 * (npm), or under Bun where there is no Node. It writes nothing outside this checkout but the package
 * managers' own caches.
 *
 * The stamp inside node_modules is the hash of what decides an install. It is written last, so an
 * install that was cut off is done again. A lock holds off a second run in the same checkout; one
 * whose owner is gone is taken over.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".stagedoor-installed");
const lockFile = join(root, "node_modules", ".stagedoor-installing");
const lockPollMs = 200;
const isWindows = process.platform === "win32";

const manifestText = readFileSync(join(root, "package.json"), "utf8");
/** @type {{ dependencies: object, devDependencies: Record<string, string>, trustedDependencies: string[], patchedDependencies: Record<string, string> }} */
const manifest = JSON.parse(manifestText);
const pinnedBun = manifest.devDependencies["bun"] ?? "latest";

/** What an install depends on: the lockfile, what package.json asks for, and the machine's kind. */
function wantedStamp() {
  const { dependencies, devDependencies, trustedDependencies, patchedDependencies } = manifest;
  const patches = Object.values(patchedDependencies).map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  return createHash("sha256")
    .update(readFileSync(join(root, "bun.lock")))
    .update(JSON.stringify([dependencies, devDependencies, trustedDependencies, patches]))
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * Bun from PATH when it is of the pinned minor version (the lockfile's format follows it), else the
 * pinned one fetched by whichever package runner this machine has.
 */
function installCommand() {
  const installArgs = ["install", "--frozen-lockfile"];
  const found = spawnSync("bun", ["--version"], { encoding: "utf8", shell: isWindows });
  const minor = /** @param {string} version */ (version) => version.split(".", 2).join(".");
  if (found.status === 0) {
    return minor(found.stdout.trim()) === minor(pinnedBun)
      ? ["bun", ...installArgs]
      : ["bun", "x", `bun@${pinnedBun}`, ...installArgs];
  }
  return ["npx", "--yes", `bun@${pinnedBun}`, ...installArgs];
}

/** Waits its turn, by pid, so that `test` and `demo` started together do not install over each other. */
function takeLock() {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    if (isAlive(Number(readIfThere(lockFile)))) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockPollMs);
    } else {
      rmSync(lockFile, { force: true });
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @returns {boolean} whether node_modules now is what bun.lock says */
function install() {
  const [command = "", ...rest] = installCommand();
  process.stderr.write(`Installing from bun.lock (${command}) …\n`);
  const startedAtMs = Date.now();
  // An npm that runs this script hands its own settings down as npm_config_*; one that turns off
  // install scripts would leave the fetched Bun without its binary.
  const env = { ...process.env, npm_config_ignore_scripts: "false" };
  const run = spawnSync(command, rest, {
    cwd: root,
    encoding: "utf8",
    env,
    shell: isWindows,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status !== 0) {
    const reason = run.error?.message ?? `${run.stdout}${run.stderr}`;
    process.stderr.write(`${reason.trimEnd()}\n\nThe install failed. It needs the npm registry `);
    process.stderr.write(`once; repeat it with:\n  ${[command, ...rest].join(" ")}\n`);
    return false;
  }
  process.stderr.write(`Installed in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s\n`);
  return true;
}

if (readIfThere(stampFile) !== wantedStamp()) {
  takeLock();
  try {
    if (readIfThere(stampFile) !== wantedStamp()) {
      if (install()) writeFileSync(stampFile, wantedStamp());
      else process.exitCode = 1;
    }
  } finally {
    rmSync(lockFile, { force: true });
  }
}
