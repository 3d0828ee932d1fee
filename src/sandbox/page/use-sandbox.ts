// The page's one store: the world as last read, the line's health, and `act`. Nothing is shown before
// the sandbox says that it happened, so what is on screen is what the bot and the team see.

import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { Act, ActResult, State } from "#src/sandbox/protocol.ts";
import { browserPorts, openFeed, postAct } from "./feed.ts";
import { type StepId, stepsTaken } from "./model/try-this.ts";

export interface Snapshot {
  readonly state: State;
  /** How far the sandbox's clock is ahead of the machine's, milliseconds. */
  readonly aheadMs: number;
  /** The newcomer's steps taken since the sandbox was fresh. */
  readonly stepsDone: ReadonlySet<StepId>;
}

export interface Sandbox {
  readonly snapshot: Snapshot;
  readonly isLost: boolean;
  /** Does it; a refusal is also shown to the person (`refusal`). */
  readonly act: (act: Act) => Promise<ActResult>;
  readonly refusal: string | null;
  readonly clearRefusal: () => void;
}

/** The store; null until the first state is there. */
export function useSandbox(): Sandbox | null {
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const [isLost, setIsLost] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(
    () =>
      openFeed(browserPorts, {
        onState: (state) => {
          setSnapshot((before) => nextSnapshot(before, state, Date.now()));
          setIsLost(false);
        },
        onLost: () => setIsLost(true),
      }),
    [],
  );

  const act = useCallback(async (what: Act): Promise<ActResult> => {
    const result = await postAct(what);
    setRefusal(result.ok ? null : result.why);
    return result;
  }, []);
  const clearRefusal = useCallback(() => setRefusal(null), []);

  return useMemo(
    () => (snapshot === null ? null : { snapshot, isLost, act, refusal, clearRefusal }),
    [snapshot, isLost, act, refusal, clearRefusal],
  );
}

export const SandboxContext = createContext<Sandbox | null>(null);

/** The store, for components below the provider. */
export function useWorld(): Sandbox {
  const sandbox = useContext(SandboxContext);
  if (sandbox === null) throw new Error("useWorld needs a SandboxContext above it");
  return sandbox;
}

/** The sandbox's clock now, unix milliseconds, drawn anew each second. */
export function useNow(): number {
  const { aheadMs } = useWorld().snapshot;
  const [realNow, setRealNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setRealNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return realNow + aheadMs;
}

function nextSnapshot(before: Snapshot | null, state: State, realNow: number): Snapshot {
  const aheadMs = state.now - realNow;
  return { state, aheadMs, stepsDone: stepsTaken(before?.stepsDone ?? null, state, aheadMs) };
}
