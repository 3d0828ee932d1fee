// The team through everything that is real but Telegram itself: invitations, roles, removal, and the
// ways of what people of the team write.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Message } from "#src/sandbox/protocol.ts";
import { ben, dan, leo, mia } from "#src/sandbox/testing.ts";
import { AppWorld } from "./app-testing.ts";

const TIMEOUT_MS = 60_000;

let world: AppWorld;
let topicId: number;
let ownerId: number;

beforeAll(async () => {
  world = await AppWorld.open();
  ({ ownerId } = world.sandbox);
  await world.boot();
  await world.fanSays(mia.id, "hello");
  topicId = await world.topicOf(mia.id);
}, TIMEOUT_MS);
afterAll(() => world[Symbol.asyncDispose]());

const inPrivate = (personId: number, words: string): Promise<Message> =>
  world.see(() => world.inChat(personId).findLast(({ text }) => text?.includes(words)));
const general = (): readonly Message[] =>
  (world.sandbox.state().groups[0]?.messages ?? []).filter(({ threadId }) => threadId === null);

function dataOf(message: Message, label: string): string {
  const button = message.buttons.flat().find(({ text }) => text.includes(label));
  if (button === undefined || !("callbackData" in button)) throw new Error(`no button ${label}`);
  return button.callbackData ?? "";
}

async function press(personId: number, message: Message, label: string): Promise<void> {
  const place = { chatId: personId, messageId: message.id };
  const callbackData = dataOf(message, label);
  await world.sandbox.mustAct({ act: "press", personId, ...place, callbackData });
}

/** The panel that the owner's command opens, not one of before. */
async function openTeam(): Promise<Message> {
  const command = await world.fanSays(ownerId, "/team");
  return await world.see(() =>
    world.inChat(ownerId).find(({ id, text }) => id > command && text?.includes("› Team")),
  );
}

/** The owner makes an invitation; answers what its opener would send. */
async function invite(role: string): Promise<string> {
  const panel = await openTeam();
  await press(ownerId, panel, `➕ ${role}`);
  const shown = await world.see(() =>
    world.inChat(ownerId).find(({ id, text }) => id === panel.id && text?.includes("Works once")),
  );
  const token = /start=(t_[\w-]+)/.exec(shown.text ?? "")?.[1];
  if (token === undefined) throw new Error("no link was shown");
  return `/start ${token}`;
}

const audited = async (): Promise<readonly string[]> => {
  const rows = await world.database.query<{ act: string }>(
    "audit",
    "select act from audit_log where act in ('invite', 'join', 'role', 'remove', 'duty') order by id",
  );
  return rows.map(({ act }) => act);
};

test(
  "the panel opens in private and in General, and is edited in place",
  async () => {
    await world.fanSays(ownerId, "/admin");
    const panel = await inPrivate(ownerId, "Stagedoor");
    await press(ownerId, panel, "Team");
    await world.see(() =>
      world.inChat(ownerId).find(({ id, text }) => id === panel.id && text?.includes("› Team")),
    );
    const place = { in: "group", groupId: world.sandbox.groupId, topicId: null } as const;
    await world.sandbox.mustAct({ act: "send", personId: ownerId, place, text: "/admin" });
    await world.see(() => general().find(({ from, buttons }) => from.isBot && buttons.length > 0));
  },
  TIMEOUT_MS,
);

