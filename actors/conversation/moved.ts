// What people of the team have moved for a fan on one UTC day, as it is stored; `allowance.ts` counts.
import { z } from "zod";

const Count = z.int().nonnegative();

export const Moved = z.object({
  day: z.string(),
  by: z.array(
    z.object({
      id: z.int(),
      credits: Count,
      seconds: Count,
      /** Cents and whole Stars together. */
      money: Count,
    }),
  ),
});

export const NOTHING_MOVED: z.infer<typeof Moved> = { day: "", by: [] };
