// What the panel says of broadcasts, in English.
import type { CampaignStatus, Control, Figures } from "#actors/kernel/campaign.ts";
import { reached } from "#actors/kernel/campaign.ts";
import { bold, type Rich, rich } from "#actors/kernel/rich.ts";
import type { CampaignSays, DraftFault } from "#actors/kernel/say-campaign.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { figure, lines, plainName } from "#src/i18n/words.ts";

const L = "en";

const FAULTS: Readonly<Record<DraftFault, string>> = {
  kind: "That cannot be sent to many. A text, photo, video, voice, audio, file, sticker or GIF can.",
  empty: "There is nothing in it. Write a text, or send a picture.",
  caption: "The caption is too long: 1,024 characters at most, 960 for an album.",
  album:
    "That does not go with what is there: photos and videos, or files, or audios make an album.",
  full: "An album has 10 parts at most.",
  days: "A whole number of days is expected, 1 to 3650.",
  money: "A sum or a range is expected, like 20, 20-50 or -50.",
  words: "Up to 20 words are expected, separated by commas.",
  moment: "A time is expected, like 18:30, 2026-12-24 18:30, 3h or 2d.",
  past: "That time is over. Choose one to come.",
  far: "That is more than a year ahead.",
};

export const CAMPAIGN_WORDS: Words<CampaignSays> = {
  campaignWrite: () =>
    rich("✍️ What shall they get? A text, a photo, a video, a voice message, a file…"),
  campaignDays: (w) =>
    rich(w.which === "active" ? "👀 Seen within how many days?" : "💤 Not seen for how many days?"),
  campaignSpent: (w) =>
    rich(`💰 Spent how much in all, in ${w.currency.toUpperCase()}? 20 (or more), 20-50, -50, any`),
  campaignWords: (w) =>
    rich(
      w.which === "tags"
        ? "🏷 Which tags? Separated by commas; one of them is enough. Or: any"
        : "🔗 Which sources (the word in their ?start= link)? Separated by commas. Or: any",
    ),
  campaignWhen: (w) =>
    rich(`🕰 When? 18:30, 2026-12-24 18:30, 3h, 2d. Clock times are ${zone(w.utcOffsetMinutes)}.`),
  campaignFault: (w) => rich(`✋ ${FAULTS[w.fault]}`),
  campaignEmpty: () => rich("There is nothing to send yet."),
  campaignPreviewed: () => rich("👇 Below, exactly as they will see it."),
  campaignAsk: (w) =>
    lines(
      bold(`📣 Send to ${people(w.count)}?`),
      w.startsAt === null
        ? "At once."
        : `On ${localMoment(w.startsAt, w.utcOffsetMinutes)}; who is in it is looked at then.`,
    ),
  campaignCancelAsk: () =>
    rich("⏹ End it for good? Who has got it keeps it, the others get nothing."),
  campaignRecallAsk: () =>
    rich("🗑 Delete it in every chat? Only what is younger than 48 hours can be deleted."),
  campaignLaunched: (w) => rich(w.isLater ? "🕰 It waits for its time." : "📣 On its way."),
  campaignNoItem: () => rich("❌ That item is not on the shelf any more."),
  campaignIs: (w) => rich(CONTROLLED[w.control]),
  campaignNot: (w) => rich(`It is ${STATUS_WORDS[w.status]}: nothing to ${w.control}.`),
  campaignOver: (w) =>
    lines(
      bold(`${w.status === "done" ? "✅" : "⏹"} ${plainName(w.name, 64)}`),
      w.status === "done" ? "The broadcast is done." : "The broadcast was ended.",
      figureLines(w.figures),
    ),
  campaignRecalled: (w) =>
    lines(
      bold(`🗑 ${plainName(w.name, 64)}`),
      `Deleted: ${figure(w.figures.deleted, L)}`,
      w.figures.kept > 0 ? `Could not be deleted: ${figure(w.figures.kept, L)}` : null,
      w.tooOld > 0 ? `Older than 48 hours, so it stays: ${figure(w.tooOld, L)}` : null,
    ),
};

const CONTROLLED: Readonly<Record<Control, string>> = {
  start: "▶️ Started.",
  pause: "⏸ Paused. Those who were on their way still get it.",
  resume: "▶️ It goes on where it stopped.",
  cancel: "⏹ Ended.",
  recall: "🗑 It is being deleted.",
};

export const STATUS_WORDS: Readonly<Record<CampaignStatus, string>> = {
  scheduled: "scheduled",
  running: "running",
  paused: "paused",
  done: "done",
  cancelled: "ended",
};

/** What became of it, a line a fate; fates of nobody are left out. */
export function figureLines(figures: Figures): Rich {
  const line = (count: number, words: string): string | null =>
    count === 0 ? null : `${figure(count, L)}  ${words}`;
  return lines(
    `${figure(reached(figures), L)}  got it`,
    line(figures.queued, "on the way"),
    line(figures.blocked, "blocked the bot"),
    line(figures.stopped, "want none (/stop)"),
    line(figures.skipped, "left out: banned, gone, or have it already"),
    line(figures.failed, "failed"),
    line(figures.recalling, "being deleted"),
    line(figures.deleted, "deleted again"),
    line(figures.kept, "could not be deleted"),
  );
}

/** `1 fan`, `2,300 fans`. */
export function people(count: number): string {
  return `${figure(count, L)} ${count === 1 ? "fan" : "fans"}`;
}

/** `2026-12-24 18:30 UTC+1`. */
export function localMoment(at: number, utcOffsetMinutes: number): string {
  const local = new Date(at + utcOffsetMinutes * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${zone(utcOffsetMinutes)}`;
}

function zone(utcOffsetMinutes: number): string {
  if (utcOffsetMinutes === 0) return "UTC";
  const sign = utcOffsetMinutes < 0 ? "−" : "+";
  const all = Math.abs(utcOffsetMinutes);
  const minutes = all % 60 === 0 ? "" : `:${String(all % 60).padStart(2, "0")}`;
  return `UTC${sign}${Math.floor(all / 60)}${minutes}`;
}
