// What of an error may be written down. Errors carry more than their words: a database error holds
// the statement with its parameters, a Telegram error the call's parameters, a broken connection
// the address with the bot's token. Only the kind, the code and a short first line are ever used.

const WORDS_MAX = 200;

/** An error's kind, code and words in one line, without what people wrote. */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return "something was thrown that is no error";
  // Drizzle puts the statement and its parameters into the message; the reason is in the cause.
  if (error.message.startsWith("Failed query") && error.cause instanceof Error) {
    return errorWords(error.cause);
  }
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const line = error.message.split("\n", 1)[0] ?? "";
  return `${error.name}${code}: ${line.slice(0, WORDS_MAX)}`;
}

/** Token-like things: Telegram's, in an address or alone, and the keys of the other vendors. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/bot\d+:[\w-]+/g, "bot<token>"],
  [/\b\d{6,}:[\w-]{20,}/g, "<token>"],
  [/\b(?:sk|rk|whsec|sk-ant)[_-][\w-]{8,}/g, "<key>"],
  [/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, "$1:<password>@"],
];

/** The last line of defence of everything that is written: what looks like a secret is blotted. */
export function redact(text: string): string {
  return SECRETS.reduce((clean, [pattern, blot]) => clean.replaceAll(pattern, blot), text);
}
