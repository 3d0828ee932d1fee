// Effects of saved replies, all of them in our own books.
import type { Content } from "./content.ts";

export type ReplyEffect =
  /** Keeps a message under a name. Answers `replySaved`. */
  | {
      readonly verb: "saveReply";
      readonly name: string;
      readonly content: Content;
      readonly by: { readonly id: number; readonly name: string };
    }
  /** By its id, or else its name; counts as a use. Answers `reply`. */
  | { readonly verb: "lookUpReply"; readonly replyId: number | null; readonly name: string }
  /** Those that are sent most. Answers `replies`. */
  | { readonly verb: "listReplies"; readonly limit: number };

const VERBS: ReadonlySet<string> = new Set([
  "saveReply",
  "lookUpReply",
  "listReplies",
] satisfies readonly ReplyEffect["verb"][]);

/** Whether a verb is about saved replies. */
export function isAboutReplies(verb: string): boolean {
  return VERBS.has(verb);
}
