// Every bound a conversation keeps, with its unit and its reason. Nothing in the state grows without
// one of these: an ordinary conversation is under 1.75 KB of JSON.

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_SECONDS = 86_400;

/** Fan messages remembered one by one; older ones are known by a water mark. See `recent.ts`. */
export const RECENT_MAX = 12;
/** Messages that can still turn from 👌 to 👀; one act of an admin is at most as many calls. */
export const UNSEEN_MAX = 20;
/** Messages whose refund is out of the question: they went free, or were given back already. */
export const UNREFUNDABLE_MAX = 50;

/** Promo codes a fan is remembered to have claimed, in one life and in those that were erased. */
export const CLAIMED_CODES_MAX = 50;
/** Codes that may be asked for in vain in a UTC day: more is guessing. */
export const PROMO_MISSES_MAX = 10;

/** Payments of nobody that the owner was told of: facts about one come several times. */
export const ORPHANS_MAX = 8;

/** People of the team whose gifts and refunds of a day are counted one by one. */
export const MOVERS_MAX = 32;

/** Open questions ("Ban Alice? Confirm / Cancel") to the fan, and to the team; the oldest makes room. */
export const ASKS_MAX = 4;
/** A confirmation that nobody pressed is forgotten: who comes back later presses again. */
export const ASK_LIFE_MS = 10 * MINUTE_MS;

/** Topics opened or reopened in a window before the breaker waits. A storm costs all other fans. */
export const MENDS_MAX = 3;
export const MEND_WINDOW_MS = 10 * MINUTE_MS;
/** Waits after 1, 2, 3 and more refusals to open a topic. */
export const OPEN_BACKOFF_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS] as const;
/** Messages that are shown again in a topic that replaces a lost one. */
export const RECAP_LIMIT = 10;

/** Telegram's bound on an album (core.telegram.org/bots/api#sendmediagroup). */
export const ALBUM_PARTS_MAX = 10;
/** Parts arrive as separate updates without an end mark: an album ends with this much silence… */
export const ALBUM_QUIET_MS = SECOND_MS;
/** …and at the latest so long after its first part. */
export const ALBUM_WAIT_MS_MAX = 3 * SECOND_MS;

/** Telegram shows a chat action for 5 s; refreshed before that. */
export const TYPING_EVERY_MS = 4500;
/** An answer that takes longer is stuck: the typing would be a lie. */
export const TYPING_FOR_MS_MAX = MINUTE_MS;

/** Refreshing a card is an edit, and edits share the group's 20 a minute with messages. */
export const CARD_EVERY_MS = MINUTE_MS;

/** Telegram's own bound on names and start payloads. */
export const NAME_LENGTH_MAX = 64;
export const SOURCE_LENGTH_MAX = 64;
export const COMMAND_LENGTH_MAX = 32;
export const NOTE_LENGTH_MAX = 4096;

/** The longest single gift of time, and the most a fan can have before them. */
export const SESSION_GIFT_SECONDS_MAX = 30 * DAY_SECONDS;
export const SESSION_SECONDS_MAX = 366 * DAY_SECONDS;

/** The same free word (unsupported, too many waiting) is not said twice within this. */
export const REPEATED_WORD_MS = 3 * SECOND_MS;
/** Strangers in a topic are told at most this often: each word costs the group a message. */
export const STRANGER_WORD_MS = 3 * SECOND_MS;
/** The same where nobody wrote but those who were told last. */
export const STRANGER_AGAIN_MS = 10 * SECOND_MS;
/** In one word. */
export const STRANGERS_NAMED_MAX = 5;
export const STRANGER_NAME_LENGTH_MAX = 40;
/** A burst of held messages edits one notice; after a pause a new one is sent. */
export const HELD_NOTICE_BURST_MS = 10 * SECOND_MS;
export const EXPORT_EVERY_MS = MINUTE_MS;
