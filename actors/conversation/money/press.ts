// A press of a fan's button about money, and what answers it.
import type { Heard } from "#actors/conversation/message.ts";
import type { FanSay } from "#actors/kernel/say.ts";

/** A press with what its data named. */
export type FanPress = Heard<"fanPressed"> & { readonly argument: string };

/** What takes the spinner off the button, with words or without. */
export interface PressAnswer {
  readonly say: FanSay | null;
}
