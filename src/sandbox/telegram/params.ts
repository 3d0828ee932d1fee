// From a request's body to typed parameters, checked against the method table. Telegram takes JSON,
// forms, multipart and the query string, and reads numbers, booleans and whole objects from strings;
// so does this. Unlike Telegram, it refuses what it does not know instead of ignoring it.

import { METHODS, type MethodName, OBJECTS, type ParamsOf } from "./method-table.ts";
import { badRequest } from "./refusal.ts";

/** A method's parameters and the uploads that its attach:// names mean. */
export interface Call<M extends MethodName> {
  readonly params: ParamsOf<M>;
  readonly uploads: ReadonlyMap<string, File>;
}

type Raw = Record<string, unknown>;

/** What a gramio call may carry for its own use; Telegram has always ignored it. */
const CLIENT_FIELDS: ReadonlySet<string> = new Set(["suppress"]);

/** Telegram's own words for the parameters that are most often forgotten. */
const MISSING: Readonly<Record<string, string>> = {
  chat_id: "chat_id is empty",
  from_chat_id: "from_chat_id is empty",
  text: "message text is empty",
  message_id: "message identifier is not specified",
  message_ids: "message identifiers are not specified",
  user_id: "invalid user_id specified",
  photo: "there is no photo in the request",
  video: "there is no video in the request",
  animation: "there is no animation in the request",
  voice: "there is no voice in the request",
  audio: "there is no audio in the request",
  video_note: "there is no video note in the request",
  document: "there is no document in the request",
  sticker: "there is no sticker in the request",
};

/** Reads whatever the client sent into one flat record; a broken body is a 400. */
export async function readBody(request: Request): Promise<Raw> {
  const raw: Raw = Object.fromEntries(new URL(request.url).searchParams);
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return { ...raw, ...(await readJson(request)) };
  if (type.startsWith("multipart/form-data") || type.includes("x-www-form-urlencoded")) {
    for (const [name, value] of await request.formData()) raw[name] = value;
  }
  return raw;
}

/** Checks `raw` against the table of `method`; throws a Refusal that names the first fault. */
export function parseCall<M extends MethodName>(method: M, raw: Raw): Call<M> {
  const shape: Record<string, string> = METHODS[method];
  const uploads = new Map<string, File>();
  const known: Raw = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value instanceof File) uploads.set(name, value);
    const isPart = value instanceof File && shape[name] === undefined;
    if (!isPart && !CLIENT_FIELDS.has(name)) known[name] = value;
  }
  return { params: parseShape(shape, known, "parameter") as ParamsOf<M>, uploads };
}

async function readJson(request: Request): Promise<Raw> {
  const text = await request.text();
  if (text === "") return {};
  const value = tryJson(text);
  if (!isRecord(value)) throw badRequest("can't parse request JSON object");
  return value;
}

function parseShape(shape: Readonly<Record<string, string>>, raw: Raw, what: string): Raw {
  const parsed: Raw = {};
  for (const [name, value] of Object.entries(raw)) {
    const spec = shape[name];
    if (spec === undefined) throw badRequest(`unknown ${what} "${name}"`);
    if (value === undefined || value === null) continue;
    parsed[name] = parseValue(spec.replace("!", ""), value, `${what} "${name}"`);
  }
  for (const [name, spec] of Object.entries(shape)) {
    if (!spec.endsWith("!")) continue;
    const value = parsed[name];
    if (value === undefined || value === "") {
      throw badRequest(what === "parameter" ? missing(name) : `can't find field "${name}"`);
    }
  }
  return parsed;
}

function missing(name: string): string {
  return MISSING[name] ?? `parameter "${name}" is required`;
}

function parseValue(type: string, value: unknown, where: string): unknown {
  if (type.endsWith("[]")) {
    const list = fromJson(value);
    if (!Array.isArray(list)) throw badRequest(`${where} must be an Array`);
    return list.map((item) => parseValue(type.slice(0, -2), item, where));
  }
  const scalar = SCALARS[type];
  if (scalar) {
    const parsed = scalar(value);
    if (parsed === undefined) throw badRequest(`${where} must be of type ${title(type)}`);
    return parsed;
  }
  const shape = shapeOf(type);
  const object = fromJson(value);
  if (!isRecord(object)) throw badRequest(`${where} must be an Object`);
  return parseShape(shape, object, `field of ${type}`);
}

/** Scalars by name; undefined means "not one of these". */
const SCALARS: Readonly<Record<string, (value: unknown) => unknown>> = {
  integer: asInteger,
  float: asFloat,
  boolean: asBoolean,
  string: (value) => (typeof value === "string" ? value : undefined),
  chat: (value) => (typeof value === "string" && value.startsWith("@") ? value : asInteger(value)),
  file: (value) => (typeof value === "string" || value instanceof File ? value : undefined),
};

function asInteger(value: unknown): number | undefined {
  const number = asFloat(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function asFloat(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  return undefined;
}

function shapeOf(type: string): Readonly<Record<string, string>> {
  const shape = (OBJECTS as Readonly<Record<string, Readonly<Record<string, string>>>>)[type];
  if (!shape) throw new Error(`the method table names "${type}", which nobody described`);
  return shape;
}

/** Objects and lists may come as JSON inside a string, from forms and from JSON bodies alike. */
function fromJson(value: unknown): unknown {
  return typeof value === "string" ? tryJson(value) : value;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function title(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
