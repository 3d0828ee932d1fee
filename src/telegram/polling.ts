// Updates by long polling, for deployments without a public address. The offset is what confirms an
// update to Telegram, so it moves only after the commit; what was taken twice is found by its dedupe
// key. Updates are taken in the order they come, one batch after the other, which keeps every chat's.
//
//   clearing ──no webhook──▶ polling ──updates──▶ storing ──committed──▶ polling
//       ▲                       │ 409                  │ later: the same batch again
//       └───────────────────────┘
import type { Clock, Logger, Random } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { backoffMs } from "#actors/runtime/backoff.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import type { TelegramApi } from "./api.ts";
import type { Intake } from "./intake.ts";
import { outcomeOf } from "./outcome.ts";
import { ALLOWED_UPDATES } from "./update.ts";

/** How long Telegram holds a poll open when there is nothing, in seconds. */
const POLL_SECONDS = 30;
/** What the client needs to wait for such a poll. */
export const POLL_TIMEOUT_MS = (POLL_SECONDS + 10) * 1_000;
const BATCH_MAX = 100;
const BACKOFF_MS_MAX = 30_000;
/** Doublings that are left out: the first pause is most of a second. */
const BACKOFF_HEAD = 4;

/** @param connect makes a client whose calls are cut when the signal aborts. */
export function createPolling(parts: {
  readonly connect: (until: AbortSignal) => TelegramApi;
  readonly intake: Pick<Intake, "takeAll">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}): Service {
  const { connect, intake, clock, random, log } = parts;

  const store = async (updates: readonly unknown[], signal: AbortSignal): Promise<boolean> => {
    while (!signal.aborted) {
      const taken = await intake.takeAll(updates);
      if (taken.type !== "later") return true;
      await clock.sleep(taken.retryAfterSeconds * 1_000, signal);
    }
    return false;
  };

  const poll = async (signal: AbortSignal): Promise<void> => {
    const api = connect(signal);
    let offset: number | null = null;
    let hasWebhook = true;
    let failures = 0;
    while (!signal.aborted) {
      try {
        if (hasWebhook) await api.deleteWebhook({ drop_pending_updates: false });
        hasWebhook = false;
        const updates: readonly { readonly update_id: number }[] = await api.getUpdates({
          timeout: POLL_SECONDS,
          limit: BATCH_MAX,
          allowed_updates: [...ALLOWED_UPDATES],
          ...(offset === null ? {} : { offset }),
        });
        failures = 0;
        const last = updates.at(-1)?.update_id;
        if (last !== undefined && (await store(updates, signal))) offset = last + 1;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        const outcome = outcomeOf(error, { chatId: null, attempt: failures });
        // Whatever is in the way: a webhook that somebody has set meanwhile is taken away again.
        hasWebhook = true;
        const asked = outcome.type === "retry" ? outcome.afterMs : 0;
        const pauseMs = Math.max(asked, backoffMs(failures + BACKOFF_HEAD, BACKOFF_MS_MAX, random));
        log.warn({ outcome, pauseMs }, "Telegram could not be polled");
        await clock.sleep(pauseMs, signal);
      }
    }
  };

  const lifecycle = new Lifecycle({
    begin: async (signal, run) => run(poll(signal)),
    end: async () => undefined,
  });
  return { name: "polling", start: () => lifecycle.start(), stop: () => lifecycle.stop() };
}
