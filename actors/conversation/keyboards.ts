// The buttons under our messages. What a button says it does is `packPress`'s data, and is checked
// again when it is pressed.
import { packPress } from "#actors/kernel/press.ts";
import type { ButtonLabel, ButtonSpec, Keyboard } from "#actors/kernel/say.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "#actors/kernel/say.ts";
import { isShopOpen, type Settings } from "#actors/kernel/settings.ts";
import { dutyOf } from "./duty/state.ts";
import type { State } from "./state.ts";

/** Amounts the gift menu offers, as far as one gift may go. */
const GIFT_AMOUNTS = [1, 5, 10, 25, 50, 100];

type Style = "danger" | "success" | "primary";

const LANGUAGES_A_ROW = 2;
const GIFTS_A_ROW = 3;

/** Under the welcome. */
export function startKeyboard(): Keyboard {
  return [[fanButton("start", "start", "", "success")]];
}

/** Once a fan has started. */
export function startedKeyboard(): Keyboard {
  return [[fanButton("balance", "balance"), fanButton("help", "help")]];
}

/** Where more would help: the message turns into the shelf. Nothing while the shop is closed. */
export function shopKeyboard(settings: Settings, label: "buyCredits" | "extend"): Keyboard {
  const argument = label === "extend" ? ":time" : "";
  return isShopOpen(settings) ? [[fanButton(label, "shop", argument, "primary")]] : [];
}

/** Under a held notice, which stays for as long as something waits: the shelf comes below it. */
export function heldKeyboard(settings: Settings): Keyboard {
  const buy = isShopOpen(settings) ? [[fanButton("buyCredits", "buy", "", "primary")]] : [];
  return [...buy, [fanButton("discardHeld", "discard")]];
}

export function languageKeyboard(): Keyboard {
  return rows(
    LANGUAGES.map((language) => ({
      label: { literal: LANGUAGE_NAMES[language] },
      data: packPress({ fanId: null, verb: "language", argument: language }),
    })),
    LANGUAGES_A_ROW,
  );
}

export function privacyKeyboard(): Keyboard {
  return [[fanButton("exportData", "export")], [fanButton("eraseData", "erase")]];
}

export function eraseKeyboard(token: string): Keyboard {
  return [
    [fanButton("eraseConfirm", "eraseYes", token, "danger")],
    [fanButton("cancel", "eraseNo", token)],
  ];
}

/** Under the word that broadcasts have come to an end. */
export function promotionsKeyboard(): Keyboard {
  return [[fanButton("resumePromotions", "promosOn")]];
}

/** Under every fan message in the topic. */
export function postKeyboard(state: State): Keyboard {
  return [
    [
      teamButton(state, "userInfo", "info"),
      teamButton(state, "gift", "gift"),
      teamButton(state, "ban", "ban"),
    ],
    [teamButton(state, "seen", "seen"), teamButton(state, "assign", "assign")],
  ];
}

/** Under the card: what can be done about the fan rather than about a message. */
export function cardKeyboard(state: State): Keyboard {
  const standing = state.isBanned ? "unban" : "ban";
  const pinning = dutyOf(state).isPinned ? "unpin" : "pin";
  return [
    [
      teamButton(state, "userInfo", "info"),
      teamButton(state, "gift", "gift"),
      teamButton(state, standing, standing),
    ],
    [
      teamButton(state, "assign", "assign"),
      teamButton(state, pinning, pinning),
      teamButton(state, "priority", "priority"),
    ],
    [teamButton(state, "snooze", "snooze"), teamButton(state, "close", "close")],
  ];
}

/** Under the news that a fan was banned. */
export function bannedKeyboard(state: State): Keyboard {
  return [[teamButton(state, "unban", "unban")]];
}

export function giftKeyboard(state: State, settings: Settings): Keyboard {
  const amounts = GIFT_AMOUNTS.filter((amount) => amount <= settings.giftMax).map((amount) => ({
    label: { literal: `🎁 ${amount}` },
    data: packPress({ fanId: state.fanId, verb: "give", argument: String(amount) }),
  }));
  return [...rows(amounts, GIFTS_A_ROW), [teamButton(state, "cancel", "cancel")]];
}

/** A question to the team that one press answers. */
export function askKeyboard(state: State, token: string, style: "danger" | "success"): Keyboard {
  return [
    [
      teamButton(state, "confirm", "confirm", token, style),
      teamButton(state, "cancel", "cancel", token),
    ],
  ];
}

/** A button in the fan's own chat. */
export function fanButton(
  label: ButtonLabel,
  verb: string,
  argument = "",
  style?: Style,
): ButtonSpec {
  const data = packPress({ fanId: null, verb, argument });
  return style === undefined ? { label, data } : { label, data, style };
}

/** A button in a fan's topic. */
export function teamButton(
  state: State,
  label: ButtonLabel,
  verb: string,
  argument = "",
  style?: Style,
): ButtonSpec {
  const data = packPress({ fanId: state.fanId, verb, argument });
  return style === undefined ? { label, data } : { label, data, style };
}

/** Buttons in rows of so many. */
export function rows(buttons: readonly ButtonSpec[], aRow: number): Keyboard {
  const keyboard: ButtonSpec[][] = [];
  for (let i = 0; i < buttons.length; i += aRow) keyboard.push(buttons.slice(i, i + aRow));
  return keyboard;
}
