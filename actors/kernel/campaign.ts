// A broadcast: what is sent, to whom, and what became of it at each fan. Whoever composes it, whoever
// runs it and whoever hears it share these shapes, and nothing else.
//
// The life of a campaign (its actor decides, its row in `campaigns` shows it):
//
//   scheduled ──its time, or "now"──▶ running ──nobody is left──▶ done
//   running ──pause──▶ paused ──resume──▶ running          scheduled, running, paused ──▶ cancelled
//
// Its fate at one fan:
//
//   queued ──▶ sent │ blocked │ stopped │ skipped │ failed
//   sent ──recalled within 48 hours──▶ recalling ──▶ deleted │ kept
import { z } from "zod";
import { type CONTENT_KINDS, Content, type ContentKind } from "./content.ts";
import { LANGUAGES, TIERS } from "./say.ts";
import { Item } from "./shelf.ts";
import { Teammate } from "./team.ts";

const Days = z.int().min(1).max(3_650);
const Cents = z.int().min(0).max(1_000_000_000);
const Word = z.string().min(1).max(64);
const Words = z.array(Word).max(20);

/** Who gets it: all that is said must hold; an empty list and null say nothing. */
export const Segment = z.object({
  tiers: z.array(z.enum(TIERS)),
  /** Was seen within so many days before the start, or was not seen for so many. */
  activeWithinDays: Days.nullable(),
  inactiveForDays: Days.nullable(),
  /** Cents spent in all, both ends included. */
  spentFrom: Cents.nullable(),
  spentTo: Cents.nullable(),
  /** One of the team's tags is enough; the same for languages and sources. */
  tags: Words,
  languages: z.array(z.enum(LANGUAGES)),
  sources: Words,
});
export type Segment = z.infer<typeof Segment>;

export const EVERYBODY: Segment = {
  tiers: [],
  activeWithinDays: null,
  inactiveForDays: null,
  spentFrom: null,
  spentTo: null,
  tags: [],
  languages: [],
  sources: [],
};

/** Telegram's bound on an album (core.telegram.org/bots/api#sendmediagroup). */
export const PARTS_MAX = 10;

/** What a fan gets: a message or an album, by the files' ids; or an offer of the shelf. */
export const Promotion = z.discriminatedUnion("what", [
  z.object({ what: z.literal("message"), parts: z.array(Content).min(1).max(PARTS_MAX) }),
  z.object({ what: z.literal("offer"), item: Item }),
]);
export type Promotion = z.infer<typeof Promotion>;

/** A campaign as it is kept; nothing of it changes once it is launched. */
export const Plan = z.object({ promotion: Promotion, segment: Segment });
export type Plan = z.infer<typeof Plan>;

/** As a desk asks for one: an item of the shelf is still an id. */
export const Order = z.object({
  parts: z.array(Content).max(PARTS_MAX),
  itemId: z.int().positive().nullable(),
  segment: Segment,
  /** Unix milliseconds; null: at once. */
  startsAt: z.int().nullable(),
});
export type Order = z.infer<typeof Order>;

export const STATUSES = ["scheduled", "running", "paused", "done", "cancelled"] as const;
export type CampaignStatus = (typeof STATUSES)[number];

export const FATES = [
  /** On its way to the fan's conversation, or from there to Telegram. */
  "queued",
  "sent",
  "blocked",
  /** The fan had said `/stop`. */
  "stopped",
  /** Banned or erased meanwhile, or has what is offered already: bought, or open for Stars. */
  "skipped",
  "failed",
  /** Was sent, and is being taken back; then it is deleted, or could not be. */
  "recalling",
  "deleted",
  "kept",
] as const;
export type Fate = (typeof FATES)[number];

const Count = z.int().nonnegative();

/** Fans by fate. */
export const Figures = z.object(
  Object.fromEntries(FATES.map((fate) => [fate, Count])) as Record<Fate, typeof Count>,
);
export type Figures = z.infer<typeof Figures>;

/** Fans who were sent it, whether it still stands there or not. */
export function reached({ sent, recalling, deleted, kept }: Figures): number {
  return sent + recalling + deleted + kept;
}

/** Telegram lets a bot delete what it sent for 48 hours (core.telegram.org/bots/api#deletemessage). */
export const RECALL_WINDOW_MS = 48 * 3_600_000;

/**
 * Whoever's fate is not known after so long counts as `failed`, or `kept`, so that a lost message does
 * not keep a campaign from its end. A fate that comes later all the same is set right.
 */
export const OVERDUE_MS = 3_600_000;

/** As a conversation hears that it is on a campaign's list. */
export const PromotionHeard = z.object({
  type: z.literal("promotion"),
  campaignId: z.int(),
  promotion: Promotion,
});
export type PromotionHeard = z.infer<typeof PromotionHeard>;

/** As a conversation hears that what it sent is to be taken back. */
export const RecallHeard = z.object({
  type: z.literal("recall"),
  campaignId: z.int(),
  messageIds: z.array(z.int()),
  /** It was an offer: what was bought by it is not taken back. */
  isOffer: z.boolean(),
});
export type RecallHeard = z.infer<typeof RecallHeard>;

export const CONTROLS = ["start", "pause", "resume", "cancel", "recall"] as const;
export type Control = (typeof CONTROLS)[number];

/** What a desk asks of a campaign. */
export const ControlHeard = z.object({
  type: z.literal("control"),
  by: Teammate,
  control: z.enum(CONTROLS),
  /** Where the answer goes. */
  deskKey: z.string(),
});
export type ControlHeard = z.infer<typeof ControlHeard>;

/** The first thing a campaign hears, written with its row. */
export const LaunchedHeard = z.object({
  type: z.literal("launched"),
  name: z.string(),
  /** Who is told of the end. */
  makerId: z.int(),
  startsAt: z.int().nullable(),
});
export type LaunchedHeard = z.infer<typeof LaunchedHeard>;

/** What can be sent to many: everything with a file or a text that Telegram sends by id. */
const SENDABLE: ReadonlySet<ContentKind> = new Set<ContentKind>([
  "text",
  "photo",
  "video",
  "voice",
  "audio",
  "video_note",
  "document",
  "sticker",
  "animation",
]);

/** Whether a message of this kind can be sent to many. */
export function isSendable({ kind, fileId }: Content): boolean {
  return SENDABLE.has(kind) && (kind === "text" || fileId !== null);
}

/** Kinds that stand in one album; null: it stands alone. */
export function albumOf(kind: ContentKind): "pictures" | "documents" | "audios" | null {
  if (kind === "photo" || kind === "video") return "pictures";
  if (kind === "document") return "documents";
  return kind === "audio" ? "audios" : null;
}

/** What the row in `messages` calls it. */
export function kindOf(parts: readonly Content[]): (typeof CONTENT_KINDS)[number] | "album" {
  return parts.length > 1 ? "album" : (parts[0]?.kind ?? "unsupported");
}
