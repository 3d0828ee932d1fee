// What Telegram would sign for a Mini App, made by hand: for tests, of the sandbox's bot and others.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export interface Signing {
  readonly botToken: string;
  readonly user: object;
  /** Unix seconds. */
  readonly authDate: number;
  readonly more?: Readonly<Record<string, string>>;
  /** Signs as Telegram does for who has no token. */
  readonly key?: KeyObject;
}

/** `initData` as a client gets it. */
export function signInitData({ botToken, user, authDate, more, key }: Signing): string {
  const fields: Record<string, string> = {
    query_id: "AAHdF6IQAAAAAN0XohDhrOrc",
    user: JSON.stringify(user),
    auth_date: String(authDate),
    ...more,
  };
  if (key !== undefined) {
    const botId = botToken.split(":")[0] ?? "";
    const signed = Buffer.from(`${botId}:WebAppData\n${lines(fields)}`);
    fields["signature"] = sign(null, signed, key).toString("base64url");
  }
  const secret = createHmac("sha256", "WebAppData").update(botToken).digest();
  fields["hash"] = createHmac("sha256", secret).update(lines(fields)).digest("hex");
  return new URLSearchParams(fields).toString();
}

/** A key pair; `publicHex` is as `TELEGRAM_KEYS` has them. */
export function makeKey(): { readonly key: KeyObject; readonly publicHex: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = publicKey.export({ format: "der", type: "spki" });
  return { key: privateKey, publicHex: der.subarray(-32).toString("hex") };
}

function lines(fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields)
    .toSorted()
    .map((name) => `${name}=${fields[name] ?? ""}`)
    .join("\n");
}
