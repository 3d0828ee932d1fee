// What the team does in the Mini App. An answer is an order to the conversation, which checks the role
// anew and acts as if it had been written in the topic; what came of it is asked for afterwards. Typing is shown and forgotten, so it goes to
// Telegram as it comes, no oftener than it is worth.
import { Elysia } from "elysia";
import { panelRef } from "#actors/conversation/reply.ts";
import { staysInside } from "#actors/kernel/inside.ts";
import { cleanText } from "#db/clean.ts";
import { createAllowance } from "./allowance.ts";
import type { Guard } from "./guard.ts";
import { inboxOf } from "./inbox.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, REFUSALS } from "./problem.ts";
import { Keyed, Nothing, OfFan, OfReply, ReplyAsked, ReplyState, ReplyTaken } from "./schemas.ts";
import { conversations } from "./team-routes.ts";

/** Telegram shows "typing" for five seconds. */
const TYPING = { burst: 1, perMinute: 15, keysMax: 1_000 } as const;

/** Something is to be seen: Telegram refuses a message that is blank. */
const SHOWS = /[^\s\p{Cc}\p{Cf}\ufffd]/u;

/** Answers a fan, and shows them that somebody types. */
export function answerRoutes(guard: Guard, parts: ApiParts) {
  const { reads } = parts;
  const takeIn = inboxOf(parts);
  const typing = createAllowance(TYPING, parts.clock);
  const conversationOf = conversations(parts);
  return new Elysia({ name: "answers", prefix: "/team", tags: ["team"] })
    .use(guard)
    .post(
      "/conversations/:fanId/replies",
      async ({ caller: { session, role }, params: { fanId }, body, headers, set }) => {
        const text = cleanText(body.text);
        if (!SHOWS.test(text)) throw new Problem("invalid");
        const { holderId, assignedTo } = await conversationOf(fanId);
        const isFree = holderId === null || [holderId, assignedTo].includes(session.id);
        if (!isFree) throw new Problem("held-by-another");
        if (staysInside(text)) throw new Problem("not-a-reply");
        const { id, isNew } = await takeIn({
          fanId,
          lane: "normal",
          key: ["reply", session.id, fanId, headers["idempotency-key"]],
          message: {
            type: "teamOrder",
            by: { id: session.id, name: session.name, role },
            order: { act: "reply", content: { kind: "text", text, entities: [], fileId: null } },
            deskKey: null,
          },
        });
        set.status = 202;
        return { id, isNew };
      },
      {
        access: { team: "reply" },
        headers: Keyed,
        params: OfFan,
        body: ReplyAsked,
        response: { 202: ReplyTaken, ...REFUSALS },
      },
    )
    .get(
      "/conversations/:fanId/replies/:id",
      async ({ params: { fanId, id } }) => {
        const { userId } = await conversationOf(fanId);
        const status = await reads.statusOf(userId, panelRef(id));
        if (status !== null) return { id, state: status };
        const isWaiting = await reads.isEnvelopeWaiting(id, fanId);
        if (isWaiting === null) throw new Problem("not-found");
        return { id, state: isWaiting ? "waiting" : "refused" };
      },
      { access: { team: "reply" }, params: OfReply, response: { 200: ReplyState, ...REFUSALS } },
    )
    .post(
      "/conversations/:fanId/typing",
      async ({ params: { fanId }, set }) => {
        const { isReachable } = await conversationOf(fanId);
        if (isReachable && typing.take(String(fanId)) === 0) await parts.showTyping(fanId);
        set.status = 204;
        return null;
      },
      { access: { team: "reply" }, params: OfFan, response: { 204: Nothing, ...REFUSALS } },
    );
}
