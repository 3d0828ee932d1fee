// Ids in Stripe's look: a prefix, and letters and digits that mean nothing. They are drawn from a
// counter mixed with a salt, so that one world never makes an id twice, two worlds with one salt
// make the same ids, and a sandbox started anew does not repeat what a database remembers of the
// last one.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BODY_CHARS = 24;

export class Ids {
  readonly #salt: string;
  #drawn = 0;

  constructor(salt: string) {
    this.#salt = salt;
  }

  /** A fresh id: `cus_`, `pi_` … with `chars` characters after the prefix. */
  next(prefix: string, chars = BODY_CHARS): string {
    this.#drawn++;
    const hash = new Bun.CryptoHasher("sha512").update(`${this.#salt}:${this.#drawn}`).digest();
    let body = "";
    for (let i = 0; i < chars; i++) body += ALPHABET[(hash[i % hash.length] ?? 0) % 62] ?? "";
    return `${prefix}${body}`;
  }
}
