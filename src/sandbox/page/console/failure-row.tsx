// The shape of one failure: what it is, what it does or has left, and its control.

import type { ReactNode } from "react";

interface FailureRowProps {
  readonly title: string;
  readonly note: string;
  readonly children: ReactNode;
}

/** Title and note on the left, controls on the right. */
export function FailureRow({ title, note, children }: FailureRowProps): ReactNode {
  return (
    <div className="failure">
      <div className="failure-words">
        <strong>{title}</strong>
        <span>{note}</span>
      </div>
      <div className="failure-controls">{children}</div>
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onTurn: (isOn: boolean) => void;
}

/** On or off. */
export function Switch({ label, isOn, onTurn }: SwitchProps): ReactNode {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      className="switch"
      onClick={() => onTurn(!isOn)}
    >
      <i />
    </button>
  );
}
