// The shop as the team keeps it. A new product is asked for step by step, what was answered waits in
// the desk's form; an old one is changed one thing at a time:
//
//   new ──size──▶ price ──▶ Stars or none ──▶ added        a product ──a thing of it──▶ changed
//
// A price is refused under what a card can be charged, for such a product would show on no shelf.
import type { Bubble, Section, Written } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import { decimalsOf } from "#actors/kernel/currency.ts";
import type { ProductChange } from "#actors/kernel/desk-act-house.ts";
import { leastByCard } from "#actors/kernel/product.ts";
import { type Bounds, readMoney, readSpan, readWhole } from "#actors/kernel/reading.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Expected } from "#actors/kernel/say-house.ts";

const CREDITS: Bounds = { min: 1, max: 1_000_000 };
const SECONDS: Bounds = { min: 60, max: 366 * 86_400 };
const STARS: Bounds = { min: 1, max: 100_000 };
const PRICE_MAX = 100_000_000;
const PLACE: Bounds = { min: 0, max: 100_000 };
const SKU = /^[A-Za-z0-9_-]{1,40}$/;
/** Written instead of a number of Stars. */
const NO_STARS = /^(?:none|no|0|-|–|—)$/iu;
const STEPS = ["size", "price", "stars"] as const;

type Kind = "credits" | "time";
type Step = (typeof STEPS)[number];

export const shop: Section = {
  name: "shop",
  needs: "settings",
  press(turn, verb, argument) {
    if (verb === "add") return add(turn, argument);
    const [sku = "", rest = "", currency = ""] = argument.split(":");
    if (!SKU.test(sku)) return undefined;
    turn.set({ screen: { at: "product", sku } });
    return onPress(turn, verb, sku, rest, currency);
  },
  answer(turn, step, subject, written) {
    const { kind, currency } = turn.state.form;
    if (!isKind(kind) || currency === undefined || !isStep(step)) {
      return turn.show({ key: "stale", with: {} });
    }
    const read = readStep(step, kind, currency, written);
    if ("expected" in read) {
      const { expected } = read;
      return ask(turn, step, subject, { key: "wanted", with: { expected } });
    }
    if (subject === "") return gather(turn, step, read.value);
    turn.act({ act: "changeProduct", sku: subject, change: changeOf(step, read.value) });
    turn.show();
  },
};

function add(turn: DeskTurn, kind: string): Bubble | undefined {
  if (!isKind(kind)) return undefined;
  turn.set({ screen: { at: "shop" }, form: { kind, currency: turn.settings.currency } });
  ask(turn, "size", "");
  return null;
}

function onPress(
  turn: DeskTurn,
  verb: string,
  sku: string,
  rest: string,
  currency: string,
): Bubble | undefined {
  switch (verb) {
    case "size":
    case "price":
    case "stars":
      // A product that is off is not among the settings: its button says what it is.
      if (!isKind(rest) || !/^[a-z]{3}$/.test(currency)) return undefined;
      turn.set({ form: { kind: rest, currency } });
      ask(turn, verb, sku);
      return null;
    case "on":
    case "off": {
      const change = { field: "isActive", value: verb === "on" } as const;
      turn.act({ act: "changeProduct", sku, change });
      turn.show();
      return null;
    }
    case "place": {
      const place = readWhole(rest, PLACE);
      if (place === null) return undefined;
      turn.act({ act: "moveProduct", sku, place });
      turn.show();
      return null;
    }
    default:
      return undefined;
  }
}

function ask(turn: DeskTurn, step: Step, sku: string, error: DeskSay | null = null): void {
  turn.ask({ section: "shop", step, subject: sku }, question(turn, step), error);
}

function question(turn: DeskTurn, step: Step): DeskSay {
  const { kind, currency = "" } = turn.state.form;
  if (step === "stars") return { key: "askProductStars", with: {} };
  if (step === "price") return { key: "askProductPrice", with: { currency } };
  return { key: "askProductSize", with: { kind: kind === "time" ? "time" : "credits" } };
}

type Read = { readonly value: number | null } | { readonly expected: Expected };

/** Credits or minutes, the smallest unit of the currency, Stars. */
function readStep(step: Step, kind: Kind, currency: string, { text, content }: Written): Read {
  const words = content.kind === "text" ? text : "";
  if (step === "stars") {
    const stars = readWhole(words, STARS);
    if (stars !== null || NO_STARS.test(words)) return { value: stars };
    return { expected: { type: "stars", bounds: STARS } };
  }
  if (step === "price") {
    const bounds = { min: leastByCard(currency), max: PRICE_MAX };
    const price = readMoney(words, decimalsOf(currency), bounds);
    return price === null ? { expected: { type: "money", bounds, currency } } : { value: price };
  }
  if (kind === "credits") {
    const credits = readWhole(words, CREDITS);
    return credits === null ? { expected: { type: "whole", bounds: CREDITS } } : { value: credits };
  }
  const seconds = readSpan(words, "m", SECONDS);
  if (seconds !== null && seconds % 60 === 0) return { value: seconds / 60 };
  return { expected: { type: "span", bounds: SECONDS, bare: "minutes" } };
}

/** One more answer about a new product; the last adds it. */
function gather(turn: DeskTurn, step: Step, value: number | null): void {
  const form = { ...turn.state.form, [step]: String(value) };
  turn.set({ form });
  const next = STEPS[STEPS.indexOf(step) + 1];
  if (next !== undefined) return ask(turn, next, "");
  const { kind, size, price, currency } = form;
  if (!isKind(kind) || size === undefined || price === undefined || currency === undefined) {
    return turn.show({ key: "stale", with: {} });
  }
  const sku = `${kind}_${size}${kind === "time" ? "m" : ""}_${turn.envelopeId.toString(36)}`;
  turn.set({ form: {} });
  turn.act({
    act: "addProduct",
    sku,
    kind,
    size: Number(size),
    priceCents: Number(price),
    priceStars: value,
    currency,
  });
  turn.show();
}

/** Only Stars can be none: the other steps never read null. */
function changeOf(step: Step, value: number | null): ProductChange {
  if (step === "stars" || value === null) return { field: "priceStars", value };
  return step === "price" ? { field: "priceCents", value } : { field: "size", value };
}

function isKind(kind: string | undefined): kind is Kind {
  return kind === "credits" || kind === "time";
}

function isStep(step: string): step is Step {
  return (STEPS as readonly string[]).includes(step);
}
