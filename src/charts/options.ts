// What each picture shows, as echarts takes it. The headline and its words are the picture's own, so
// that it can be passed on without its caption.
import type { Cohort, DayFigures, Sold } from "#db/queries/reports.ts";
import { axisFigure, COLOURS, dayLabel, figure, HEIGHT, LOOK, money, span, WIDTH } from "./look.ts";
import type { ChartOption } from "./picture.ts";

/** What stands above a chart: its name, the days, and the one figure that matters. */
export interface Headline {
  readonly title: string;
  readonly period: string;
  readonly figure: string;
  readonly note: string;
}

const MARGIN = 56;
/** Labels of axes are within the margins. */
const INSIDE = { outerBoundsMode: "same", outerBoundsContain: "axisLabel" } as const;
const GRID = { left: MARGIN, right: MARGIN, top: 270, bottom: 60, ...INSIDE };
/** Anchored at its end: echarts only guesses how wide a text will be. */
const RIGHT = { left: WIDTH - MARGIN, textAlign: "right", padding: [5, 0] } as const;
const FONT = { fontFamily: "Inter", fontWeight: 500 } as const;
const LABEL = { color: LOOK.soft, fontSize: 26, ...FONT } as const;

/** Bars of a day each, stacked; a series that is zero throughout is left out of the legend too. */
export function bars(
  head: Headline,
  days: readonly string[],
  series: readonly Series[],
  format: (value: number) => string = axisFigure,
): ChartOption {
  const shown = series.filter(({ values }) =>
    values.some((value) => value !== null && value !== 0),
  );
  if (shown.length === 0) return nothing(head);
  return {
    ...frame(head, shown),
    grid: shown.length > 1 ? GRID : { ...GRID, top: 210 },
    xAxis: dayAxis(days),
    yAxis: valueAxis(shown, format),
    series: shown.map(({ name, values, colour, shape, stack }) =>
      shape === "line"
        ? line({ name, values, colour })
        : {
            type: "bar",
            name,
            data: [...values],
            stack: stack ?? name,
            color: colour,
            barMaxWidth: 64,
            barCategoryGap: "30%",
            // Without a stack of theirs, later ones stand before earlier ones: a part before its whole.
            barGap: "-100%",
            itemStyle: { borderRadius: 4 },
          },
    ),
  };
}

