// Who opened the Mini App, by what Telegram signed (core.telegram.org/bots/webapps#validating-data).
// Both signatures count: the HMAC, whose key comes from the bot's token, always; Telegram's own
// Ed25519 signature wherever the client sent one, so that whoever learns the token still cannot make
// people up for clients of today. Clients from before November 2024 send none.
//
// The check string is built from the decoded fields, sorted by name. A field that comes twice could
// mean one thing to us and another to whoever signed, so such data is refused.
import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from "node:crypto";
import { z } from "zod";

/** Telegram's public keys, production's and the test environment's (32 bytes, hex). */
export const TELEGRAM_KEYS = {
  production: "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d",
  test: "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec",
} as const;

/** Real ones are under two thousand characters. */
export const INIT_DATA_LENGTH_MAX = 8_192;
const FIELDS_MAX = 32;
/** Long enough to open the app on a bad line, short enough that a leaked one is soon worth nothing. */
const AGE_SECONDS_MAX = 600;
/** How far Telegram's clock may be ahead of ours. */
const SKEW_SECONDS_MAX = 60;

/** The person, as Telegram shows them at that moment. */
export interface Visitor {
  readonly id: number;
  readonly firstName: string;
}

export type InitData =
  | { readonly type: "good"; readonly visitor: Visitor }
  /** Not signed for this bot, or not what Telegram would sign. */
  | { readonly type: "invalid" }
  /** Signed, but too long ago. */
  | { readonly type: "old" };

export interface InitDataOptions {
  readonly botToken: string;
  /** Public keys (hex) of which one must have made the `signature`, where there is one. */
  readonly keys: readonly string[];
}

const User = z.object({
  id: z
    .int()
    .positive()
    .max(2 ** 52),
  first_name: z.string().max(256),
  is_bot: z.literal(false).optional(),
});

const INVALID: InitData = { type: "invalid" };

/**
 * Makes the reader of what Telegram signs for a bot; `now` is in Unix milliseconds. Never throws:
 * whatever is not as it should be is `invalid`.
 */
export function initDataReader({ botToken, keys }: InitDataOptions) {
  const secret = createHmac("sha256", "WebAppData").update(botToken).digest();
  const botId = botToken.split(":", 1)[0] ?? "";
  const publicKeys = keys.map(ed25519Key);
  return (raw: string, now: number): InitData => {
    const fields = fieldsOf(raw);
    if (fields === null || !isSignedByHmac(fields, secret)) return INVALID;
    if (!isSignedByTelegram(fields, botId, publicKeys)) return INVALID;
    const visitor = visitorOf(fields.get("user"));
    const ageSeconds = now / 1000 - Number(/^\d{1,12}$/.exec(fields.get("auth_date") ?? "")?.[0]);
    // NaN where there is no date: none of the comparisons holds.
    if (visitor === null || !(ageSeconds >= -SKEW_SECONDS_MAX)) return INVALID;
    return ageSeconds <= AGE_SECONDS_MAX ? { type: "good", visitor } : { type: "old" };
  };
}

/** A line break in a value could pass for the next field's line in the check string. */
const CONTROL = /\p{Cc}/u;

/** The fields by name; null: too long, too many, one of them twice, or with control characters. */
function fieldsOf(raw: string): ReadonlyMap<string, string> | null {
  if (raw.length > INIT_DATA_LENGTH_MAX) return null;
  const pairs = [...new URLSearchParams(raw)];
  const fields = new Map(pairs);
  if (pairs.flat().some((text) => CONTROL.test(text))) return null;
  return pairs.length <= FIELDS_MAX && fields.size === pairs.length ? fields : null;
}

/** All fields but `hash`; the `signature` is among them. */
function isSignedByHmac(fields: ReadonlyMap<string, string>, secret: Buffer): boolean {
  const given = fields.get("hash") ?? "";
  if (!/^[0-9a-f]{64}$/.test(given)) return false;
  const expected = createHmac("sha256", secret)
    .update(checkString(fields, ["hash"]))
    .digest();
  return timingSafeEqual(Buffer.from(given, "hex"), expected);
}

function isSignedByTelegram(
  fields: ReadonlyMap<string, string>,
  botId: string,
  keys: readonly KeyObject[],
): boolean {
  const signature = fields.get("signature");
  if (signature === undefined || keys.length === 0) return true;
  if (!/^[\w-]{86}$/.test(signature)) return false;
  const signed = `${botId}:WebAppData\n${checkString(fields, ["hash", "signature"])}`;
  const bytes = Buffer.from(signature, "base64url");
  return keys.some((key) => verify(null, Buffer.from(signed), key, bytes));
}

function checkString(fields: ReadonlyMap<string, string>, without: readonly string[]): string {
  return [...fields]
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => `${name}=${value}`)
    .toSorted((one, other) => (one < other ? -1 : 1))
    .join("\n");
}

function visitorOf(user: string | undefined): Visitor | null {
  const { data } = User.safeParse(jsonOf(user ?? ""));
  return data === undefined ? null : { id: data.id, firstName: data.first_name };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A raw Ed25519 key in the wrapping that `node:crypto` reads (RFC 8410). */
function ed25519Key(hex: string): KeyObject {
  const der = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    Buffer.from(hex, "hex"),
  ]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}
