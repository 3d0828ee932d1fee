// What the team does in the Mini App. An answer is an order to the conversation, which checks the role
// anew and acts as if it had been written in the topic. Typing is shown and forgotten, so it goes to
// Telegram as it comes, no oftener than it is worth.
import { Elysia } from "elysia";
import { staysInside } from "#actors/conversation/reply.ts";
import { createAllowance } from "./allowance.ts";
import type { Guard } from "./guard.ts";
import { inboxOf } from "./inbox.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, REFUSALS } from "./problem.ts";
import { Keyed, Nothing, OfFan, ReplyAsked, Taken } from "./schemas.ts";
import { conversations } from "./team-routes.ts";

/** Telegram shows "typing" for five seconds. */
const TYPING = { burst: 1, perMinute: 15, keysMax: 1_000 } as const;

/** Answers a fan, and shows them that somebody types. */
export function answerRoutes(guard: Guard, parts: ApiParts) {
  const takeIn = inboxOf(parts);
  const typing = createAllowance(TYPING, parts.clock);
  const conversationOf = conversations(parts);
  return new Elysia({ name: "answers", prefix: "/team", tags: ["team"] })
    .use(guard)
    .post(
      "/conversations/:fanId/replies",
      async ({ caller: { session, role }, params: { fanId }, body: { text }, headers, set }) => {
        await conversationOf(fanId);
        if (staysInside(text)) throw new Problem("not-a-reply");
        const { isNew } = await takeIn({
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
        return { isNew };
      },
      {
        access: { team: "reply" },
        headers: Keyed,
        params: OfFan,
        body: ReplyAsked,
        response: { 202: Taken, ...REFUSALS },
      },
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
