// What is said about who looks after a conversation: claims, assignment, order in the queue, reminders.
// Spans are in whole seconds; `by`, `to` and `name` are people as they call themselves.
import type { Priority } from "./priority.ts";
import type { Bound } from "./team.ts";

type Nothing = Readonly<Record<string, never>>;

/** Said to the team, in the fan's topic. */
export interface TeamDutySays {
  /** A role may not do this. */
  notAllowed: { readonly role: string };
  /** More than is left for this fan today: in credits, seconds, or cents and whole Stars. */
  boundReached: { readonly bound: Bound; readonly left: number };

  /** A question: somebody else holds the conversation for so long. */
  heldBack: { readonly holder: string; readonly seconds: number };
  /** Too many messages wait for such an answer already. */
  heldBackFull: { readonly holder: string };
  sentAnyway: { readonly by: string };
  heldBackDropped: { readonly by: string };
  heldBackExpired: Nothing;

  assignMenu: { readonly name: string; readonly assignee: string | null };
  assigned: { readonly to: string; readonly by: string };
  assignedAlready: { readonly to: string };
  unassigned: { readonly by: string };
  notAssigned: Nothing;
  assignUnknown: { readonly who: string };
  nobodyOnDuty: Nothing;
  /** The assignee left the fan waiting for so long. */
  gaveBack: { readonly name: string; readonly seconds: number };

  pinned: { readonly by: string };
  pinnedAlready: Nothing;
  unpinned: { readonly by: string };
  notPinned: Nothing;
  prioritySet: { readonly level: Priority; readonly by: string };
  priorityAlready: { readonly level: Priority };
  priorityUsage: Nothing;
  closed: { readonly by: string };
  closedAlready: Nothing;
  tags: { readonly tags: readonly string[] };
  tagUsage: { readonly max: number };
  tierSet: {
    readonly tier: "new" | "regular" | "vip";
    readonly isByHand: boolean;
    readonly by: string;
  };

  snoozeMenu: Nothing;
  snoozed: { readonly seconds: number; readonly by: string };
  snoozedAlready: { readonly seconds: number };
  snoozeOver: Nothing;
  snoozeEnded: { readonly by: string };
  notSnoozed: Nothing;
  snoozeUsage: Nothing;

  reminderSet: { readonly seconds: number };
  reminder: { readonly by: string; readonly text: string };
  remindUsage: Nothing;
  remindersFull: { readonly max: number };

  overdue: { readonly name: string; readonly seconds: number };

  /** From the panel: somebody else holds the conversation, nothing was sent. */
  heldElsewhere: { readonly holder: string; readonly seconds: number };
  timeTaken: { readonly seconds: number; readonly by: string; readonly sessionSeconds: number };
  /** What was sent to the fan from the panel. */
  panelReply: { readonly by: string; readonly text: string };
  fanErasedBy: { readonly by: string };
}

/** Said to fans. */
export interface FanDutySays {
  timeTaken: { readonly takenSeconds: number; readonly sessionSeconds: number };
  /** In the owner's own words; null: nobody knows when somebody will be back. */
  away: { readonly text: string; readonly backInSeconds: number | null };
}

/** Said to one person of the team in private; with a link to the fan's topic. */
export interface DeskDutySays {
  fanWrote: { readonly name: string };
  youWereAssigned: { readonly name: string; readonly by: string };
  youGaveBack: { readonly name: string; readonly seconds: number };
  fanOverdue: { readonly name: string; readonly seconds: number };
  yourReminder: { readonly name: string; readonly text: string };
}
