// The demo as a process: where it puts its data, and how it ends. What it shows is page.test.ts's.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** For a cluster to be made on a busy machine. */
const LIMIT_MS = 60_000;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "stagedoor-demo-test-"));
  // Open to the account that Postgres runs as when we are root.
  await chmod(dir, 0o755);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Runs the demo and sends it Ctrl-C after `moment`; answers all that it said. */
async function demoUntil(moment: Promise<void>, dataDir: string, hear?: (said: string) => void) {
  const demo = Bun.spawn([process.execPath, "scripts/demo.ts"], {
    env: { ...process.env, PORT: "0", DATA_DIR: dataDir },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  void moment.then(() => demo.kill("SIGINT"));
  const decoder = new TextDecoder();
  let said = "";
  for await (const chunk of demo.stdout) {
    said += decoder.decode(chunk, { stream: true });
    hear?.(said);
  }
  return { said, complaints: await new Response(demo.stderr).text(), code: await demo.exited };
}

test(
  "makes a DATA_DIR that is not there yet, and keeps it",
  async () => {
    const dataDir = join(dir, "not", "yet");
    const isUp = Promise.withResolvers<void>();
    const { said, code } = await demoUntil(isUp.promise, dataDir, (words) => {
      if (words.includes("Ctrl-C ends it")) isUp.resolve();
    });
    expect(said).toContain(join(dataDir, "bot.log"));
    expect([code, existsSync(join(dataDir, "postgres"))]).toEqual([0, true]);
  },
  LIMIT_MS,
);

test(
  "ends without complaint when Ctrl-C comes while the bot starts",
  async () => {
    const { said, complaints, code } = await demoUntil(fileIn(dir, "bot.log"), dir);
    expect(said).toContain("The sandbox closes");
    expect(said).not.toContain("Open");
    expect([complaints, code]).toEqual(["", 0]);
  },
  LIMIT_MS,
);

/** Resolves when the file is made. */
async function fileIn(folder: string, name: string): Promise<void> {
  for await (const { filename } of watch(folder)) if (filename === name) return;
}
