// The shortcuts, behind a question mark.

import type { ReactNode } from "react";
import { Icon } from "./ui/icon.tsx";
import { Popover } from "./ui/popover.tsx";
import { SHORTCUTS } from "./use-shortcuts.ts";

/** The button and its list. */
export function HelpButton(): ReactNode {
  return (
    <Popover
      label="Keyboard shortcuts"
      kind="dialog"
      face={<Icon name="help" size={19} />}
      panelClass="down to-left help-panel"
    >
      {() => (
        <>
          <h2 className="panel-title">Keyboard</h2>
          <dl className="shortcuts">
            {SHORTCUTS.map(([keys, does]) => (
              <div key={keys}>
                <dt>{keys}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Popover>
  );
}
