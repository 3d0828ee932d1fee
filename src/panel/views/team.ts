// The team's screens: who is on it, one of them, and the table of what roles may do. Buttons that would
// be refused are left out; what they do is checked again (actors/desk/sections/team.ts).
import { mayLead } from "#actors/kernel/leading.ts";
import { bold, code, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { ScreenOf } from "#actors/kernel/screen.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { BOUNDS, MEMBER_ROLES, type Member, PERMISSIONS } from "#actors/kernel/team.ts";
import type { OpenInvite } from "#db/invites.ts";
import { plainName } from "#src/i18n/words.ts";
import type { TokenOf } from "#src/panel/acts/team.ts";
import {
  act,
  go,
  inRows,
  type Looking,
  type PanelButton,
  type View,
  type Views,
} from "#src/panel/view.ts";
import { BOUND_WORDS, boundText, RIGHT_WORDS, ROLE_WORDS } from "#src/panel/words/team.ts";

export interface TeamReads {
  /** As they are at this moment. */
  readonly settings: () => Settings;
  readonly tokenOf: TokenOf;
  /** Invitations that nobody has used, the newest first. */
  readonly openInvites: (limit: number) => Promise<readonly OpenInvite[]>;
}

/** A screen has room for so many people; Telegram takes 100 buttons. */
const MEMBERS_MAX = 40;
const INVITES_MAX = 10;
const HOUR_MS = 3_600_000;

export function teamViews(reads: TeamReads): Pick<Views, "team" | "member" | "rights"> {
  return {
    team: async (_screen, looking) => {
      const { team } = looking.viewer.rights;
      return teamView(reads, looking, team ? await reads.openInvites(INVITES_MAX) : []);
    },
    member: async (screen, looking) => memberView(reads, screen, looking),
    rights: async (screen, looking) => rightsView(reads, screen, looking),
  };
}

function teamView(reads: TeamReads, looking: Looking, invites: readonly OpenInvite[]): View {
  const { team, isTeamFormed, rights } = reads.settings();
  const people = team.slice(0, MEMBERS_MAX);
  const more = team.length - people.length;
  const body = [
    ...inviteLines(reads, looking),
    joinRich(people.map(memberLine), "\n"),
    ...(more > 0 ? [rich(`…and ${more} more.`)] : []),
    ...(isTeamFormed ? [] : [rich(UNFORMED)]),
    ...(isTeamFormed && team.length === 1 ? [rich(ALONE)] : []),
    ...openLines(invites, looking),
  ];
  return {
    title: "Team",
    body: joinRich(body, "\n\n"),
    buttons: [
      ...memberButtons(people, looking),
      ...revokeButtons(invites, rights, looking),
      ...inviteButtons(rights, looking),
      dutyRow(team, looking),
    ],
  };
}

const UNFORMED =
  "Nobody has joined yet: until somebody does, the administrators of the group work as admins.";

/** A team that was made once stays one: nobody who was removed comes back as an administrator. */
const ALONE =
  "The team is the owner alone; the administrators of the group no longer count. Invite somebody.";

/** The link of the invitation that was just made, for this one showing. */
function inviteLines({ tokenOf }: TeamReads, { context, botUsername, now }: Looking): Rich[] {
  const { notice } = context;
  if (notice?.key !== "invited") return [];
  const { ticket, expiresAt } = notice.with;
  const hours = Math.max(1, Math.round((expiresAt - now) / HOUR_MS));
  const token = `t_${tokenOf(ticket)}`;
  const link =
    botUsername === null ? `/start ${token}` : `https://t.me/${botUsername}?start=${token}`;
  return [
    joinRich([code(link), rich(`Works once, for ${hours} hours. It is not shown again.`)], "\n"),
  ];
}

/** Links that are out there: the role, who made it and until when; never the link. */
function openLines(invites: readonly OpenInvite[], { now }: Looking): Rich[] {
  if (invites.length === 0) return [];
  const lines = invites.map(({ role, madeBy, expiresAt }, i) => {
    const hours = Math.max(1, Math.round((expiresAt - now) / HOUR_MS));
    const maker = madeBy === null ? "" : ` · by ${plainName(madeBy, 24)}`;
    return rich(`${i + 1}. ${ROLE_WORDS[role]}${maker} · ${hours} h`);
  });
  return [joinRich([bold("🎟 Open invitations"), ...lines], "\n")];
}

function revokeButtons(
  invites: readonly OpenInvite[],
  table: Settings["rights"],
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const buttons = invites.flatMap(({ id, role }, i) => {
    const press = { section: "team", verb: "revoke", argument: `${id}:${role}` };
    const text = `✖️ Revoke ${i + 1}`;
    return mayLead(looking.viewer.role, role, table) ? [act(looking, text, press, "danger")] : [];
  });
  return inRows(buttons, 3);
}

function memberLine({ name, username, role, isOnDuty }: Member): Rich {
  const handle = username === null ? "" : ` @${username}`;
  return rich(
    `${isOnDuty ? "🟢" : "⚪️"} `,
    bold(plainName(name, 32)),
    `${handle} · ${ROLE_WORDS[role]}`,
  );
}

function memberButtons(
  people: readonly Member[],
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  if (!looking.viewer.rights.team) return [];
  const members = people.filter(({ role }) => role !== "owner");
  const buttons = members.map(({ id, name }) =>
    go(looking, plainName(name, 24), { at: "member", memberId: id }),
  );
  return inRows(buttons, 2);
}

function inviteButtons(
  table: Settings["rights"],
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const { role: own, rights } = looking.viewer;
  if (!rights.team) return [];
  const roles = MEMBER_ROLES.filter((role) => mayLead(own, role, table));
  const invites = roles.map((role) =>
    act(looking, `➕ ${ROLE_WORDS[role]}`, { section: "team", verb: "invite", argument: role }),
  );
  const tables = MEMBER_ROLES.map((role) =>
    go(looking, `🔐 ${ROLE_WORDS[role]}`, { at: "rights", role }),
  );
  return [invites, tables];
}

function dutyRow(team: readonly Member[], looking: Looking): readonly PanelButton[] {
  const own = team.find(({ id }) => id === looking.viewer.id);
  if (own === undefined) return [];
  const text = own.isOnDuty ? "⚪️ Go off duty" : "🟢 Go on duty";
  const argument = own.isOnDuty ? "off" : "on";
  return [act(looking, text, { section: "team", verb: "duty", argument })];
}

function memberView(reads: TeamReads, { memberId }: ScreenOf<"member">, looking: Looking): View {
  const { team, rights } = reads.settings();
  const member = team.find(({ id }) => id === memberId);
  if (member === undefined) {
    return { title: "Team", body: rich("They are not on the team any more."), buttons: [] };
  }
  const { role } = member;
  const { viewer } = looking;
  const mayChange =
    role !== "owner" &&
    (viewer.role === "owner" || member.id !== viewer.id) &&
    mayLead(viewer.role, role, rights);
  return {
    title: plainName(member.name, 32),
    body: joinRich([memberLine(member), rich(`Telegram id ${member.id}`)], "\n"),
    buttons: mayChange ? changes(member, rights, looking) : [],
  };
}

function changes(
  member: Member,
  table: Settings["rights"],
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const { id, role: from } = member;
  const roles = MEMBER_ROLES.filter(
    (role) => role !== from && mayLead(looking.viewer.role, role, table),
  );
  const gives = roles.map((role) =>
    act(looking, `→ ${ROLE_WORDS[role]}`, {
      section: "team",
      verb: "role",
      argument: `${id}:${from}:${role}`,
    }),
  );
  const press = { section: "team", verb: "remove", argument: `${id}:${from}` };
  return [gives, [act(looking, "🚪 Remove", press, "danger")]];
}

/** Every permission is a button that turns it over, for the owner; others read it. */
function rightsView(reads: TeamReads, { role }: ScreenOf<"rights">, looking: Looking): View {
  const rights = reads.settings().rights[role];
  const title = ROLE_WORDS[role];
  const bounds = BOUNDS.map((bound) => `${BOUND_WORDS[bound]} ${boundText(bound, rights[bound])}`);
  if (looking.viewer.role !== "owner") {
    const lines = PERMISSIONS.map((name) => `${mark(rights[name])} ${RIGHT_WORDS[name]}`);
    return { title, body: rich([...lines, ...bounds].join("\n")), buttons: [] };
  }
  const switches = PERMISSIONS.map((name) =>
    act(looking, `${mark(rights[name])} ${RIGHT_WORDS[name]}`, {
      section: "team",
      verb: "right",
      argument: `${role}:${name}:${rights[name] ? 0 : 1}`,
    }),
  );
  const figures = BOUNDS.map((bound, i) =>
    act(looking, bounds[i] ?? "", { section: "team", verb: "bound", argument: `${role}:${bound}` }),
  );
  const body = rich("What this role may do. A press changes it at once.");
  return { title, body, buttons: [...inRows(switches, 2), ...inRows(figures, 2)] };
}

function mark(isAllowed: boolean): string {
  return isAllowed ? "✅" : "🚫";
}
