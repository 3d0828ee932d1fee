// Stripe's signature of a webhook: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`, and in
// test mode a `v0` that no client may trust.

/** The value of `Stripe-Signature` for a body sent at `at` (unix seconds). */
export function signatureOf(secret: string, body: string, at: number): string {
  const hmac = (key: string) => {
    return new Bun.CryptoHasher("sha256", key).update(`${at}.${body}`).digest("hex");
  };
  return `t=${at},v1=${hmac(secret)},v0=${hmac("not for trusting")}`;
}
