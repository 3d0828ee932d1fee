// The head of the private chat: the bot, what it is doing, and blocking it.

import type { ReactNode } from "react";
import { BotAvatar } from "#src/sandbox/page/ui/avatar.tsx";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { MenuItem, Popover } from "#src/sandbox/page/ui/popover.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Message, Person } from "#src/sandbox/protocol.ts";

interface PhoneHeaderProps {
  readonly holder: Person;
  readonly messages: readonly Message[];
  readonly action: string | null;
}

/** The bot's name is the one it signs with; before its first word it goes by the product's. */
export function PhoneHeader({ holder, messages, action }: PhoneHeaderProps): ReactNode {
  const { act } = useWorld();
  const name = messages.findLast((one) => one.from.isBot)?.from.name ?? "Stagedoor";
  const toggle = (): void =>
    void act({ act: "block", personId: holder.id, isBlocked: !holder.hasBlockedBot });
  return (
    <header className="chat-header">
      <BotAvatar size={38} />
      <div className="chat-title">
        <h2>{name}</h2>
        {action === null ? (
          <span className="chat-subtitle">bot</span>
        ) : (
          <span className="chat-subtitle is-live">{action}…</span>
        )}
      </div>
      <Popover label="Chat menu" kind="menu" face={<Icon name="more" />} panelClass="down to-left">
        {(close) => (
          <MenuItem
            icon={<Icon name={holder.hasBlockedBot ? "unlock" : "ban"} />}
            isDanger={!holder.hasBlockedBot}
            onSelect={() => {
              close();
              toggle();
            }}
          >
            {holder.hasBlockedBot ? "Unblock the bot" : "Block the bot"}
          </MenuItem>
        )}
      </Popover>
    </header>
  );
}
