// Analytics: the table behind a chart, as a file. Whether it is for this person is looked at again
// when it is made.

import type { Section } from "#actors/desk/section.ts";
import { CHART_DAYS, CHARTS } from "#actors/kernel/screen.ts";

export const charts: Section = {
  name: "charts",
  needs: "look",
  press(turn, verb, argument) {
    if (verb !== "csv") return undefined;
    const [name, span] = argument.split(":");
    const chart = CHARTS.find((one) => one === name);
    const days = CHART_DAYS.find((one) => one === span);
    if (chart === undefined || days === undefined) return undefined;
    const report = { report: "table", chart, days: Number(days) } as const;
    turn.emit({ verb: "sendReport", report, viewer: turn.viewer });
    return { key: "asked", with: {} };
  },
};
