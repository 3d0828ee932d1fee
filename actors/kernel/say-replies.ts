// What is said about saved replies: in a fan's topic, and on the panel.
import type { ContentKind } from "./content.ts";

type Nothing = Readonly<Record<string, never>>;

export interface ReplyTeamSays {
  saveUsage: Nothing;
  /** Only what somebody of the team wrote themselves is saved, by themselves. */
  saveNotYours: Nothing;
  /** Albums, polls and the like cannot be sent again by what is kept of them. */
  saveUnfit: Nothing;
  /** Media that is sold, or was kept back to be: it is neither saved nor sent for nothing. */
  replyForSale: Nothing;
  replySaved: { readonly name: string; readonly isNew: boolean };
  replyUnknown: { readonly name: string };
  /** The menu of `/r`; `count` of all that there are. */
  replyMenu: { readonly count: number; readonly shown: number };
  /** The words of a reply that goes out, for those who only saw the command. */
  replyWords: {
    readonly name: string;
    readonly by: string;
    readonly kind: ContentKind;
    readonly text: string;
  };
}

export interface ReplyDeskSays {
  askReplyName: Nothing;
  askReplyContent: { readonly name: string };
  replyKept: { readonly name: string; readonly isNew: boolean };
  replyRenamed: { readonly from: string; readonly to: string };
  replyNameTaken: { readonly name: string };
  confirmReplyDelete: Nothing;
  replyDeleted: { readonly name: string };
}