export interface Series {
  readonly name: string;
  /** One a day; null: nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly colour: string;
  readonly shape?: "bar" | "line";
  readonly stack?: string;
}

function line({ name, values, colour }: Series): object {
  return {
    type: "line",
    name,
    data: [...values],
    color: colour,
    connectNulls: true,
    lineStyle: { width: 6 },
    symbol: "circle",
    symbolSize: values.length > 31 ? 0 : 14,
  };
}

/** Products side by side, the most sold on top. */
export function products(
  head: Headline,
  sold: readonly Sold[],
  nameOf: (one: Sold) => string,
): ChartOption {
  const units = new Map<string, number>();
  for (const one of sold) units.set(nameOf(one), (units.get(nameOf(one)) ?? 0) + one.units);
  const top = [...units].toSorted(([, a], [, b]) => b - a).slice(0, 7);
  if (top.length === 0) return nothing(head);
  const ink = { ...LABEL, color: LOOK.ink, fontSize: 30 };
  return {
    ...frame(head, []),
    grid: { ...GRID, top: 230, right: MARGIN + 90 },
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: top.map(([name]) => name),
      axisLabel: { ...ink, margin: 24 },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: [
      {
        type: "bar",
        data: top.map(([, n], i) => ({
          value: n,
          itemStyle: { color: COLOURS[i % COLOURS.length], borderRadius: 8 },
        })),
        barMaxWidth: 56,
        label: {
          show: true,
          position: "right",
          ...ink,
          fontWeight: 700,
          formatter: ({ value }: { readonly value: number }) => figure(value),
        },
      },
    ],
  };
}

/** A row a cohort, a column a span: how many of them wrote again. */
export function retention(
  head: Headline,
  all: readonly Cohort[],
  unit: "Day" | "Week",
): ChartOption {
  if (all.length === 0) return nothing(head);
  const columns = Math.max(...all.flatMap(({ back }) => Object.keys(back).map(Number)), 0) + 1;
  const cells = all.flatMap(({ fans, back }, y) =>
    Object.entries(back).map(([x, n]) => [Number(x), y, Math.round((100 * n) / fans)]),
  );
  const size = all.length > 8 ? 20 : 26;
  return {
    ...frame(head, []),
    grid: { ...GRID, top: 250, bottom: 40 },
    xAxis: {
      type: "category",
      position: "top",
      data: Array.from({ length: columns }, (_, i) => `${columns > 8 ? "" : `${unit} `}${i}`),
      axisLabel: { ...LABEL, fontSize: size },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: all.map(({ day, fans }) => `${dayLabel(day)} · ${figure(fans)}`),
      axisLabel: { ...LABEL, color: LOOK.ink, fontSize: size },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    visualMap: {
      show: false,
      min: 0,
      max: 100,
      inRange: { color: ["#1f2937", "#1d4ed8", "#38bdf8"] },
    },
    series: [
      {
        type: "heatmap",
        data: cells,
        itemStyle: { borderColor: LOOK.card, borderWidth: 4, borderRadius: 8 },
        label: {
          show: true,
          color: LOOK.ink,
          fontFamily: "Inter",
          fontWeight: 700,
          fontSize: columns > 8 ? 19 : 24,
          formatter: ({ value }: { readonly value: readonly number[] }) =>
            columns > 8 ? `${value[2]}` : `${value[2]}%`,
        },
      },
    ],
  };
}

/** A card of figures: name and value, and what it was before. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly colour: string;
}

/** Up to six tiles, three a row. */
export function tiles(head: Omit<Headline, "figure" | "note">, all: readonly Tile[]): ChartOption {
  const [columns, gap, top] = [all.length > 4 ? 3 : 2, 24, 190];
  const rows = Math.ceil(all.length / columns);
  const width = (WIDTH - 2 * MARGIN - (columns - 1) * gap) / columns;
  const height = (HEIGHT - top - MARGIN - (rows - 1) * gap) / rows;
  const elements = all.flatMap((tile, i) => {
    const x = MARGIN + (i % columns) * (width + gap);
    const y = top + Math.floor(i / columns) * (height + gap);
    const text = (words: string, at: number, size: number, weight: number, fill: string) => ({
      type: "text",
      x: x + 32,
      y: y + at,
      style: { text: words, fill, fontSize: size, fontWeight: weight, fontFamily: "Inter" },
    });
    return [
      { type: "rect", shape: { x, y, width, height, r: 20 }, style: { fill: "#1f2937" } },
      { type: "rect", shape: { x, y, width: 8, height, r: 4 }, style: { fill: tile.colour } },
      text(tile.name, 34, 28, 500, LOOK.soft),
      text(tile.value, 88, tile.value.length > 9 ? 46 : 60, 700, LOOK.ink),
      text(tile.note, height - 62, 26, 500, LOOK.soft),
    ];
  });
  return {
    ...frame({ ...head, figure: "", note: "" }, []),
    graphic: elements.map((element) => ({ ...element, silent: true })),
  };
}

/** Figures of a day's revenue on the axis: whole units of the currency. */
export const inMoney =
  (currency: string) =>
  (cents: number): string =>
    Math.abs(cents) < 1_000_000
      ? money(Math.round(cents / 100) * 100, currency)
      : `${money(0, currency).replace("0", "")}${axisFigure(Math.round(cents / 100))}`;

/** Minutes and hours on the axis. */
export const inTime = (seconds: number): string => span(seconds);

/** Round spans of time: a minute has no tens. */
const TIME_STEPS = [
  5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800,
] as const;

/** The days of figures, for an axis. */
export function daysOf(all: readonly DayFigures[]): readonly string[] {
  return all.map(({ day }) => day);
}

function nothing(head: Headline): ChartOption {
  return {
    ...frame({ ...head, figure: "" }, []),
    graphic: [
      {
        type: "text",
        left: "center",
        top: 420,
        style: { text: "Nothing here yet", fill: LOOK.soft, ...FONT, fontSize: 44 },
      },
    ],
  };
}

function frame(head: Headline, series: readonly Series[]): ChartOption {
  const words = (text: string, size: number, weight: number, color: string) => ({
    text,
    textStyle: { color, fontSize: size, fontWeight: weight, fontFamily: "Inter" },
  });
  return {
    title: [
      { ...words(head.title, 46, 700, LOOK.ink), left: MARGIN - 5, top: 44 },
      { ...words(head.period, 28, 500, LOOK.soft), left: MARGIN - 5, top: 108 },
      { ...words(head.figure, 64, 700, LOOK.ink), ...RIGHT, top: 36 },
      { ...words(head.note, 28, 500, LOOK.soft), ...RIGHT, top: 116 },
    ],
    ...(series.length > 1 && {
      legend: {
        data: series.map(({ name }) => name),
        left: MARGIN - 5,
        top: 180,
        itemWidth: 26,
        itemHeight: 26,
        itemGap: 36,
        icon: "roundRect",
        textStyle: { ...LABEL, color: LOOK.ink, fontSize: 28 },
      },
    }),
  };
}

function dayAxis(days: readonly string[]): object {
  return {
    type: "category",
    data: days.map(dayLabel),
    axisLabel: {
      ...LABEL,
      margin: 18,
      hideOverlap: true,
      interval: Math.ceil(days.length / 7) - 1,
    },
    axisLine: { lineStyle: { color: LOOK.line, width: 2 } },
    axisTick: { show: false },
  };
}

function valueAxis(series: readonly Series[], format: (value: number) => string): object {
  const top = Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const step = TIME_STEPS.find((seconds) => seconds * 5 >= top);
  return {
    type: "value",
    splitNumber: 4,
    minInterval: 1,
    ...(format === inTime &&
      step !== undefined && { interval: step, max: Math.max(1, Math.ceil(top / step)) * step }),
    axisLabel: { ...LABEL, formatter: format },
    splitLine: { lineStyle: { color: LOOK.line, width: 2 } },
  };
}
