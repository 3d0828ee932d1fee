// What a campaign can hear: its launch, what desks ask of it, the books' answers, its timers.
import { z } from "zod";
import { ControlHeard, LaunchedHeard } from "#actors/kernel/campaign.ts";
import { OutcomeHeard, TimerHeard } from "#actors/kernel/heard.ts";

export const CampaignMessage = z.discriminatedUnion("type", [
  LaunchedHeard,
  ControlHeard,
  OutcomeHeard,
  TimerHeard,
]);
export type CampaignMessage = z.infer<typeof CampaignMessage>;

export type Heard<Type extends CampaignMessage["type"]> = Extract<CampaignMessage, { type: Type }>;
