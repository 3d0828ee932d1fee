// How many decimals the amounts of a currency have, where it is not two
// (docs.stripe.com/currencies#zero-decimal and #special-cases; Stripe keeps two for ISK and UGX).
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv"].map(
    (code) => [code, 0] as const,
  ),
  ...["xaf", "xof", "xpf"].map((code) => [code, 0] as const),
  ...["bhd", "jod", "kwd", "omr", "tnd"].map((code) => [code, 3] as const),
]);

/** Decimals of a currency (ISO 4217, any case). */
export function decimalsOf(currency: string): number {
  return DECIMALS.get(currency.toLowerCase()) ?? 2;
}
