// Whether what the program stands on answers, for the dashboard: asked when somebody looks, each with
// a few seconds of time. A part that is silent is a line on the screen, never a screen that fails.
import type { Clock } from "#actors/kernel/ports.ts";

const ANSWER_MS = 3_000;

/** How Telegram brings updates; times in Unix milliseconds. */
export interface BotHealth {
  /** False: updates are asked for, there is no webhook to fail. */
  readonly hasWebhook: boolean;
  readonly pending: number;
  readonly lastError: { readonly text: string; readonly at: number } | null;
}

export interface Health {
  /** null: Telegram did not answer. */
  readonly bot: BotHealth | null;
  readonly isStoreUp: boolean;
  /** null: there is no key. */
  readonly isStripeUp: boolean | null;
  /** There is a key for Claude. */
  readonly hasClaude: boolean;
}

export interface HealthParts {
  readonly webhookInfo: () => Promise<{
    readonly url?: string;
    readonly pending_update_count?: number;
    readonly last_error_message?: string;
    readonly last_error_date?: number;
  }>;
  readonly store: () => Promise<unknown>;
  /** null without a key of Stripe's; rejects when Stripe does not take it, or is away. */
  readonly stripe: (() => Promise<unknown>) | null;
  readonly hasClaude: boolean;
  readonly clock: Clock;
}

/** Asks all parts at the same time; never rejects. */
export function createHealth(parts: HealthParts): () => Promise<Health> {
  const { webhookInfo, store, stripe, hasClaude, clock } = parts;

  const within = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | null> => {
    const answered = new AbortController();
    const late = clock.sleep(ANSWER_MS, answered.signal).then(() => null);
    try {
      return await Promise.race([ask(), late]);
    } catch {
      return null;
    } finally {
      answered.abort();
    }
  };
  const isUp = async (ask: () => Promise<unknown>): Promise<boolean> =>
    (await within(() => ask().then(() => true))) ?? false;

  return async () => {
    const [info, isStoreUp, isStripeUp] = await Promise.all([
      within(webhookInfo),
      isUp(store),
      stripe === null ? null : isUp(stripe),
    ]);
    return { bot: info === null ? null : botHealth(info), isStoreUp, isStripeUp, hasClaude };
  };
}

function botHealth(info: Awaited<ReturnType<HealthParts["webhookInfo"]>>): BotHealth {
  const { url = "", pending_update_count: pending = 0, last_error_message: text } = info;
  const at = (info.last_error_date ?? 0) * 1000;
  return { hasWebhook: url !== "", pending, lastError: text === undefined ? null : { text, at } };
}
