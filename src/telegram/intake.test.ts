import { describe, expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { NO_UNITS, type Purchase } from "#actors/kernel/purchase.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { StoreError } from "#db/errors.ts";
import { OverloadedError } from "#src/http/inbox-batcher.ts";
import { createIntake } from "./intake.ts";
import { packPayload } from "./invoice-payload.ts";
import { RosterUnavailableError } from "./roster.ts";

const BOT_ID = 7_000_000_001;
const GROUP = -1_001_234_567_890;
const FAN = 5_000_000_001;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const PURCHASE: Purchase = {
  id: "p7-m",
  rail: "stars",
  kind: "checkout",
  sku: "credits_25",
  gives: { credits: 25, seconds: 0 },
  amount: 350,
  currency: "xtr",
  promo: null,
  createdAt: 1_800_000_000_000,
  expiresAt: null,
  noticeId: null,
  sessionId: null,
  paymentId: null,
  state: "open",
  paidAt: null,
  refunds: [],
  refunded: null,
  disputes: [],
  isFraudWarned: false,
  isGranted: false,
  reversed: NO_UNITS,
  frozen: NO_UNITS,
  version: 1,
};

interface Options {
  readonly fails?: Error;
  readonly rosterFails?: Error;
  readonly isOverloaded?: boolean;
  readonly fullKey?: string;
  /** The one purchase's row cannot be read. */
  readonly isUnreadable?: boolean;
  /** Whose the one purchase is. */
  readonly buyerId?: number;
}

function world(options: Options = {}) {
  const stored = new Map<string, Arrival>();
  const counted: string[] = [];
  const changed: string[] = [];
  const intake = createIntake({
    place: { botId: BOT_ID, botUsername: "stage_bot", isOurGroup: (id) => id === GROUP },
    reads: {
      fanOfTopic: async (_, topicId) => (topicId === 40 ? FAN : null),
      fanOfTopicMessage: async (_, messageId) => (messageId === 60 ? FAN : null),
      purchaseById: async (id) => {
        if (options.fails) throw options.fails;
        if (options.isUnreadable) throw new StoreError("by id", "UNREADABLE_PURCHASE", null);
        return id === "p7-m" ? { fanId: options.buyerId ?? FAN, purchase: PURCHASE } : null;
      },
    },
    roster: {
      roleOf: async (userId) => {
        if (options.rosterFails) throw options.rosterFails;
        return userId === 9 ? "admin" : "stranger";
      },
      anonymousRole: async () => "anonymous",
      mayBeOfTeam: async (userId) => userId === 9,
      forget: () => void changed.push("roster"),
    },
    append: async (arrivals) => {
      if (options.fails) throw options.fails;
      return arrivals.map((arrival) => {
        if (stored.has(arrival.dedupeKey)) return null;
        stored.set(arrival.dedupeKey, arrival);
        return stored.size;
      });
    },
    pressure: {
      isOverloaded: () => options.isOverloaded === true,
      isFull: (address) => address.key === options.fullKey,
    },
    clock: new VirtualClock(1_800_000_000_000),
    log: silent,
    onUpdate: (kind, answer) => void counted.push(`${kind} ${answer}`),
    onMembership: (groupId) => void changed.push(`membership ${groupId}`),
    onMigrated: async (from, to) => {
      if (options.fails) throw options.fails;
      changed.push(`migrated ${from} ${to}`);
    },
    onPreCheckout: async ({ id }) => void changed.push(`checkout ${id} after ${stored.size}`),
  });
  return { intake, stored, counted, changed };
}

const fanUser = { id: FAN, is_bot: false, first_name: "Ana" };
const fanText = (updateId: number, text: string): object => ({
  update_id: updateId,
  message: { message_id: updateId, from: fanUser, chat: { id: FAN, type: "private" }, text },
});
const topicText = (from: number, message: object = { text: "hi" }): object => ({
  update_id: 70,
  message: {
    message_id: 5,
    from: { id: from, is_bot: false, first_name: "Ann" },
    chat: { id: GROUP, type: "supergroup" },
    message_thread_id: 40,
    is_topic_message: true,
    ...message,
  },
});
const bodiesOf = (stored: ReadonlyMap<string, Arrival>): unknown[] =>
  [...stored.values()].map(({ body }) => JSON.parse(body));

describe("intake", () => {
  test("keeps nothing of an invitation's link that would let anybody in", async () => {
    const { intake, stored } = world();
    const token = "abcdefghijklmnopqrstuvwxyz_-0123";
    const raw = JSON.stringify(fanText(900_000_007, `/start t_${token}`));
    expect(await intake.take(raw)).toEqual({ type: "stored" });
    const [arrival] = stored.values();
    expect(arrival).toMatchObject({ address: { kind: "desk", key: String(FAN) }, raw: null });
    expect(JSON.stringify(arrival)).not.toContain(token);
  });

  test("stores a fan's update under its own key, with the raw text as received", async () => {
    const { intake, stored, counted } = world();
    const raw = ` ${JSON.stringify(fanText(900_000_001, "é\0"))}\n`;
    expect(await intake.take(raw)).toEqual({ type: "stored" });
    expect([...stored.values()]).toEqual([
      {
        dedupeKey: `telegram:${BOT_ID}:900000001`,
        address: { kind: "conversation", key: String(FAN) },
        lane: "normal",
        at: 1_800_000_000_000,
        body: expect.stringContaining('"text":"é\u{FFFD}"'),
        raw,
      },
    ]);
    expect(counted).toEqual(["message stored"]);
  });

  test("the raw text of a NUL is its escape, which Postgres takes", async () => {
    const { intake, stored } = world();
    await intake.take(JSON.stringify(fanText(1, "\0\uD83D")));
    const [arrival] = stored.values();
    expect(arrival?.raw).not.toContain("\0");
    expect(arrival?.raw).toContain("\\u0000");
    expect(arrival?.raw?.isWellFormed()).toBe(true);
    expect(arrival?.body).not.toContain("\\u0000");
  });

  test("the same update again is a duplicate, whatever it says now", async () => {
    const { intake, stored, counted } = world();
    await intake.take(JSON.stringify(fanText(1, "first")));
    expect(await intake.take(JSON.stringify(fanText(1, "forged")))).toEqual({ type: "duplicate" });
    expect(bodiesOf(stored)).toMatchObject([{ content: { text: "first" } }]);
    expect(counted).toEqual(["message stored", "message duplicate"]);
  });

  test.each(["{", "null", "[1]", '{"update_id":1,"message":{}}', "\u{FEFF}{}"])(
    "%j is malformed",
    async (raw) => {
      const { intake, stored, counted } = world();
      expect(await intake.take(raw)).toEqual({ type: "malformed" });
      expect([stored.size, counted]).toEqual([0, ["none malformed"]]);
    },
  );

  test("an unknown kind is ignored and counted, and stores nothing", async () => {
    const { intake, stored, counted } = world();
    expect(await intake.take('{"update_id":3,"poll":{"id":"1"}}')).toEqual({ type: "ignored" });
    expect([stored.size, counted]).toEqual([0, ["unknown unknown-kind"]]);
  });

  test("the team's message goes to the fan whose topic it is, with the sender's role", async () => {
    const { intake, stored } = world();
    await intake.take(JSON.stringify(topicText(9)));
    expect([...stored.values()][0]?.address).toEqual({ kind: "conversation", key: String(FAN) });
    expect(bodiesOf(stored)).toMatchObject([{ type: "teamWrote", by: { id: 9, role: "admin" } }]);
  });

  test("a stranger's message is stored with what it is", async () => {
    const { intake, stored } = world();
    await intake.take(JSON.stringify(topicText(8)));
    expect(bodiesOf(stored)).toMatchObject([{ by: { id: 8, role: "stranger" } }]);
  });

  test("a topic or a message that is nobody's is ignored, and Telegram is not asked", async () => {
    const { intake, counted } = world({ rosterFails: new Error("must not be asked") });
    expect(await intake.take(JSON.stringify(topicText(9, { message_thread_id: 41 })))).toEqual({
      type: "ignored",
    });
    const reaction = {
      chat: { id: GROUP, type: "supergroup" },
      user: { id: 9, is_bot: false, first_name: "Ann" },
      message_id: 61,
      new_reaction: [],
    };
    await intake.take(JSON.stringify({ update_id: 71, message_reaction: reaction }));
    expect(counted).toEqual(["message unknown-topic", "message_reaction unknown-topic"]);
  });

  test("a reaction finds its conversation by the message", async () => {
    const { intake, stored } = world();
    const message_reaction = {
      chat: { id: GROUP, type: "supergroup" },
      user: { id: 9, is_bot: false, first_name: "Ann" },
      message_id: 60,
      new_reaction: [{ type: "emoji", emoji: "❤" }],
    };
    await intake.take(JSON.stringify({ update_id: 71, message_reaction }));
    expect(bodiesOf(stored)).toMatchObject([{ type: "teamReacted", emoji: "❤" }]);
  });

  test("an upgrade of the group is taken once everybody is sure to hear of it", async () => {
    const upgrade = JSON.stringify(topicText(9, { migrate_to_chat_id: -100_5 }));
    const { intake, changed } = world();
    expect(await intake.take(upgrade)).toEqual({ type: "ignored" });
    expect(changed).toEqual([`migrated ${GROUP} -1005`]);
    const down = world({ fails: new Error("connection lost") });
    expect(await down.intake.take(upgrade)).toMatchObject({ type: "later" });
  });

  test("a change of members empties the roster", async () => {
    const { intake, changed } = world();
    const user = { id: 9, is_bot: false, first_name: "Ann" };
    const chat_member = {
      chat: { id: GROUP, type: "supergroup" },
      from: user,
      old_chat_member: { status: "administrator", user },
      new_chat_member: { status: "left", user },
    };
    await intake.take(JSON.stringify({ update_id: 5, chat_member }));
    expect(changed).toEqual(["roster", `membership ${GROUP}`]);
  });

  test.each([
    [new OverloadedError("full"), 1],
    [new Error("connection lost"), 2],
  ])("puts the update off when %#: full, then lost", async (fails, retryAfterSeconds) => {
    const { intake, counted } = world({ fails });
    expect(await intake.take(JSON.stringify(fanText(1, "x")))).toEqual({
      type: "later",
      retryAfterSeconds,
    });
    expect(counted).toEqual(["message later"]);
  });

  test("puts off what the actors cannot take, and nothing else", async () => {
    const later = { type: "later", retryAfterSeconds: 1 } as const;
    const text = JSON.stringify(fanText(1, "x"));
    expect(await world({ isOverloaded: true }).intake.take(text)).toEqual(later);
    expect(await world({ fullKey: String(FAN) }).intake.take(text)).toEqual(later);
    expect(await world({ fullKey: "7" }).intake.take(text)).toEqual({ type: "stored" });
    const poll = '{"update_id":3,"poll":{"id":"1"}}';
    expect(await world({ isOverloaded: true }).intake.take(poll)).toEqual({ type: "ignored" });
  });

  test("who the sender is must be known before anything is stored", async () => {
    const { intake, stored } = world({ rosterFails: new RosterUnavailableError("down") });
    expect(await intake.take(JSON.stringify(topicText(9)))).toEqual({
      type: "later",
      retryAfterSeconds: 5,
    });
    expect(stored.size).toBe(0);
  });

  test("takes a batch in its order, leaving out what is no update", async () => {
    const { intake, stored, counted } = world();
    const batch = [
      fanText(2, "b"),
      { nonsense: true },
      fanText(1, "a"),
      { update_id: 3, poll: {} },
    ];
    expect(await intake.takeAll(batch)).toMatchObject({ type: "stored" });
    expect([...stored.keys()]).toEqual([`telegram:${BOT_ID}:2`, `telegram:${BOT_ID}:1`]);
    expect(counted.toSorted()).toEqual([
      "message stored",
      "message stored",
      "none malformed",
      "unknown unknown-kind",
    ]);
    expect(JSON.parse([...stored.values()][0]?.raw ?? "")).toEqual(fanText(2, "b"));
  });

  test("puts a whole batch off when one of it cannot be stored", async () => {
    const { intake } = world({ fails: new Error("down") });
    expect(await intake.takeAll([fanText(1, "a"), fanText(2, "b")])).toMatchObject({
      type: "later",
    });
  });
});

describe("Stars", () => {
  const paidUpdate = (purchaseId: string, updateId = 80): string =>
    JSON.stringify({
      update_id: updateId,
      message: {
        message_id: 12,
        date: 1_799_999_999,
        from: fanUser,
        chat: { id: FAN, type: "private" },
        successful_payment: {
          currency: "XTR",
          total_amount: 350,
          invoice_payload: packPayload({ purchaseId, fanId: FAN, amount: 350, sku: "credits_25" }),
          telegram_payment_charge_id: "stx_1",
        },
      },
    });

  test("that were paid reach the fan's conversation at once, with the purchase as it stands", async () => {
    const { intake, stored } = world();
    const raw = paidUpdate("p7-m");
    expect(await intake.take(raw)).toEqual({ type: "stored" });
    expect([...stored.values()]).toMatchObject([
      { address: { kind: "conversation", key: String(FAN) }, lane: "urgent", raw },
    ]);
    expect(bodiesOf(stored)).toMatchObject([
      { type: "payment", fact: { type: "payment", paymentId: "stx_1" }, purchase: PURCHASE },
    ]);
    expect(await intake.take(raw)).toEqual({ type: "duplicate" });
  });

  test("for another's purchase, nobody's, or an unreadable one are heard of without it", async () => {
    for (const [options, purchaseId] of [
      [{ buyerId: FAN + 1 }, "p7-m"],
      [{ isUnreadable: true }, "p7-m"],
      [{}, "p8-m"],
    ] as const) {
      const { intake, stored } = world(options);
      await intake.take(paidUpdate(purchaseId));
      expect(bodiesOf(stored)).toMatchObject([{ fact: { purchaseId }, purchase: null }]);
    }
  });

  test("whose purchase cannot be looked up are sent again by Telegram", async () => {
    const { intake, stored } = world({ fails: new Error("down") });
    expect(await intake.take(paidUpdate("p7-m"))).toMatchObject({ type: "later" });
    expect(stored.size).toBe(0);
  });

  const checkout = {
    update_id: 81,
    pre_checkout_query: {
      id: "557",
      from: fanUser,
      currency: "XTR",
      total_amount: 350,
      invoice_payload: "x",
    },
  };

  test("are let through or not before anything else of a batch is stored", async () => {
    const { intake, changed } = world();
    expect(await intake.takeAll([fanText(79, "hi"), checkout])).toEqual({ type: "stored" });
    expect(changed).toEqual(["checkout 557 after 0"]);
  });

  test("do not wait at the checkout for a store that is down or overloaded", async () => {
    const { intake, changed, counted } = world({ isOverloaded: true, fails: new Error("down") });
    expect(await intake.take(JSON.stringify(checkout))).toEqual({ type: "ignored" });
    expect(changed).toEqual(["checkout 557 after 0"]);
    expect(counted).toEqual(["pre_checkout_query preCheckout"]);
  });
});
