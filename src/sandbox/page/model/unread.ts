// What has not been looked at yet. The page keeps one mark a place: the id of the last message that
// was on screen. Ids start again when the sandbox does, so a mark beyond the last message is void.

import type { Group, Message, Topic } from "#src/sandbox/protocol.ts";

export type ReadMarks = Readonly<Record<string, number>>;

export interface TopicRow {
  /** Null for General. */
  readonly topic: Topic | null;
  readonly last: Message | null;
  readonly unread: number;
}

/** The key of a place in the marks; General and private chats have no thread. */
export function placeKey(chatId: number, threadId: number | null): string {
  return `${chatId}:${threadId ?? 0}`;
}

/** Messages after the mark that somebody else wrote; lines such as "topic closed" do not count. */
export function countUnread(
  messages: readonly Message[],
  viewerId: number | null,
  readUpTo: number,
): number {
  const lastId = messages.at(-1)?.id ?? 0;
  const mark = readUpTo > lastId ? 0 : readUpTo;
  return messages.filter((m) => m.id > mark && m.from.id !== viewerId && m.service === null).length;
}

/** The topics list: General first, then topics by their last message, newest first. */
export function toTopicRows(
  group: Group,
  viewerId: number | null,
  marks: ReadMarks,
): readonly TopicRow[] {
  const rows = [null, ...group.topics].map((topic): TopicRow => {
    const threadId = topic?.id ?? null;
    const messages = group.messages.filter((message) => message.threadId === threadId);
    const mark = marks[placeKey(group.id, threadId)] ?? 0;
    return { topic, last: messages.at(-1) ?? null, unread: countUnread(messages, viewerId, mark) };
  });
  return rows.toSorted((a, b) => rank(b) - rank(a));
}

function rank(row: TopicRow): number {
  return row.topic === null ? Number.POSITIVE_INFINITY : (row.last?.at ?? 0);
}
