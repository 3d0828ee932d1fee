// Launches a campaign for the panel: what the desk asked for becomes a plan, with the shelf's item as
// it is at this moment.
import type { Order, Promotion } from "#actors/kernel/campaign.ts";
import type { Nudges } from "#actors/kernel/ports.ts";
import { pathOf } from "#actors/kernel/screen.ts";
import { Item } from "#actors/kernel/shelf.ts";
import { launchCampaign } from "#db/campaigns.ts";
import type { Database } from "#db/client.ts";
import type { DeskActs } from "#src/desk-perform.ts";

/** The acts of broadcasts. */
export type CampaignActs = Pick<DeskActs, "launchCampaign">;

const ITEM = "select item from shelf_items where id = $1::bigint and is_active";
const NAME_LENGTH_MAX = 40;

/** What carries out the acts of broadcasts. */
export function campaignActs(database: Database, nudges: Nudges): CampaignActs {
  return {
    async launchCampaign({ order }, { by, at, effectId }) {
      const promotion = await promotionOf(database, order);
      if (promotion === null) {
        return { isDone: false, say: { key: "campaignNoItem", with: {} }, goTo: null };
      }
      const { segment, startsAt } = order;
      const name = nameOf(promotion);
      const plan = { promotion, segment };
      await launchCampaign(database, { campaignId: effectId, name, plan, startsAt, by, at });
      nudges.nudge({ kind: "campaign", key: String(effectId) }, true);
      const isLater = startsAt !== null && startsAt > at;
      return {
        isDone: true,
        say: { key: "campaignLaunched", with: { isLater } },
        goTo: pathOf({ at: "campaign", campaignId: effectId }),
      };
    },
  };
}

async function promotionOf(database: Database, order: Order): Promise<Promotion | null> {
  if (order.parts.length > 0) return { what: "message", parts: order.parts };
  if (order.itemId === null) return null;
  const [row] = await database.query<{ readonly item: unknown }>("item", ITEM, [order.itemId]);
  const item = Item.safeParse(row?.item).data;
  return item === undefined ? null : { what: "offer", item };
}

/** What it is called in lists: its first words, or what it is. */
function nameOf(promotion: Promotion): string {
  if (promotion.what === "offer") return promotion.item.name;
  const text = promotion.parts.map((part) => part.text.trim()).find((one) => one !== "");
  const [line = ""] = (text ?? "").split("\n");
  if (line === "") return `A ${promotion.parts[0]?.kind.replace("_", " ") ?? "message"}`;
  if (line.length <= NAME_LENGTH_MAX) return line;
  return `${line.slice(0, NAME_LENGTH_MAX - 1).toWellFormed()}…`;
}
