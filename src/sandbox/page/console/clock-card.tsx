// The sandbox's clock. It runs with the real one and can only be turned forward; the bot's timers
// follow it.

import { type FormEvent, type ReactNode, useState } from "react";
import { clockTimeSeconds, dayLabel, spanWords } from "#src/sandbox/page/model/words.ts";
import { useNow, useWorld } from "#src/sandbox/page/use-sandbox.ts";

const MINUTE_MS = 60_000;

const TURNS = [
  { label: "+1 min", byMs: MINUTE_MS },
  { label: "+5 min", byMs: 5 * MINUTE_MS },
  { label: "+30 min", byMs: 30 * MINUTE_MS },
  { label: "+1 h", byMs: 60 * MINUTE_MS },
  { label: "+24 h", byMs: 1440 * MINUTE_MS },
] as const;

const UNITS = [
  { label: "minutes", ms: MINUTE_MS },
  { label: "hours", ms: 60 * MINUTE_MS },
  { label: "days", ms: 1440 * MINUTE_MS },
] as const;

/** The time, how far ahead it is, and the buttons that turn it. */
export function ClockCard(): ReactNode {
  const { act, snapshot } = useWorld();
  const now = useNow();
  const { aheadMs } = snapshot;
  const ahead = spanWords(aheadMs);
  const turn = (byMs: number): void => void act({ act: "advanceClock", byMs });
  return (
    <section className="card" aria-label="Clock">
      <div className="card-head">
        <time className="clock" data-testid="clock" dateTime={new Date(now).toISOString()}>
          {clockTimeSeconds(now)}
        </time>
        <span className="card-note" data-testid="clock-ahead">
          {ahead === "" ? "real time" : `${dayLabel(now, now - aheadMs)}, ${ahead} ahead`}
        </span>
      </div>
      <div className="button-row">
        {TURNS.map(({ label, byMs }) => (
          <button key={label} type="button" className="button small" onClick={() => turn(byMs)}>
            {label}
          </button>
        ))}
      </div>
      <CustomTurn onTurn={turn} />
    </section>
  );
}

interface CustomTurnProps {
  readonly onTurn: (byMs: number) => void;
}

function CustomTurn({ onTurn }: CustomTurnProps): ReactNode {
  const [count, setCount] = useState("10");
  const [unit, setUnit] = useState<number>(MINUTE_MS);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const byMs = Math.round(Number(count) * unit);
    if (byMs > 0) onTurn(byMs);
  };
  return (
    <form className="button-row" onSubmit={submit}>
      <input
        className="number"
        type="number"
        min="0"
        step="any"
        aria-label="How much"
        value={count}
        onChange={(event) => setCount(event.target.value)}
      />
      <select
        aria-label="Unit"
        value={unit}
        onChange={(event) => setUnit(Number(event.target.value))}
      >
        {UNITS.map(({ label, ms }) => (
          <option key={label} value={ms}>
            {label}
          </option>
        ))}
      </select>
      <button type="submit" className="button small">
        Turn forward
      </button>
    </form>
  );
}
