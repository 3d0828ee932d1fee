// What the watch remembers: one line for each kind of incident that the owner was alerted of lately.
import { z } from "zod";
import { InvariantError } from "#actors/kernel/errors.ts";

const Line = z.object({
  kind: z.string(),
  alertedAt: z.int(),
  /** Incidents since that alert, which the owner has not heard of. */
  suppressed: z.int().nonnegative(),
  /** The latest of them. */
  detail: z.string(),
  mend: z.string(),
});
export type Line = Readonly<z.infer<typeof Line>>;

const Stored = z.object({ lines: z.array(Line) });
export interface WatchState {
  readonly lines: readonly Line[];
}

export const STATE_VERSION = 1;

/** A watch that has not heard of anything yet. */
export function initialState(): WatchState {
  return { lines: [] };
}

/**
 * The state as a commit left it.
 * @throws InvariantError when it is not one that this version can read.
 */
export function loadState(stored: unknown): WatchState {
  const parsed = Stored.safeParse(stored);
  if (!parsed.success) throw new InvariantError("the stored state of a watch can be read");
  return parsed.data;
}
