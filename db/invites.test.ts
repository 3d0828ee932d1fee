// Links to the team outlive neither the right of whoever made them nor their membership.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DEFAULT_RIGHTS } from "#actors/kernel/team.ts";
import { type Database, openDatabase } from "./client.ts";
import { hashOfInvite, openInvites } from "./invites.ts";
import { membershipOf } from "./team.ts";
import { acceptInvite, changeRole, createInvite, removeMember, setRight } from "./team-changes.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

const AT = Date.UTC(2026, 10, 22);
const ADA = { id: 501, name: "Ada" };
const BEN = { id: 502, name: "Ben" };
const HASH = "0123456789abcdef".repeat(4);
const [OWNER, EVE] = [{ ownerId: ADA.id }, { id: 9, name: "Eve", username: null }];

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});
beforeEach(async () => {
  await database.sql`delete from team`;
  await database.sql`delete from team_invites`;
  await database.sql`delete from settings`;
  await database.sql`
    insert into team (telegram_id, name, role, joined_at) values (${BEN.id}, 'Ben', 'admin', now())`;
  await setRight(database, { role: "admin", right: "team", to: true }, ADA, AT);
});

const make = (by = BEN): Promise<void> =>
  createInvite(database, { tokenHash: HASH, role: "agent", expiresAt: AT + 1_000 }, by, AT);
const open = async (who = EVE): Promise<string> =>
  (await acceptInvite(database, { tokenHash: HASH, ...who, effectId: 1, ...OWNER }, AT)).type;

test("a member who may invite lets somebody in, and the owner does so on no list", async () => {
  await make();
  expect(await open()).toBe("joined");
  await database.sql`delete from team_invites`;
  await make(ADA);
  expect(await open({ ...EVE, id: 10 })).toBe("joined");
});

test("who was removed does not come back by a link that they made before", async () => {
  await make();
  await removeMember(database, { memberId: BEN.id, from: "admin" }, ADA, AT);
  expect(await openInvites(database, AT, 10)).toEqual([]);
  expect(await open({ ...BEN, username: null })).toBe("spent");
  expect((await membershipOf(database, BEN.id)).role).toBeNull();
});

test("neither does a link of somebody whose row is gone in another way", async () => {
  await make();
  await database.sql`delete from team`;
  expect(await open()).toBe("spent");
});

test("another role ends what was invited before, and so does the right that is taken", async () => {
  await make();
  await changeRole(database, { memberId: BEN.id, from: "admin", role: "viewer" }, ADA, AT);
  expect(await openInvites(database, AT, 10)).toEqual([]);
  expect(await open()).toBe("spent");
  await changeRole(database, { memberId: BEN.id, from: "viewer", role: "admin" }, ADA, AT);
  // It stays ended when they may invite again.
  expect(await open()).toBe("spent");
  await database.sql`delete from team_invites`;
  await make();
  await setRight(database, { role: "admin", right: "team", to: false }, ADA, AT);
  expect(await open()).toBe("spent");
});

test("what another member had invited stays as it was", async () => {
  await make(ADA);
  await removeMember(database, { memberId: BEN.id, from: "admin" }, ADA, AT);
  expect(await open()).toBe("joined");
});

test("a rights table that says nothing of it lets nobody invite but the owner", async () => {
  const { team: _, ...admin } = DEFAULT_RIGHTS.admin;
  await database.sql`update settings set value = ${JSON.stringify({ admin })}::text::jsonb`;
  await make();
  expect(await open()).toBe("spent");
});

test("an invitation is listed by whom and until when, and known again by what is listed", async () => {
  await make();
  const [invite] = await openInvites(database, AT, 10);
  expect(invite).toEqual({
    id: HASH.slice(0, 16),
    role: "agent",
    madeById: BEN.id,
    madeBy: "Ben",
    expiresAt: AT + 1_000,
  });
  expect(await openInvites(database, AT + 1_000, 10)).toEqual([]);
  const id = HASH.slice(0, 16);
  expect(await hashOfInvite(database, { id, role: "agent" })).toBe(HASH);
  // A button that names another role than the link gives is no button of ours.
  expect(await hashOfInvite(database, { id, role: "viewer" })).toBeNull();
});

test("a former owner, whose row says so still, may join like anybody", async () => {
  await database.sql`
    insert into team (telegram_id, name, role, joined_at) values (${EVE.id}, 'Eve', 'owner', now())`;
  await make();
  expect(await open()).toBe("joined");
  expect((await membershipOf(database, EVE.id)).role).toBe("agent");
});
