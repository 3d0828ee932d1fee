// The program's words. Everything that is said to anybody passes here: a key and its parameters in,
// text with entities out, never longer than one message. Nothing a person wrote ever becomes markup.
import { TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { Units } from "#actors/kernel/purchase.ts";
import { cutRich, type Rich } from "#actors/kernel/rich.ts";
import type {
  ButtonLabel,
  FanSay,
  Label,
  Language,
  OwnerSay,
  SaleFacts,
  TeamSay,
} from "#actors/kernel/say.ts";
import type { LockedFacts } from "#actors/kernel/say-locked.ts";
import type { FanCatalogue, Words } from "./catalogue.ts";
import { de } from "./de/index.ts";
import { en } from "./en/index.ts";
import { es } from "./es/index.ts";
import { lockedPrice } from "./locked.ts";
import { itemText, price, unitsText } from "./money.ts";
import { owner } from "./owner.ts";
import { pt } from "./pt/index.ts";
import { ru } from "./ru/index.ts";
import { team, teamLabels } from "./team.ts";
import { cutText, plainName } from "./words.ts";

export { cardText } from "./card.ts";
export { headerText, postText } from "./header.ts";
export { type RecapLine, recapText } from "./recap.ts";

const CATALOGUES: Readonly<Record<Language, FanCatalogue>> = { en, es, pt, ru, de };

/** What is read at a glance on a button; clients cut what is longer. */
const BUTTON_LENGTH_MAX = 64;
/** Telegram's bounds of an invoice (core.telegram.org/bots/api#sendinvoice). */
const INVOICE_TITLE_MAX = 32;
const INVOICE_DESCRIPTION_MAX = 255;

/** Says something to a fan. */
export function fanText(say: FanSay, language: Language): Rich {
  return speak(CATALOGUES[language].says, say);
}

/** Says something to the team. */
export function teamText(say: TeamSay): Rich {
  return speak(team, say);
}

/** Says something to the owner. */
export function ownerText(say: OwnerSay): Rich {
  return speak(owner, say);
}

/** What stands on a button. */
export function buttonText(label: ButtonLabel, language: Language): string {
  return cutText(wholeButtonText(label, language), BUTTON_LENGTH_MAX);
}

function wholeButtonText(label: ButtonLabel, language: Language): string {
  if (typeof label === "string") return labelText(label, language);
  if ("literal" in label) return label.literal;
  if ("item" in label) return itemText(label.item, CATALOGUES[language].nouns);
  // It shares its row; brand and expiry are in the text above it.
  if ("card" in label) {
    const name = `•••• ${plainName(label.card.last4, 4)}`;
    return label.of === undefined ? `💳 ${name}` : `${labelText(label.of, language)} · ${name}`;
  }
  return `${labelText(label.of, language)} · ${price(label.price, language)}`;
}

function labelText(label: Label, language: Language): string {
  return { ...CATALOGUES[language].labels, ...teamLabels }[label];
}

/** What is bought, in a person's words: `25 credits`. */
export function unitsName(gives: Units, language: Language): string {
  return unitsText(gives, CATALOGUES[language].nouns);
}

/** An invoice's own words: what it is for, and what happens when it is paid. */
export function invoiceText(
  sale: SaleFacts,
  language: Language,
): { readonly title: string; readonly description: string } {
  const { text } = fanText({ key: "invoice", with: { sale } }, language);
  return {
    title: cutText(unitsName(sale.gives, language), INVOICE_TITLE_MAX),
    description: cutText(text, INVOICE_DESCRIPTION_MAX),
  };
}

/** What stands on the picture of a card: plain words, for its font has no emoji. */
export function cardWords(
  item: LockedFacts,
  language: Language,
): { readonly what: string; readonly price: string } {
  const { locked, nouns } = CATALOGUES[language];
  const name = locked.kinds[item.kind];
  const what = item.count > 1 ? `${name} · ${locked.parts(item.count)}` : name;
  return { what, price: lockedPrice(item.price, nouns) };
}

/** A say's key and its parameters belong together; the union of all of them loses sight of that. */
function speak<Says, Key extends keyof Says>(
  words: Words<Says>,
  say: { readonly key: Key; readonly with: Says[Key] },
): Rich {
  return cutRich(words[say.key](say.with), TEXT_LENGTH_MAX);
}
