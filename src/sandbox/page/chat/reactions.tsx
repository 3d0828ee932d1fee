// Reactions under a bubble. On a fan's own message they are the product's receipts, so the chip says
// what it stands for.

import type { ReactNode } from "react";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { useChat } from "./chat-scope.ts";

const RECEIPTS: Readonly<Record<string, string>> = {
  "👌": "delivered to the team",
  "👀": "seen",
  "✍": "being answered",
};

/** The chips; nothing when there are none. */
export function Reactions({ message }: { readonly message: Message }): ReactNode {
  const chat = useChat();
  const { act, snapshot } = useWorld();
  if (message.reactions.length === 0) return null;
  const { id: messageId, chatId } = message;
  const emojis = [...new Set(message.reactions.map((one) => one.emoji))];
  const isReceipt = (byId: number): boolean =>
    message.from.id === chat.viewer.id && !snapshot.state.people.some((one) => one.id === byId);

  return (
    <div className="reactions">
      {emojis.map((emoji) => {
        const by = message.reactions.filter((one) => one.emoji === emoji);
        const isOwn = by.some((one) => one.byId === chat.viewer.id);
        const receipt = by.some((one) => isReceipt(one.byId)) ? RECEIPTS[bare(emoji)] : undefined;
        const meaning = receipt === undefined ? "" : `, ${receipt}`;
        return (
          <button
            key={emoji}
            type="button"
            className={isOwn ? "reaction is-own" : "reaction"}
            data-testid="reaction"
            data-emoji={emoji}
            aria-label={`Reaction ${emoji}${meaning}`}
            title={receipt}
            onClick={() =>
              void act({
                act: "react",
                personId: chat.viewer.id,
                chatId,
                messageId,
                emoji: isOwn ? null : emoji,
              })
            }
          >
            {emoji}
            {by.length > 1 && <span className="reaction-count">{by.length}</span>}
            {receipt !== undefined && messageId === chat.newestOwnId && (
              <span className="reaction-words">{receipt}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}

/** ✍ comes with and without its variation selector. */
function bare(emoji: string): string {
  return emoji.replace(/\uFE0F/g, "");
}
