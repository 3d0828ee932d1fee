// The bot as the sandbox runs it: the real app in a process of its own, so that it can be killed, with
// a clock that follows the sandbox's. Only `now()` is turned: spans (leases, time-outs, limits) stay
// real, or a turned hour would look like a process that hung for an hour.
import { createApp } from "#src/app.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { errorWords } from "#src/errors.ts";
import { createLog } from "#src/log.ts";

/** What the sandbox says over Bun's IPC. */
export interface Turn {
  /** How far the sandbox's clock is ahead of real time, in milliseconds. */
  readonly turnedMs: number;
}

/** What the bot answers: it takes work, and listens there. */
export interface Started {
  readonly port: number;
}

const FIRST_TURN = "SANDBOX_TURNED_MS";

function run(): void {
  const config = readConfig(process.env);
  const log = createLog({ level: config.logLevel, instanceId: config.instanceId });
  let turnedMs = Number(process.env[FIRST_TURN] ?? 0);
  process.on("message", (turn: Turn) => {
    turnedMs = turn.turnedMs;
  });
  const app = createApp(config, {
    log,
    clock: { ...systemClock, now: () => systemClock.now() + turnedMs },
    onFatal: (reason) => {
      log.error({ reason }, "this process cannot go on");
      process.exit(1);
    },
  });
  const stop = (): void => {
    void app.stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  // Ctrl-C reaches the whole terminal; the demo tells us when to stop.
  process.on("SIGINT", () => {});
  // The demo is gone, however it went: nobody else will stop us.
  process.on("disconnect", stop);
  const tell = async (): Promise<void> => {
    await app.start();
    const started: Started = { port: app.port() };
    process.send?.(started);
  };
  tell().catch((error: unknown) => {
    log.fatal({ error: errorWords(error) }, "did not start");
    process.exit(1);
  });
}

run();
