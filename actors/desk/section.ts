// A part of the panel, as the desk knows it: what its buttons do, and what answers its questions.
// Where a section says nothing, the desk answers that the button is out of date.

import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Permission } from "#actors/kernel/team.ts";
import type { DeskTurn } from "./turn.ts";

/** What a press is answered with in a bubble; null: nothing, what it did is seen on the screen. */
export type Bubble = DeskSay | null;

/** What somebody wrote for a wizard: `text` is trimmed, `content` all of it. */
export interface Written {
  readonly text: string;
  readonly content: Content;
}

export interface Section {
  /** As in callback data: lower case letters. */
  readonly name: string;
  /** What every act of the section takes; a section whose acts differ checks each itself. */
  readonly needs: Permission | null;
  /** undefined: there is no such verb. */
  press(turn: DeskTurn, verb: string, argument: string): Bubble | undefined;
  /** A `confirm` of this section was answered with Yes. */
  confirmed?(turn: DeskTurn, verb: string, argument: string): Bubble | undefined;
  /** A question of this section was answered. */
  answer?(turn: DeskTurn, step: string, subject: string, written: Written): void;
  /** An act of this section was carried out; the desk has gone where it says already. */
  acted?(turn: DeskTurn, answer: AnswerOf<"acted">): void;
}
