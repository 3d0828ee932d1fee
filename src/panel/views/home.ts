// The dashboard: the business at a glance, and the way to everything else. Figures of money are left
// out for whoever may not see them; what is well is one line, what is not is said.
import { bold, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { DayFigures, Standing } from "#db/queries/reports.ts";
import { dayOf, firstDayOf } from "#db/rollup.ts";
import { figure, money, span } from "#src/charts/look.ts";
import type { ReportReads } from "#src/charts/report.ts";
import { medianWait, sumOf } from "#src/charts/sums.ts";
import { plainName } from "#src/i18n/words.ts";
import type { BotHealth, Health } from "#src/panel/health.ts";
import type { Looking, Views } from "#src/panel/view.ts";
import { homeMenu } from "./home-menu.ts";

/** What the dashboard reads besides the reports' days. */
export interface HomeReads extends ReportReads {
  standing(now: number): Promise<Standing>;
  health(): Promise<Health>;
  team(): Settings["team"];
}

/** An error of long ago is over: Telegram keeps telling the last one. */
const ERROR_SHOWN_MS = 3_600_000;
const WEEK = 7;

export function homeViews(reads: HomeReads): Pick<Views, "home"> {
  return {
    async home(_screen, looking) {
      const { now } = looking;
      await reads.refreshToday(now);
      const [from, today] = [firstDayOf(now, WEEK), dayOf(now)];
      const [days, active, standing, health] = await Promise.all([
        reads.days(from, today),
        reads.activeFans(from, today),
        reads.standing(now),
        reads.health(),
      ]);
      const body = joinRich(
        [
          glanceOf("Today", days.slice(-1), days.at(-1)?.activeUsers ?? 0, reads, looking),
          glanceOf(`${WEEK} days`, days, active, reads, looking),
          workOf(standing, reads.team(), now),
          healthOf(health, standing, now),
        ],
        "\n\n",
      );
      return { title: "Home", body, buttons: homeMenu(looking) };
    },
  };
}

function glanceOf(
  title: string,
  days: readonly DayFigures[],
  active: number,
  reads: ReportReads,
  { viewer }: Looking,
): Rich {
  const sum = (figureOf: (day: DayFigures) => number): string => figure(sumOf(days, figureOf));
  const median = medianWait(days);
  const lines = [
    `👥 ${figure(active)} active · ${sum((day) => day.newUsers)} new`,
    `💬 ${sum((day) => day.messagesIn)} in · ${sum((day) => day.messagesOut)} out`,
    ...(viewer.rights.money ? [`💰 ${revenueOf(days, reads.currency())}`] : []),
    `🪙 ${sum((day) => day.creditsSpent)} credits spent`,
    `⏱ First answer ${median === null ? "–" : span(median)}`,
  ];
  return joinRich([bold(title), ...lines], "\n");
}

/** By rail: cards in the currency of the settings, Stars as Stars. */
function revenueOf(days: readonly DayFigures[], currency: string): string {
  const cards = money(
    sumOf(days, (day) => day.revenueCents),
    currency,
  );
  const stars = sumOf(days, (day) => day.revenueStars);
  return stars === 0 ? `${cards} by card` : `${cards} by card · ${figure(stars)} Stars`;
}

function workOf(standing: Standing, team: Settings["team"], now: number): Rich {
  const { waiting, waitingSince } = standing;
  const longest =
    waitingSince === null ? "" : `, the first for ${span(Math.max(0, now - waitingSince) / 1000)}`;
  const onDuty = team.filter((one) => one.isOnDuty).map(({ name }) => plainName(name, 32));
  return joinRich(
    [
      bold("Now"),
      waiting === 0 ? "✅ Nobody is waiting" : `⏳ ${figure(waiting)} waiting${longest}`,
      onDuty.length === 0 ? "🟡 Nobody is on duty" : `🟢 On duty: ${onDuty.slice(0, 8).join(", ")}`,
    ],
    "\n",
  );
}

function healthOf(health: Health, { deadLetters }: Standing, now: number): Rich {
  const { bot, isStoreUp, isStripeUp, hasClaude } = health;
  const botWords = botFault(bot, now);
  const faults = [
    ...(botWords === null ? [] : [`⚠️ Bot: ${botWords}`]),
    ...(isStoreUp ? [] : ["⚠️ Store: slow to answer"]),
    ...(isStripeUp === false ? ["⚠️ Stripe: does not answer"] : []),
    ...(deadLetters === 0 ? [] : [`☠️ Dead letters: ${figure(deadLetters)}`]),
  ];
  const well = [
    ...(botWords === null ? ["bot"] : []),
    ...(isStoreUp ? ["store"] : []),
    ...(isStripeUp === true ? ["Stripe"] : []),
  ];
  return joinRich(
    [
      bold("Health"),
      ...faults,
      ...(well.length === 0 ? [] : [`✅ Well: ${well.join(", ")}`]),
      ...(hasClaude ? ["🤖 Claude: not configured yet"] : []),
    ].map((line) => rich(line)),
    "\n",
  );
}

/** null: it is well. */
function botFault(bot: BotHealth | null, now: number): string | null {
  if (bot === null) return "Telegram does not answer";
  const { hasWebhook, pending, lastError } = bot;
  if (!hasWebhook || lastError === null || now - lastError.at > ERROR_SHOWN_MS) return null;
  const ago = span(Math.max(0, now - lastError.at) / 1000);
  return `${plainName(lastError.text, 120)} (${ago} ago, ${figure(pending)} updates wait)`;
}
