// The parts of a process that have to do with broadcasts.
import { cardFor } from "#actors/conversation/locked/offer.ts";
import type { Clock, Nudges, Performed, Performer } from "#actors/kernel/ports.ts";
import { enlist, recallSends } from "#db/campaigns.ts";
import type { Database } from "#db/client.ts";
import { itemForSale } from "#db/shelf.ts";
import { type CampaignKit, createCampaignPerformer } from "./campaign-perform.ts";
import type { TelegramApi } from "./telegram/api.ts";
import type { LockedKit } from "./telegram/locked-kit.ts";
import { outcomeOf } from "./telegram/outcome.ts";
import { refused } from "./telegram/perform-kit.ts";
import { sendCard } from "./telegram/perform-locked.ts";
import { sendPromotion } from "./telegram/perform-promotion.ts";

interface Parts {
  readonly api: TelegramApi;
  readonly database: Database;
  readonly locked: Pick<LockedKit, "cards" | "drawCard">;
  readonly nudges: Nudges;
  readonly clock: Pick<Clock, "now">;
}

/** What carries out a campaign's questions, and shows whoever composes one what fans will see. */
export function wireCampaigns(parts: Parts): Performer {
  const { database, nudges, clock } = parts;
  return createCampaignPerformer({
    books: {
      enlist: (asked) => enlist(database, asked),
      recallSends: (asked) => recallSends(database, asked),
    },
    nudges,
    clock,
    async preview(chatId, promotion, attempt) {
      try {
        return await preview(parts, chatId, promotion);
      } catch (error) {
        return { outcome: outcomeOf(error, { chatId, attempt }), links: [] };
      }
    },
  });
}

/** An item as it is on the shelf at this moment: that is what would be launched. */
async function preview(
  { api, locked, database }: Parts,
  chatId: number,
  promotion: Parameters<CampaignKit["preview"]>[1],
): Promise<Performed> {
  const { itemId, language } = promotion;
  if (itemId === null) return sendPromotion(api, chatId, promotion);
  const item = await itemForSale(database, itemId);
  const card = item === null ? null : cardFor(item);
  if (item === null || card === null) return refused("bad-request", "nothing is offered by this");
  return sendCard({ api, locked }, chatId, { ...card, item, language, isPromotion: true });
}
