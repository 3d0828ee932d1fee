import { expect, test } from "bun:test";
import { CHARTS } from "#actors/kernel/screen.ts";
import type { DayFigures } from "#db/queries/reports.ts";
import { csvOf } from "./csv.ts";
import { makeGlance } from "./glance.ts";
import { axisFigure, HEIGHT, money, span, WIDTH } from "./look.ts";
import { pngOf, svgOf } from "./picture.ts";
import { makeReport, type ReportReads, showsMoney } from "./report.ts";
import { medianWait } from "./sums.ts";

const NOW = Date.UTC(2026, 2, 10, 12);
const DAY_MS = 86_400_000;

function day(parts: Partial<DayFigures> = {}): DayFigures {
  return {
    day: "2026-03-10",
    activeUsers: 0,
    newUsers: 0,
    messagesIn: 0,
    messagesOut: 0,
    revenueCents: 0,
    revenueStars: 0,
    purchases: 0,
    payingUsers: 0,
    creditsSpent: 0,
    answers: 0,
    answerMedianSeconds: null,
    waits: {},
    creditFlow: {},
    ...parts,
  };
}

/** Days that all have the same figures. */
function reads(each: Partial<DayFigures>, parts: Partial<ReportReads> = {}): ReportReads {
  return {
    refreshToday: () => Promise.resolve(),
    currency: () => "usd",
    activeFans: () => Promise.resolve(4321),
    days: (from, until) => {
      const days: DayFigures[] = [];
      for (let at = Date.parse(from); at <= Date.parse(until); at += DAY_MS) {
        days.push(day({ ...each, day: new Date(at).toISOString().slice(0, 10) }));
      }
      return Promise.resolve(days);
    },
    products: () => Promise.resolve([]),
    cohorts: () => Promise.resolve([]),
    ...parts,
  };
}

const BUSY = reads(
  {
    activeUsers: 410,
    newUsers: 17,
    messagesIn: 1200,
    messagesOut: 834,
    revenueCents: 123_450,
    revenueStars: 50,
    purchases: 12,
    creditsSpent: 600,
    answers: 3,
    answerMedianSeconds: 95,
    waits: { "60": 1, "95": 1, "410": 1 },
    creditFlow: { purchase: 900, message: -600 },
  },
  {
    products: () =>
      Promise.resolve([
        {
          sku: "credits_25",
          credits: 25,
          seconds: 0,
          currency: "usd",
          units: 1234,
          amount: 99_900,
        },
        { sku: "time_1h", credits: 0, seconds: 3600, currency: "xtr", units: 3, amount: 1500 },
      ]),
    cohorts: () =>
      Promise.resolve([
        { day: "2026-03-04", fans: 40, back: { "0": 38, "1": 20 } },
        { day: "2026-03-05", fans: 10, back: { "0": 10 } },
      ]),
  },
);

/** The words of an SVG. */
const wordsOf = (svg: string): string =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).join(" | ");

test.each([
  ["revenue", ["Revenue", "Mar 4 – Mar 10", "$8,641.50", "and 350 Stars", "$1,200"]],
  ["messages", ["14,238", "From fans", "Answers", "2,000"]],
  ["fans", ["4,321", "active fans", "Active", "New"]],
  ["answers", ["2 min", "median wait"]],
  ["credits", ["4,200", "credits spent", "In", "Out"]],
  ["products", ["1,237", "25 credits", "1 h of chat", "1,234"]],
  ["retention", ["50", "new fans", "Mar 4 · 40", "Day 1", "95%", "50%"]],
] as const)("the picture of %s has its figures in it", async (chart, words) => {
  const { option } = await makeReport(BUSY, chart, 7, NOW);
  const told = wordsOf(await svgOf(option));
  for (const word of words) expect(told).toContain(word);
});

test("a picture is a PNG of its size, in the font that comes along", async () => {
  const { option } = await makeReport(BUSY, "messages", 90, NOW);
  const svg = await svgOf(option);
  const png = await pngOf(svg);
  const view = new DataView(png.buffer, png.byteOffset);
  expect(Buffer.from(png.slice(0, 8)).toString("hex")).toBe("89504e470d0a1a0a");
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([WIDTH, HEIGHT]);
  // Without letters it would be much smaller: no font of the machine's is looked for.
  const mute = await pngOf(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, ""));
  expect(png.length).toBeGreaterThan(mute.length * 1.2);
});

test.each([...CHARTS])(
  "%s of a business that has just begun is a picture all the same",
  async (chart) => {
    const { option, facts } = await makeReport(reads({}), chart, 30, NOW);
    const told = wordsOf(await svgOf(option));
    expect(told).toContain("Nothing here yet");
    expect([...facts, told].join(" ")).not.toMatch(/NaN|Infinity|undefined/);
  },
);

test("the table behind a chart has a line a day, and sums to what the picture says", async () => {
  const { table, facts } = await makeReport(BUSY, "messages", 30, NOW);
  expect(table[0]).toEqual(["day", "messages_in", "messages_out"]);
  expect(table).toHaveLength(31);
  expect(table.at(-1)).toEqual(["2026-03-10", 1200, 834]);
  expect(facts).toContain("From fans: 36,000");
});

test("the picture of a day compares it with the one before, and keeps money to those who may see it", async () => {
  const about = { title: "Today", days: 1, until: NOW };
  const seen = await makeGlance(BUSY, about, true);
  expect(wordsOf(await svgOf(seen.option))).toContain("$1,234.50");
  expect(seen.facts).toContain("Revenue: $1,234.50 (and 50 Stars)");
  const withheld = await makeGlance(BUSY, about, false);
  expect(wordsOf(await svgOf(withheld.option))).toContain("1,200 the day before");
  expect([wordsOf(await svgOf(withheld.option)), ...withheld.facts].join(" ")).not.toMatch(
    /[$★]|Stars/,
  );
  expect(CHARTS.filter(showsMoney)).toEqual(["revenue", "products"]);
});

test("the median of days is that of all their answers, not of their medians", () => {
  const quick = day({ answerMedianSeconds: 10, waits: { "10": 9 } });
  const slow = day({ answerMedianSeconds: 500, waits: { "500": 2 } });
  expect(medianWait([quick, slow])).toBe(10);
  expect(medianWait([slow])).toBe(500);
  expect(medianWait([day(), day()])).toBeNull();
});

test("a cell that a spreadsheet would run is made harmless, and figures stay figures", () => {
  const bytes = csvOf([
    ["=cmd()", "+1", "-2", "@x", "\tx", 'say "hi", you', "two\nlines"],
    [-5, 0, null, "plain", "a=b", "", "é"],
  ]);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  expect(text).toBe(
    `\uFEFF'=cmd(),'+1,'-2,'@x,'\tx,"say ""hi"", you","two\nlines"\r\n-5,0,,plain,a=b,,é\r\n`,
  );
});

test("figures are written for a glance", () => {
  expect([money(123_450, "usd"), money(120_000, "eur"), money(-50, "usd")]).toEqual([
    "$1,234.50",
    "€1,200",
    "-$0.50",
  ]);
  expect([span(45), span(90), span(3600), span(12_000), span(187_200)]).toEqual([
    "45 s",
    "2 min",
    "1 h",
    "3 h 20 min",
    "2 d 4 h",
  ]);
  expect([axisFigure(9999), axisFigure(12_300)]).toEqual(["9,999", "12.3K"]);
});
