// Who is typing, in words, for as long as it shows.

import { actionWords } from "#src/sandbox/page/model/words.ts";
import { useNow, useWorld } from "#src/sandbox/page/use-sandbox.ts";

/** What the bot is doing in a place now ("typing", "recording voice"); null when nothing shows. */
export function useAction(chatId: number, threadId: number | null): string | null {
  const { typing } = useWorld().snapshot.state;
  const now = useNow();
  const showing = typing.findLast(
    (one) => one.chatId === chatId && one.threadId === threadId && one.until > now,
  );
  return showing === undefined ? null : actionWords(showing.action);
}