test(
  "an invitation lets in exactly one of two who race, and only its hash is kept",
  async () => {
    const start = await invite("💬 Agent");
    await Promise.all([world.fanSays(dan.id, start), world.fanSays(leo.id, start)]);
    const saw = (id: number, words: string): boolean =>
      world.inChat(id).some(({ text }) => text?.includes(words));
    await world.see(() => [dan.id, leo.id].every((id) => saw(id, "Welcome") || saw(id, "used")));
    const joined = [dan.id, leo.id].filter((id) => saw(id, "Welcome to the team"));
    expect(joined).toHaveLength(1);
    await inPrivate(ownerId, "has joined the team");
    const [row] = await world.database.query<{ n: number; hash: string }>(
      "team",
      "select (select count(*) from team)::integer as n, token_hash as hash from team_invites",
    );
    expect(row?.n).toBe(1);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    const token = start.replace("/start t_", "");
    const everywhere = `
      select (select count(*) from inbox where body like $1 or raw::text like $1)::integer
        + (select count(*) from outbox where effect::text like $1)::integer as n`;
    const [kept] = await world.database.query<{ n: number }>("kept", everywhere, [`%${token}%`]);
    // Neither the panel that showed it nor what its openers have sent.
    expect(kept?.n).toBe(0);
    await world.database.query("clean", "delete from team");
    await world.database.query("clean", "delete from team_invites");
    await world.rest();
  },
  TIMEOUT_MS,
);

