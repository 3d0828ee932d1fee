// From a form to typed parameters. A route names its parameters once, as a shape of the readers
// below; what it does not name is refused as `parameter_unknown`, as Stripe does, so a parameter
// that a version has removed cannot slip through. Stripe has more parameters than the sandbox: what
// is refused here may exist there, but nothing passes here that Stripe would refuse.

import type { Stripe } from "stripe";
import { invalid } from "#src/sandbox/stripe/refusal.ts";
import type { Form, FormValue } from "./form.ts";

/** Reads one value; `at` is its name in Stripe's notation, for the refusals. */
export interface Reader<T> {
  read(value: FormValue, at: string): T;
}

/** A reader whose parameter must be there. */
export interface RequiredReader<T> extends Reader<T> {
  readonly isRequired: true;
}

export type Shape = Readonly<Record<string, Reader<unknown>>>;

/** What a shape reads: a parameter that was not given is undefined. */
export type ParamsOf<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends RequiredReader<infer T>
    ? T
    : S[K] extends Reader<infer T>
      ? T | undefined
      : never;
};

const TEXT_CHARS_MAX = 5_000;
const METADATA_KEYS_MAX = 50;
const METADATA_KEY_CHARS_MAX = 40;
const METADATA_VALUE_CHARS_MAX = 500;

/** Checks a form against a shape; throws the refusal of the first fault. */
export function readShape<S extends Shape>(shape: S, form: Form, within = ""): ParamsOf<S> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of form) {
    const at = within === "" ? name : `${within}[${name}]`;
    const reader = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!reader) {
      throw invalid(`Received unknown parameter: ${at}`, { code: "parameter_unknown", param: at });
    }
    read[name] = reader.read(value, at);
  }
  for (const [name, reader] of Object.entries(shape)) {
    if (!("isRequired" in reader) || Object.hasOwn(read, name)) continue;
    const at = within === "" ? name : `${within}[${name}]`;
    throw invalid(`Missing required param: ${at}.`, { code: "parameter_missing", param: at });
  }
  return read as ParamsOf<S>;
}

export function required<T>(reader: Reader<T>): RequiredReader<T> {
  return { read: (value, at) => reader.read(value, at), isRequired: true };
}

/** A text that cannot be empty: Stripe reads an empty one as "unset", which this one cannot be. */
export function text(charsMax = TEXT_CHARS_MAX): Reader<string> {
  return {
    read(value, at) {
      const given = scalar(value, at);
      if (given === "") throw emptied(at);
      if (given.length > charsMax) {
        throw invalid(
          `Invalid string: ${given.slice(0, 10)}…; must be at most ${charsMax} characters`,
          { param: at },
        );
      }
      return given;
    },
  };
}

/** What an empty text unsets: it is read as null. */
export function unsettable<T>(reader: Reader<T>): Reader<T | null> {
  return { read: (value, at) => (value === "" ? null : reader.read(value, at)) };
}

/** Any currency of three letters, in lower case. */
export const currency: Reader<string> = {
  read(value, at) {
    const given = text().read(value, at).toLowerCase();
    const known = Intl.supportedValuesOf("currency").includes(given.toUpperCase());
    if (!known) throw invalid(`Invalid currency: ${given}.`, { param: at });
    return given;
  },
};

/** An absolute http or https address. */
export const url: Reader<string> = {
  read(value, at) {
    const given = text().read(value, at);
    const parsed = URL.parse(given);
    if (parsed?.protocol !== "https:" && parsed?.protocol !== "http:") {
      throw invalid("Not a valid URL", { code: "url_invalid", param: at });
    }
    return given;
  },
};

export const email: Reader<string> = {
  read(value, at) {
    const given = text(512).read(value, at);
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(given)) return given;
    throw invalid(`Invalid email address: ${given}`, { code: "email_invalid", param: at });
  },
};

export function integer(min = 0, max = 99_999_999_999): Reader<number> {
  return {
    read(value, at) {
      const given = scalar(value, at);
      if (given === "") throw emptied(at);
      const number = Number(given);
      if (!/^-?\d+$/u.test(given) || !Number.isSafeInteger(number)) {
        throw invalid(`Invalid integer: ${given}`, {
          code: "parameter_invalid_integer",
          param: at,
        });
      }
      if (number < min) {
        throw invalid(`Invalid integer: must be greater than or equal to ${min}`, {
          code: "parameter_invalid_integer",
          param: at,
        });
      }
      if (number > max) {
        throw invalid(`Invalid integer: must be less than or equal to ${max}`, { param: at });
      }
      return number;
    },
  };
}

