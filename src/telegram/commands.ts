// The commands that people are shown, by scope: fans in private chats, each in their language and
// following what is on sale; the team in its groups, and each of its people in private. A menu is a
// courtesy: what a command may do is looked at when it is given.
//
// The running server keeps the fans' in step with the products table: it looks every few seconds at
// what is on sale, in memory, and calls Telegram only when the menu differs from the last it has set.
// A call that fails is made again later; every call sets a whole menu, so it is safe to repeat.
import type { Clock, Logger, SettingsSource } from "#actors/kernel/ports.ts";
import { type Product, quote } from "#actors/kernel/product.ts";
import { LANGUAGES, type Language } from "#actors/kernel/say.ts";
import type { Service } from "#actors/kernel/service.ts";
import { isShopOpen, type Settings } from "#actors/kernel/settings.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { errorWords, redact } from "#src/errors.ts";
import { unitsName } from "#src/i18n/index.ts";
import { price } from "#src/i18n/money.ts";
import type { TelegramApi } from "./api.ts";
import { COMMAND_WORDS, type FanCommand } from "./command-words.ts";
import { outcomeOf } from "./outcome.ts";

/** What of the settings decides the fans' menu. */
export type OnSale = Pick<Settings, "rails" | "products">;

interface MenuEntry {
  command: string;
  description: string;
}

type CommandsApi = Pick<TelegramApi, "setMyCommands" | "deleteMyCommands">;

/** Telegram takes 100 commands (core.telegram.org/bots/api#setmycommands); ours besides are a dozen. */
const PACKS_MAX = 80;

const LOOK_EVERY_MS = 5_000;
const RETRY_AFTER_MS = 60_000;

/** The panel's, in private and in a group's General topic. */
const PANEL_COMMANDS = {
  admin: "The panel",
  conversations: "Who waits, in order",
  team: "Who is on the team",
  stats: "Today at a glance",
  shelf: "Media to sell",
  duty: "Go on or off duty",
} as const;

/** A fan's topic's. */
const TOPIC_COMMANDS = {
  info: "The fan's card",
  gift: "Give credits or time: /gift 10, /gift 1h",
  purchases: "What they bought, with refunds",
  refund: "As a reply: give a message's credits back",
  adjust: "Put the balance right: /adjust -5 reason",
  note: "Keep a note that is not sent",
  delete: "As a reply: take a message back",
  r: "Send a saved reply: /r NAME",
  save: "As a reply to your message: /save NAME",
  ban: "Nothing they write arrives any more",
  unban: "Let them write again",
  assign: "Whose conversation this is: /assign @name",
  pin: "To the top of the queue",
  priority: "How urgent it is: /priority high",
  snooze: "Again later: /snooze 3h",
  remind: "Be reminded here: /remind 3h call back",
  tag: "Sort fans by tags: /tag wedding",
  lock: "As a reply to media kept with //: sell it, /lock 5",
  close: "Done for now; the next message opens it",
} as const;

const HELP = { help: "What can be done here" } as const;

/** The fans' menu: what leads to a shop is there while there is something to buy. */
export function fanCommands(shop: OnSale, language: Language): readonly MenuEntry[] {
  const words = COMMAND_WORDS[language];
  const menu = (...commands: readonly FanCommand[]): readonly MenuEntry[] =>
    commands.map((command) => ({ command, description: words[command] }));
  const onSale = isShopOpen(shop)
    ? shop.products.filter((product) => pricesOf(product, shop, language).length > 0)
    : [];
  const isOpen = onSale.length > 0;
  return [
    ...(isOpen ? menu("buy") : []),
    ...packs(onSale, shop, language),
    ...(onSale.some(({ kind }) => kind === "time") ? menu("time") : []),
    ...menu("balance", "history", "unlocked"),
    ...(isOpen && shop.rails.includes("stripe") ? menu("billing", "autorecharge") : []),
    ...(isOpen ? menu("promo") : []),
    ...menu("settings", "help", "paysupport", "privacy", "terms"),
  ];
}

/** `/buy25  25 credits · $9.99 / ⭐ 350`, one for each size; the shop has those that share one. */
function packs(onSale: readonly Product[], shop: OnSale, language: Language): MenuEntry[] {
  const bySize = new Map<number, MenuEntry>();
  for (const product of onSale) {
    const { kind, credits } = product;
    if (kind !== "credits" || bySize.has(credits)) continue;
    const name = unitsName({ credits, seconds: 0 }, language);
    const description = `${name} · ${pricesOf(product, shop, language).join(" / ")}`;
    bySize.set(credits, { command: `buy${credits}`, description });
  }
  return [...bySize.values()].slice(0, PACKS_MAX);
}

