// Why the sandbox would not do what was asked. It stays until it is read or something else succeeds.

import type { ReactNode } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";

/** A bar at the bottom of the page. */
export function Refusal(): ReactNode {
  const { refusal, clearRefusal } = useWorld();
  return (
    <div className="refusal-place" role="alert">
      {refusal !== null && (
        <div className="refusal" data-testid="refusal">
          <Icon name="alert" size={17} />
          <span>Not done: {refusal}</span>
          <button
            type="button"
            className="icon-button small"
            aria-label="Dismiss"
            onClick={clearRefusal}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      )}
    </div>
  );
}
