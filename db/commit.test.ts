// What the contract suite cannot see through the ports: the rows beside a turn, several nodes at
// once on real locks, and how the statement is composed.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { CommitResult, TurnCommit } from "#actors/kernel/ports.ts";
import type { Row } from "#actors/kernel/rows.ts";
import {
  conversation,
  decide,
  type Hand,
  ledger,
  message,
  post,
  projection,
  purchase,
  receive,
  type StoreWorld,
  settled,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "./client.ts";
import { sweepErasures } from "./erasure.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let database: Database;
let node: TestNode;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  node = await startNode(world);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const world: StoreWorld = {
  node(nodeId) {
    const store = createStore(database, nodeId, SILENT);
    return { store, leases: store };
  },
  lapse: () => Promise.resolve(),
  fan: () => Promise.resolve(null),
  stop: () => Promise.resolve(),
};

describe("beside its state a turn writes", () => {
  test("notes, the audit log and topics", async () => {
    const hand = await wake(node, "11");
    await turn(node, hand, {
      rows: [
        { row: "note", byId: 1, byName: "Zoë", text: "likes cats\0 \ud83d", at: T0 },
        {
          row: "audit",
          byId: 1,
          byName: "Zoë",
          act: "gift",
          detail: { credits: 5, x: "\0" },
          at: T0,
        },
        { row: "topic", groupId: -100, topicId: 4, at: T0 },
      ],
    });
    const userId = hand.actor.userId;
    expect(await database.sql`select user_id, text from notes`).toMatchObject([
      { user_id: userId, text: "likes cats\ufffd \ufffd" },
    ]);
    expect(
      await database.sql`select user_id, act, detail, created_at from audit_log`,
    ).toMatchObject([
      {
        user_id: userId,
        act: "gift",
        detail: { credits: 5, x: "\ufffd" },
        created_at: new Date(T0),
      },
    ]);
    expect(await database.sql`select * from topics`).toMatchObject([
      { group_id: -100, topic_id: 4, user_id: userId },
    ]);
  });

  test("one row for what it says of one message in several steps", async () => {
    const hand = await wake(node, "12");
    await turn(node, hand, {
      rows: [
        message("f1", { text: "first" }),
        { row: "messageChange", ref: "f1", status: "held", at: T0 },
        { row: "messageChange", ref: "f1", cost: 7, text: "second", at: T0 },
      ],
    });
    expect(
      await database.sql`
      select text, status, cost, direction, history from messages
      where user_id = ${hand.actor.userId}`,
    ).toMatchObject([{ text: "second", status: "held", cost: 7, direction: "in", history: null }]);
  });

  test("what the dashboard shows of its fan", async () => {
    const hand = await wake(node, "13");
    const shown = projection("13", 3);
    await turn(node, hand, {
      credits: 3,
      rows: [ledger(3)],
      projection: {
        user: {
          ...shown.user,
          sessionEndsAt: T0 + 1,
          tier: "vip",
          source: "x".repeat(64),
          autoRecharge: true,
          stripeCustomerId: "cus_13",
          debtCredits: 4,
          debtSeconds: 60,
        },
        conversation: { ...shown.conversation, assignedTo: 5_000_000_000, waitingSince: T0 },
      },
    });
    expect(await database.sql`select * from user_dashboard where telegram_id = 13`).toMatchObject([
      {
        username: "ana",
        tier: "vip",
        session_ends_at: new Date(T0 + 1),
        group_id: shown.conversation.groupId,
        assigned_to: 5_000_000_000,
        waiting_since: new Date(T0),
        status: "open",
      },
    ]);
    expect(
      await database.sql`
      select auto_recharge, stripe_customer_id, debt_credits, debt_seconds from users
      where telegram_id = 13`,
    ).toMatchObject([
      { auto_recharge: true, stripe_customer_id: "cus_13", debt_credits: 4, debt_seconds: 60 },
    ]);
  });
});

describe("several nodes", () => {
  test("never both commit on one version, in whatever batches and orders", async () => {
    const keys = Array.from({ length: 12 }, (_, index) => String(200 + index));
    const hands: Hand[] = [];
    for (const key of keys) hands.push(await wake(node, key));
    const rivals = [node.store, createStore(database, "node-a", SILENT)];
    for (let round = 0; round < 15; round += 1) {
      const batches = await Promise.all(
        rivals.map(async (_, rival) => {
          const turns: TurnCommit[] = [];
          for (const hand of rival === 0 ? hands : hands.toReversed()) {
            const id = await receive(node, hand.key);
            const credits = hand.credits + 1 + rival;
            turns.push(decide(hand, id, { credits, rows: [ledger(1 + rival)] }));
          }
          return turns;
        }),
      );
      const results = await Promise.all(
        rivals.map((rival, place) => rival.commit(batches[place] ?? [])),
      );
      for (const hand of hands) {
        const winners = batches.flatMap((turns, rival) =>
          turns.filter(
            (each, n) => each.address.key === hand.key && results[rival]?.[n] === "committed",
          ),
        );
        expect(winners).toHaveLength(1);
        hand.version += 1;
        hand.credits = winners[0]?.projection?.user.credits ?? -1;
      }
    }
    const off = await database.sql`
      select users.telegram_id from users
      where credits <> (select coalesce(sum(t.credits), 0) from transactions t
        where t.user_id = users.id)`;
    expect(off).toHaveLength(0);
  });

  test("a take-over shuts the old owner out in the middle of its work", async () => {
    const hand = await wake(node, "300");
    const partition = partitionOf(conversation("300"));
    const id = await receive(node, "300");
    const other = createStore(database, "node-b", SILENT);
    await other.join({ id: "node-b", instanceId: "b", ttlMs: 60_000 });
    await node.leases.release(node.id, [partition]);
    const [lease] = await other.claim("node-b", [partition]);
    const epoch = lease?.epoch ?? 0;
    const request = { address: conversation("300"), partition, epoch, at: T0 };
    const [mine, theirs] = await Promise.all([
      node.store.commit([decide(hand, id, { credits: 1, rows: [ledger(1)] })]),
      other.activate([request]),
    ]);
    const version = theirs[0]?.type === "active" ? theirs[0].version : -1;
    const again = await other.commit([
      decide({ ...hand, epoch, version, credits: 0 }, id, { credits: 2, rows: [ledger(2)] }),
    ]);
    expect([...mine, ...again].toSorted()).toEqual(["committed", "missed"]);
    expect(
      await database.sql`
      select count(*)::integer as n from transactions where user_id = ${hand.actor.userId}`,
    ).toMatchObject([{ n: 1 }]);
  });

  test("a take-over waits for the commit under way, and so finds all its effects", async () => {
    const hand = await wake(node, "301");
    const partition = partitionOf(conversation("301"));
    const id = await receive(node, "301");
    const other = createStore(database, "node-c", SILENT);
    await other.join({ id: "node-c", instanceId: "c", ttlMs: 60_000 });
    let mine: Promise<readonly CommitResult[]> | undefined;
    await database.sql.begin(async (sql) => {
      await sql`select from mailbox where inbox_id = ${id} for update`;
      mine = node.store.commit([decide(hand, id, { effects: [{ effect: post("hi") }] })]);
      for (let isStuck = false; !isStuck; ) {
        const stuck = await sql`
          select from pg_locks where not granted and locktype in ('tuple', 'transactionid')`;
        isStuck = stuck.length > 0;
      }
      await node.leases.release(node.id, [partition]);
      expect(await other.claim("node-c", [partition])).toEqual([]);
    });
    expect(await mine).toEqual(["committed"]);
    expect(await other.claim("node-c", [partition])).toHaveLength(1);
    expect(await other.loadEffects([partition], 0, 10)).toMatchObject([{ id: effectId(id, 0) }]);
  });
});

describe("an erasure", () => {
  test("leaves no name, text, file or link of the fan anywhere, and all of the books", async () => {
    const key = "4503599627370001";
    const hand = await wake(node, key);
    const raw = '{"text":"tell nobody"}';
    const first = await receive(node, key, { body: { text: "tell nobody" }, raw });
    const said = decide(hand, first, {
      credits: 3,
      rows: [
        { ...ledger(2), reference: `welcome:${key}` },
        { ...ledger(1), reference: `message:${key}:1` },
        message("f1", { text: "tell nobody", fileId: "file-1" }),
        { row: "note", byId: 1, byName: "Zoë", text: "tell nobody", at: T0 },
        { row: "topic", groupId: -100, topicId: 77, at: T0 },
        purchase("p1", { promo: "SPRING" }),
        audit("gift", { credits: 5, why: "tell nobody" }),
        {
          ...audit("rechargeAgreed", { amount: 999, cardBrand: "tell nobody" }),
          byId: Number(key),
          byName: "tell nobody",
        },
      ],
      effects: [{ effect: post("tell nobody"), delivers: ["f1"] }, { effect: post("tell nobody") }],
    });
    expect(await node.store.commit([said])).toEqual(["committed"]);
    hand.version += 1;
    await node.store.settle([
      settled(key, effectId(first, 0), {
        delivers: ["f1"],
        links: [
          {
            fanId: Number(key),
            fanMessageId: 1,
            groupId: -100,
            topicMessageId: 5,
            direction: "in",
          },
        ],
      }),
    ]);
    const dead = await receive(node, key, { raw });
    await node.store.fail([{ envelopeId: dead, error: "boom", retryAt: T0, deadLetter: true }]);
    await orderedBy(key, "tell nobody");
    const waiting = await receive(node, key, { body: { text: "still waits" } });
    const shown = projection(key, 3);
    await turn(node, hand, {
      projection: { ...shown, user: { ...shown.user, firstName: "tell nobody" } },
      rows: [
        { row: "erase", at: T0 },
        message("f2", { text: "tell nobody" }),
        audit("tags", { tags: "tell nobody" }),
      ],
      state: "{}",
    });
    await sweepErasures(database, SILENT);
    const tables = await database.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'mailbox'`;
    for (const { name } of tables) {
      const rows = await database.sql.unsafe(`select t::text as row from ${name} t`);
      const text = rows.map((row) => String(row["row"])).join("\n");
      expect([name, text.includes("tell nobody")]).toEqual([name, false]);
      const isKept = name === "inbox" || name === "actors";
      expect([name, text.includes(key)]).toEqual([name, isKept]);
    }
    expect(
      await database.sql`
      select body from inbox where key = ${key}`,
    ).toMatchObject([{ body: expect.any(String) }]);
    const [mail] = await node.store.read([conversation(key)], 10, T0);
    expect(mail?.map((row) => [row.id, row.body])).toEqual([[waiting, '{"text":"still waits"}']]);
    expect(await node.store.redrive({ ids: [dead] })).toBe(0);
    expect(
      await database.sql`
      select telegram_id, credits, first_name,
        (select sum(t.credits)::integer from transactions t where t.user_id = u.id) as books
      from users u where id = ${hand.actor.userId}`,
    ).toMatchObject([
      { telegram_id: -Number(hand.actor.userId), credits: 3, first_name: "", books: 3 },
    ]);
    const audited = await database.sql`
      select act, by_id::integer as by, by_name as name, detail from audit_log
      where user_id = ${hand.actor.userId} order by id`;
    expect(audited.map((row) => ({ ...row }))).toEqual([
      { act: "gift", by: 7, name: "Ben", detail: { credits: 5 } },
      {
        act: "rechargeAgreed",
        by: -Number(hand.actor.userId),
        name: "",
        detail: { amount: 999 },
      },
      { act: "tags", by: 7, name: "Ben", detail: {} },
    ]);
    const pseudonym = `-${hand.actor.userId}`;
    expect(
      await database.sql`
      select reference from transactions where user_id = ${hand.actor.userId} order by id`,
    ).toMatchObject([
      { reference: `welcome:${pseudonym}` },
      { reference: `message:${pseudonym}:1` },
    ]);
  });
});

type Audit = Extract<Row, { row: "audit" }>;

/** A line of the audit log by one of the team. */
function audit(act: string, detail: Audit["detail"]): Audit {
  return { row: "audit", byId: 7, byName: "Ben", act, detail, at: T0 };
}

/** Somebody of the team has written this at their desk, and it became an order about the fan. */
async function orderedBy(key: string, words: string): Promise<void> {
  const [wrote] = await database.sql<{ id: number }[]>`
    insert into inbox (dedupe_key, kind, key, partition, lane, body, raw, at)
    values ('wrote', 'desk', '9001', 1, 0, ${words}, ${words}, now()) returning id::integer`;
  const dedupeKey = `send:${effectId(wrote?.id ?? 0, 1)}`;
  await database.sql`
    insert into inbox (dedupe_key, kind, key, partition, lane, body, raw, at)
    values (${dedupeKey}, 'conversation', ${key}, 1, 0, ${words}, null, now())`;
}

test("a batch has at most one turn of an actor", async () => {
  const hand = await wake(node, "400");
  const turns = [decide(hand, 1), decide(hand, 2)];
  const failure = await node.store.commit(turns).catch((error: unknown) => error);
  expect(String(failure)).toContain("one turn of an actor");
});
