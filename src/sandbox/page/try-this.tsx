// The newcomer's checklist, ticked by what happens in the sandbox.

import type { ReactNode } from "react";
import { FIRST_STEPS, MONEY_STEPS, STEPS, type Step } from "./model/try-this.ts";
import { Icon } from "./ui/icon.tsx";
import { Popover } from "./ui/popover.tsx";
import { useWorld } from "./use-sandbox.ts";

interface TryThisProps {
  readonly label?: string;
  readonly steps?: readonly Step[];
}

/** One list of steps; the first one unless told. */
export function TryThis({ label = "Try this", steps = FIRST_STEPS }: TryThisProps): ReactNode {
  const { stepsDone: done } = useWorld().snapshot;
  const next = steps.find((step) => !done.has(step.id))?.id;
  return (
    <ol className="try-this" aria-label={label} data-testid="try-this">
      {steps.map((step, index) => {
        const isDone = done.has(step.id);
        return (
          <li
            key={step.id}
            className={isDone ? "is-done" : step.id === next ? "is-next" : ""}
            data-testid={`step-${step.id}`}
            data-done={isDone}
          >
            <span className="step-mark">
              {isDone ? <Icon name="check" size={14} /> : index + 1}
            </span>
            <span>
              <strong>{step.title}</strong>
              <span className="step-hint">{step.hint}</span>
              {isDone && <span className="sr-only">Done</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** Both lists behind a button, for when the chats have begun; gone once all is done. */
export function TryThisButton(): ReactNode {
  const { stepsDone: done } = useWorld().snapshot;
  if (done.size === STEPS.length) return null;
  return (
    <Popover
      label="Try this"
      kind="dialog"
      buttonClass="pill"
      panelClass="down to-left try-panel"
      face={
        <>
          <Icon name="list" size={15} /> Try this
          <span className="pill-count">
            {done.size}/{STEPS.length}
          </span>
        </>
      }
    >
      {() => (
        <>
          <TryThis />
          <h2 className="panel-title">Then money</h2>
          <TryThis label="Try this with money" steps={MONEY_STEPS} />
        </>
      )}
    </Popover>
  );
}
