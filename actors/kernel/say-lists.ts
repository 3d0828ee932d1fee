// What the lists, a fan's card and the letters say in the panel; see kernel/say-desk.ts.
import type { Tier } from "./say.ts";

type Nothing = Readonly<Record<string, never>>;

export interface ListSays {
  searchPrompt: Nothing;
  creditsPrompt: { readonly max: number };
  timePrompt: Nothing;
  notePrompt: Nothing;
  tagsPrompt: Nothing;
  snoozePrompt: Nothing;
  auditFanPrompt: Nothing;
  banQuestion: { readonly isBanned: boolean };
  tierQuestion: { readonly tier: Tier | null };
  refundQuestion: { readonly amount: number; readonly currency: string };
  closeQuestion: Nothing;
  eraseQuestion: Nothing;
  /** The second one. */
  eraseForGood: Nothing;
  exportComes: Nothing;
  /** Everybody in the group would get the file. */
  onlyInPrivate: Nothing;
  letterBack: Nothing;
  letterDiscarded: Nothing;
  letterGone: Nothing;
  /** Its sender was more when it came than they are now. */
  letterOfNobody: { readonly name: string };
  discardQuestion: Nothing;
}
