// What can be done with a message: reply, react, edit. Hidden until the row is pointed at or focused,
// by visibility, so that hidden tools are out of the tab order.

import type { ReactNode } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { Popover } from "#src/sandbox/page/ui/popover.tsx";
import { roveFocus } from "#src/sandbox/page/ui/roving.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { isEditable, useChat } from "./chat-scope.ts";

/** All of them are on Telegram's list of free reactions. */
const REACTIONS = ["👍", "❤", "🔥", "🎉", "👏", "😁", "👌", "👀"] as const;

interface BubbleToolsProps {
  readonly message: Message;
}

/** The row of small buttons over a bubble. */
export function BubbleTools({ message }: BubbleToolsProps): ReactNode {
  const chat = useChat();
  const { act } = useWorld();
  const react = (emoji: string | null): void => {
    const { id: messageId, chatId } = message;
    void act({ act: "react", personId: chat.viewer.id, chatId, messageId, emoji });
  };
  const own = message.reactions.find((one) => one.byId === chat.viewer.id)?.emoji ?? null;
  return (
    <div className="bubble-tools">
      <button
        type="button"
        className="icon-button small"
        aria-label="Reply"
        title="Reply"
        onClick={() => chat.reply(message)}
      >
        <Icon name="reply" size={16} />
      </button>
      <Popover
        label="React"
        kind="menu"
        face={<Icon name="smile" size={16} />}
        buttonClass="icon-button small"
        panelClass="reaction-panel"
      >
        {(close) =>
          REACTIONS.map((emoji) => (
            <button
              key={emoji}
              type="button"
              role="menuitem"
              className={emoji === own ? "reaction-choice is-own" : "reaction-choice"}
              aria-label={`React ${emoji}`}
              onKeyDown={roveFocus}
              onClick={() => {
                react(emoji === own ? null : emoji);
                close();
              }}
            >
              {emoji}
            </button>
          ))
        }
      </Popover>
      {isEditable(message, chat.viewer) && (
        <button
          type="button"
          className="icon-button small"
          aria-label="Edit"
          title="Edit"
          onClick={() => chat.edit(message)}
        >
          <Icon name="pencil" size={16} />
        </button>
      )}
    </div>
  );
}
