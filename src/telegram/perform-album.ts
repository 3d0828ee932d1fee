// Copying an album. `copyMessages` keeps the parts together and answers with the new ids, but leaves
// out what cannot be copied without saying which: only equal lengths tell what became of what.
import type { TelegramApi } from "./api.ts";
import { outcomeOf } from "./outcome.ts";

export interface Copied {
  readonly messageId: number;
  readonly copyId: number;
}

/**
 * Copies the parts, together where all of them can be; answers what became of each that could. A
 * shorter answer than asked is taken back and its parts are copied one by one, so that replies and
 * edits still find their message.
 */
export async function copyAlbum(
  api: TelegramApi,
  album: {
    readonly fromChatId: number;
    readonly chatId: number;
    readonly threadId?: number;
    readonly messageIds: readonly number[];
  },
): Promise<readonly Copied[]> {
  const { fromChatId, chatId, threadId } = album;
  // Telegram wants them strictly increasing; the parts of an album may have come out of order.
  const ids = [...new Set(album.messageIds)].toSorted((a, b) => a - b);
  const place = {
    chat_id: chatId,
    from_chat_id: fromChatId,
    ...(threadId === undefined ? {} : { message_thread_id: threadId }),
  };
  const copies = await api.copyMessages({ ...place, message_ids: ids });
  if (copies.length === ids.length) {
    return ids.map((messageId, i) => ({ messageId, copyId: copies[i]?.message_id ?? 0 }));
  }
  const copyIds = copies.map(({ message_id: copyId }) => copyId);
  if (copyIds.length > 0) {
    await api.deleteMessages({ chat_id: chatId, message_ids: copyIds }).catch(() => undefined);
  }
  const singles: Copied[] = [];
  for (const messageId of ids) {
    try {
      const { message_id: copyId } = await api.copyMessage({ ...place, message_id: messageId });
      singles.push({ messageId, copyId });
    } catch (error) {
      const outcome = outcomeOf(error, { chatId, attempt: 0 });
      if (outcome.type !== "refused" || outcome.code !== "message-gone") throw error;
    }
  }
  return singles;
}
