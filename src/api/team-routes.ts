// What the team reads in the Mini App: the list, a conversation, what moves, what was sent. Money is
// left out for who may not see it.
import { Elysia } from "elysia";
import { type Rights, rightsOf } from "#actors/kernel/team.ts";
import type { ConversationRow, QueuePlace } from "#db/queries/api.ts";
import type { Guard } from "./guard.ts";
import type { Live } from "./live.ts";
import { mediaIds, mediaResponse } from "./media.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, REFUSALS } from "./problem.ts";
import { Conversations, ListAsked, MediaId, Messages, MessagesAsked, OfFan } from "./schemas.ts";

const LIST_SIZE = 20;
const MESSAGES_SIZE = 50;
const STREAM_HEADERS = { "content-type": "text/event-stream", "cache-control": "no-store" };
const EVENTS =
  "Server-sent events: `conversation` with one as the list has it, when it has moved; `many`, when " +
  "the list is to be read anew. Ends with the session.";

/** The list and what was said. */
export function teamRoutes(guard: Guard, parts: ApiParts) {
  const { reads } = parts;
  const media = mediaIds(parts.botToken);
  const conversationOf = conversations(parts);
  return new Elysia({ name: "team", prefix: "/team", tags: ["team"] })
    .use(guard)
    .get(
      "/conversations",
      async ({ caller, query: { filter = "all", after } }) => {
        const place = after === undefined ? null : placeOf(after);
        const rows = await reads.queue(filter, caller.session.id, place, LIST_SIZE);
        const page = rows.slice(0, LIST_SIZE);
        const last = rows.length > LIST_SIZE ? page.at(-1) : undefined;
        const next = last === undefined ? null : `${last.queueKey}_${last.userId}`;
        return { conversations: page.map((row) => shownTo(caller.rights, row)), next };
      },
      { access: { team: "look" }, query: ListAsked, response: { 200: Conversations, ...REFUSALS } },
    )
    .get(
      "/conversations/:fanId/messages",
      async ({ params: { fanId }, query: { before } }) => {
        const { userId } = await conversationOf(fanId);
        const rows = await reads.messagesOf(userId, before ?? null, MESSAGES_SIZE);
        const shown = rows.slice(0, MESSAGES_SIZE).map((row) => ({
          ...row,
          mediaId: row.hasFile ? media.idOf({ userId, ref: row.ref }) : null,
        }));
        return { hasMore: rows.length > MESSAGES_SIZE, messages: shown.toReversed() };
      },
      {
        access: { team: "look" },
        params: OfFan,
        query: MessagesAsked,
        response: { 200: Messages, ...REFUSALS },
      },
    );
}

/** What has no schema: events as they come, and files. */
export function streamRoutes(guard: Guard, parts: ApiParts, live: Live) {
  const { reads, roleOf, settings } = parts;
  const media = mediaIds(parts.botToken);
  return new Elysia({ name: "streams", prefix: "/team", tags: ["team"] })
    .use(guard)
    .get(
      "/events",
      ({ caller: { session, rights } }) => {
        let now = rights;
        const stream = live.open({
          id: session.id,
          until: session.until,
          async mayListen() {
            now = rightsOf(await roleOf(session.id), settings.current().rights);
            return now.look;
          },
          shown: (row) => shownTo(now, row),
        });
        return new Response(stream, { headers: STREAM_HEADERS });
      },
      { access: { team: "look" }, detail: { description: EVENTS } },
    )
    .get(
      "/media/:id",
      async ({ params: { id } }) => {
        const named = media.read(id);
        const file = named === null ? null : await reads.fileOf(named.userId, named.ref);
        if (file === null) throw new Problem("not-found");
        return mediaResponse(await parts.openFile(file.fileId), file.kind);
      },
      { access: { team: "look" }, params: MediaId },
    );
}

/** Finds a conversation by the fan's Telegram id. @throws Problem when there is none. */
export function conversations({ reads }: ApiParts): (fanId: number) => Promise<ConversationRow> {
  return async (fanId) => {
    const [row] = await reads.conversationsOf([fanId]);
    if (row === undefined) throw new Problem("not-found");
    return row;
  };
}

/** A conversation as somebody with these rights may see it. */
function shownTo(rights: Rights, row: ConversationRow) {
  const {
    spentCents,
    userId: _userId,
    queueKey: _queueKey,
    isReachable: _,
    holderId: _holder,
    ...shown
  } = row;
  return rights.money ? { ...shown, spentCents } : shown;
}

function placeOf(after: string): QueuePlace {
  const [queueKey, userId] = after.split("_").map(Number);
  return { queueKey: queueKey ?? 0, userId: userId ?? 0 };
}
