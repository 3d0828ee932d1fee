// Keeps the figures of the days up to date, and tells the owner's desk when a report of its own is
// due: right after the start and every minute. Any machine may; one at a time counts, because the
// others need not, and a report is known by its day (`dedupe_key` of the inbox), so the desk hears of
// it once however many ask.
//
// A report goes out at eight in the morning, by the offset of the business hours: of the UTC day that
// is over, and on a Monday of the seven days that are. A machine that was down then makes up for it.

import { deskAddress } from "#actors/kernel/desk.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { errorWords } from "./errors.ts";
import type { Append } from "./http/inbox-batcher.ts";

const EVERY_MS = 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A week's report may be made up for so long: the inbox must still know that it went out. */
const LATE_MS = 2 * DAY_MS;
const EIGHT_MS = 8 * 3_600_000;
/** The first Monday of Unix time, 5 January 1970. */
const MONDAY_MS = 4 * DAY_MS;

export interface MetricsRollerDeps {
  readonly clock: Clock;
  readonly settings: () => Settings;
  /** Brings the figures up to date; null: another machine does just now. */
  readonly rollUp: (now: number, currency: string) => Promise<unknown>;
  readonly append: Append;
  readonly log: Logger;
}

export function createMetricsRoller(deps: MetricsRollerDeps): Service {
  const { clock, settings, rollUp, append, log } = deps;
  const asked = new Set<string>();

  const round = async (): Promise<void> => {
    const now = clock.now();
    await rollUp(now, settings().currency);
    const due = dueReports(settings(), now).filter(({ dedupeKey }) => !asked.has(dedupeKey));
    if (due.length === 0) return;
    await append(due);
    for (const { dedupeKey } of due) asked.add(dedupeKey);
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        await round();
      } catch (error) {
        const words = { error: errorWords(error) };
        log.warn(
          words,
          "the day's figures could not be brought up to date; tried again in a minute",
        );
      }
      await clock.sleep(EVERY_MS, signal);
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, loop) => {
      loop(run(signal));
    },
    end: async () => {},
  });
  return {
    name: "metrics-roller",
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  };
}

/** The envelopes to the owner's desk whose time has come, each with the one key it ever has. */
export function dueReports(
  settings: Pick<Settings, "ownerId" | "dailyReport" | "weeklyReport" | "businessHours">,
  now: number,
): readonly Arrival[] {
  const { ownerId, dailyReport, weeklyReport, businessHours } = settings;
  const offset = (businessHours?.utcOffsetMinutes ?? 0) * MINUTE_MS;
  const dueAfter = (EIGHT_MS - offset + DAY_MS) % DAY_MS;
  const address = deskAddress({ memberId: ownerId, groupId: null });
  const about = (report: "day" | "week", until: number): Arrival => {
    const day = new Date(until - DAY_MS).toISOString().slice(0, 10);
    return {
      dedupeKey: `report:${report}:${day}`,
      address,
      lane: "normal",
      at: now,
      body: JSON.stringify({ type: "reportDue", report, until }),
      raw: null,
    };
  };
  const today = now - (now % DAY_MS);
  const sinceWeek = (now - MONDAY_MS) % WEEK_MS;
  const monday = now - sinceWeek;
  return [
    ...(dailyReport && now >= today + dueAfter ? [about("day", today)] : []),
    ...(weeklyReport && sinceWeek >= dueAfter && sinceWeek < dueAfter + LATE_MS
      ? [about("week", monday)]
      : []),
  ];
}
