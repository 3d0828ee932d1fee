// The commands that people are shown, by scope: fans in private chats, each in their language and
// following what is on sale; the team in its groups.
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

/** What of the settings decides the fans' menu. */
export type OnSale = Pick<Settings, "rails" | "products">;

interface MenuEntry {
  command: string;
  description: string;
}

type CommandsApi = Pick<TelegramApi, "setMyCommands">;

/** Telegram takes 100 commands (core.telegram.org/bots/api#setmycommands); ours besides are a dozen. */
const PACKS_MAX = 80;

const LOOK_EVERY_MS = 5_000;
const RETRY_AFTER_MS = 60_000;

const TEAM_COMMANDS = {
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
  help: "What can be done here",
} as const;

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
    ...menu("balance", "history"),
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

/** Shows the team its commands in its groups. */
export async function setTeamCommands(
  api: CommandsApi,
  groupIds: readonly number[],
): Promise<void> {
  const commands = Object.entries(TEAM_COMMANDS).map(([command, description]) => ({
    command,
    description,
  }));
  for (const groupId of groupIds) {
    const scope = { type: "chat_administrators", chat_id: groupId } as const;
    await api.setMyCommands({ scope, commands });
  }
}

/**
 * Keeps the fans' menu in step with what is on sale.
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
    let lastSet = "";
    while (!signal.aborted) {
      const { rails, products } = settings.current();
      const wanted = JSON.stringify([rails, products]);
      let pauseMs = LOOK_EVERY_MS;
      try {
        if (wanted !== lastSet) await setFanCommands(api, { rails, products });
        lastSet = wanted;
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
