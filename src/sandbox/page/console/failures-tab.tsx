// What can be made to go wrong. Everything here is the sandbox's doing: the bot is never told.

import { type ReactNode, useState } from "react";
import { CALM } from "#src/sandbox/page/model/faults.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Faults } from "#src/sandbox/protocol.ts";
import { FailureRow, Switch } from "./failure-row.tsx";
import type { OpenThings } from "./open-things.ts";

/** One row a failure, switched on where it stands. */
export function FailuresTab(open: OpenThings): ReactNode {
  const { act, snapshot } = useWorld();
  const { faults } = snapshot.state;
  const set = (change: Partial<Faults>): void => void act({ act: "fault", set: change });
  return (
    <div className="failures">
      <FailureRow title="Telegram is down" note="Every call answers 502 with an HTML page.">
        <Switch
          label="Telegram is down"
          isOn={faults.isTelegramDown}
          onTurn={(isOn) => set({ isTelegramDown: isOn })}
        />
      </FailureRow>
      <Flood faults={faults} set={set} />
      <FailureRow
        title="Lose the next answer"
        note={
          faults.loseNextAnswers === 0
            ? "The call is done, the line is cut before the answer."
            : `${faults.loseNextAnswers} more will be lost.`
        }
      >
        <button
          type="button"
          className="button small"
          onClick={() => set({ loseNextAnswers: faults.loseNextAnswers + 1 })}
        >
          Lose one
        </button>
      </FailureRow>
      <FailureRow title="Every update twice" note="Each update is delivered a second time.">
        <Switch
          label="Every update twice"
          isOn={faults.duplicatesUpdates}
          onTurn={(isOn) => set({ duplicatesUpdates: isOn })}
        />
      </FailureRow>
      <FailureRow title="Last update again" note="Delivers the newest update once more.">
        <button
          type="button"
          className="button small"
          onClick={() => void act({ act: "duplicateLastUpdate" })}
        >
          Deliver again
        </button>
      </FailureRow>
      <Latency faults={faults} set={set} />
      <FailureRow title="Real limits" note="30 a second, 1 a second a chat, 20 a minute a group.">
        <Switch
          label="Real limits"
          isOn={faults.enforcesLimits}
          onTurn={(isOn) => set({ enforcesLimits: isOn })}
        />
      </FailureRow>
      <OpenThingsRows {...open} />
      <button type="button" className="button" onClick={() => set(CALM)}>
        Everything works again
      </button>
    </div>
  );
}

interface FaultProps {
  readonly faults: Faults;
  readonly set: (change: Partial<Faults>) => void;
}

function Flood({ faults, set }: FaultProps): ReactNode {
  const [count, setCount] = useState(3);
  const [seconds, setSeconds] = useState(5);
  const arm = (): void => set({ floodNext: count, floodRetryAfterSeconds: seconds });
  return (
    <FailureRow
      title="429 Too Many Requests"
      note={
        faults.floodNext === 0
          ? "The next sends are refused, with retry_after in seconds."
          : `${faults.floodNext} more sends, retry after ${faults.floodRetryAfterSeconds} s.`
      }
    >
      <input
        className="number"
        type="number"
        min={1}
        aria-label="How many sends"
        value={count}
        onChange={(event) => setCount(Number(event.target.value))}
      />
      <input
        className="number"
        type="number"
        min={1}
        aria-label="Retry after, seconds"
        value={seconds}
        onChange={(event) => setSeconds(Number(event.target.value))}
      />
      <button
        type="button"
        className="button small"
        disabled={count < 1 || seconds < 1}
        onClick={arm}
      >
        429 next
      </button>
    </FailureRow>
  );
}

function Latency({ faults, set }: FaultProps): ReactNode {
  return (
    <FailureRow title="Latency" note={`${faults.latencyMs} ms before every answer.`}>
      <input
        type="range"
        min={0}
        max={3000}
        step={50}
        aria-label="Latency"
        value={faults.latencyMs}
        onChange={(event) => set({ latencyMs: Number(event.target.value) })}
      />
    </FailureRow>
  );
}

function OpenThingsRows({ holder, group, topic }: OpenThings): ReactNode {
  const { act } = useWorld();
  return (
    <>
      {holder !== null && (
        <FailureRow title={`${holder.firstName} blocks the bot`} note="Sends to them answer 403.">
          <Switch
            label={`${holder.firstName} blocks the bot`}
            isOn={holder.hasBlockedBot}
            onTurn={(isBlocked) => void act({ act: "block", personId: holder.id, isBlocked })}
          />
        </FailureRow>
      )}
      {group !== null && topic !== null && (
        <FailureRow title="Delete the open topic" note={topic.name}>
          <button
            type="button"
            className="button small danger"
            onClick={() =>
              void act({ act: "topic", groupId: group.id, topicId: topic.id, to: "deleted" })
            }
          >
            Delete
          </button>
        </FailureRow>
      )}
    </>
  );
}
