// What a conversation remembers of who looks after it. Kept sparse: what is as it was at first is not
// there, so an ordinary conversation carries none of this.
import { z } from "zod";
import { Content } from "#actors/kernel/content.ts";
import { PRIORITIES } from "#actors/kernel/priority.ts";
import { TIERS } from "#actors/kernel/say.ts";
import { Teammate } from "#actors/kernel/team.ts";
import { TOPIC_ICONS } from "#actors/kernel/topic-icon.ts";

const Id = z.int();
const Time = z.int();

/** Whose conversation it is; the name as it was when they were given it. */
const Assignee = z.object({ id: Id, name: z.string(), at: Time });

/** Who holds the conversation, and until when. See `claims.ts`. */
const Claim = z.object({ byId: Id, byName: z.string(), until: Time });

/** A message of the team's that waits for a press. See `claims.ts`. */
const Aside = z.object({
  /** In the buttons of the question. */
  token: z.string(),
  by: Teammate,
  groupId: Id,
  messageIds: z.array(Id),
  content: Content,
  replyToMessageId: Id.nullable(),
  at: Time,
  /** Our line with the question; null until it is there. */
  lineId: Id.nullable(),
});

const Reminder = z.object({ at: Time, byId: Id, byName: z.string(), text: z.string() });

const Full = z.object({
  assignee: Assignee.nullable(),
  /** How often this conversation was given out by turns. See `assign.ts`. */
  turns: z.int().nonnegative(),
  claim: Claim.nullable(),
  asides: z.array(Aside),
  priority: z.enum(PRIORITIES),
  /** The team's own choice is never overruled by a rule. */
  priorityBy: z.enum(["rules", "team"]),
  isPinned: z.boolean(),
  tags: z.array(z.string()),
  /** Chosen by the team; null: by what was spent. */
  tier: z.enum(TIERS).nullable(),
  snoozedUntil: Time.nullable(),
  /** When a snooze was over: nobody is late for what came before. */
  wokenAt: Time,
  /** Soonest first. */
  reminders: z.array(Reminder),
  /** `waitingSince` of the wait that was raised as overdue. */
  raisedFor: Time,
  /** When the assignee was last told that the fan wrote; 0: they have acted since. */
  newsAt: Time,
  /** When the fan was last told that nobody is there. */
  awayAt: Time,
  /** The icon that the topic was given last. */
  icon: z.enum(TOPIC_ICONS),
  /** While it is right: since when. While it is wrong: when it is to be put right. */
  iconAt: Time,
  /** What the timer `duty` is set to. */
  dueAt: Time.nullable(),
});

export type Duty = z.infer<typeof Full>;
export type Aside = z.infer<typeof Aside>;
export type Reminder = z.infer<typeof Reminder>;

/** As it is stored: only what differs from {@link NO_DUTY}. */
export const SparseDuty = Full.partial();

/** Nobody's, in no hurry. */
export const NO_DUTY: Duty = {
  assignee: null,
  turns: 0,
  claim: null,
  asides: [],
  priority: "normal",
  priorityBy: "rules",
  isPinned: false,
  tags: [],
  tier: null,
  snoozedUntil: null,
  wokenAt: 0,
  reminders: [],
  raisedFor: 0,
  newsAt: 0,
  awayAt: 0,
  icon: "none",
  iconAt: 0,
  dueAt: null,
};
