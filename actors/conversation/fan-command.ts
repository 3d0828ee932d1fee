// What a fan can ask for by command. Commands cost nothing and open no topic. A banned fan keeps
// the ones about rights and money: terms, privacy and payment support are owed to anybody.
import { clip } from "#actors/kernel/content.ts";
import type { FanSay, Keyboard } from "#actors/kernel/say.ts";
import { flushIn } from "./albums.ts";
import { tellBanned } from "./bans.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { languageKeyboard, privacyKeyboard, shopKeyboard } from "./keyboards.ts";
import { COMMAND_LENGTH_MAX } from "./limits.ts";
import { keepSource, meet, tellWelcome } from "./meet.ts";
import type { Heard } from "./message.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

const EVEN_WHEN_BANNED: ReadonlySet<string> = new Set(["privacy", "terms", "paysupport"]);

/** Commands of the shop: `/buy`, `/buy25`, `/time` … */
const SHOP = /^(?:buy\d*|time|billing|autorecharge)$/;

export function onFanCommand(turn: Turn, heard: Heard<"fanCommand">): void {
  flushIn(turn);
  const command = heard.command.toLowerCase();
  meet(turn, heard.person);
  if (turn.state.isBanned && !EVEN_WHEN_BANNED.has(command)) return tellBanned(turn);
  if (command === "start") {
    keepSource(turn, heard.argument);
    return tellWelcome(turn, turn.state.credits);
  }
  const [say, keyboard] = answerTo(turn, command);
  tellFan(turn, say, { keyboard });
}

/** The words about a balance, as `/balance` and its button give them. */
export function balanceSay(turn: Turn): FanSay {
  const { credits, creditsFull, session, held } = turn.state;
  return {
    key: "balance",
    with: {
      credits,
      creditsFull,
      sessionSeconds: sessionSecondsLeft(turn),
      sessionFullSeconds: session?.fullSeconds ?? 0,
      held: held.length,
    },
  };
}

/** The words of `/help`. */
export function helpSay(turn: Turn): FanSay {
  return { key: "help", with: { isShopOpen: turn.settings.isShopOpen } };
}

function answerTo(turn: Turn, command: string): readonly [FanSay, Keyboard] {
  const { settings } = turn;
  switch (command) {
    case "help":
      return [helpSay(turn), []];
    case "balance":
      return [balanceSay(turn), shopKeyboard(settings, "buyCredits")];
    case "settings":
      return [{ key: "languageMenu", with: {} }, languageKeyboard()];
    case "privacy":
      return [{ key: "privacy", with: {} }, privacyKeyboard()];
    case "terms":
      return [{ key: "terms", with: { ownWords: settings.termsText } }, []];
    case "paysupport":
      return [{ key: "paySupport", with: { ownWords: settings.supportText } }, []];
    default:
      if (SHOP.test(command)) return [{ key: "shopClosed", with: {} }, []];
      return [{ key: "unknownCommand", with: { command: clip(command, COMMAND_LENGTH_MAX) } }, []];
  }
}
