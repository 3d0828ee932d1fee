// What the panel says about the team: invitations, roles, duty, and what somebody may do.
import type { Bound, MemberRole, Permission, Rights, Role } from "./team.ts";

type Nothing = Readonly<Record<string, never>>;

/** Part of kernel/say-desk.ts. */
export interface TeamDeskSays {
  /** What this person can do here, by what they may. */
  teamDeskHelp: { readonly role: Role; readonly rights: Rights; readonly isPrivate: boolean };
  /** `ticket` stands for the link, which is made when it is shown and kept nowhere. */
  invited: { readonly ticket: number; readonly role: MemberRole; readonly expiresAt: number };
  inviteRevoked: { readonly role: MemberRole };
  /** Links are shown to whoever sees the chat; says that the panel has more in private. */
  inviteInPrivate: Nothing;
  /** Used, too old, or no link of ours: whoever opens it learns no more. */
  inviteSpent: Nothing;
  /** The link is revoked with it. */
  alreadyMember: { readonly role: Role };
  welcomed: { readonly role: MemberRole };
  /** To the owner. */
  joined: { readonly name: string; readonly role: MemberRole };
  roleChanged: { readonly memberId: number; readonly name: string; readonly role: MemberRole };
  /** To the person whose role it is. */
  roleGiven: { readonly role: MemberRole };
  removeConfirm: { readonly name: string; readonly role: MemberRole };
  memberRemoved: { readonly memberId: number; readonly name: string };
  /** To the person who was removed. */
  removedYou: Nothing;
  /** Somebody else was faster. */
  memberChanged: { readonly name: string; readonly role: MemberRole | null };
  /** Only the owner has a say over people who may lead the team, and over what roles may do. */
  ownersOnly: Nothing;
  duty: { readonly isOn: boolean };
  /** There is no list yet, or this person is not on it. */
  dutyForMembers: Nothing;
  rightSet: { readonly role: MemberRole; readonly right: Permission; readonly isAllowed: boolean };
  /** `from`: what is allowed now. */
  boundPrompt: { readonly role: MemberRole; readonly bound: Bound; readonly from: number };
  boundSet: {
    readonly role: MemberRole;
    readonly bound: Bound;
    readonly from: number;
    readonly most: number;
  };
  boundExpected: { readonly bound: Bound };
}
