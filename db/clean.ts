// People can send characters that Postgres cannot hold. What came in is never refused for them: each
// is replaced, at the border where parameters are made.

/** Postgres's text holds neither NUL nor half a surrogate pair; each becomes U+FFFD. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\ufffd") : whole;
}

/**
 * The same inside a JSON document, where they stand as escapes (`JSON.stringify` writes a `\u` only
 * for them and for control characters). A backslash that is itself escaped is passed over in pairs.
 */
export function cleanJson(text: string): string {
  if (!text.includes("\\u")) return cleanText(text);
  return cleanText(
    text.replace(
      /\\(?:u(?<high>[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}|u(?<bad>0000|[dD][89a-fA-F][\da-fA-F]{2})|[^])/g,
      (escape: string, _high: unknown, bad: string | undefined) =>
        bad === undefined ? escape : "\\ufffd",
    ),
  );
}
