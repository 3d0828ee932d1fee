// Bounds of what a conversation keeps about who looks after it, and their reasons.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Messages of the team that wait for a press; one more is not kept, and its writer is told so. */
export const ASIDES_MAX = 3;
export const TAGS_MAX = 10;
export const TAG_LENGTH_MAX = 24;
export const REMINDERS_MAX = 8;
export const REMINDER_LENGTH_MAX = 200;
/** The shortest and the longest snooze or reminder. */
export const SPAN_SECONDS_MIN = 60;
export const SPAN_SECONDS_MAX = 30 * 86_400;
/** The assignee is told of a fan's messages once in this span, unless they have acted since. */
export const NEWS_EVERY_MS = 10 * MINUTE_MS;
/** People on duty who are told of a fan who waits too long. */
export const RAISED_TO_MAX = 10;
/** A fan who writes while nobody is there is told at most so often. */
export const AWAY_EVERY_MS = 24 * HOUR_MS;
/** An icon follows so long after what changed it: an answer at once changes nothing that is seen… */
export const ICON_AFTER_MS = 10_000;
/** …and costs the group one of its twenty messages a minute, so a topic's changes no oftener. */
export const ICON_EVERY_MS = MINUTE_MS;
/** Buttons of the assign menu. */
export const ASSIGN_BUTTONS_MAX = 30;
