// To the team, in English: who looks after a conversation, and where it stands in the queue.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { TeamSays } from "#actors/kernel/say.ts";
import type { Bound } from "#actors/kernel/team.ts";
import type { SomeTeamWords } from "./catalogue.ts";
import { cutText, duration, figure, lines, plainName } from "./words.ts";

const L = "en";
const TEXT_LENGTH_MAX = 500;

const time = (seconds: number): string => duration(seconds, L);

export const PRIORITY_MARKS: Readonly<Record<TeamSays["prioritySet"]["level"], string>> = {
  low: "🔽",
  normal: "▫️",
  high: "🔼",
  urgent: "🔴",
};

const TIER_NAMES: Readonly<Record<TeamSays["tierSet"]["tier"], string>> = {
  new: "🌱 New",
  regular: "⭐ Regular",
  vip: "🏆 VIP",
};

/** What is left of a bound for this fan and day. */
const BOUND_LEFT: Readonly<Record<Bound, (left: number) => string>> = {
  giftMax: (left) =>
    `Today you may move ${left === 0 ? "no more" : figure(left, "en")} credits here.`,
  giftMinutesMax: (left) =>
    left < 60 ? "Today you may give no more time here." : `Today you may give ${time(left)} here.`,
  refundMaxCents: (left) =>
    left === 0
      ? "Today you may refund no more here."
      : `Today you may refund ${(left / 100).toFixed(2)} or ⭐ ${figure(left, "en")} here.`,
};

