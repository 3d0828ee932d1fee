// Sayings about saved replies, as long and as wild as they come.
import { TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { ReplyTeamSays } from "#actors/kernel/say-replies.ts";

const LONG_NAME = "r".repeat(32);

export const TEAM_REPLY_SAYS: {
  readonly [Key in keyof ReplyTeamSays]: readonly ReplyTeamSays[Key][];
} = {
  saveUsage: [{}],
  saveNotYours: [{}],
  saveUnfit: [{}],
  replyForSale: [{}],
  replySaved: [
    { name: "hello", isNew: true },
    { name: LONG_NAME, isNew: false },
  ],
  replyUnknown: [{ name: "nobody\n\u202Ehere" }],
  replyMenu: [
    { count: 0, shown: 0 },
    { count: 3, shown: 3 },
    { count: 300, shown: 18 },
  ],
  replyWords: [
    { name: "hello", by: "Ada", kind: "text", text: "w".repeat(TEXT_LENGTH_MAX) },
    { name: LONG_NAME, by: "Ada", kind: "photo", text: "" },
  ],
};
