/**
 * `bun run webhooks:set`: tells Telegram where updates go, with the secret and the kinds that are
 * read, and which commands fans and the team are shown. Safe to repeat; nothing that waits at
 * Telegram is dropped.
 */
import { ConfigError, readConfig } from "#src/config.ts";
import { errorWords, redact } from "#src/errors.ts";
import { createTelegramApi } from "#src/telegram/api.ts";
import { setCommands, setWebhook, WEBHOOK_PATH } from "#src/telegram/set-up.ts";

const CALL_TIMEOUT_MS = 15_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { botToken: token, telegramApiRoot: root, publicUrl, webhookSecret: secret } = config;
  const api = createTelegramApi({ token, root, timeoutMs: CALL_TIMEOUT_MS });
  await setCommands(api, config.groupIds);
  console.log("commands: set for fans in every language, and for the team in its groups");
  if (publicUrl === null || secret === null) {
    console.log("webhook: not set, because PUBLIC_URL is not; the server polls instead");
    return;
  }
  await setWebhook(api, { publicUrl, secret });
  console.log(`webhook: ${publicUrl}${WEBHOOK_PATH}`);
}

try {
  await main();
} catch (error) {
  const problems = error instanceof ConfigError ? error.problems : [redact(errorWords(error))];
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
