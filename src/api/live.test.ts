import { expect, test } from "bun:test";
import type { Clock } from "#actors/kernel/ports.ts";
import type { ConversationRow, NewsRow } from "#db/queries/api.ts";
import { SILENT } from "#db/testing.ts";
import { createLive, type Listener } from "./live.ts";

const ROW = { fanId: 7, name: "Mia" } as ConversationRow;

/** A world whose time moves by one poll a turn of the event loop, and what is in its inbox. */
function openWorld() {
  let now = 0;
  const inbox: NewsRow[] = [];
  const asked: number[] = [];
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    async sleep(ms) {
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    yield: () => new Promise((resolve) => setImmediate(resolve)),
  };
  const world = { phase: "ready" as "ready" | "draining" };
  const live = createLive({
    reads: {
      newestEnvelope: async () => 100,
      async newsSince(mark, ids) {
        asked.push(mark);
        return inbox.filter(({ id }) => id > mark || ids.includes(id));
      },
      conversationsOf: async (fanIds) => fanIds.map((fanId) => ({ ...ROW, fanId })),
    },
    phase: () => world.phase,
    clock,
    log: SILENT,
  });
  const put = (id: number, fanId: number, isWaiting = false): void => {
    inbox.push({ id, kind: "conversation", key: String(fanId), isWaiting });
  };
  return { live, world, put, inbox, asked };
}

const listener = (change: Partial<Listener> = {}): Listener => ({
  id: 1,
  until: 1e12,
  mayListen: async () => true,
  shown: ({ fanId }) => ({ fanId }),
  ...change,
});

/** The next `count` fans that a stream tells of. */
async function fansOf(stream: ReadableStream<Uint8Array>, count: number): Promise<string[]> {
  const fans: string[] = [];
  for await (const chunk of stream.values({ preventCancel: true })) {
    fans.push(...(/"fanId":(\d+)/.exec(new TextDecoder().decode(chunk))?.slice(1) ?? []));
    if (fans.length >= count) break;
  }
  return fans;
}

test("tells of a conversation once its envelope had its turn, below the mark too", async () => {
  const { live, world, put, inbox } = openWorld();
  const stream = live.open(listener());
  put(103, 3);
  expect(await fansOf(stream, 1)).toEqual(["3"]);
  // 101 was given out earlier and is committed later; 104 waits for its turn.
  put(101, 1);
  put(104, 4, true);
  expect(await fansOf(stream, 1)).toEqual(["1"]);
  inbox.pop();
  put(104, 4);
  expect(await fansOf(stream, 1)).toEqual(["4"]);
  world.phase = "draining";
  expect(await fansOf(stream, 9)).toEqual([]);
  expect(live.readers()).toBe(0);
});

test("a reader whose role cannot be read hears nothing more, and the others go on", async () => {
  const { live, put } = openWorld();
  const mayListen = (): Promise<boolean> => Promise.reject(new Error("no database"));
  const lost = live.open(listener({ id: 1, mayListen }));
  const stream = live.open(listener({ id: 2 }));
  expect(await fansOf(lost, 9)).toEqual([]);
  put(101, 1);
  expect(await fansOf(stream, 1)).toEqual(["1"]);
  expect(live.readers()).toBe(1);
  await stream.cancel();
});

test("a reader who does not read is dropped, and nothing is asked for nobody", async () => {
  const { live, put, asked } = openWorld();
  live.open(listener());
  for (let id = 101; live.readers() > 0; id += 1) {
    put(id, id);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const before = asked.length;
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(asked.length - before).toBeLessThan(2);
});

test("ends with the session and with the role, and one person has only so many", async () => {
  const { live } = openWorld();
  const ends = [
    live.open(listener({ id: 2, until: 2_000 })),
    live.open(listener({ id: 3, mayListen: async () => false })),
  ];
  expect(await Promise.all(ends.map((stream) => fansOf(stream, 1)))).toEqual([[], []]);
  for (let i = 0; i < 4; i += 1) live.open(listener());
  expect(() => live.open(listener())).toThrow("too-many");
});
