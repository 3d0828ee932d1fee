// What a language has to have. The compiler holds each catalogue to every key and its parameters.
import type { Rich } from "#actors/kernel/rich.ts";
import type { FanSays, Label, OwnerSays, TeamSays } from "#actors/kernel/say.ts";

/** Words by key: each takes what its key is said with. */
export type Words<Says> = { readonly [Key in keyof Says]: (facts: Says[Key]) => Rich };

/** Buttons that only the team sees, in the team's language. */
export type TeamLabel = Extract<Label, "userInfo" | "gift" | "ban" | "unban" | "seen" | "confirm">;
export type FanLabel = Exclude<Label, TeamLabel>;

export interface FanCatalogue {
  readonly says: Words<FanSays>;
  /** `start` says "Start" whatever the language: it is what people are told to look for. */
  readonly labels: Readonly<Record<FanLabel, string>>;
}

export type TeamWords = Words<TeamSays>;
export type OwnerWords = Words<OwnerSays>;
