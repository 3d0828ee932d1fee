// The parts of a process that have to do with the Mini App's API.
import type { Clock, Logger, SettingsSource } from "#actors/kernel/ports.ts";
import type { Database } from "#db/client.ts";
import { createApiReads } from "#db/queries/api.ts";
import { boughtItem, unlockedOf } from "#db/shelf.ts";
import { type Api, createApi } from "./api/app.ts";
import { fileOpener } from "./api/files.ts";
import { TELEGRAM_KEYS } from "./api/init-data.ts";
import type { Config } from "./config.ts";
import type { HttpParts } from "./http/app.ts";
import type { Append } from "./http/inbox-batcher.ts";
import { createTelegramApi } from "./telegram/api.ts";
import type { Pressure } from "./telegram/intake.ts";
import type { Roster } from "./telegram/roster.ts";

/** Somebody waits for the answer. */
const CALL_TIMEOUT_MS = 8_000;

const TELEGRAM_ROOT = "https://api.telegram.org";

export function wireApi(
  config: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  parts: {
    readonly database: Database;
    readonly settings: SettingsSource;
    readonly roster: Roster;
    readonly append: Append;
    readonly pressure: Pressure;
    readonly phase: HttpParts["phase"];
  },
): Api {
  const { database, settings, roster, append, pressure, phase } = parts;
  const { botToken, publicUrl, telegramApiRoot: root } = config;
  const { production, test } = TELEGRAM_KEYS;
  const telegram = createTelegramApi({ token: botToken, root, timeoutMs: CALL_TIMEOUT_MS });
  return createApi({
    settings,
    append,
    pressure,
    phase,
    clock,
    log,
    botToken,
    // Only a Bot API server of one's own can be one of Telegram's test environment.
    telegramKeys: root === TELEGRAM_ROOT ? [production] : [production, test],
    origin: publicUrl === null ? null : new URL(publicUrl).origin,
    reads: createApiReads(database),
    shelf: {
      unlockedOf: (fanId, page, size) => unlockedOf(database, { fanId, page, size }),
      boughtItem: (fanId, itemId) => boughtItem(database, fanId, itemId),
    },
    roleOf: (userId) => roster.roleOf(userId, true),
    async showTyping(fanId) {
      await telegram.sendChatAction({ chat_id: fanId, action: "typing" });
    },
    openFile: fileOpener({ api: telegram, token: botToken, root }),
  });
}
