// What the two halves of the performer share: the parts they are made of, and the small vocabulary
// in which they answer.
import { TelegramError } from "gramio";
import type { Quote } from "#actors/kernel/content.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { Clock, Link, Performed } from "#actors/kernel/ports.ts";
import type { RecapLine } from "#src/i18n/index.ts";
import type { TelegramApi } from "./api.ts";
import type { LockedKit } from "./locked-kit.ts";
import { replyTo } from "./render.ts";

/** How many lines of the ledger `historyOf` has on a page: what a keyboard has room for. */
export const HISTORY_PAGE_SIZE = 8;

/** The database's side of performing. Every answer is of one fan. */
export interface PerformReads {
  /**
   * The messages of a group that a message of the fan's chat is or was copied to, oldest first, with
   * how many messages of the fan's chat each of them carries (several when texts were merged).
   */
  topicCopies(
    fanId: number,
    fanMessageId: number,
    groupId: number,
  ): Promise<readonly { readonly topicMessageId: number; readonly carries: number }[]>;
  /**
   * The messages of the fan's chat that belong to a message of the topic, oldest first: those that
   * the fan wrote (`in`), the team did (`out`), or any.
   */
  fanCopies(
    fanId: number,
    groupId: number,
    topicMessageId: number,
    direction?: "in" | "out",
  ): Promise<readonly number[]>;
  /** The last messages in either direction, oldest first. */
  recentMessages(fanId: number, limit: number): Promise<readonly RecapLine[]>;
  /** Whether a fan may be sent a broadcast at this moment: no /stop, no ban. */
  takesPromotions(fanId: number): Promise<boolean>;
  /** Everything that is held of a fan, as JSON. */
  exportOf(fanId: number): Promise<string>;
  /** A page of a fan's ledger, newest first, 0 the newest; `pages` is how many there are. */
  historyOf(
    fanId: number,
    page: number,
  ): Promise<{ readonly lines: readonly LedgerLine[]; readonly pages: number }>;
}

export interface PerformKit {
  readonly api: TelegramApi;
  readonly reads: PerformReads;
  readonly ownerId: number;
  /** A message landed outside its topic: topics were switched off in that group. */
  readonly onStray: (groupId: number) => void;
  readonly clock: Pick<Clock, "now">;
  readonly locked: LockedKit;
}

/** Done, with the ids that were made. */
export function done(
  sent: {
    readonly chatId: number;
    readonly threadId?: number;
    readonly messageIds: readonly number[];
  },
  links: readonly Link[] = [],
): Performed {
  const { chatId, threadId = null, messageIds } = sent;
  return { outcome: { type: "done", sent: { chatId, threadId, messageIds } }, links };
}

/** Done, and nothing was made. */
export const DONE: Performed = { outcome: { type: "done", sent: null }, links: [] };

export function refused(code: RefusalCode, reason: string): Performed {
  return { outcome: { type: "refused", code, reason }, links: [] };
}

/**
 * Makes a call that answers a message. The quote must be in that message as it stands on the other
 * side, or Telegram refuses the whole call: it was edited since, or a part of our header was picked.
 * The call then goes again as a plain reply.
 */
export async function answering<T>(
  messageId: number | null | undefined,
  quote: Quote | undefined,
  call: (reply: ReturnType<typeof replyTo>) => Promise<T>,
): Promise<T> {
  try {
    return await call(replyTo(messageId, quote));
  } catch (error) {
    if (quote === undefined || !isQuoteRefused(error)) throw error;
    return call(replyTo(messageId));
  }
}

function isQuoteRefused(error: unknown): boolean {
  return error instanceof TelegramError && error.code === 400 && /quote/i.test(error.message);
}
