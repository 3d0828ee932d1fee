// What the panel can change in our own books: settings, products, the team, the shelf, campaigns.
// One act is one statement, with its line in the audit log. An act may be carried out twice after a
// lost answer, so each sets a state rather than changes one, or is known by its effect's id.
import type { Order } from "./campaign.ts";
import type { HouseDeskActs } from "./desk-act-house.ts";
import type { Bound, MemberRole, Permission } from "./team.ts";

interface CommonDeskActs {
  /** Makes a link that turns whoever opens it first into a member. */
  invite: { readonly role: MemberRole };
  /** The hash of the link's token, which is written down nowhere; the person is the effect's `by`. */
  acceptInvite: { readonly tokenHash: string; readonly username: string | null };
  /** The first characters of the hash, and the role that the link gives (db/invites.ts). */
  revokeInvite: { readonly invite: string; readonly role: MemberRole };
  /** `from` is what the panel showed: of two who change it at once one is told so. */
  changeRole: {
    readonly memberId: number;
    readonly name: string;
    readonly from: MemberRole;
    readonly role: MemberRole;
  };
  removeMember: { readonly memberId: number; readonly name: string; readonly from: MemberRole };
  duty: { readonly isOn: boolean };
  setRight: {
    readonly role: MemberRole;
    readonly right: Permission;
    readonly isAllowed: boolean;
  };
  setBound: { readonly role: MemberRole; readonly bound: Bound; readonly most: number };
}

/** Each part of the panel adds its own here. */
export interface DeskActs extends HouseDeskActs, CommonDeskActs {
  /** Begins a campaign, now or later; its id is the effect's. */
  launchCampaign: { readonly order: Order };
  /** Sets what is named of an item of the shelf. null: not for credits, not for Stars. */
  changeItem: {
    readonly itemId: number;
    readonly name?: string;
    readonly tags?: string;
    readonly priceCredits?: number | null;
    readonly priceStars?: number | null;
    readonly isActive?: boolean;
  };
  redrive: { readonly letterId: number };
  discard: { readonly letterId: number };
}

/** An act and what it takes. */
export type DeskAct = {
  [Key in keyof DeskActs]: { readonly act: Key } & DeskActs[Key];
}[keyof DeskActs];
