// Our own signatures: words that we hand out and want back unchanged. Each purpose has a key of its
// own, made from the bot's token (HKDF): nothing is stored, every machine knows them, and a revoked
// token takes all of them along.
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

export interface Seal {
  /** The words and their signature, fit for a URL and a header. */
  close(words: string): string;
  /** The words of a token of ours; null: it is none, or was changed. */
  open(token: string): string | null;
}

/** Makes the seal of a purpose; two purposes never take each other's tokens. */
export function createSeal(botToken: string, purpose: string): Seal {
  const key = Buffer.from(hkdfSync("sha256", botToken, "", `stagedoor:${purpose}`, 32));
  const sign = (payload: string): Buffer => createHmac("sha256", key).update(payload).digest();
  return {
    close(words) {
      const payload = Buffer.from(words).toString("base64url");
      return `${payload}.${sign(payload).toString("base64url")}`;
    },
    open(token) {
      const [, payload, signature] = /^([\w-]{1,2000})\.([\w-]{43})$/.exec(token) ?? [];
      if (payload === undefined || signature === undefined) return null;
      const isOurs = timingSafeEqual(Buffer.from(signature, "base64url"), sign(payload));
      return isOurs ? Buffer.from(payload, "base64url").toString() : null;
    },
  };
}
