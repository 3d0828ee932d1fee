// The bot's own page: commands by scope and language, descriptions, the menu button.

import type { Command } from "#src/sandbox/protocol.ts";
import type { Handler } from "#src/sandbox/telegram/context.ts";
import type { ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { DEFAULT_SCOPE, scopeKey } from "#src/sandbox/telegram/profile.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import type { World } from "#src/sandbox/world.ts";
import { findChat } from "./checks.ts";

const COMMANDS_MAX = 100;
const DESCRIPTION_MAX = 512;
const SHORT_DESCRIPTION_MAX = 120;

const PLAIN_SCOPES: ReadonlySet<string> = new Set([
  DEFAULT_SCOPE,
  "all_private_chats",
  "all_group_chats",
  "all_chat_administrators",
]);
const CHAT_SCOPES: ReadonlySet<string> = new Set(["chat", "chat_administrators", "chat_member"]);

export const setMyCommands: Handler<"setMyCommands"> = (telegram, { params }) => {
  const scope = scopeOf(telegram.world, params.scope);
  const language = languageOf(params.language_code);
  if (params.commands.length > COMMANDS_MAX) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  telegram.profile.setCommands(scope, language, params.commands.map(readCommand));
  telegram.world.changed();
  return true;
};

export const getMyCommands: Handler<"getMyCommands"> = (telegram, { params }) =>
  telegram.profile.commands(
    scopeOf(telegram.world, params.scope),
    languageOf(params.language_code),
  );

export const deleteMyCommands: Handler<"deleteMyCommands"> = (telegram, { params }) => {
  const scope = scopeOf(telegram.world, params.scope);
  telegram.profile.setCommands(scope, languageOf(params.language_code), []);
  telegram.world.changed();
  return true;
};

export const setMyDescription: Handler<"setMyDescription"> = ({ profile }, { params }) => {
  const { description = "" } = params;
  if (description.length > DESCRIPTION_MAX) throw badRequest("ABOUT_TOO_LONG");
  profile.setText("description", languageOf(params.language_code), description);
  return true;
};

export const setMyShortDescription: Handler<"setMyShortDescription"> = (
  { profile },
  { params },
) => {
  const { short_description: text = "" } = params;
  if (text.length > SHORT_DESCRIPTION_MAX) throw badRequest("ABOUT_TOO_LONG");
  profile.setText("short", languageOf(params.language_code), text);
  return true;
};

export const setChatMenuButton: Handler<"setChatMenuButton"> = ({ world }, { params }) => {
  const { chat_id: chatId, menu_button: button } = params;
  if (chatId !== undefined && !findChat(world, chatId).person) {
    throw badRequest("chat_id must be a private chat");
  }
  if (button && !["default", "commands", "web_app"].includes(button.type)) {
    throw badRequest("can't parse menu button: MenuButton has unsupported type");
  }
  return true;
};

function scopeOf(world: World, scope: ObjectOf<"BotCommandScope"> | undefined): string {
  if (!scope || PLAIN_SCOPES.has(scope.type)) return scope?.type ?? DEFAULT_SCOPE;
  if (!CHAT_SCOPES.has(scope.type)) {
    throw badRequest("can't parse BotCommandScope: BotCommandScope has unsupported type");
  }
  if (scope.chat_id === undefined) {
    throw badRequest(`can't parse BotCommandScope: Can't find field "chat_id"`);
  }
  const { id } = findChat(world, scope.chat_id);
  return scopeKey(scope.type, id, scope.user_id);
}

function languageOf(code: string | undefined): string {
  if (code && !/^[a-z]{2}$/u.test(code)) throw badRequest("invalid language code specified");
  return code ?? "";
}

function readCommand({ command, description }: ObjectOf<"BotCommand">): Command {
  if (!/^[a-z0-9_]{1,32}$/u.test(command)) throw badRequest("BOT_COMMAND_INVALID");
  if (description.length > 256) {
    throw badRequest("command description length must not exceed 256");
  }
  return { command, description };
}
