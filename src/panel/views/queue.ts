// `/conversations`: whom to answer next. The order is kernel/queue-order.ts's. A line has the marks of
// its place (pin, priority, tier), the name that opens the topic, what is unread, how long the fan
// waits and who has it, and below it the last words.
import { joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import { QUEUE_FILTERS, type QueueFilter, type ScreenOf } from "#actors/kernel/screen.ts";
import type { QueueRow } from "#db/queries/queue.ts";
import { plainName } from "#src/i18n/words.ts";
import type { ListReads } from "#src/panel/list-reads.ts";
import { go, inRows, type Looking, type PanelButton, type View } from "#src/panel/view.ts";
import {
  age,
  countText,
  nameOf,
  numbered,
  openers,
  PRIORITY_MARKS,
  pagesOf,
  saidLine,
  TIER_MARKS,
} from "./list-kit.ts";

const FILTERS_A_ROW = 3;
const MINUTE_MS = 60_000;
/** Where the owner has switched "overdue" off. */
const OVERDUE_MINUTES = 30;
const NAMES_MAX = 5;

export async function queueView(
  reads: ListReads,
  { filter, page }: ScreenOf<"queue">,
  looking: Looking,
): Promise<View> {
  const { now, viewer } = looking;
  const minutes = reads.settings().overdueMinutes || OVERDUE_MINUTES;
  const overdueMs = minutes * MINUTE_MS;
  const found = await reads.queue({ filter, page, memberId: viewer.id, overdueMs, now });
  const head = joinRich(
    [rich(onDuty(reads)), rich(countText(found.count, "conversation", "conversations"))],
    "\n",
  );
  const lines = numbered(found.rows.map((row) => lineOf(row, now)));
  return {
    title: "Conversations",
    body: joinRich([head, lines.length > 0 ? joinRich(lines, "\n") : rich(EMPTY[filter])], "\n\n"),
    buttons: [
      ...openers(
        looking,
        found.rows.map(({ fanId }) => ({ at: "fan", fanId })),
      ),
      ...pagesOf(looking, found, page, (at) => ({ at: "queue", filter, page: at })),
      ...filterButtons(looking, filter, minutes),
    ],
  };
}

const EMPTY: Readonly<Record<QueueFilter, string>> = {
  all: "Nobody has written yet.",
  mine: "Nothing is assigned to you.",
  unassigned: "Everything is assigned.",
  unread: "✨ All read.",
  urgent: "✨ Nothing is urgent.",
  waiting: "✨ Nobody waits that long.",
};

function onDuty(reads: ListReads): string {
  const people = reads.settings().team.filter((member) => member.isOnDuty);
  if (people.length === 0) return "🌙 Nobody is on duty";
  const names = people.slice(0, NAMES_MAX).map(({ name }) => plainName(name, 20));
  const more = people.length > NAMES_MAX ? ` +${people.length - NAMES_MAX}` : "";
  return `🟢 On duty: ${names.join(", ")}${more}`;
}

function lineOf(row: QueueRow, now: number): Rich {
  const { isPinned, priority, tier, unread, waitingSince, assignedTo, assignee } = row;
  const marks = `${isPinned ? "📌" : ""}${PRIORITY_MARKS[priority]}${TIER_MARKS[tier]}`;
  const facts = [
    unread > 0 ? `✉️ ${unread}` : `${row.messages} messages`,
    waitingSince === null ? "" : `⏳ ${age(waitingSince, now)}`,
    assignedTo === null ? "" : `👤 ${plainName(assignee ?? String(assignedTo), 16)}`,
  ].filter((fact) => fact !== "");
  const line = rich(marks, " ", nameOf(row), " · ", facts.join(" · "));
  const said = saidLine(row.lastWords, row.lastKind, row.lastDirection);
  return said === null ? line : joinRich([line, said], "\n");
}

function filterButtons(
  looking: Looking,
  current: QueueFilter,
  minutes: number,
): readonly (readonly PanelButton[])[] {
  const names: Readonly<Record<QueueFilter, string>> = {
    all: "All",
    mine: "Mine",
    unassigned: "Unassigned",
    unread: "Unread",
    urgent: "Urgent",
    waiting: minutes % 60 === 0 ? `Over ${minutes / 60} h` : `Over ${minutes} min`,
  };
  const buttons = QUEUE_FILTERS.map((filter) =>
    go(looking, `${filter === current ? "• " : ""}${names[filter]}`, {
      at: "queue",
      filter,
      page: 0,
    }),
  );
  return inRows(buttons, FILTERS_A_ROW);
}
