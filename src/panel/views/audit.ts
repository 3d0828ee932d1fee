// Who did what: all of it, of one person, or to one fan.
import { bold, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { Screen } from "#actors/kernel/screen.ts";
import type { AuditFilter, AuditLine } from "#db/queries/audit.ts";
import { plainName } from "#src/i18n/words.ts";
import type { ListReads } from "#src/panel/list-reads.ts";
import { act, go, inRows, type Looking, type PanelButton, type View } from "#src/panel/view.ts";
import { age, countText, pagesOf } from "./list-kit.ts";

const PEOPLE_MAX = 12;
const DETAIL_LENGTH_MAX = 80;
/** Details that are figures of money. */
const OF_MONEY = /cents|amount|price|spent|revenue|refund|stars|dayMax|monthMax/i;

/** Draws a page of the log. */
export async function auditView(
  reads: ListReads,
  filter: AuditFilter,
  page: number,
  looking: Looking,
): Promise<View> {
  const found = await reads.audit(filter, page);
  const lines = found.rows.map((row) => lineOf(row, looking));
  const fans = new Set(found.rows.flatMap(({ fanId }) => (fanId === null ? [] : [fanId])));
  return {
    title: "Audit",
    body: joinRich(
      [
        rich(`📜 ${headOf(reads, filter)} · ${countText(found.count, "line", "lines")}`),
        ...(lines.length > 0 ? [joinRich(lines, "\n")] : []),
      ],
      "\n\n",
    ),
    buttons: [
      ...(filter.of === "fan" ? [] : fanButtons(looking, found.rows, fans)),
      ...pagesOf(looking, found, page, (at) => screenOf(filter, at)),
      ...filterButtons(reads, filter, looking),
    ],
  };
}

function screenOf(filter: AuditFilter, page: number): Screen {
  if (filter.of === "member") return { at: "auditBy", memberId: filter.memberId, page };
  return filter.of === "fan" ? { at: "auditOf", fanId: filter.fanId, page } : { at: "audit", page };
}

function headOf(reads: ListReads, filter: AuditFilter): string {
  if (filter.of === "all") return "Everything";
  if (filter.of === "fan") return `Fan ${filter.fanId}`;
  const member = reads.settings().team.find(({ id }) => id === filter.memberId);
  return `By ${plainName(member?.name ?? String(filter.memberId), 32)}`;
}

function lineOf(line: AuditLine, { viewer, now }: Looking): Rich {
  const { byName, act: what, fanName, detail, at } = line;
  const told = Object.entries(detail)
    .filter(([key, value]) => value !== null && (viewer.rights.money || !OF_MONEY.test(key)))
    .map(([key, value]) => `${key} ${typeof value === "object" ? "…" : JSON.stringify(value)}`);
  const details = told.length === 0 ? "" : ` · ${plainName(told.join(", "), DETAIL_LENGTH_MAX)}`;
  const about = fanName === null ? "" : ` → ${plainName(fanName, 24)}`;
  return rich(
    `${age(at, now)} · ${plainName(byName, 24)}: `,
    bold(plainName(what, 32)),
    about,
    details,
  );
}

/** The cards of the fans that the page is about. */
function fanButtons(
  looking: Looking,
  rows: readonly AuditLine[],
  fans: ReadonlySet<number>,
): readonly (readonly PanelButton[])[] {
  const buttons = [...fans].map((fanId) => {
    const name = rows.find((row) => row.fanId === fanId)?.fanName ?? "";
    return go(looking, `👤 ${plainName(name, 16)}`, { at: "fan", fanId });
  });
  return inRows(buttons, 3);
}

function filterButtons(
  reads: ListReads,
  filter: AuditFilter,
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const people = reads.settings().team.slice(0, PEOPLE_MAX);
  const buttons = people.map(({ id, name }) => {
    const isHere = filter.of === "member" && filter.memberId === id;
    return go(looking, `${isHere ? "• " : ""}${plainName(name, 16)}`, {
      at: "auditBy",
      memberId: id,
      page: 0,
    });
  });
  const all = go(looking, filter.of === "all" ? "• All" : "All", { at: "audit", page: 0 });
  const byFan = act(looking, "🔎 By fan", { section: "audit", verb: "fan" });
  return [...inRows(buttons, 3), [all, byFan]];
}
