// What the panel says of broadcasts.
import type { CampaignStatus, Control, Figures } from "./campaign.ts";

type Nothing = Readonly<Record<string, never>>;

/** What a step of the composer could not take. */
export type DraftFault =
  /** A kind that cannot be sent to many. */
  | "kind"
  | "empty"
  /** Longer than Telegram lets a bot's caption be. */
  | "caption"
  /** Does not stand in one album with what is there. */
  | "album"
  | "full"
  | "days"
  | "money"
  | "words"
  | "moment"
  | "past"
  | "far";

export interface CampaignSays {
  // ── questions of the composer ─────────────────────────────────────────────────────────────────
  campaignWrite: Nothing;
  campaignDays: { readonly which: "active" | "inactive" };
  campaignSpent: { readonly currency: string };
  campaignWords: { readonly which: "tags" | "sources" };
  /** `utcOffsetMinutes` is what a bare clock time means. */
  campaignWhen: { readonly utcOffsetMinutes: number };
  campaignFault: { readonly fault: DraftFault };
  /** Nothing to send yet. */
  campaignEmpty: Nothing;
  campaignPreviewed: Nothing;
  // ── to be answered with Yes ───────────────────────────────────────────────────────────────────
  campaignAsk: {
    readonly count: number;
    readonly startsAt: number | null;
    readonly utcOffsetMinutes: number;
  };
  campaignCancelAsk: Nothing;
  campaignRecallAsk: Nothing;
  // ── what came of it ───────────────────────────────────────────────────────────────────────────
  campaignLaunched: { readonly isLater: boolean };
  /** The item to offer is gone from the shelf. */
  campaignNoItem: Nothing;
  campaignIs: { readonly control: Control };
  campaignNot: { readonly control: Control; readonly status: CampaignStatus };
  campaignOver: {
    readonly name: string;
    readonly status: "done" | "cancelled";
    readonly figures: Figures;
  };
  campaignRecalled: { readonly name: string; readonly figures: Figures; readonly tooOld: number };
}
