// Stripe's form encoding: `metadata[key]=v`, `line_items[0][quantity]=1`, `expand[]=x`. It becomes
// a tree of maps and texts; a list is a map whose keys are its places. Maps, not objects, because
// the names come from outside.

import { invalid } from "#src/sandbox/stripe/refusal.ts";

export type Form = Map<string, FormValue>;
export type FormValue = string | Form;

const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/u;
const DEPTH_MAX = 8;

/** Reads a form; a name that is not in the notation, or used in two ways, is a 400. */
export function parseForm(text: string): Form {
  const root: Form = new Map();
  for (const [name, value] of new URLSearchParams(text)) put(root, name, value);
  return root;
}

function put(root: Form, name: string, value: string): void {
  const found = NAME.exec(name);
  const [, head = "", rest = ""] = found ?? [];
  const inner = rest === "" ? [] : rest.slice(1, -1).split("][");
  if (!found || inner.length > DEPTH_MAX) throw invalid(`Invalid parameter name: ${name}`);
  let at = root;
  let key = head;
  for (const next of inner) {
    const below = at.get(key) ?? new Map<string, FormValue>();
    if (typeof below === "string") throw conflicting(name);
    at.set(key, below);
    at = below;
    key = next === "" ? String(below.size) : next;
  }
  if (at.get(key) instanceof Map) throw conflicting(name);
  at.set(key, value);
}

function conflicting(name: string): Error {
  return invalid(`Conflicting parameters: ${name} is given in two ways.`);
}
