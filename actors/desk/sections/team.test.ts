// Who may invite whom, and where.
import { expect, test } from "bun:test";
import { GROUP_ID, member, Talk } from "#actors/desk/test-kit.ts";

const INVITE = "0123456789abcdef";

/** An agent who leads the team. */
function lead(viewer: { readonly money?: boolean } = {}): Talk {
  const talk = new Talk("agent", { id: 77, members: [member(77, "agent"), member(78, "viewer")] });
  const { rights } = talk.settings;
  const agent = { ...rights.agent, team: true };
  const table = { ...rights, agent, viewer: { ...rights.viewer, ...viewer } };
  talk.settings = { ...talk.settings, rights: table };
  return talk;
}

const asked = (talk: Talk): readonly string[] => talk.all("deskAct").map(({ act }) => act.act);

test("a link is made in private alone: in General everybody would see it", () => {
  const general = new Talk("owner", { groupId: GROUP_ID }).press("team.invite.agent");
  expect([asked(general), general.bubble]).toEqual([[], "inviteInPrivate"]);
  const own = new Talk("owner").press("team.invite.agent");
  expect([asked(own), own.bubble]).toEqual([["invite"], null]);
});

test("an open link is revoked by a button of its own, and a forged one does nothing", () => {
  const talk = new Talk("owner");
  expect(asked(talk.press(`team.revoke.${INVITE}:agent`))).toEqual(["revokeInvite"]);
  for (const forged of [`${INVITE}:owner`, INVITE, "short:agent", `${INVITE}:`]) {
    expect([asked(talk.press(`team.revoke.${forged}`)), talk.bubble]).toEqual([[], "stale"]);
  }
});

test("who leads the team invites and changes those alone who may no more than they", () => {
  expect(asked(lead().press("team.invite.viewer"))).toEqual(["invite"]);
  expect(asked(lead().press("team.revoke.0123456789abcdef:viewer"))).toEqual(["revokeInvite"]);
  expect(asked(lead().press("team.role.78:viewer:agent"))).toEqual(["changeRole"]);
  for (const press of [
    "team.invite.viewer",
    `team.revoke.${INVITE}:viewer`,
    "team.role.78:viewer:agent",
    "team.remove.78:viewer",
  ]) {
    const talk = lead({ money: true }).press(press);
    expect([asked(talk), talk.bubble, talk.onScreen]).toEqual([[], "ownersOnly", []]);
  }
  const own = lead().press("team.role.77:agent:viewer");
  expect([asked(own), own.bubble]).toEqual([[], "ownersOnly"]);
});

test("an administrator of a group invites nobody: they are on no list themselves", () => {
  const talk = new Talk("admin", { id: 77 });
  const { rights } = talk.settings;
  talk.settings = {
    ...talk.settings,
    rights: { ...rights, admin: { ...rights.admin, team: true } },
  };
  expect([asked(talk.press("team.invite.agent")), talk.bubble]).toEqual([[], "ownersOnly"]);
});
