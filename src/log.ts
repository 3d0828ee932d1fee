// Logs are JSON lines on stdout. Who writes a line gives it ids and figures, never a person's words
// and never a secret; should one slip in all the same, `redact` stands between the line and stdout.
import pino from "pino";
import { errorWords, redact } from "./errors.ts";

/** Errors carry what was sent; their kind and words are all that is written of them. */
const inWords = (value: unknown): unknown => (value instanceof Error ? errorWords(value) : value);

/** Makes the log of a process. `write` takes whole lines, stdout unless given. */
export function createLog(
  options: { readonly level: string; readonly instanceId: string },
  write?: (line: string) => void,
): pino.Logger {
  const stdout = write === undefined ? pino.destination({ dest: 1, sync: true }) : null;
  const out = write ?? ((line: string): void => void stdout?.write(line));
  return pino(
    {
      level: options.level,
      base: { instance: options.instanceId },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: inWords, err: inWords },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => out(redact(line)) },
  );
}
