// What a benchmark leaves behind: nothing. A directory for a Postgres goes when it is disposed of, or
// with the process when that is interrupted; children end when their parent's channel closes.
import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Scratch extends AsyncDisposable {
  readonly dir: string;
}

/** An empty directory under the system's temporary one. */
export async function openScratch(): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), "stagedoor-bench-"));
  // Under root the database is another account's, which must be able to pass.
  await chmod(dir, 0o755);
  const removeNow = (): void => rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", removeNow);
  return {
    dir,
    async [Symbol.asyncDispose]() {
      process.off("exit", removeNow);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Ends this process in good order when it is interrupted, or when its parent has ended. */
export function endWhenTold(): void {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  process.once("disconnect", () => process.exit(1));
}
