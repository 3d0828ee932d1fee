// Saved replies as conversations ask for them: the table's answers in the kernel's words.
import type { Database } from "#db/client.ts";
import { listReplies, saveReply, takeReply } from "#db/replies.ts";
import type { ReplyBooks } from "./books-perform.ts";

/** The books of saved replies on a database. */
export function createReplyBooks(database: Database): ReplyBooks {
  return {
    async save({ name, content }, by, at) {
      const { isNew } = await saveReply(database, { name, content }, by, at);
      return { type: "replySaved", name, isNew };
    },
    async take({ id, name }) {
      const found = await takeReply(database, { id, name });
      const reply = found && { id: found.id, name: found.name, content: found.content };
      return { type: "reply", name, reply, isOnShelf: found?.isOnShelf === true };
    },
    async list(limit) {
      const { lines, total } = await listReplies(database, { limit, offset: 0 });
      return { type: "replies", lines: lines.map(({ id, name }) => ({ id, name })), total };
    },
  };
}
