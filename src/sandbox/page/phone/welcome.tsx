// The phone before the first word: one big button, and what to try.

import type { MouseEvent, ReactNode } from "react";
import { TryThis } from "#src/sandbox/page/try-this.tsx";
import { BotAvatar } from "#src/sandbox/page/ui/avatar.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person } from "#src/sandbox/protocol.ts";

/** Start sends /start, as Telegram's own button does. */
export function Welcome({ holder }: { readonly holder: Person }): ReactNode {
  const { act } = useWorld();
  // The button goes away with the empty chat, so the focus passes on to the field.
  const start = (event: MouseEvent<HTMLElement>): void => {
    event.currentTarget.closest(".chat")?.querySelector("textarea")?.focus();
    void act({ act: "send", personId: holder.id, place: { in: "private" }, text: "/start" });
  };
  return (
    <div className="welcome">
      <BotAvatar size={72} />
      <h3>Say hello: press Start</h3>
      <p>
        {holder.role === "fan"
          ? `You are ${holder.firstName}, a fan. What you write here reaches the team in the admin group.`
          : `You are ${holder.firstName}, of the team. Alerts and the panel come here.`}
      </p>
      <button
        type="button"
        className="button primary big"
        onClick={start}
        disabled={holder.hasBlockedBot}
      >
        Start
      </button>
      {holder.role === "fan" && <TryThis />}
    </div>
  );
}
