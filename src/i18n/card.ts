// The User Info card: everything the team should know of a fan at a glance, pinned in the topic.
import { bold, code, type Rich, rich } from "#actors/kernel/rich.ts";
import { type CardFacts, LANGUAGE_NAMES } from "#actors/kernel/say.ts";
import { balanceLine, whoLine } from "./header.ts";
import { spentText } from "./money.ts";
import { PRIORITY_MARKS } from "./team-duty.ts";
import { counted, figure, lines, plainName } from "./words.ts";

const L = "en";

const dates = new Intl.DateTimeFormat(L, {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** The card's text; times are UTC. */
export function cardText(facts: CardFacts): Rich {
  return lines(
    rich("👤 ", bold("User Info")),
    rich("Name: ", bold(plainName(facts.firstName)), `  🌍 ${LANGUAGE_NAMES[facts.language]}`),
    whoLine(facts),
    balanceLine(facts),
    facts.spent === null ? null : `Spent: ${spentText(facts.spent)}`,
    `Messages: ${figure(facts.messagesIn, L)} in, ${figure(facts.messagesOut, L)} out`,
    `First seen: ${dates.format(facts.firstSeenAt)}`,
    `Last seen: ${dates.format(facts.lastSeenAt)} UTC`,
    facts.source === null ? null : rich("Came by: ", code(plainName(facts.source))),
    sortedLine(facts),
    ...flags(facts),
  );
}

/** `Looked after by Ben  📌 🔴 urgent`. */
function sortedLine({ marks }: CardFacts): string | null {
  if (marks === undefined) return null;
  const { assignee, priority, isPinned } = marks;
  const parts = [
    assignee === null ? null : `🙋 ${plainName(assignee)}`,
    isPinned ? "📌 Pinned" : null,
    priority === "normal" ? null : `${PRIORITY_MARKS[priority]} ${priority}`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

function flags(facts: CardFacts): readonly string[] {
  const waiting = counted(facts.held, { one: "message", other: "messages" }, L);
  return [
    facts.isBanned ? "🚫 Banned" : null,
    facts.isUnreachable ? "🔕 Has blocked the bot" : null,
    facts.held > 0 ? `📥 ${waiting} waiting to be paid for` : null,
  ].filter((flag) => flag !== null);
}
