// The bot's answers to a person's presses: a toast that goes by itself, or an alert that waits for OK.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useNow, useWorld } from "#src/sandbox/page/use-sandbox.ts";

/** How long a toast stays, in the sandbox's milliseconds. */
const TOAST_MS = 4500;

/** Over the chat of `personId`; what was answered before the page was opened is not shown. */
export function Toasts({ personId }: { readonly personId: number }): ReactNode {
  const { snapshot } = useWorld();
  const now = useNow();
  const [seenUpTo, setSeenUpTo] = useState(now);
  const own = snapshot.state.toasts.filter((one) => one.personId === personId && one.at > seenUpTo);
  const alert = own.find((one) => one.isAlert);
  const toast = own.findLast((one) => !one.isAlert && now - one.at < TOAST_MS);
  if (alert !== undefined) {
    return <Alert key={alert.at} text={alert.text} onRead={() => setSeenUpTo(alert.at)} />;
  }
  return (
    <output className="toast-place">
      {toast !== undefined && (
        <span className="toast" data-testid="toast">
          {toast.text}
        </span>
      )}
    </output>
  );
}

interface AlertProps {
  readonly text: string;
  readonly onRead: () => void;
}

function Alert({ text, onRead }: AlertProps): ReactNode {
  const ok = useRef<HTMLButtonElement>(null);
  useEffect(() => ok.current?.focus(), []);
  return (
    <div className="alert-shade">
      <div className="alert" role="alertdialog" aria-label="The bot says" data-testid="alert">
        <p>{text}</p>
        <button ref={ok} type="button" className="button primary" onClick={onRead}>
          OK
        </button>
      </div>
    </div>
  );
}
