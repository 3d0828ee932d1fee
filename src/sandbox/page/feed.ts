// The page's only line to the sandbox. The event stream says "changed" and nothing else; the state
// is then read whole. However fast the changes come, one read is under way at most and one more is
// owed: a burst costs two reads, and what is drawn last is never older than the last change.

import type { Act, ActResult, State } from "#src/sandbox/protocol.ts";

export interface FeedPorts {
  readonly readState: () => Promise<State>;
  /** Calls `onChange` at each change and `onLost` when the stream breaks; returns how to close it. */
  readonly subscribe: (onChange: () => void, onLost: () => void) => () => void;
  /** Runs `then` after a pause; returns how to call it off. */
  readonly after: (ms: number, then: () => void) => () => void;
}

export interface FeedSinks {
  readonly onState: (state: State) => void;
  readonly onLost: () => void;
}

/** How long to wait before asking again when the sandbox does not answer. */
const RETRY_MS = 1000;

/** Starts reading; returns how to stop. `onState` is called with the first state too. */
export function openFeed(ports: FeedPorts, sinks: FeedSinks): () => void {
  let isClosed = false;
  let isReading = false;
  let isOwed = false;
  let cancelRetry = (): void => {};

  async function read(): Promise<void> {
    if (isReading) {
      isOwed = true;
      return;
    }
    isReading = true;
    cancelRetry();
    try {
      do {
        isOwed = false;
        const state = await ports.readState();
        if (isClosed) return;
        sinks.onState(state);
      } while (isOwed);
    } catch {
      lost();
    } finally {
      isReading = false;
    }
  }
  function lost(): void {
    if (isClosed) return;
    sinks.onLost();
    cancelRetry();
    cancelRetry = ports.after(RETRY_MS, () => void read());
  }

  const unsubscribe = ports.subscribe(() => void read(), lost);
  void read();
  return () => {
    isClosed = true;
    cancelRetry();
    unsubscribe();
  };
}

/** The real ports: fetch, an EventSource that is opened anew when the browser gives it up, timers. */
export const browserPorts: FeedPorts = {
  async readState() {
    const response = await fetch("/sandbox/state");
    if (!response.ok) throw new Error(`state answered ${response.status}`);
    return (await response.json()) as State;
  },
  subscribe(onChange, onLost) {
    let source: EventSource;
    let cancel = (): void => {};
    const open = (): void => {
      source = new EventSource("/sandbox/events");
      source.addEventListener("open", onChange);
      source.addEventListener("message", onChange);
      source.addEventListener("changed", onChange);
      source.addEventListener("error", () => {
        onLost();
        if (source.readyState === EventSource.CLOSED) cancel = browserPorts.after(RETRY_MS, open);
      });
    };
    open();
    return () => {
      cancel();
      source.close();
    };
  },
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Does something in the sandbox. A refusal and a broken line both come back as `ok: false`. */
export async function postAct(act: Act): Promise<ActResult> {
  try {
    const response = await fetch("/sandbox/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(act),
    });
    return (await response.json()) as ActResult;
  } catch {
    return { ok: false, why: "the sandbox does not answer" };
  }
}
