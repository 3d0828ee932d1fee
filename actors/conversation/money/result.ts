// What became of a money effect, as the modules of this folder hear it: done with what came back, or
// refused for good. A module finds its own effect again by the tag that it gave it (`answers.ts`).
import type { Answer } from "#actors/kernel/answer.ts";
import type { RefusalCode, Sent } from "#actors/kernel/outcome.ts";

export type MoneyResult =
  | { readonly answer: Answer | null; readonly sent: Sent | null }
  /** `reason` is the service's own words. */
  | { readonly refused: RefusalCode; readonly reason: string };