/** A product's price on each rail that it is sold on. */
function pricesOf(product: Product, { rails }: OnSale, language: Language): readonly string[] {
  return rails
    .map((rail) => quote(product, rail, null))
    .filter((quoted) => quoted !== null)
    .map((quoted) => price(quoted, language));
}

/** Shows fans their commands, each in their language. */
export async function setFanCommands(api: CommandsApi, shop: OnSale): Promise<void> {
  for (const language of LANGUAGES) {
    await api.setMyCommands({
      scope: { type: "all_private_chats" },
      commands: [...fanCommands(shop, language)],
      // Without a code they are for everybody whose language has none of its own.
      ...(language === "en" ? {} : { language_code: language }),
    });
  }
}

/** Shows the team its commands in its groups: everybody there is of the team, or is told no. */
export async function setTeamCommands(
  api: CommandsApi,
  groupIds: readonly number[],
): Promise<void> {
  const commands = entries({ ...TOPIC_COMMANDS, ...PANEL_COMMANDS, ...HELP });
  for (const groupId of groupIds) {
    const scope = { type: "chat", chat_id: groupId } as const;
    await api.setMyCommands({ scope, commands });
  }
}

function entries(words: Readonly<Record<string, string>>): MenuEntry[] {
  return Object.entries(words).map(([command, description]) => ({ command, description }));
}

/**
 * Shows people of the team the panel's commands in private, and takes them from those who left; whoever
 * never wrote to the bot has no chat yet, and is tried again with the next change of the team.
 * @param shown who was shown them so far; kept by the caller
 */
async function setMemberCommands(
  api: CommandsApi,
  memberIds: readonly number[],
  shown: Set<number>,
): Promise<void> {
  const commands = entries({ ...PANEL_COMMANDS, ...HELP });
  const left = [...shown].filter((id) => !memberIds.includes(id));
  const scopeOf = (id: number) => ({ type: "chat", chat_id: id }) as const;
  for (const id of left) {
    await unlessRefused(id, api.deleteMyCommands({ scope: scopeOf(id) }));
    shown.delete(id);
  }
  for (const id of memberIds.filter((one) => !shown.has(one))) {
    const isSet = await unlessRefused(id, api.setMyCommands({ scope: scopeOf(id), commands }));
    if (isSet) shown.add(id);
  }
}

/** False where Telegram will not have it; what may pass is thrown. */
async function unlessRefused(chatId: number, call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (outcomeOf(error, { chatId, attempt: 0 }).type === "refused") return false;
    throw error;
  }
}

/**
 * Keeps the fans' menu in step with what is on sale, and the members' with who is on the team.
 * @param connect makes a client whose calls are cut when the signal aborts.
 */
export function createCommandMenu(parts: {
  readonly connect: (until: AbortSignal) => CommandsApi;
  readonly settings: SettingsSource;
  readonly clock: Clock;
  readonly log: Logger;
}): Service {
  const { connect, settings, clock, log } = parts;

  const keep = async (signal: AbortSignal): Promise<void> => {
    const api = connect(signal);
    const shown = new Set<number>();
    let lastSet = "";
    let lastTeam = "";
    while (!signal.aborted) {
      const { rails, products, team } = settings.current();
      const memberIds = team.map(({ id }) => id);
      const wanted = JSON.stringify([rails, products]);
      let pauseMs = LOOK_EVERY_MS;
      try {
        if (wanted !== lastSet) await setFanCommands(api, { rails, products });
        lastSet = wanted;
        if (lastTeam !== memberIds.join()) await setMemberCommands(api, memberIds, shown);
        lastTeam = memberIds.join();
      } catch (error) {
        if (signal.aborted) return;
        pauseMs = RETRY_AFTER_MS;
        log.warn({ error: redact(errorWords(error)), pauseMs }, "the commands could not be set");
      }
      await clock.sleep(pauseMs, signal);
    }
  };

  const lifecycle = new Lifecycle({
    begin: async (signal, run) => run(keep(signal)),
    end: async () => undefined,
  });
  return { name: "commands", start: () => lifecycle.start(), stop: () => lifecycle.stop() };
}
