// What a deployment tells Telegram about itself, once: where updates go, and which commands people
// are shown. Safe to repeat.
import type { TelegramApi } from "./api.ts";
import { type OnSale, setFanCommands, setTeamCommands } from "./commands.ts";
import { ALLOWED_UPDATES } from "./update.ts";

/** The path of `src/http/app.ts`. */
export const WEBHOOK_PATH = "/telegram-webhook";

/** Chats whose updates Telegram may deliver at the same time; its own limit. */
const CONNECTIONS_MAX = 100;

/**
 * Points Telegram at this deployment. What waits at Telegram is kept: it may be paid for.
 * @param publicUrl without a trailing slash
 */
export async function setWebhook(
  api: TelegramApi,
  webhook: { readonly publicUrl: string; readonly secret: string },
): Promise<void> {
  await api.setWebhook({
    url: `${webhook.publicUrl}${WEBHOOK_PATH}`,
    secret_token: webhook.secret,
    allowed_updates: [...ALLOWED_UPDATES],
    max_connections: CONNECTIONS_MAX,
    drop_pending_updates: false,
  });
}

/** Shows fans their commands, each in their language, and the team its own in its groups. */
export async function setCommands(
  api: TelegramApi,
  groupIds: readonly number[],
  shop: OnSale,
): Promise<void> {
  await setFanCommands(api, shop);
  await setTeamCommands(api, groupIds);
}
