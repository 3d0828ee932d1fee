// What is said about who looks after a conversation, in tests: once small, once as large as it gets.
import { PRIORITIES } from "#actors/kernel/priority.ts";
import { TIERS } from "#actors/kernel/say.ts";
import type { FanDutySays, TeamDutySays } from "#actors/kernel/say-duty.ts";
import { BOUNDS, ROLES } from "#actors/kernel/team.ts";

const WILD = `<b>*_\`[x](y)\u202e\n\u0000👩‍👩‍👧‍👦${"é̷".repeat(300)}`;
const SPAN = 31_622_400;

const people = [{ by: "Ben" }, { by: WILD }];
const named = [
  { name: "Alice", seconds: 60 },
  { name: WILD, seconds: SPAN },
];

type Samples<Says> = { readonly [Key in keyof Says]: readonly Says[Key][] };

export const FAN_DUTY_SAYS: Samples<FanDutySays> = {
  timeTaken: [
    { takenSeconds: 60, sessionSeconds: 0 },
    { takenSeconds: SPAN, sessionSeconds: SPAN },
  ],
  away: [
    { text: "See you soon!", backInSeconds: 32_400 },
    { text: "x".repeat(1000), backInSeconds: null },
  ],
};

export const TEAM_DUTY_SAYS: Samples<TeamDutySays> = {
  notAllowed: ROLES.map((role) => ({ role })),
  boundReached: BOUNDS.flatMap((bound) => [0, 90_000].map((left) => ({ bound, left }))),
  heldBack: [
    { holder: "Ben", seconds: 300 },
    { holder: WILD, seconds: 86_400 },
  ],
  heldBackFull: [{ holder: WILD }],
  sentAnyway: people,
  heldBackDropped: people,
  heldBackExpired: [{}],
  assignMenu: [
    { name: "Alice", assignee: null },
    { name: WILD, assignee: WILD },
  ],
  assigned: [
    { to: "Ben", by: "Ben" },
    { to: WILD, by: "Olga" },
  ],
  assignedAlready: [{ to: WILD }],
  unassigned: people,
  notAssigned: [{}],
  assignUnknown: [{ who: "" }, { who: WILD }],
  nobodyOnDuty: [{}],
  gaveBack: named,
  pinned: people,
  pinnedAlready: [{}],
  unpinned: people,
  notPinned: [{}],
  prioritySet: PRIORITIES.map((level) => ({ level, by: WILD })),
  priorityAlready: PRIORITIES.map((level) => ({ level })),
  priorityUsage: [{}],
  closed: people,
  closedAlready: [{}],
  tags: [{ tags: [] }, { tags: Array.from({ length: 10 }, (_, i) => `${"t".repeat(23)}${i}`) }],
  tagUsage: [{ max: 10 }],
  tierSet: TIERS.flatMap((tier) => [
    { tier, isByHand: true, by: WILD },
    { tier, isByHand: false, by: "Ben" },
  ]),
  snoozeMenu: [{}],
  snoozed: [
    { seconds: 60, by: "Ben" },
    { seconds: SPAN, by: WILD },
  ],
  snoozedAlready: [{ seconds: SPAN }],
  snoozeOver: [{}],
  snoozeEnded: people,
  notSnoozed: [{}],
  snoozeUsage: [{}],
  reminderSet: [{ seconds: SPAN }],
  reminder: [
    { by: "Ben", text: "" },
    { by: WILD, text: "x".repeat(200) },
  ],
  remindUsage: [{}],
  remindersFull: [{ max: 8 }],
  overdue: named,
  heldElsewhere: [{ holder: WILD, seconds: SPAN }],
  timeTaken: [
    { seconds: 60, by: "Ben", sessionSeconds: 0 },
    { seconds: SPAN, by: WILD, sessionSeconds: SPAN },
  ],
  panelReply: [
    { by: "Ben", text: "" },
    { by: WILD, text: "x".repeat(500) },
  ],
  fanErasedBy: people,
};
