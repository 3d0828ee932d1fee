// What we write into Stripe's metadata, and how it is read again. An account may sell other things
// than ours, and for other bots of this program, so everything that we make says whose it is. Metadata can be changed by whoever has the
// dashboard: what is read here is a hint where to look, and our own rows decide (owners.ts).
import { z } from "zod";

/** Says that an object is this program's. */
const APP = "stagedoor";

/** A text that Postgres takes and a log line holds. */
const Hint = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** What an object's metadata says; every part may be missing or wrong. */
export interface Tags {
  /** This program's, for whichever bot. */
  readonly isOurs: boolean;
  /** Telegram id of the bot that it was made for. */
  readonly botId: number | null;
  readonly purchaseId: string | null;
  readonly setupId: string | null;
  readonly refundKey: string | null;
  readonly fanId: number | null;
}

const NO_TAGS: Tags = {
  isOurs: false,
  botId: null,
  purchaseId: null,
  setupId: null,
  refundKey: null,
  fanId: null,
};

/** The metadata of something of a fan's. */
export function tagged(
  { botId }: { readonly botId: number },
  fanId: number,
  about: {
    readonly purchaseId?: string;
    readonly setupId?: string;
    readonly refundKey?: string;
  } = {},
): Record<string, string> {
  return {
    app: APP,
    bot_id: String(botId),
    telegram_id: String(fanId),
    ...(about.purchaseId !== undefined && { purchase_id: about.purchaseId }),
    ...(about.setupId !== undefined && { setup_id: about.setupId }),
    ...(about.refundKey !== undefined && { refund_key: about.refundKey }),
  };
}

/** The metadata of something that no fan has: the portal's configuration, the webhook endpoint. */
export const APP_TAG: Readonly<Record<string, string>> = { app: APP };

/** Reads metadata of any shape. */
export function tagsOf(metadata: unknown): Tags {
  if (typeof metadata !== "object" || metadata === null) return NO_TAGS;
  const told = new Map<string, unknown>(Object.entries(metadata));
  const hint = (key: string): string | null => Hint.safeParse(told.get(key)).data ?? null;
  const idIn = (key: string): number | null => {
    const id = Number(hint(key) ?? Number.NaN);
    return Number.isSafeInteger(id) && id > 0 ? id : null;
  };
  return {
    isOurs: told.get("app") === APP,
    botId: idIn("bot_id"),
    purchaseId: hint("purchase_id"),
    setupId: hint("setup_id"),
    refundKey: hint("refund_key"),
    fanId: idIn("telegram_id"),
  };
}
