// What the watch can hear: incidents of any part of the program, and its own timer.
import { z } from "zod";
import { OutcomeHeard, TimerHeard } from "#actors/kernel/heard.ts";

/** Something that the owner of the deployment should know, and may be able to mend. */
export const Incident = z.object({
  type: z.literal("incident"),
  /** Incidents of one kind are one story: `dead-letter`, `no-rights`, `stray-topic` … */
  kind: z.string(),
  detail: z.string(),
  /** What to do about it; "" when nothing can be done. */
  mend: z.string(),
});
export type Incident = z.infer<typeof Incident>;

export const WatchMessage = z.discriminatedUnion("type", [Incident, TimerHeard, OutcomeHeard]);
export type WatchMessage = z.infer<typeof WatchMessage>;
