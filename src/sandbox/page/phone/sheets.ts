// What may lie over a chat on the phone: a page in the app's own browser, or an invoice to confirm.
// Only the phone offers them; elsewhere a link opens in a tab of the real browser.

import { createContext } from "react";
import type { Message } from "#src/sandbox/protocol.ts";

export interface Sheets {
  readonly openPage: (url: string) => void;
  readonly openInvoice: (message: Message) => void;
}

/** Null outside the phone. */
export const SheetsContext = createContext<Sheets | null>(null);

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Whether an address is one of the sandbox's own, which the phone's browser may show. */
export function isSandboxPage(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}

/** The checkout session of a hosted page's address; null for every other page. */
export function sessionIn(url: string): string | null {
  return /\/pay\/([^/?#]+)$/u.exec(new URL(url).pathname)?.[1] ?? null;
}
