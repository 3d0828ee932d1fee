// What the panel changes about the team. An invitation's link is no row and no message: its token is
// computed from the act's own id and a key of the deployment's, each time that it is needed, and only
// its hash is kept. So the same act asked for twice makes one link, and neither the database nor its
// backups let anybody in.
import { createHash, createHmac } from "node:crypto";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { pathOf, type Screen } from "#actors/kernel/screen.ts";
import type { Database } from "#db/client.ts";
import {
  acceptInvite,
  changeRole,
  createInvite,
  removeMember,
  setDuty,
  setRight,
} from "#db/team-changes.ts";
import type { DeskActs } from "#src/desk-perform.ts";

export const INVITE_LIFE_MS = 24 * 3_600_000;

/** Telegram takes 64 characters after `?start=` (core.telegram.org/bots/features#deep-linking). */
const TOKEN_LENGTH = 32;

export type TeamActs = Pick<
  DeskActs,
  "invite" | "acceptInvite" | "changeRole" | "removeMember" | "duty" | "setRight" | "setBound"
>;

type Acted = Omit<AnswerOf<"acted">, "type">;

/** The token of the invitation that an act has made: 192 bits that nobody can guess. */
export type TokenOf = (ticket: number) => string;

/** @param secret the deployment's own */
export function createTokens(secret: string): TokenOf {
  return (ticket) =>
    createHmac("sha256", secret)
      .update(`invite:${ticket}`)
      .digest("base64url")
      .slice(0, TOKEN_LENGTH);
}

/** Makes them. */
export function teamActs(parts: {
  readonly database: Database;
  readonly ownerId: number;
  readonly tokenOf: TokenOf;
}): TeamActs {
  const { database, ownerId, tokenOf } = parts;
  return {
    async invite({ role }, { by, at, effectId: ticket }) {
      const expiresAt = at + INVITE_LIFE_MS;
      const tokenHash = hashOf(tokenOf(ticket));
      await createInvite(database, { tokenHash, role, expiresAt }, by, at);
      return acted({ key: "invited", with: { ticket, role, expiresAt } }, { at: "team" });
    },
    async acceptInvite({ token, username }, { by, at, effectId }) {
      if (by.id === ownerId) return refused({ key: "alreadyMember", with: { role: "owner" } });
      const opener = { tokenHash: hashOf(token), ...by, username, effectId };
      const accepted = await acceptInvite(database, opener, at);
      if (accepted.type === "spent") return refused({ key: "inviteSpent", with: {} });
      const { role } = accepted;
      if (accepted.type === "member") return refused({ key: "alreadyMember", with: { role } });
      return acted({ key: "welcomed", with: { role } }, { at: "home" });
    },
    async changeRole({ memberId, name, from, role }, { by, at }) {
      const is = await changeRole(database, { memberId, from, role }, by, at);
      const screen: Screen = is === null ? { at: "team" } : { at: "member", memberId };
      if (is !== role) return refused({ key: "memberChanged", with: { name, role: is } }, screen);
      return acted({ key: "roleChanged", with: { memberId, name, role } }, screen);
    },
    async removeMember({ memberId, name, from }, { by, at }) {
      const { isRemoved, role } = await removeMember(database, { memberId, from }, by, at);
      const screen: Screen = role === null ? { at: "team" } : { at: "member", memberId };
      if (!isRemoved) return refused({ key: "memberChanged", with: { name, role } }, screen);
      return acted({ key: "memberRemoved", with: { memberId, name } }, screen);
    },
    async duty({ isOn }, { by, at }) {
      const isMember = await setDuty(database, { isOn, isOwner: by.id === ownerId }, by, at);
      if (!isMember) return refused({ key: "dutyForMembers", with: {} });
      return acted({ key: "duty", with: { isOn } }, null);
    },
    async setRight({ role, right, isAllowed }, { by, at }) {
      await setRight(database, { role, right, to: isAllowed }, by, at);
      return acted({ key: "rightSet", with: { role, right, isAllowed } }, { at: "rights", role });
    },
    async setBound({ role, bound, most }, { by, at }) {
      await setRight(database, { role, right: bound, to: most }, by, at);
      return acted({ key: "boundSet", with: { role, bound, most } }, { at: "rights", role });
    },
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function acted(say: DeskSay, screen: Screen | null): Acted {
  return { isDone: true, say, goTo: screen === null ? null : pathOf(screen) };
}

function refused(say: DeskSay, screen: Screen | null = null): Acted {
  return { ...acted(say, screen), isDone: false };
}
