// Promo codes: made step by step, never changed, ended by a Yes.
//
//   new, of a kind ──code──▶ value ──▶ uses ──▶ uses of one fan ──▶ until when ──▶ made
import type { Section, Written } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import { decimalsOf } from "#actors/kernel/currency.ts";
import { dayBegins } from "#actors/kernel/day.ts";
import { PROMO_KINDS, Promo } from "#actors/kernel/product.ts";
import { type Bounds, readMoney, readSpan, readWhole } from "#actors/kernel/reading.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Expected } from "#actors/kernel/say-house.ts";

const DAY_MS = 86_400_000;
const PERCENT: Bounds = { min: 1, max: 95 };
const VALUE: Bounds = { min: 1, max: 1_000_000 };
const USES: Bounds = { min: 1, max: 1_000_000_000 };
const LIFE_SECONDS: Bounds = { min: 60, max: 5 * 366 * 86_400 };
/** Written instead of a limit. */
const NONE = /^(?:none|no|never|∞|-|–|—)$/iu;
const STEPS = ["code", "value", "uses", "perFan", "ends"] as const;

type Kind = Promo["kind"];
type Step = (typeof STEPS)[number];

export const promos: Section = {
  name: "promos",
  needs: "settings",
  press(turn, verb, argument) {
    if (verb === "add") {
      if (!isKind(argument)) return undefined;
      const { currency } = turn.settings;
      turn.set({ screen: { at: "promos", page: 0 }, form: { kind: argument, currency } });
      ask(turn, "code");
      return null;
    }
    if (verb !== "off" || !Promo.shape.code.safeParse(argument).success) return undefined;
    turn.set({ screen: { at: "promo", code: argument } });
    turn.confirm(
      { section: "promos", verb: "off", argument },
      { key: "confirmPromoOff", with: { code: argument } },
      "danger",
    );
    return null;
  },
  confirmed(turn, verb, code) {
    if (verb !== "off") return undefined;
    turn.act({ act: "endPromo", code });
    return null;
  },
  answer(turn, step, _subject, written) {
    const { kind, currency } = turn.state.form;
    if (!isKind(kind) || currency === undefined || !isStep(step)) {
      return turn.show({ key: "stale", with: {} });
    }
    const read = readStep(turn, step, { kind, currency }, written);
    if (typeof read !== "string") {
      return ask(turn, step, { key: "wanted", with: { expected: read } });
    }
    turn.set({ form: { ...turn.state.form, [step]: read } });
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (next === undefined) make(turn, kind);
    else ask(turn, next);
  },
};

function ask(turn: DeskTurn, step: Step, error: DeskSay | null = null): void {
  turn.ask({ section: "promos", step }, question(turn, step), error);
}

function question(turn: DeskTurn, step: Step): DeskSay {
  const { kind, currency = "" } = turn.state.form;
  switch (step) {
    case "code":
      return { key: "askPromoCode", with: {} };
    case "value":
      return { key: "askPromoValue", with: { kind: isKind(kind) ? kind : "percent", currency } };
    case "uses":
      return { key: "askPromoUses", with: {} };
    case "perFan":
      return { key: "askPromoPerFan", with: {} };
    case "ends":
      return { key: "askPromoEnds", with: {} };
  }
}

/** The answer as the form keeps it ("" is no limit), or what was expected instead. */
function readStep(
  turn: DeskTurn,
  step: Step,
  { kind, currency }: { readonly kind: Kind; readonly currency: string },
  { text, content }: Written,
): string | Expected {
  const words = content.kind === "text" ? text : "";
  switch (step) {
    case "code": {
      const code = words.toUpperCase();
      return Promo.shape.code.safeParse(code).success ? code : { type: "code" };
    }
    case "value": {
      if (kind !== "amount") {
        const bounds = kind === "percent" ? PERCENT : VALUE;
        return textOf(readWhole(words.replace(/%$/u, ""), bounds), { type: "whole", bounds });
      }
      const expected = { type: "money", bounds: VALUE, currency } as const;
      return textOf(readMoney(words, decimalsOf(currency), VALUE), expected);
    }
    case "uses":
      if (NONE.test(words)) return "";
      return textOf(readWhole(words, USES), { type: "limit", bounds: USES });
    case "perFan":
      return textOf(readWhole(words, USES), { type: "whole", bounds: USES });
    case "ends":
      if (NONE.test(words)) return "";
      return textOf(readEnd(words, turn.at), { type: "ends" });
  }
}

function textOf(value: number | null, expected: Expected): string | Expected {
  return value === null ? expected : String(value);
}

/** `7d`, or the UTC day that is the last, `2026-12-31`; Unix milliseconds. */
function readEnd(words: string, now: number): number | null {
  const begins = dayBegins(words);
  if (begins === null) {
    const seconds = readSpan(words, "d", LIFE_SECONDS);
    return seconds === null ? null : now + seconds * 1000;
  }
  const end = begins + DAY_MS;
  return end > now && end <= now + LIFE_SECONDS.max * 1000 ? end : null;
}

function make(turn: DeskTurn, kind: Kind): void {
  const { code, value, uses, perFan, ends } = turn.state.form;
  turn.set({ form: {} });
  if (code === undefined) return turn.show({ key: "stale", with: {} });
  turn.act({
    act: "addPromo",
    code,
    kind,
    value: Number(value),
    maxUses: uses === undefined || uses === "" ? null : Number(uses),
    maxUsesPerFan: Number(perFan),
    endsAt: ends === undefined || ends === "" ? null : Number(ends),
    madeAt: turn.at,
  });
  turn.show();
}

function isKind(kind: string | undefined): kind is Kind {
  return (PROMO_KINDS as readonly (string | undefined)[]).includes(kind);
}

function isStep(step: string): step is Step {
  return (STEPS as readonly string[]).includes(step);
}
