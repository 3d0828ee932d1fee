// Analytics: one picture with its figures, and buttons for the others. The picture is made when it is
// looked at; whoever may not see money is shown no chart of it, and no button to one.
import { bold, joinRich, rich } from "#actors/kernel/rich.ts";
import { CHART_DAYS, CHARTS, type ScreenOf } from "#actors/kernel/screen.ts";
import { pngOf, svgOf } from "#src/charts/picture.ts";
import { CHART_NAMES, makeReport, type ReportReads, showsMoney } from "#src/charts/report.ts";
import { act, go, inRows, type Looking, type PanelButton, type Views } from "#src/panel/view.ts";

const A_ROW = 3;

export function chartViews(reads: ReportReads): Pick<Views, "charts"> {
  return {
    async charts(screen, looking) {
      const { chart, days } = screen;
      const title = `Analytics › ${CHART_NAMES[chart]}`;
      const buttons = buttonsOf(screen, looking);
      if (showsMoney(chart) && !looking.viewer.rights.money) {
        const isInPrivate = looking.viewer.isMoneyInPrivate === true;
        const whose = isInPrivate ? "for everybody here" : "for this role";
        return { title, body: rich(`🔒 Figures of money are not ${whose}.`), buttons };
      }
      const report = await makeReport(reads, chart, Number(days), looking.now);
      const body = joinRich([bold(`Last ${days} days`), ...report.facts], "\n");
      return { title, body, buttons, picture: await pngOf(await svgOf(report.option)) };
    },
  };
}

function buttonsOf(
  { chart, days }: ScreenOf<"charts">,
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const open = CHARTS.filter((one) => looking.viewer.rights.money || !showsMoney(one));
  const charts = open.map((one) =>
    go(looking, marked(CHART_NAMES[one], one === chart), { at: "charts", chart: one, days }),
  );
  const spans = CHART_DAYS.map((one) =>
    go(looking, marked(`${one} days`, one === days), { at: "charts", chart, days: one }),
  );
  const csv = act(looking, "⬇️ CSV", {
    section: "charts",
    verb: "csv",
    argument: `${chart}:${days}`,
  });
  return [...inRows(charts, A_ROW), spans, [csv]];
}

function marked(text: string, isHere: boolean): string {
  return isHere ? `• ${text}` : text;
}
