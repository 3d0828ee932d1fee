// The newcomer's checklist, ticked by what happens in the sandbox.

import type { ReactNode } from "react";
import { STEPS } from "./model/try-this.ts";
import { Icon } from "./ui/icon.tsx";
import { Popover } from "./ui/popover.tsx";
import { useWorld } from "./use-sandbox.ts";

/** The list itself. */
export function TryThis(): ReactNode {
  const { stepsDone: done } = useWorld().snapshot;
  const next = STEPS.find((step) => !done.has(step.id))?.id;
  return (
    <ol className="try-this" aria-label="Try this" data-testid="try-this">
      {STEPS.map((step, index) => {
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

/** The list behind a button, for when the chats have begun; gone once all is done. */
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
      {() => <TryThis />}
    </Popover>
  );
}
