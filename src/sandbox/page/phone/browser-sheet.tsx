// The app's own browser, over the chat: a hosted page of the sandbox's Stripe in a frame. It closes by
// itself once there is nothing more to do: when the page's session is complete, and when the frame
// would go to an address outside the sandbox. Such an address is the way back to the app (a t.me
// link opens Telegram), and the page's own policy (frame-src in index.html) stops it and tells us.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import { sessionIn } from "./sheets.ts";

interface BrowserSheetProps {
  readonly url: string;
  readonly onClose: () => void;
}

/** Long enough to be read. */
const DONE_MS = 1_400;
/** For the news that the payment went well to overtake the way back. */
const LEFT_MS = 300;

/** A dialog with a bar and a frame. */
export function BrowserSheet({ url, onClose }: BrowserSheetProps): ReactNode {
  const isDone = useIsDone(url);
  const hasLeft = useHasLeft();
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => closer.current?.focus(), []);
  useEffect(() => {
    if (!isDone && !hasLeft) return;
    const timer = setTimeout(onClose, isDone ? DONE_MS : LEFT_MS);
    return () => clearTimeout(timer);
  }, [isDone, hasLeft, onClose]);
  return (
    <div
      className="sheet browser-sheet"
      role="dialog"
      aria-label="Browser"
      data-testid="browser"
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <header className="sheet-bar">
        <button
          ref={closer}
          type="button"
          className="icon-button"
          aria-label="Close the page"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
        <span className="sheet-title">
          <strong>Stripe, sandbox</strong>
          <span>{new URL(url).host}</span>
        </span>
        <a
          className="icon-button"
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label="Open in a tab"
          title="Open in a tab"
        >
          <Icon name="away" />
        </a>
      </header>
      <div className="sheet-page">
        <iframe title="Checkout" src={url} sandbox="allow-forms allow-same-origin" />
        {(isDone || hasLeft) && (
          <output className="sheet-done" data-testid="browser-done">
            {isDone && (
              <>
                <span className="sheet-check">
                  <Icon name="check" size={34} />
                </span>
                <strong>All done</strong>
                <span>Back to the chat…</span>
              </>
            )}
          </output>
        )}
      </div>
    </div>
  );
}

/** Whether the session was completed while the page was open. */
function useIsDone(url: string): boolean {
  const { pages } = useWorld().snapshot.state.stripe;
  const session = sessionIn(url);
  const status = pages.find((page) => page.id === session)?.status;
  const [first] = useState(status);
  return first === "open" && status === "complete";
}

/** Whether the frame wanted to go where the sandbox does not reach. */
function useHasLeft(): boolean {
  const [hasLeft, setHasLeft] = useState(false);
  useEffect(() => {
    const onViolation = (event: SecurityPolicyViolationEvent): void => {
      if (event.effectiveDirective === "frame-src") setHasLeft(true);
    };
    document.addEventListener("securitypolicyviolation", onViolation);
    return () => document.removeEventListener("securitypolicyviolation", onViolation);
  }, []);
  return hasLeft;
}
