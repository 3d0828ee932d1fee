// What a campaign remembers: where it is in its life, and that it has asked the books for something.
// Who has got what is not here but in `campaign_sends`, one row a fan.
import { z } from "zod";
import type { Address } from "#actors/kernel/address.ts";
import { Figures, STATUSES } from "#actors/kernel/campaign.ts";
import { InvariantError, invariant } from "#actors/kernel/errors.ts";

const Stored = z.object({
  campaignId: z.int(),
  name: z.string(),
  makerId: z.int(),
  /** null: never launched; a forged button's campaign stays like this. */
  status: z.enum(STATUSES).nullable(),
  startsAt: z.int().nullable(),
  /** The whole segment was counted, so its list was begun. */
  isCounted: z.boolean(),
  /** The books were asked and have not answered. One question at a time. */
  isAsking: z.boolean(),
  /** Its maker was told the end. */
  isTold: z.boolean(),
  recall: z.enum(["none", "running", "done"]),
  figures: Figures.nullable(),
});

export type CampaignState = Readonly<z.infer<typeof Stored>>;

export const STATE_VERSION = 1;

export function initialState({ key }: Address): CampaignState {
  const campaignId = Number(key);
  invariant(Number.isSafeInteger(campaignId), "a campaign's key is its id");
  return {
    campaignId,
    name: "",
    makerId: 0,
    status: null,
    startsAt: null,
    isCounted: false,
    isAsking: false,
    isTold: false,
    recall: "none",
    figures: null,
  };
}

/** @throws InvariantError when it is not one that this version can read. */
export function loadState(stored: unknown, address: Address): CampaignState {
  const parsed = Stored.safeParse(stored);
  if (!parsed.success) throw new InvariantError("the stored state of a campaign can be read");
  invariant(String(parsed.data.campaignId) === address.key, "a state belongs to its address");
  return parsed.data;
}
