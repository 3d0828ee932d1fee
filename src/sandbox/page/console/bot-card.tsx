// The bot's process: kill it as a crash would, stop it as a deploy would, start it again. Updates wait
// at the sandbox meanwhile, as they do at Telegram.

import type { ReactNode } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";

/** Status, waiting updates, and what can be done. */
export function BotCard(): ReactNode {
  const { act, snapshot } = useWorld();
  const { status, pendingUpdates } = snapshot.state.bot;
  const turn = (to: "kill" | "start" | "stop"): void => void act({ act: "bot", to });
  const waiting = pendingUpdates === 1 ? "1 update waits" : `${pendingUpdates} updates wait`;
  return (
    <section className="card" aria-label="Bot">
      <div className="card-head">
        <span className={`status status-${status}`} data-testid="bot-status" data-status={status}>
          Bot {status}
        </span>
        <span className="card-note" data-testid="pending-updates">
          {pendingUpdates === 0 ? "nothing waits" : waiting}
        </span>
      </div>
      <div className="button-row">
        {status === "stopped" ? (
          <button type="button" className="button small primary" onClick={() => turn("start")}>
            <Icon name="play" size={14} /> Start
          </button>
        ) : (
          <>
            <button
              type="button"
              className="button small"
              title="As a deploy does: it drains first"
              onClick={() => turn("stop")}
            >
              <Icon name="stop" size={14} /> Stop
            </button>
            <button
              type="button"
              className="button small danger"
              title="As a crash does: at once"
              onClick={() => turn("kill")}
            >
              <Icon name="bolt" size={14} /> Kill
            </button>
          </>
        )}
      </div>
    </section>
  );
}
