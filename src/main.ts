// The server's process: configuration in, signals in, exit code out. Everything else is the app's.
import { createApp } from "./app.ts";
import { ConfigError, readConfig } from "./config.ts";
import { errorWords } from "./errors.ts";
import { createLog } from "./log.ts";

/** A platform kills some thirty seconds after it has asked; we are gone before. */
const STOP_LIMIT_MS = 25_000;

function main(): void {
  const config = readConfig(process.env);
  const log = createLog({ level: config.logLevel, instanceId: config.instanceId });
  const app = createApp(config, { log, onFatal: (reason) => stop(1, reason) });
  let isStopping = false;

  const stop = (code: number, reason: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, "stopping");
    setTimeout(() => {
      log.error({ limitMs: STOP_LIMIT_MS }, "did not stop in time");
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    app.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ error: errorWords(error) }, "did not stop cleanly");
        process.exit(1);
      },
    );
  };

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      // Asked a second time: somebody will not wait.
      if (isStopping) process.exit(1);
      stop(0, signal);
    });
  }
  // A promise that nobody waits for has failed: the state of this process is not known any more.
  // What was committed is safe, and what was not is done again by the next one.
  const onCrash = (error: unknown): void => {
    log.fatal({ error: errorWords(error) }, "unhandled: the process ends");
    process.exit(1);
  };
  process.on("unhandledRejection", onCrash);
  process.on("uncaughtException", onCrash);
  app.start().catch((error: unknown) => {
    log.fatal({ error: errorWords(error) }, "did not start");
    stop(1, "did not start");
  });
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  process.exit(1);
}
