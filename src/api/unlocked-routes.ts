// What a fan has unlocked, and to have it sent again. The files themselves go to the chat, protected; here
// is what they are. Sending is `/unlocked ITEM` said in the chat: whether it is theirs is looked up once
// more when it is sent.
import { Elysia } from "elysia";
import { lockedKindOf } from "#actors/kernel/shelf.ts";
import type { Guard } from "./guard.ts";
import { inboxOf } from "./inbox.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, REFUSALS } from "./problem.ts";
import { ItemId, Keyed, Page, SentAgain, Unlocked } from "./schemas.ts";

const PAGE_SIZE = 20;

/** Lists what the session's owner has bought, and sends one of it. */
export function unlockedRoutes(guard: Guard, parts: ApiParts) {
  const { shelf } = parts;
  const takeIn = inboxOf(parts);
  return new Elysia({ name: "unlocked", prefix: "/fan", tags: ["fan"] })
    .use(guard)
    .get(
      "/unlocked",
      async ({ caller: { fan }, query: { page = 0 } }) => {
        const { items, pages } = await shelf.unlockedOf(fan.fanId, page, PAGE_SIZE);
        return {
          pages,
          items: items.map(({ item, price, at }) => ({
            id: item.id,
            kind: lockedKindOf(item.parts),
            count: item.parts.length,
            caption: item.caption,
            price,
            at,
          })),
        };
      },
      { access: "fan", query: Page, response: { 200: Unlocked, ...REFUSALS } },
    )
    .post(
      "/unlocked/:id/sending",
      async ({ caller: { fan }, params: { id }, headers, set }) => {
        if (fan.isBanned) throw new Problem("banned");
        if ((await shelf.boughtItem(fan.fanId, id)) === null) throw new Problem("not-found");
        const { fanId, firstName, username, languageTag } = fan;
        const { isNew } = await takeIn({
          fanId,
          lane: "urgent",
          key: ["unlocked", fanId, headers["idempotency-key"]],
          message: {
            type: "fanCommand",
            person: { id: fanId, firstName, username, languageTag },
            messageId: 0,
            command: "unlocked",
            argument: String(id),
          },
        });
        set.status = 202;
        return { isNew };
      },
      {
        access: "fan",
        headers: Keyed,
        params: ItemId,
        response: { 202: SentAgain, ...REFUSALS },
      },
    );
}
