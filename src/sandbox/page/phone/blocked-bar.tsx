// Stands where the composer was while the holder has the bot blocked.

import type { ReactNode } from "react";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Person } from "#src/sandbox/protocol.ts";

/** One way out: unblock. */
export function BlockedBar({ holder }: { readonly holder: Person }): ReactNode {
  const { act } = useWorld();
  return (
    <button
      type="button"
      className="blocked-bar"
      onClick={() => void act({ act: "block", personId: holder.id, isBlocked: false })}
    >
      Unblock the bot
    </button>
  );
}
