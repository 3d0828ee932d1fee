// How the bot takes its updates: getUpdates, or a webhook on this machine.

import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { badRequest, conflict } from "#src/sandbox/telegram/refusal.ts";
import type { WebhookTarget } from "#src/sandbox/telegram/webhook.ts";
import { wireDate } from "#src/sandbox/telegram/wire.ts";

const CONNECTIONS_DEFAULT = 40;
const CONNECTIONS_MAX = 100;
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

export const getUpdates: Handler<"getUpdates"> = (telegram, { params }, signal) => {
  if (telegram.courier.target) {
    throw conflict(
      "can't use getUpdates method while webhook is active; " +
        "use deleteWebhook to delete the webhook first",
    );
  }
  telegram.updates.allow(params.allowed_updates);
  return telegram.polling.take(params, signal);
};

export const setWebhook: Handler<"setWebhook"> = (telegram, { params }) => {
  const { url, secret_token: secretToken = null, max_connections: connections } = params;
  if (!url) return removeWebhook(telegram, params.drop_pending_updates ?? false);
  checkUrl(url);
  if (secretToken !== null && !/^[\w-]{1,256}$/u.test(secretToken)) {
    throw badRequest("secret token contains unallowed characters");
  }
  const maxConnections = connections ?? CONNECTIONS_DEFAULT;
  if (maxConnections < 1 || maxConnections > CONNECTIONS_MAX) {
    throw badRequest("max_connections must be between 1 and 100");
  }
  telegram.updates.allow(params.allowed_updates);
  if (params.drop_pending_updates) telegram.updates.clear();
  telegram.polling.interrupt("terminated by setWebhook request");
  const target: WebhookTarget = { url, secretToken, maxConnections };
  if (!Bun.deepEquals(target, telegram.courier.target)) telegram.courier.aim(target);
  return true;
};

export const deleteWebhook: Handler<"deleteWebhook"> = (telegram, { params }) =>
  removeWebhook(telegram, params.drop_pending_updates ?? false);

export const getWebhookInfo: Handler<"getWebhookInfo"> = ({ courier, updates }) => {
  const { target, lastError } = courier;
  return {
    url: target?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: updates.pendingCount,
    ...(lastError && {
      last_error_date: wireDate(lastError.at),
      last_error_message: lastError.message,
    }),
    ...(target && { max_connections: target.maxConnections, ip_address: "127.0.0.1" }),
    ...(updates.allowed && { allowed_updates: updates.allowed }),
  };
};

function removeWebhook(telegram: Telegram, dropsPending: boolean): true {
  telegram.courier.aim(null);
  if (dropsPending) telegram.updates.clear();
  return true;
}

/** Telegram wants https on four ports; the sandbox wants a server of this machine. */
function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest("bad webhook: invalid webhook URL specified");
  const { hostname, protocol } = new URL(url);
  if (!LOOPBACK.has(hostname) || !/^https?:$/u.test(protocol)) {
    throw badRequest("bad webhook: the sandbox delivers to this machine only");
  }
}
