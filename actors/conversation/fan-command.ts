// What a fan can ask for by command. Commands cost nothing and open no topic. A banned fan keeps
// the ones about rights and money: terms, privacy and payment support are owed to anybody.
import { clip } from "#actors/kernel/content.ts";
import type { FanSay, Keyboard } from "#actors/kernel/say.ts";
import { isShopOpen } from "#actors/kernel/settings.ts";
import { flushIn } from "./albums.ts";
import { tellBanned } from "./bans.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { languageKeyboard, privacyKeyboard, shopKeyboard } from "./keyboards.ts";
import { COMMAND_LENGTH_MAX } from "./limits.ts";
import { showUnlocked } from "./locked/fan-press.ts";
import { keepSource, meet, tellWelcome } from "./meet.ts";
import type { Heard } from "./message.ts";
import { tellBilling } from "./money/cards.ts";
import { showHistory } from "./money/history.ts";
import { claimPromo } from "./money/promo.ts";
import { tellRecharge } from "./money/recharge-order.ts";
import { onShopCommand } from "./money/shop.ts";
import { askPaySupport } from "./money/support.ts";
import { takePromotions } from "./promotions.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

const EVEN_WHEN_BANNED: ReadonlySet<string> = new Set([
  "privacy",
  "terms",
  "paysupport",
  "billing",
  "history",
  "stop",
]);

/** A deep link `?start=promo_CODE` is a promo code as well as where the fan came from. */
const PROMO_LINK = /^promo_(\w+)$/;

export function onFanCommand(turn: Turn, heard: Heard<"fanCommand">): void {
  flushIn(turn);
  const command = heard.command.toLowerCase();
  meet(turn, heard.person);
  if (turn.state.isBanned && !EVEN_WHEN_BANNED.has(command)) return tellBanned(turn);
  if (command === "start") return start(turn, heard.argument);
  if (command === "stop") return takePromotions(turn, false);
  if (onShopCommand(turn, command, heard.argument)) return;
  if (command === "billing") return tellBilling(turn);
  if (command === "autorecharge") return tellRecharge(turn);
  if (command === "history") return showHistory(turn);
  if (command === "unlocked" || command === "purchases") return showUnlocked(turn, heard.argument);
  if (command === "promo") return claimPromo(turn, heard.argument);
  if (command === "paysupport" && heard.argument !== "") return askPaySupport(turn, heard.argument);
  const [say, keyboard] = answerTo(turn, command);
  tellFan(turn, say, { keyboard });
}

function start(turn: Turn, payload: string): void {
  keepSource(turn, payload);
  if (!turn.state.isPromotable) takePromotions(turn, true);
  tellWelcome(turn, turn.state.credits);
  const [, code] = PROMO_LINK.exec(payload) ?? [];
  if (code !== undefined) claimPromo(turn, code);
}

/** The words about a balance, as `/balance` and its button give them. */
export function balanceSay(turn: Turn): FanSay {
  const { credits, creditsFull, session, held, debt } = turn.state;
  return {
    key: "balance",
    with: {
      credits,
      creditsFull,
      sessionSeconds: sessionSecondsLeft(turn),
      sessionFullSeconds: session?.fullSeconds ?? 0,
      held: held.length,
      debt,
    },
  };
}

/** The words of `/help`. */
export function helpSay(turn: Turn): FanSay {
  return { key: "help", with: { isShopOpen: isShopOpen(turn.settings) } };
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
      return [{ key: "unknownCommand", with: { command: clip(command, COMMAND_LENGTH_MAX) } }, []];
  }
}
