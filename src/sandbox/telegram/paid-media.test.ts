import { expect, test } from "bun:test";
import { mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

async function photoOf(sandbox: TestSandbox): Promise<string> {
  const place = { in: "private" } as const;
  await sandbox.mustAct({ act: "sendMedia", personId: mia.id, place, kinds: ["photo"] });
  const updates = await sandbox.updates();
  return updates.at(-1)?.message?.photo?.at(-1)?.file_id ?? "";
}

test("is bought once, takes the Stars, and tells the bot its payload", async () => {
  await using sandbox = await openTestSandbox();
  const file = await photoOf(sandbox);
  const media = [{ type: "photo", media: file }];
  const asked = { chat_id: mia.id, star_count: 50, media, payload: "lock:1" };
  const sent = await sandbox.must("sendPaidMedia", asked);
  expect(sent.paid_media?.star_count).toBe(50);
  const act = {
    act: "buyMedia",
    personId: mia.id,
    chatId: mia.id,
    messageId: sent.message_id,
  } as const;
  await sandbox.mustAct(act);
  const [update] = await sandbox.updates();
  expect(update).toMatchObject({
    purchased_paid_media: { from: { id: mia.id }, paid_media_payload: "lock:1" },
  });
  expect(await sandbox.act(act)).toMatchObject({ ok: false });
  expect((await sandbox.must("getMyStarBalance")).amount).toBe(50);
  const { transactions } = await sandbox.must("getStarTransactions");
  expect(transactions[0]?.source).toMatchObject({ transaction_type: "paid_media_payment" });
});

test("without a payload the bot is told nothing", async () => {
  await using sandbox = await openTestSandbox();
  const media = [{ type: "photo", media: await photoOf(sandbox) }];
  const sent = await sandbox.must("sendPaidMedia", { chat_id: mia.id, star_count: 1, media });
  const { message_id: messageId } = sent;
  await sandbox.mustAct({ act: "buyMedia", personId: mia.id, chatId: mia.id, messageId });
  expect(await sandbox.updates()).toEqual([]);
});

test("is refused as Telegram refuses it, and cannot be copied", async () => {
  await using sandbox = await openTestSandbox();
  const file = await photoOf(sandbox);
  const media = [{ type: "photo", media: file }];
  const call = (changes: object) =>
    sandbox.call("sendPaidMedia", { chat_id: mia.id, star_count: 5, media, ...changes });
  expect((await call({ star_count: 0 })).ok).toBe(false);
  expect((await call({ star_count: 25_001 })).ok).toBe(false);
  expect((await call({ media: [] })).ok).toBe(false);
  expect((await call({ media: [{ type: "document", media: file }] })).ok).toBe(false);
  expect((await call({ payload: "x".repeat(129) })).ok).toBe(false);
  const sent = await sandbox.must("sendPaidMedia", { chat_id: mia.id, star_count: 5, media });
  const copy = { chat_id: mia.id, from_chat_id: mia.id, message_id: sent.message_id };
  expect((await sandbox.call("copyMessage", copy)).ok).toBe(false);
});
