// What a desk can hear: what its person writes and presses, words from conversations, outcomes.
import { z } from "zod";
import { Content } from "#actors/kernel/content.ts";
import { OutcomeHeard, TimerHeard } from "#actors/kernel/heard.ts";
import { DeskWord } from "#actors/kernel/order.ts";
import { Teammate } from "#actors/kernel/team.ts";

const Id = z.int();

/** A message of its person in the desk's chat that is no command. */
const Wrote = z.object({
  type: z.literal("wrote"),
  by: Teammate,
  messageId: Id,
  content: Content,
  /** The same for every part of an album: an answer is one of them, and the others go with it. */
  albumId: z.string().nullable(),
  /**
   * In private: the same message as the person's own conversation hears it, as JSON. People of the
   * team may be fans too; what no wizard waits for goes on to there. null in a group.
   */
  passOn: z.string().nullable(),
});

const Commanded = z.object({
  type: z.literal("commanded"),
  by: Teammate,
  messageId: Id,
  /** Without the slash and the bot's name, lower case. */
  command: z.string(),
  argument: z.string(),
  username: z.string().nullable(),
  passOn: z.string().nullable(),
});

/** An edit of their own message in private: only on its way, so that it comes after what it edits. */
const Passed = z.object({ type: z.literal("passed"), by: Teammate, passOn: z.string() });

const Pressed = z.object({
  type: z.literal("pressed"),
  by: Teammate,
  queryId: z.string(),
  messageId: Id,
  /** The panel that was pressed is a picture. */
  isPicture: z.literal(true).optional(),
  /** Callback data as it came: may be forged. */
  data: z.string(),
});

/** A report that the owner wants of itself is due: of the days before `until`, Unix milliseconds. */
const ReportDue = z.object({
  type: z.literal("reportDue"),
  report: z.enum(["day", "week"]),
  until: Id,
});

export const DeskMessage = z.discriminatedUnion("type", [
  Wrote,
  Commanded,
  Passed,
  Pressed,
  DeskWord,
  ReportDue,
  OutcomeHeard,
  TimerHeard,
]);
export type DeskMessage = z.infer<typeof DeskMessage>;

export type Heard<Type extends DeskMessage["type"]> = Extract<DeskMessage, { type: Type }>;
