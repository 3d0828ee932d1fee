// The phone before the first word: one big button, and what to try.

import type { ReactNode } from "react";
import { TryThis } from "#src/sandbox/page/try-this.tsx";
import { BotAvatar } from "#src/sandbox/page/ui/avatar.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person } from "#src/sandbox/protocol.ts";

/** Start sends /start, as Telegram's own button does. */
export function Welcome({ fan }: { readonly fan: Person }): ReactNode {
  const { act } = useWorld();
  const start = (): void =>
    void act({ act: "send", personId: fan.id, place: { in: "private" }, text: "/start" });
  return (
    <div className="welcome">
      <BotAvatar size={72} />
      <h3>Say hello: press Start</h3>
      <p>
        You are {fan.firstName}, a fan. What you write here reaches the team in the admin group.
      </p>
      <button
        type="button"
        className="button primary big"
        onClick={start}
        disabled={fan.hasBlockedBot}
      >
        Start
      </button>
      <TryThis />
    </div>
  );
}
