// What the panel changes about the team. An invitation's link is no row and no message: its token is
// computed from the act's own id and a key of the deployment's, each time that it is needed, and only
// its hash is kept. So the same act asked for twice makes one link, and neither the database nor its
// backups let anybody in. Who opens a link sends its token once more: ingest hashes it before anything
// is written (src/telegram/ingest-desk.ts).
import { createHmac } from "node:crypto";
import type { Heard } from "#actors/conversation/message.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Nudges } from "#actors/kernel/ports.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { pathOf, type Screen } from "#actors/kernel/screen.ts";
import type { Role } from "#actors/kernel/team.ts";
import type { Database } from "#db/client.ts";
import { append } from "#db/inbox.ts";
import { hashOfInvite } from "#db/invites.ts";
import {
  acceptInvite,
  changeRole,
  createInvite,
  fansOf,
  removeMember,
  revokeInvite,
  setDuty,
  setRight,
} from "#db/team-changes.ts";
import type { Acting, DeskActs } from "#src/desk-perform.ts";
import { tokenHashOf } from "#src/telegram/ingest-desk.ts";

const INVITE_LIFE_MS = 24 * 3_600_000;

/** Telegram takes 64 characters after `?start=` (core.telegram.org/bots/features#deep-linking). */
const TOKEN_LENGTH = 32;

export type TeamActs = Pick<
  DeskActs,
  | "invite"
  | "revokeInvite"
  | "acceptInvite"
  | "changeRole"
  | "removeMember"
  | "duty"
  | "setRight"
  | "setBound"
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
  readonly nudges: Nudges;
  readonly ownerId: number;
  readonly tokenOf: TokenOf;
}): TeamActs {
  const { database, ownerId, tokenOf } = parts;
  return {
    async invite({ role }, { by, at, effectId: ticket }) {
      const expiresAt = at + INVITE_LIFE_MS;
      const tokenHash = tokenHashOf(tokenOf(ticket));
      await createInvite(database, { tokenHash, role, expiresAt }, by, at);
      return acted({ key: "invited", with: { ticket, role, expiresAt } }, { at: "team" });
    },
    async revokeInvite({ invite, role }, { by, at }) {
      const tokenHash = await hashOfInvite(database, { id: invite, role });
      if (tokenHash !== null) await revokeInvite(database, tokenHash, by, at);
      return acted({ key: "inviteRevoked", with: { role } }, { at: "team" });
    },
    async acceptInvite({ tokenHash, username }, { by, at, effectId }) {
      // Who is of the team shows by opening it that it lies where others can open it too.
      const isNotForThem = async (role: Role): Promise<Acted> => {
        await revokeInvite(database, tokenHash, by, at);
        return refused({ key: "alreadyMember", with: { role } });
      };
      if (by.id === ownerId) return await isNotForThem("owner");
      const { id, name } = by;
      const opener = { tokenHash, id, name, username, effectId, ownerId };
      const accepted = await acceptInvite(database, opener, at);
      if (accepted.type === "spent") return refused({ key: "inviteSpent", with: {} });
      const { role } = accepted;
      if (accepted.type === "member") return await isNotForThem(role);
      return acted({ key: "welcomed", with: { role } }, { at: "home" });
    },
    async changeRole({ memberId, name, from, role }, { by, at }) {
      const is = await changeRole(database, { memberId, from, role }, by, at);
      const screen: Screen = is === null ? { at: "team" } : { at: "member", memberId };
      if (is !== role) return refused({ key: "memberChanged", with: { name, role: is } }, screen);
      return acted({ key: "roleChanged", with: { memberId, name, role } }, screen);
    },
    async removeMember({ memberId, name, from }, { by, at, effectId }) {
      const { isRemoved, role } = await removeMember(database, { memberId, from }, by, at);
      // Said again when the act is: whoever heard it already does not hear it twice.
      if (role === null) await tellConversations(parts, { memberId, by, at, effectId });
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
      const was = await setRight(database, { role, right: bound, to: most }, by, at);
      const from = typeof was === "number" ? was : 0;
      return acted({ key: "boundSet", with: { role, bound, from, most } }, { at: "rights", role });
    },
  };
}

const ARRIVALS_MAX = 500;

/** Every conversation that was theirs hears that they are gone. */
async function tellConversations(
  { database, nudges }: { readonly database: Database; readonly nudges: Nudges },
  { memberId, by, at, effectId }: Acting & { readonly memberId: number },
): Promise<void> {
  const message: Heard<"memberLeft"> = {
    type: "memberLeft",
    memberId,
    by: { id: by.id, name: by.name },
  };
  const body = JSON.stringify(message);
  const arrivals = (await fansOf(database, memberId, at)).map((fanId): Arrival => {
    const address = { kind: "conversation", key: String(fanId) } as const;
    return { dedupeKey: `left:${effectId}:${fanId}`, address, lane: "normal", at, body, raw: null };
  });
  for (let from = 0; from < arrivals.length; from += ARRIVALS_MAX) {
    const some = arrivals.slice(from, from + ARRIVALS_MAX);
    await append(database, some);
    for (const { address } of some) nudges.nudge(address, false);
  }
}

function acted(say: DeskSay, screen: Screen | null): Acted {
  return { isDone: true, say, goTo: screen === null ? null : pathOf(screen) };
}

function refused(say: DeskSay, screen: Screen | null = null): Acted {
  return { ...acted(say, screen), isDone: false };
}
