// Effects of the team's side: the panel, messages between actors, acts in our own books.
import type { Address, Lane } from "./address.ts";
import type { DeskAct } from "./desk-act.ts";
import type { EffectTraits } from "./effect-traits.ts";
import type { DeskSay } from "./say-desk.ts";
import type { Chart, Screen } from "./screen.ts";
import type { Rights, Role, Teammate } from "./team.ts";

/** Who looks at a screen: decides what is shown and which buttons there are. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly rights: Rights;
  /** They may see figures of money, though not here, where others read along. */
  readonly isMoneyInPrivate?: true;
}

/** A question of a wizard; the next thing that its person writes answers it. */
export interface Prompt {
  readonly say: DeskSay;
  /** What was wrong with the answer before. */
  readonly error: DeskSay | null;
}

/** A question that a button answers; `token` is in the button, so that it is answered once. */
export interface Question {
  readonly say: DeskSay;
  readonly token: string;
  readonly style: "danger" | "success";
}

/** What a screen is shown with, besides what is read for it. */
export interface ScreenContext {
  /** One line on top: what the last act came to. */
  readonly notice: DeskSay | null;
  readonly prompt: Prompt | null;
  readonly question: Question | null;
  readonly query: string | null;
  /** What a wizard has gathered so far, by the field's name. */
  readonly form: Readonly<Record<string, string>>;
}

/** Files that a desk sends for somebody to keep. */
export type Report =
  | { readonly report: "table"; readonly chart: Chart; readonly days: number }
  | { readonly report: "today" }
  /** The `days` UTC days before `until`, Unix milliseconds. */
  | { readonly report: "past"; readonly days: number; readonly until: number }
  | { readonly report: "fanExport"; readonly fanId: number };

export type DeskEffect =
  /**
   * Draws a screen and edits it into `messageId`, or sends it where that is null or can no longer be
   * edited (too old, deleted, a picture where a text is to be). `done` tells under which id it stands.
   */
  | {
      readonly verb: "showScreen";
      readonly screen: Screen;
      readonly context: ScreenContext;
      readonly viewer: Viewer;
      readonly messageId: number | null;
      /** That message is a picture, as far as is known: it cannot be edited into a text. */
      readonly isPicture?: true;
    }
  /** A message of its own in the desk's chat; `fanId`: with a link to that fan's topic. */
  | { readonly verb: "tellMember"; readonly say: DeskSay; readonly fanId: number | null }
  /** Takes messages of the desk's chat away: answers to a wizard, a panel that another replaces. */
  | { readonly verb: "tidy"; readonly messageIds: readonly number[] }
  | { readonly verb: "sendReport"; readonly report: Report; readonly viewer: Viewer }
  /** A saved reply as a fan would get it, to look at. */
  | { readonly verb: "previewReply"; readonly replyId: number }
  /** Changes our own books, if `by` still may when it is carried out. Answers `acted`. */
  | { readonly verb: "deskAct"; readonly act: DeskAct; readonly by: Teammate }
  /** A message to another actor, heard exactly once; `body` is its JSON. */
  | { readonly verb: "send"; readonly to: Address; readonly lane: Lane; readonly body: string };

const DESK: EffectTraits = {
  lane: "desk",
  costsMessages: true,
  isTransient: false,
  isCosmetic: false,
  coalesceKey: null,
  reportsDone: false,
  goesFirst: false,
};

const VERBS: ReadonlySet<string> = new Set([
  "showScreen",
  "tellMember",
  "tidy",
  "sendReport",
  "previewReply",
  "deskAct",
  "send",
] satisfies readonly DeskEffect["verb"][]);

/** Whether an effect is of the team's side. */
export function isOfDesk<E extends { readonly verb: string }>(
  effect: E,
): effect is Extract<E, { verb: DeskEffect["verb"] }> {
  return VERBS.has(effect.verb);
}

/** How the relay treats a desk's effect. */
export function deskTraits(effect: DeskEffect): EffectTraits {
  switch (effect.verb) {
    case "showScreen":
      return {
        ...DESK,
        reportsDone: true,
        coalesceKey: effect.messageId === null ? null : `screen:${effect.messageId}`,
      };
    case "tellMember":
    case "sendReport":
    case "previewReply":
      return DESK;
    case "tidy":
      return { ...DESK, costsMessages: false, isCosmetic: true };
    case "deskAct":
      return { ...DESK, lane: "books", costsMessages: false, reportsDone: true };
    case "send":
      return { ...DESK, lane: "books", costsMessages: false };
  }
}
