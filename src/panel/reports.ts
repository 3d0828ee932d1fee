// Reports that are sent for somebody to keep: a table behind a chart, the picture of a day or a week.
// They are made when they are sent, for whoever asked: what shows money is not made for those who may
// not see it.
import type { Report, Viewer } from "#actors/kernel/effect-desk.ts";
import { italic, joinRich, type Rich } from "#actors/kernel/rich.ts";
import type { Chart } from "#actors/kernel/screen.ts";
import { dayOf } from "#db/rollup.ts";
import { csvOf } from "#src/charts/csv.ts";
import { makeGlance } from "#src/charts/glance.ts";
import { pngOf, svgOf } from "#src/charts/picture.ts";
import { makeReport, type ReportReads, showsMoney } from "#src/charts/report.ts";
import { MONEY_IN_PRIVATE } from "./frame.ts";

/** What can be sent; a fan's export is made elsewhere. */
export type FiguresReport = Exclude<Report, { report: "fanExport" }>;

export type MadeReport =
  | { readonly type: "picture"; readonly picture: Uint8Array; readonly text: Rich }
  | { readonly type: "file"; readonly file: File };

/** Makes a report; null: not for this viewer. @throws StoreError */
export async function makeFile(
  reads: ReportReads,
  report: FiguresReport,
  viewer: Viewer,
  now: number,
): Promise<MadeReport | null> {
  if (report.report === "table") return table(reads, report, viewer, now);
  const isToday = report.report === "today";
  if (isToday) await reads.refreshToday(now);
  const about = isToday
    ? { title: "Today", days: 1, until: now + 1 }
    : { title: report.days === 1 ? "The day" : "The week", ...report };
  const { option, facts } = await makeGlance(reads, about, viewer.rights.money);
  const picture = await pngOf(await svgOf(option));
  const head = isToday ? "📊 Today so far" : `📊 ${about.title} that is over`;
  const more = viewer.isMoneyInPrivate === true ? [italic(MONEY_IN_PRIVATE)] : [];
  return { type: "picture", picture, text: joinRich([head, ...facts, ...more], "\n") };
}

async function table(
  reads: ReportReads,
  { chart, days }: Extract<Report, { report: "table" }>,
  viewer: Viewer,
  now: number,
): Promise<MadeReport | null> {
  if (showsMoney(chart) && !viewer.rights.money) return null;
  const { table: rows } = await makeReport(reads, chart, days, now);
  return { type: "file", file: csvFile(csvOf(rows), chart, days, now) };
}

function csvFile(bytes: Uint8Array, chart: Chart, days: number, now: number): File {
  const name = `${chart}-${days}d-${dayOf(now)}.csv`;
  return new File([bytes.slice()], name, { type: "text/csv" });
}
