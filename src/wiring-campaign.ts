// The parts of a process that have to do with broadcasts.
import type { Clock, Nudges, Performer } from "#actors/kernel/ports.ts";
import { enlist, recallSends } from "#db/campaigns.ts";
import type { Database } from "#db/client.ts";
import { createCampaignPerformer } from "./campaign-perform.ts";
import type { TelegramApi } from "./telegram/api.ts";
import { outcomeOf } from "./telegram/outcome.ts";
import { refused } from "./telegram/perform-kit.ts";
import { sendPromotion } from "./telegram/perform-promotion.ts";

/** What carries out a campaign's questions, and shows whoever composes one what fans will see. */
export function wireCampaigns(parts: {
  readonly api: TelegramApi;
  readonly database: Database;
  readonly nudges: Nudges;
  readonly clock: Pick<Clock, "now">;
}): Performer {
  const { api, database, nudges, clock } = parts;
  return createCampaignPerformer({
    books: {
      enlist: (asked) => enlist(database, asked),
      recallSends: (asked) => recallSends(database, asked),
    },
    nudges,
    clock,
    async preview(chatId, promotion, attempt) {
      try {
        if (promotion.itemId !== null) return refused("bad-request", "an item has no preview");
        return await sendPromotion(api, chatId, promotion);
      } catch (error) {
        return { outcome: outcomeOf(error, { chatId, attempt }), links: [] };
      }
    },
  });
}
