import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { PaymentFact } from "#actors/kernel/payment.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { SILENT } from "#db/testing.ts";
import type { Incident } from "#src/incidents.ts";
import { leo, mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";
import { Rows } from "#src/stripe/rows-testing.ts";
import { openPurchase, type Wait, Waits } from "#src/stripe/stripe-testing.ts";
import { createTelegramApi, type TelegramApi } from "./api.ts";
import { packPayload } from "./invoice-payload.ts";
import { readStars, startOfStars } from "./stars-pass.ts";
import {
  createStarsReconciler,
  reconcileStarsOnce,
  type StarsReconcilerParts,
} from "./stars-reconciler.ts";

const DAY_MS = 86_400_000;
const SETTLE_MS = 15_000;
const PASS_MS = 600_000;
const { signal } = new AbortController();

let sandbox: TestSandbox;
let api: TelegramApi;
let rows: Rows;
let arrivals: Arrival[];
let slept: number[];
/** What happens while the pass waits. */
let meanwhile: () => void;
beforeEach(async () => {
  sandbox = await openTestSandbox();
  await sandbox.say(mia.id, "/start");
  api = createTelegramApi({ token: sandbox.token, root: sandbox.telegram.url, timeoutMs: 5_000 });
  rows = new Rows();
  arrivals = [];
  slept = [];
  booked = 0;
  meanwhile = () => undefined;
});
afterEach(() => sandbox.stop());

let booked: number;
const mediaSales = async () => ({ count: booked, since: 0 });

function parts() {
  const append = async (batch: readonly Arrival[]) =>
    batch.map((arrival) => {
      const isKnown = arrivals.some(({ dedupeKey }) => dedupeKey === arrival.dedupeKey);
      return isKnown ? null : arrivals.push(arrival);
    });
  const clock: Clock = {
    now: () => sandbox.clock.now(),
    monotonic: () => sandbox.clock.now(),
    async sleep(ms) {
      slept.push(ms);
      meanwhile();
    },
    yield: async () => undefined,
  };
  return { reads: Object.assign(rows, { mediaSales }), append, clock };
}

const facts = (): readonly PaymentFact[] =>
  arrivals.map(({ body }) => (JSON.parse(body) as { fact: PaymentFact }).fact);

/** A row that waits for Mia's Stars. */
function waiting(id = "p1-m"): Purchase {
  const about = { rail: "stars", amount: 250, currency: "xtr" } as const;
  return rows.put(openPurchase({ ...about, id, createdAt: sandbox.clock.now() }), mia.id);
}

/** Mia pays an invoice, and the update about it is lost; answers Telegram's id of the payment. */
async function paidUnheard(payload: string): Promise<string> {
  const { message_id: messageId } = await sandbox.must("sendInvoice", {
    chat_id: mia.id,
    title: "25 credits",
    description: "25 messages",
    payload,
    provider_token: "",
    currency: "XTR",
    prices: [{ label: "25 credits", amount: 250 }],
  });
  await sandbox.updates();
  await sandbox.mustAct({ act: "topUpStars", personId: mia.id, amount: 250 });
  const paying = sandbox.act({ act: "payInvoice", personId: mia.id, chatId: mia.id, messageId });
  const query = (await sandbox.updates()).at(-1)?.pre_checkout_query;
  const pre_checkout_query_id = query?.id ?? "";
  await sandbox.must("answerPreCheckoutQuery", { pre_checkout_query_id, ok: true });
  await paying;
  const message = (await sandbox.updates()).at(-1)?.message;
  return message?.successful_payment?.telegram_payment_charge_id ?? "";
}

const payloadOf = (purchaseId: string, fanId: number = mia.id): string =>
  packPayload({ purchaseId, fanId, amount: 250, sku: "credits_25" });

async function refunded(chargeId: string): Promise<void> {
  const refund = { user_id: mia.id, telegram_payment_charge_id: chargeId };
  await sandbox.must("refundStarPayment", refund);
}

const pass = (): Promise<readonly string[]> => reconcileStarsOnce(parts(), api);

describe("a pass over the Stars", () => {
  test("says a payment whose update was lost, as the update would have", async () => {
    const row = waiting();
    const chargeId = await paidUnheard(payloadOf(row.id));
    expect(await pass()).toEqual([`${chargeId} paid of ${row.id}`]);
    expect(arrivals).toMatchObject([
      {
        dedupeKey: `stars:${chargeId}:paid`,
        address: { kind: "conversation", key: String(mia.id) },
        lane: "urgent",
      },
    ]);
    const about = { purchaseId: row.id, paymentId: chargeId, amount: 250, currency: "xtr" };
    expect(facts()).toMatchObject([
      { type: "payment", state: "succeeded", rail: "stars", ...about },
    ]);
    expect(JSON.parse(arrivals[0]?.body ?? "")).toMatchObject({ purchase: { id: row.id } });
    expect(await pass()).toEqual([]);
  });

  test("says a refund that nobody told", async () => {
    const row = waiting();
    const paymentId = await paidUnheard(payloadOf(row.id));
    rows.put({ ...row, paymentId, state: "paid" }, mia.id);
    expect(await pass()).toEqual([]);
    await refunded(paymentId);
    await pass();
    const about = { paymentId, refundId: paymentId, amount: 250, state: "succeeded" };
    expect(facts()).toMatchObject([{ type: "refund", ...about }]);
  });

  test("says media that was bought once its update can come no more, by its payload", async () => {
    const place = { in: "private" } as const;
    await sandbox.mustAct({ act: "sendMedia", personId: mia.id, place, kinds: ["photo"] });
    const file = (await sandbox.updates()).at(-1)?.message?.photo?.at(-1)?.file_id ?? "";
    const payload = "lock:7:50:photo:1";
    const media = [{ type: "photo", media: file }];
    const asked = { chat_id: mia.id, star_count: 50, media, payload };
    const { message_id: messageId } = await sandbox.must("sendPaidMedia", asked);
    await sandbox.mustAct({ act: "buyMedia", personId: mia.id, chatId: mia.id, messageId });
    const cursor = startOfStars();
    const read = () => readStars(parts(), api, cursor, { pagesMax: 20, signal });
    await read();
    expect(arrivals).toEqual([]);
    await sandbox.mustAct({ act: "advanceClock", byMs: 26 * 3_600_000 });
    booked = 1;
    expect(await pass()).toEqual([]);
    booked = 0;
    await read();
    await read();
    expect(cursor.mended).toHaveLength(1);
    expect(arrivals).toMatchObject([{ address: { key: String(mia.id) }, lane: "urgent" }]);
    expect(JSON.parse(arrivals[0]?.body ?? "")).toEqual({ type: "fanBoughtMedia", payload });
  });

  test("leaves to its update what is on its way", async () => {
    const row = waiting();
    const paymentId = await paidUnheard(payloadOf(row.id));
    meanwhile = () => void rows.put({ ...row, paymentId, state: "paid" }, mia.id);
    expect(await pass()).toEqual([]);
    expect([slept, arrivals]).toEqual([[SETTLE_MS], []]);
  });

  test("tells whoever paid of a purchase that is lost, or another fan's, while it is young", async () => {
    const lost = await paidUnheard(payloadOf("p2-m"));
    const row = rows.put({ ...waiting("p3-m") }, leo.id);
    await paidUnheard(payloadOf(row.id));
    await pass();
    for (const { address, body } of arrivals) {
      expect(address.key).toBe(String(mia.id));
      expect(JSON.parse(body)).toMatchObject({ purchase: null });
    }
    expect(facts()).toMatchObject([
      { purchaseId: "p2-m", paymentId: lost },
      { purchaseId: row.id },
    ]);
    // The inbox forgets after thirty days; such a payment is no news by then.
    arrivals = [];
    sandbox.clock.advance(26 * DAY_MS);
    await pass();
    expect(arrivals).toEqual([]);
  });

  test("tells of a second payment for what another one paid", async () => {
    const row = waiting();
    rows.put({ ...row, paymentId: "stx_first", state: "paid" }, mia.id);
    const paymentId = await paidUnheard(payloadOf(row.id));
    await pass();
    expect(facts()).toMatchObject([{ paymentId, purchaseId: row.id }]);
  });

  test("says nothing of what an erased fan's row shows, nor of what is not ours", async () => {
    const row = waiting();
    const paymentId = await paidUnheard(payloadOf(row.id));
    rows.put({ ...row, paymentId, state: "paid" }, -7);
    await paidUnheard("somebody-else's");
    expect(await pass()).toEqual([]);
    expect(arrivals).toEqual([]);
  });

  test("knows a refund by its payment where Telegram names no invoice", async () => {
    const row = waiting();
    const paymentId = "stx_1";
    rows.put({ ...row, paymentId, state: "paid" }, mia.id);
    const user = { id: mia.id, is_bot: false, first_name: "Mia" };
    const receiver = { type: "user", transaction_type: "invoice_payment", user } as const;
    const refund = { id: paymentId, amount: 250, date: 1_800_000_000, receiver };
    const listing = { getStarTransactions: async () => ({ transactions: [refund] }) };
    await reconcileStarsOnce(parts(), listing);
    expect(facts()).toMatchObject([{ type: "refund", purchaseId: row.id, paymentId }]);
  });

  test("reads a long list page by page, and goes on where it was cut off", async () => {
    const asked: number[] = [];
    const listing = listed(250, asked);
    const cursor = startOfStars();
    expect(await readStars(parts(), listing, cursor, { pagesMax: 2, signal })).toBe(false);
    expect(cursor.offset).toBe(200);
    expect(await readStars(parts(), listing, cursor, { pagesMax: 2, signal })).toBe(true);
    expect(await readStars(parts(), listing, cursor, { pagesMax: 2, signal })).toBe(true);
    expect(asked).toEqual([0, 100, 200, 250]);
  });

  test("that fails is done again from its last whole page", async () => {
    const row = waiting();
    await paidUnheard(payloadOf(row.id));
    const cursor = startOfStars();
    rows.isDown = true;
    const read = () => readStars(parts(), api, cursor, { pagesMax: 1, signal });
    expect(await read().catch(String)).toContain("out of reach");
    rows.isDown = false;
    await read();
    expect([cursor.offset, cursor.mended.length, arrivals.length]).toEqual([1, 1, 1]);
  });
});

/** Telegram's list, with so many transactions that are nothing of ours. */
function listed(count: number, asked: number[] = []): TelegramApi {
  const all = Array.from({ length: count }, (_, i) => ({
    id: `stx_${i}`,
    amount: 1,
    date: 1_800_000_000,
    source: { type: "fragment" } as const,
  }));
  const getStarTransactions = async ({ offset = 0, limit = 100 } = {}) => {
    asked.push(offset);
    return { transactions: all.slice(offset, offset + limit) };
  };
  return { getStarTransactions } as unknown as TelegramApi;
}

describe("the reconciler", () => {
  let incidents: Incident[];
  let waits: Waits;
  beforeEach(() => {
    incidents = [];
    waits = new Waits(() => sandbox.clock.now());
  });

  const reconciler = (change: Partial<StarsReconcilerParts> = {}) =>
    createStarsReconciler({
      ...parts(),
      connect: () => api,
      isWanted: async () => true,
      alone: (run) => run(),
      onIncident: (incident) => void incidents.push(incident),
      clock: waits,
      log: SILENT,
      ...change,
    });

  /** Ends waits until one of that length has begun; answers it. */
  async function until(ms: number): Promise<Wait> {
    for (;;) {
      const wait = await waits.next();
      if (wait.ms === ms) return wait;
      wait.end();
    }
  }

  test("tells the owner what was mended, once", async () => {
    const row = waiting();
    const chargeId = await paidUnheard(payloadOf(row.id));
    const service = reconciler();
    await service.start();
    (await until(PASS_MS)).end();
    await until(PASS_MS);
    await service.stop();
    expect(incidents).toMatchObject([
      { kind: "mended-stars", detail: expect.stringContaining(chargeId) as string },
    ]);
    expect(facts()).toHaveLength(1);
  });

  test("asks nothing where Stars were never sold, nor while another process does", async () => {
    for (const change of [{ isWanted: async () => false }, { alone: async () => null }]) {
      const asked: number[] = [];
      const service = reconciler({ ...change, connect: () => listed(1, asked) });
      await service.start();
      await until(PASS_MS);
      await service.stop();
      expect(asked).toEqual([]);
    }
  });

  test("goes on at once with a list that is longer than a pass", async () => {
    const asked: number[] = [];
    const service = reconciler({ connect: () => listed(2_050, asked) });
    await service.start();
    await until(PASS_MS);
    await service.stop();
    expect(asked).toHaveLength(21);
  });

  test("tries again after a failure, and says nothing to the owner", async () => {
    const down = createTelegramApi({ token: "1:x", root: "http://127.0.0.1:1", timeoutMs: 1_000 });
    const service = reconciler({ connect: () => down });
    await service.start();
    (await until(PASS_MS)).end();
    await until(PASS_MS);
    await service.stop();
    expect(incidents).toEqual([]);
  });

  exerciseService(async () => {
    const clock = new VirtualClock();
    const service = reconciler({ connect: () => listed(0), clock });
    return { service, isQuiet: async () => !(await clock.step()) };
  });
});