export const teamDuty = {
  notAllowed: (w) => rich(`🔒 As ${w.role} you cannot do this. Ask the owner.`),
  boundReached: (w) => rich(`✋ ${BOUND_LEFT[w.bound](w.left)}`),
  heldBack: (w) =>
    lines(
      rich("✋ ", bold("Not sent: "), bold(plainName(w.holder)), " is answering this fan."),
      `Theirs for another ${time(w.seconds)}. Send yours as well?`,
    ),
  heldBackFull: (w) =>
    rich(
      "✋ ",
      bold("Not sent"),
      ` and not kept: ${plainName(w.holder)} is answering, and too many messages wait above.`,
    ),
  sentAnyway: (w) => rich("📨 ", bold("Sent"), ` by ${plainName(w.by)}.`),
  heldBackDropped: (w) => rich("🗑 ", bold("Not sent"), `: discarded by ${plainName(w.by)}.`),
  heldBackExpired: () => rich("⌛ ", bold("Not sent"), ": nobody decided in time."),
  assignMenu: (w) =>
    lines(
      rich("🙋 Who looks after ", bold(plainName(w.name)), "?"),
      w.assignee === null ? "Nobody does yet." : `Now: ${plainName(w.assignee)}.`,
    ),
  assigned: (w) =>
    w.to === w.by
      ? rich("🙋 ", bold(plainName(w.to)), " looks after this fan.")
      : rich("🙋 Assigned to ", bold(plainName(w.to)), ` by ${plainName(w.by)}.`),
  assignedAlready: (w) => rich(`Already assigned to ${plainName(w.to)}.`),
  unassigned: (w) => rich("🫥 ", bold("Nobody's again"), `, by ${plainName(w.by)}.`),
  notAssigned: () => rich("Nobody had it."),
  assignUnknown: (w) =>
    lines(
      rich("🤔 No one person of the team is called ", code(plainName(w.who)), "."),
      rich(code("/assign @name"), ", ", code("me"), ", ", code("next"), " or ", code("nobody")),
    ),
  nobodyOnDuty: () => rich("🌙 Nobody is on duty. /duty in private puts you on."),
  gaveBack: (w) =>
    rich(
      "🫥 ",
      bold("Back in the queue: "),
      `${plainName(w.name)} left the fan waiting for ${time(w.seconds)}.`,
    ),
  pinned: (w) => rich("📌 ", bold("Pinned"), ` by ${plainName(w.by)}: first in the list.`),
  pinnedAlready: () => rich("Already pinned."),
  unpinned: (w) => rich("📌 ", bold("Unpinned"), ` by ${plainName(w.by)}.`),
  notPinned: () => rich("Not pinned."),
  prioritySet: (w) =>
    rich(`${PRIORITY_MARKS[w.level]} Priority `, bold(w.level), `, by ${plainName(w.by)}.`),
  priorityAlready: (w) => rich(`The priority is ${w.level} already.`),
  priorityUsage: () =>
    rich(
      code("/priority"),
      " goes one up; ",
      code("/priority low|normal|high|urgent"),
      " sets it.",
    ),
  closed: (w) =>
    rich("✅ ", bold("Closed"), ` by ${plainName(w.by)}. The fan's next message opens it again.`),
  closedAlready: () => rich("Already closed."),
  tags: (w) =>
    w.tags.length === 0
      ? rich("🏷 No tags. ", code("/tag word"), " adds one, ", code("/tag -word"), " takes it off.")
      : rich("🏷 ", w.tags.map((tag) => `#${tag}`).join(" ")),
  tagUsage: (w) =>
    rich(
      `🏷 At most ${figure(w.max, L)} tags of letters and figures: `,
      code("/tag regular -late"),
      ".",
    ),
  tierSet: (w) =>
    rich(
      bold(TIER_NAMES[w.tier]),
      w.isByHand
        ? ` from now on, by ${plainName(w.by)}.`
        : ` by what was spent, by ${plainName(w.by)}.`,
    ),
  snoozeMenu: () => rich("💤 Out of the list for how long? It comes back when the fan writes."),
  snoozed: (w) =>
    rich(
      "💤 ",
      bold(`Again in ${time(w.seconds)}`),
      `, or when the fan writes. By ${plainName(w.by)}.`,
    ),
  snoozedAlready: (w) => rich(`Snoozed already: again in ${time(w.seconds)}.`),
  snoozeOver: () => rich("⏰ ", bold("The snooze is over."), " It is in the list again."),
  snoozeEnded: (w) => rich("⏰ ", bold("Back in the list"), `, by ${plainName(w.by)}.`),
  notSnoozed: () => rich("Not snoozed."),
  snoozeUsage: () =>
    rich(
      "💤 ",
      code("/snooze 3h"),
      ": ",
      code("30m"),
      ", ",
      code("3h"),
      ", ",
      code("2d"),
      ", ",
      code("off"),
      ".",
    ),
  reminderSet: (w) => rich("⏰ I will say so in ", bold(time(w.seconds)), "."),
  reminder: (w) =>
    lines(
      rich("⏰ ", bold(`Reminder by ${plainName(w.by)}`)),
      w.text === "" ? null : cutText(w.text, TEXT_LENGTH_MAX),
    ),
  remindUsage: () =>
    rich(
      "⏰ ",
      code("/remind 3h TEXT"),
      ": ",
      code("30m"),
      ", ",
      code("3h"),
      " or ",
      code("2d"),
      " from now.",
    ),
  remindersFull: (w) => rich(`⏰ There are ${figure(w.max, L)} reminders here already.`),
  overdue: (w) =>
    rich("🚨 ", bold(plainName(w.name)), " has been waiting for ", bold(time(w.seconds)), "."),
  heldElsewhere: (w) =>
    rich(
      "✋ ",
      bold("Not sent: "),
      `${plainName(w.holder)} is answering, for another ${time(w.seconds)}. Write in the topic to go on all the same.`,
    ),
  timeTaken: (w) =>
    rich(
      "⏳ ",
      bold(`${time(w.seconds)} taken back`),
      ` by ${plainName(w.by)}. Left: ${w.sessionSeconds === 0 ? "none" : time(w.sessionSeconds)}.`,
    ),
  panelReply: (w) =>
    lines(
      rich("💬 ", bold(`${plainName(w.by)} answered from the panel`)),
      w.text === "" ? null : cutText(w.text, TEXT_LENGTH_MAX),
    ),
  fanErasedBy: (w) =>
    rich("🕊 ", bold("Everything about the fan was deleted"), ` by ${plainName(w.by)}.`),
} satisfies SomeTeamWords;