test(
  "an invitation that somebody of the team opens lets nobody in any more, and says so",
  async () => {
    const start = await invite("💬 Agent");
    await world.fanSays(ownerId, start);
    await inPrivate(ownerId, "You are on the team already");
    const opened = await world.fanSays(leo.id, start);
    await world.see(() =>
      world.inChat(leo.id).find(({ id, text }) => id > opened && text?.includes("used")),
    );
    // And the administrators of the group still are who they were: nobody has joined.
    const [row] = await world.database.query<{ n: number }>(
      "joined",
      "select count(*)::integer as n from team_invites where used_at is not null",
    );
    expect(row?.n).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  "a stranger who opens a link that is none is told so, and sees nothing of the panel",
  async () => {
    const opened = await world.fanSays(mia.id, `/start t_${"x".repeat(32)}`);
    await world.see(() =>
      world.inChat(mia.id).find(({ id, text }) => id > opened && text?.includes("too old")),
    );
    await world.rest();
    const since = world.inChat(mia.id).filter(({ id, from }) => id > opened && from.isBot);
    expect(since.map(({ buttons }) => buttons)).toEqual([[]]);
    expect(since.some(({ text }) => text?.includes("Stagedoor"))).toBe(false);
  },
  TIMEOUT_MS,
);

test(
  "an open invitation is listed without its link, and once revoked lets nobody in",
  async () => {
    const start = await invite("💬 Agent");
    const panel = await openTeam();
    expect(panel.text).toContain("Open invitations");
    expect(panel.text).not.toContain(start.replace("/start ", ""));
    await press(ownerId, panel, "Revoke 1");
    await inPrivate(ownerId, "lets nobody in any more");
    const opened = await world.fanSays(leo.id, start);
    await world.see(() =>
      world.inChat(leo.id).find(({ id, text }) => id > opened && text?.includes("too old")),
    );
    expect((await openTeam()).text).not.toContain("Open invitations");
  },
  TIMEOUT_MS,
);

test(
  "a member acts within their role, another holds with the next act, and so does a removal",
  async () => {
    const start = await world.fanSays(dan.id, await invite("💬 Agent"));
    await world.see(() =>
      world.inChat(dan.id).find(({ id, text }) => id > start && text?.includes("Welcome to")),
    );
    const told = (id: number, words: string): Promise<Message> =>
      world.see(() =>
        world.inTopic(topicId).find((each) => each.replyToId === id && each.text?.includes(words)),
      );
    // Within the agent's bound of a day, beyond it, and an administrator of the group who was never invited.
    await told(await world.teamSays(dan.id, topicId, "/gift 20"), "20");
    await told(await world.teamSays(dan.id, topicId, "/gift 1"), "Today");
    await told(await world.teamSays(dan.id, topicId, "/ban"), "agent");
    await told(await world.teamSays(ben.id, topicId, "/gift 1"), "Ben");
    expect((await world.books(mia.id)).credits).toBe(3 - 1 + 20);

    // What is theirs by then is nobody's when they are gone.
    await world.teamSays(ownerId, topicId, "/assign dan");
    await world.see(() =>
      world.inTopic(topicId).some(({ text }) => text?.includes("Assigned to Dan")),
    );
    await press(ownerId, await openTeam(), "Dan");
    await press(ownerId, await inPrivate(ownerId, `Telegram id ${dan.id}`), "Viewer");
    await inPrivate(dan.id, "You are 👁 Viewer");
    await told(await world.teamSays(dan.id, topicId, "hi Mia"), "viewer");

    await press(ownerId, await inPrivate(ownerId, `Telegram id ${dan.id}`), "Remove");
    await press(ownerId, await inPrivate(ownerId, "off the team?"), "Yes");
    await inPrivate(dan.id, "not on the team any more");
    const late = await world.fanSays(dan.id, "/admin");
    await world.teamSays(dan.id, topicId, "/gift 1");
    await world.rest();
    const panels = world.inChat(dan.id).filter(({ text }) => text?.startsWith("Stagedoor"));
    expect(panels.filter(({ id }) => id > late)).toEqual([]);
    expect((await world.books(mia.id)).credits).toBe(3 - 1 + 20);
    expect(world.inChat(mia.id).some(({ text }) => text === "hi Mia")).toBe(false);
    expect((await audited()).slice(-4)).toEqual(["invite", "join", "role", "remove"]);
    const left = await world.database.query(
      "theirs",
      "select user_id from conversations where assigned_to = $1::bigint or claimed_by = $1::bigint",
      [dan.id],
    );
    expect(left).toEqual([]);

    // Once there was a team, who administers the group is nobody: the panel says so, and so are they told.
    const panel = await openTeam();
    expect(panel.text).toContain("the administrators of the group no longer count");
    expect(panel.text).not.toContain("work as admins");
    const { groupId } = world.sandbox;
    const place = { in: "group", groupId, topicId: null } as const;
    await world.sandbox.mustAct({ act: "send", personId: ben.id, place, text: "/admin" });
    await world.see(() => general().some(({ text }) => text?.includes("This is for the team")));
  },
  TIMEOUT_MS,
);

test(
  "the owner changes what a role may do, by a press and by a figure, effective at once",
  async () => {
    await press(ownerId, await openTeam(), "🔐 💬 Agent");
    await press(ownerId, await inPrivate(ownerId, "A press changes it at once"), "🚫 Ban");
    await world.see(() =>
      world
        .inChat(ownerId)
        .some(({ buttons }) => buttons.flat().some(({ text }) => text === "✅ Ban")),
    );
    await press(ownerId, await inPrivate(ownerId, "A press changes it at once"), "Gift up to");
    await inPrivate(ownerId, "How many credits");
    await world.fanSays(ownerId, "minus five");
    await inPrivate(ownerId, "A whole number from 0");
    await world.fanSays(ownerId, "５０");
    await world.see(() =>
      world
        .inChat(ownerId)
        .some(({ buttons }) => buttons.flat().some(({ text }) => text === "Gift up to 50")),
    );
    const [row] = await world.database.query<{ value: { agent: object } }>(
      "rights",
      "select value from settings where key = 'rights'",
    );
    expect(row?.value.agent).toMatchObject({ ban: true, giftMax: 50, reply: true });
  },
  TIMEOUT_MS,
);

test(
  "people of the team are fans too: what nothing of the panel waits for reaches their conversation",
  async () => {
    await world.fanSays(ownerId, "/balance");
    await inPrivate(ownerId, "credits");
    await world.fanSays(ownerId, "a word from the owner");
    const own = await world.topicOf(ownerId);
    await world.posted(own, "a word from the owner");
    await world.fanSays(ownerId, "/duty on");
    await inPrivate(ownerId, "You are on duty");
    await world.fanSays(ownerId, "/help");
    await inPrivate(ownerId, "You are 👑 Owner");
    expect(await world.wrongBalances()).toEqual([]);
  },
  TIMEOUT_MS,
);
