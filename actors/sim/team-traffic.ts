// What several people of a team do in a simulated hour, drawn apart from all other acts: they answer
// in turns, take conversations and give them away, put them off, close them, and sit in the panel. Most
// of it are stories, because a second answer needs a first one, and a Yes a question.
import type { Member } from "#actors/kernel/team.ts";
import type { Prng } from "./prng.ts";

/** The owner is the one who acts in `traffic.ts` too. */
const ADA = member(1, "Ada", "owner");
const BEN = member(2, "Ben", "admin");
const CORA = member(3, "Cora", "admin");
const DEE = member(4, "Dee", "agent");

/** Two admins, and an agent who is on duty. */
export const TEAM: readonly Member[] = [ADA, BEN, CORA, { ...DEE, isOnDuty: true }];

function member(id: number, name: string, role: Member["role"]): Member {
  return { id, name, username: name.toLowerCase(), role, isOnDuty: false };
}

/** In a fan's topic. */
const IN_TOPIC = [
  "answer",
  "seen",
  "assign",
  "assignToMe",
  "pin",
  "unpin",
  "priority",
  "close",
  "snooze",
  "remind",
  "sendAnyway",
  "discard",
] as const;

/** In the panel of whoever acts. */
const IN_PANEL = [
  "openPanel",
  "goToFan",
  "askCredits",
  "answerCredits",
  "askTier",
  "askClose",
  "yes",
] as const;

export type TeamActKind =
  | (typeof IN_TOPIC | typeof IN_PANEL)[number]
  /** The fan writes, which makes somebody of them wait. */
  | "fanWrites";

export interface TeamAct {
  readonly atMs: number;
  readonly kind: TeamActKind;
  readonly fanId: number;
  readonly by: Member;
  /** Where the panel of an act stands; of no meaning to others. */
  readonly isInGroup: boolean;
}

/** Of an answer that was kept back; null: nobody decides. */
const DECISIONS: readonly [TeamActKind, ...(TeamActKind | null)[]] = [
  "sendAnyway",
  "sendAnyway",
  "discard",
  null,
];

type Step = readonly [TeamActKind, Member, number];

/** Plans what the team does about a few fans within `spanMs`; some seeds have none of it. */
export function planTeamActs(random: Prng, fans: readonly number[], spanMs: number): TeamAct[] {
  if (random.chance(0.4)) return [];
  const stories = Array.from({ length: 1 + random.below(4) }, () => {
    const fanId = fans[random.below(fans.length)] ?? 0;
    const from = random.below(spanMs * 0.8);
    const isInGroup = random.chance(0.4);
    const steps = random.pick([answering, answering, ordering, ordering, confirming, sorting]);
    return steps(random).map(([kind, by, afterMs]): TeamAct => {
      return { atMs: from + afterMs, kind, fanId, by, isInGroup };
    });
  });
  const kinds = [...IN_TOPIC, ...IN_PANEL].filter(() => random.chance(0.5));
  const strays = Array.from({ length: kinds.length === 0 ? 0 : random.below(12) }, (): TeamAct => {
    return {
      atMs: random.below(spanMs),
      kind: kinds[random.below(kinds.length)] ?? "answer",
      fanId: fans[random.below(fans.length)] ?? 0,
      by: someone(random),
      isInGroup: random.chance(0.4),
    };
  });
  return [...stories.flat(), ...strays].toSorted((a, b) => a.atMs - b.atMs);
}

/** Two answer one fan, close to each other; what is kept back is decided about by somebody, or not. */
function answering(random: Prng): Step[] {
  const [first, second] = twoOf(random);
  const steps: Step[] = [["fanWrites", first, 0]];
  if (random.chance(0.3)) steps.push(["assign", random.pick([first, second]), 1_500]);
  let at = 3_000;
  for (let turn = 0; turn < 1 + random.below(3); turn += 1) {
    steps.push([random.chance(0.2) ? "seen" : "answer", first, at]);
    steps.push(["answer", second, at + random.below(8_000)]);
    const decides = random.pick([first, second]);
    const how = random.pick<TeamActKind | null>(DECISIONS);
    if (how !== null) steps.push([how, decides, at + 9_000 + random.below(20_000)]);
    if (how !== null && random.chance(0.3)) steps.push([how, second, at + 10_000]);
    at += 30_000;
  }
  return steps;
}

/** Credits from the panel, by what somebody writes there. */
function ordering(random: Prng): Step[] {
  const by = someone(random);
  const steps: Step[] = [
    ["fanWrites", by, 0],
    ["openPanel", by, 500],
    ["goToFan", by, 2_000],
  ];
  for (let order = 0; order < 1 + random.below(3); order += 1) {
    const at = 4_000 + order * 5_000;
    steps.push(["askCredits", by, at], ["answerCredits", by, at + 1_000 + random.below(2_000)]);
  }
  return steps;
}

/** Something that takes a Yes, and the Yes pressed again by an impatient finger. */
function confirming(random: Prng): Step[] {
  const by = someone(random);
  const steps: Step[] = [
    ["fanWrites", by, 0],
    ["openPanel", by, 500],
    ["goToFan", by, 2_000],
  ];
  for (let question = 0; question < 1 + random.below(3); question += 1) {
    const at = 4_000 + question * 6_000;
    steps.push([random.chance(0.7) ? "askTier" : "askClose", by, at], ["yes", by, at + 2_500]);
    if (random.chance(0.8)) steps.push(["yes", by, at + 2_500 + random.below(1_500)]);
  }
  return steps;
}

/** Put off or closed, until its time or the fan's next message. */
function sorting(random: Prng): Step[] {
  const by = someone(random);
  const kind = random.pick<TeamActKind>(["close", "snooze", "snooze", "remind"]);
  const steps: Step[] = [
    ["fanWrites", by, 0],
    [kind, by, 4_000],
  ];
  if (random.chance(0.6)) steps.push(["fanWrites", by, 4_000 + random.below(40_000)]);
  return steps;
}

function someone(random: Prng): Member {
  return random.pick([ADA, BEN, CORA, DEE]);
}

function twoOf(random: Prng): [Member, Member] {
  const first = someone(random);
  const others = TEAM.filter(({ id }) => id !== first.id);
  return [first, others[random.below(others.length)] ?? ADA];
}
