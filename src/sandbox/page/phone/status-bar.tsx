// The strip at the top of the phone. Its time is the sandbox's, so a turned clock is seen here too.

import type { ReactNode } from "react";
import { clockTime } from "#src/sandbox/page/model/words.ts";
import { useNow } from "#src/sandbox/page/use-sandbox.ts";

/** Decorative but for the time. */
export function StatusBar(): ReactNode {
  return (
    <div className="status-bar">
      <time aria-label="The phone's time">{clockTime(useNow())}</time>
      <svg aria-hidden="true" width="46" height="12" viewBox="0 0 46 12" fill="currentColor">
        <rect x="0" y="8" width="3" height="4" rx="1" />
        <rect x="4.5" y="5.5" width="3" height="6.5" rx="1" />
        <rect x="9" y="3" width="3" height="9" rx="1" />
        <rect x="13.5" y="0" width="3" height="12" rx="1" />
        <rect x="22.5" y="0.5" width="19" height="11" rx="3" fill="none" stroke="currentColor" />
        <rect x="24.5" y="2.5" width="13" height="7" rx="1.5" />
        <rect x="43" y="4" width="2" height="4" rx="1" />
      </svg>
    </div>
  );
}
