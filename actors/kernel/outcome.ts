// What became of one call to the outside. Adapters collapse every vendor's errors into these four;
// nothing else in the program knows a TelegramError.

import type { Answer } from "./answer.ts";

/** Why a vendor said no for good. */
export type RefusalCode =
  | "blocked" // the fan blocked the bot, deleted the account, or never wrote
  | "topic-gone" // the forum topic was deleted, archived, or never made
  | "topic-closed"
  | "migrated" // the group became another chat; `migratedTo` has its id
  | "no-rights" // the bot lacks an administrator's right in the group
  | "chat-gone" // the bot is not in the chat, or the chat is no more
  | "message-gone" // the message to edit, delete, copy or react to is no more
  | "too-late" // a press or a deletion past its life
  | "unwanted" // the fan takes no broadcasts any more
  | "unauthorized" // the token is revoked
  | "unavailable" // asked often enough: the service did not answer in time to be of use
  | "bad-request"; // anything else that sending again cannot mend

/** The new ids a send made, in the order of the parts it sent. */
export interface Sent {
  readonly chatId: number;
  readonly threadId: number | null;
  readonly messageIds: readonly number[];
}

export type Outcome =
  | { readonly type: "done"; readonly sent: Sent | null; readonly answer?: Answer }
  /** `bot` stops every lane, `chat` only that chat. Nobody was reached, or we were told to wait. */
  | {
      readonly type: "retry";
      readonly afterMs: number;
      readonly scope: "chat" | "bot";
      readonly isUnreached?: true;
    }
  | {
      readonly type: "refused";
      readonly code: RefusalCode;
      /** The vendor's own words, free of tokens and message text. */
      readonly reason: string;
      readonly migratedTo?: number;
    }
  /** The connection broke after the call may have been made. */
  | { readonly type: "unknown"; readonly reason: string };
