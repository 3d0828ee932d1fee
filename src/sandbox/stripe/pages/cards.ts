// Cards to choose from, as radio buttons: the test cards by what they do, and a customer's own.

import type { Stripe } from "stripe";
import { TEST_CARDS, type TestCard } from "#src/sandbox/stripe/test-cards.ts";
import { type Html, html } from "./html.ts";

const BRANDS: Readonly<Record<string, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
};

const GROUPS = [
  { group: "works", title: "Cards that work" },
  { group: "asksTheBank", title: "Cards that ask the bank" },
  { group: "declined", title: "Cards that are declined" },
  { group: "troubleLater", title: "Cards with something to come" },
] as const;

/** A choice of one card; the first saved card, or the first test card, is chosen to begin with. */
export function cardChoice(saved: readonly Stripe.PaymentMethod[], chosen: string): Html {
  const first = chosen === "" ? (saved[0]?.id ?? TEST_CARDS[0]?.number ?? "") : chosen;
  return html`
${
  saved.length > 0 &&
  group(
    "Your cards",
    saved.map((method) => savedChoice(method, first)),
  )
}
${GROUPS.map(({ group: name, title }) => {
  const cards = TEST_CARDS.filter((card) => card.group === name);
  const choices = cards.map((card) => testChoice(card, first));
  if (name === "works") return group(title, choices);
  const isOpen = cards.some((card) => card.number === first);
  const fields = group(title, choices, true);
  return isOpen
    ? html`<details open><summary>${title}</summary>${fields}</details>`
    : html`<details><summary>${title}</summary>${fields}</details>`;
})}`;
}

function group(title: string, choices: readonly Html[], isTitled = false): Html {
  return isTitled
    ? html`<fieldset aria-label="${title}">${choices}</fieldset>`
    : html`<fieldset><legend>${title}</legend>${choices}</fieldset>`;
}

function savedChoice(method: Stripe.PaymentMethod, chosen: string): Html {
  return choice(method.id, cardName(method), cardExpiry(method), method.id === chosen);
}

function testChoice(card: TestCard, chosen: string): Html {
  // As it stands on the card: fours, or four, six and five.
  const number =
    card.brand === "amex"
      ? card.number.replace(/^(\d{4})(\d{6})/u, "$1 $2 ")
      : card.number.replaceAll(/(\d{4})(?=\d)/gu, "$1 ");
  const name = `${BRANDS[card.brand] ?? card.brand} ${number}`;
  return choice(card.number, name, card.label, card.number === chosen);
}

function choice(value: string, name: string, what: string, isChosen: boolean): Html {
  const checked = isChosen && html` checked`;
  return html`<label class="choice">
<input type="radio" name="card" value="${value}" required${checked}>
<span><b>${name}</b><small>${what}</small></span></label>`;
}

/** `Visa ending in 4242`. */
export function cardName({ card }: Stripe.PaymentMethod): string {
  return `${BRANDS[card?.brand ?? ""] ?? "Card"} ending in ${card?.last4 ?? "????"}`;
}

/** `Expires 12/2034`. */
export function cardExpiry({ card }: Stripe.PaymentMethod): string {
  return `Expires ${String(card?.exp_month ?? 0).padStart(2, "0")}/${card?.exp_year ?? 0}`;
}