export const bool: Reader<boolean> = {
  read(value, at) {
    const given = scalar(value, at);
    if (given === "true" || given === "false") return given === "true";
    throw invalid(`Invalid boolean: ${given}`, { param: at });
  },
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return {
    read(value, at) {
      const given = scalar(value, at);
      const found = allowed.find((word) => word === given);
      if (found !== undefined) return found;
      throw invalid(`Invalid ${at}: must be one of ${allowed.join(", ")}`, { param: at });
    },
  };
}

export function list<T>(item: Reader<T>, itemsMax = 100): Reader<T[]> {
  return {
    read(value, at) {
      if (value === "") return [];
      if (typeof value === "string") throw invalid("Invalid array", { param: at });
      if (value.size > itemsMax) throw invalid(`Too many items in ${at}`, { param: at });
      return [...value].map(([place, inner]) => item.read(inner, `${at}[${place}]`));
    },
  };
}

export function object<S extends Shape>(shape: S): Reader<ParamsOf<S>> {
  return {
    read(value, at) {
      if (typeof value === "string") throw invalid("Invalid object", { param: at });
      return readShape(shape, value, at);
    },
  };
}

/** Metadata to set: an empty value takes its key away, an empty whole takes all away. */
export interface MetadataChange {
  readonly isCleared: boolean;
  readonly values: ReadonlyMap<string, string>;
}

export const metadata: Reader<MetadataChange> = {
  read(value, at) {
    if (value === "") return { isCleared: true, values: new Map() };
    if (typeof value === "string") throw invalid("Invalid object", { param: at });
    const values = new Map<string, string>();
    for (const [key, inner] of value) values.set(checkKey(key, at), metadataValue(inner, key, at));
    return { isCleared: false, values };
  },
};

function checkKey(key: string, at: string): string {
  if (key.length <= METADATA_KEY_CHARS_MAX) return key;
  throw invalid(
    `Metadata keys can have up to ${METADATA_KEY_CHARS_MAX} characters, but you passed in a key ` +
      `that is ${key.length} characters. Invalid key: ${key}`,
    { param: at },
  );
}

function metadataValue(value: FormValue, key: string, at: string): string {
  const given = scalar(value, `${at}[${key}]`);
  if (given.length <= METADATA_VALUE_CHARS_MAX) return given;
  throw invalid(
    `Metadata values can have up to ${METADATA_VALUE_CHARS_MAX} characters, but you passed in a ` +
      `value that is ${given.length} characters. Invalid value: ${given.slice(0, 20)}…`,
    { param: `${at}[${key}]` },
  );
}

/** The metadata that comes of a change; throws if there are too many keys then. */
export function applyMetadata(
  change: MetadataChange | undefined,
  before: Stripe.Metadata | null = {},
): Stripe.Metadata {
  const after = new Map(change?.isCleared === true ? [] : Object.entries(before ?? {}));
  for (const [key, value] of change?.values ?? []) {
    if (value === "") after.delete(key);
    else after.set(key, value);
  }
  if (after.size > METADATA_KEYS_MAX) {
    throw invalid(`You can only have up to ${METADATA_KEYS_MAX} metadata keys.`, {
      param: "metadata",
    });
  }
  return Object.fromEntries(after);
}

/** `created=…` or `created[gte]=…`: a claim about a time in unix seconds. */
export const range: Reader<(at: number) => boolean> = {
  read(value, at) {
    const seconds = integer();
    if (typeof value === "string") {
      const exact = seconds.read(value, at);
      return (time) => time === exact;
    }
    const shape = { gt: seconds, gte: seconds, lt: seconds, lte: seconds };
    const { gt, gte, lt, lte } = readShape(shape, value, at);
    return (time) =>
      time > (gt ?? -1) &&
      time >= (gte ?? 0) &&
      time < (lt ?? Number.POSITIVE_INFINITY) &&
      time <= (lte ?? Number.POSITIVE_INFINITY);
  },
};

function scalar(value: FormValue, at: string): string {
  if (typeof value === "string") return value;
  throw invalid("Invalid string", { param: at });
}

function emptied(at: string): Error {
  return invalid(
    `You passed an empty string for '${at}'. We assume empty values are an attempt to unset a ` +
      `parameter; however '${at}' cannot be unset. You should remove '${at}' from your request ` +
      "or supply a non-empty value.",
    { code: "parameter_invalid_empty", param: at },
  );
}
