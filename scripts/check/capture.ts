/** Running another command and keeping what it says. */

/** What one command did. `exitCode` is null when it was killed at its limit or never started. */
export type Run = {
  readonly exitCode: number | null;
  /** Its stdout, followed by its stderr. */
  readonly output: string;
};

export type Limits = {
  readonly limitMs: number;
  /** Where it runs; where the gate runs when left out. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Kills the command when it fires. */
  readonly signal?: AbortSignal;
};

/** Runs this same Bun with other arguments to the end. Never rejects. */
export async function captureBun(bunArgs: readonly string[], limits: Limits): Promise<Run> {
  try {
    const child = Bun.spawn([process.execPath, ...bunArgs], {
      cwd: limits.cwd ?? process.cwd(),
      env: { ...process.env, ...limits.env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      timeout: limits.limitMs,
      killSignal: "SIGKILL",
      ...(limits.signal === undefined ? {} : { signal: limits.signal }),
    });
    const [stdout, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    await child.exited;
    const limitNote = child.signalCode === null ? "" : `killed by ${child.signalCode}\n`;
    return { exitCode: child.exitCode, output: stdout + stderr + limitNote };
  } catch (error) {
    return { exitCode: null, output: String(error) };
  }
}
