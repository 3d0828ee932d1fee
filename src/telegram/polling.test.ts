import { describe, expect, test } from "bun:test";
import { TelegramError } from "gramio";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import type { Taken } from "#src/http/app.ts";
import { mia, openTestSandbox } from "#src/sandbox/testing.ts";
import { createTelegramApi, type TelegramApi } from "./api.ts";
import { createPolling, POLL_TIMEOUT_MS } from "./polling.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function refusal(code: number, description: string, parameters?: object): Error {
  const body = {
    ok: false as const,
    error_code: code,
    description,
    ...(parameters && { parameters }),
  };
  return new TelegramError(body, "getUpdates", {});
}

type Answer = readonly { readonly update_id: number }[] | Error;

/** A Telegram whose polls wait until the test answers them. */
function world() {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const batches: number[][] = [];
  const takes: Taken[] = [];
  let open: PromiseWithResolvers<readonly { readonly update_id: number }[]> | null = null;
  const polling = createPolling({
    connect: (until) => {
      const api = {
        deleteWebhook: async (params: object) => void calls.push(`clear ${JSON.stringify(params)}`),
        getUpdates: async ({ offset }: { readonly offset?: number }) => {
          calls.push(`poll ${offset ?? "from the start"}`);
          if (until.aborted) throw new Error("cut");
          open = Promise.withResolvers();
          until.addEventListener("abort", () => open?.reject(new Error("cut")), { once: true });
          return open.promise.finally(() => {
            open = null;
          });
        },
      };
      return api as unknown as TelegramApi;
    },
    intake: {
      takeAll: async (updates) => {
        batches.push(updates.map((update) => (update as { update_id: number }).update_id));
        return takes.shift() ?? { type: "stored" };
      },
    },
    clock,
    random: () => 0,
    log: silent,
  });
  const answer = async (result: Answer): Promise<void> => {
    await clock.drain();
    if (result instanceof Error) open?.reject(result);
    else open?.resolve(result);
    await clock.drain();
  };
  return { polling, clock, calls, batches, takes, answer, isPolling: () => open !== null };
}

const CLEAR = 'clear {"drop_pending_updates":false}';

describe("long polling", () => {
  test("takes the webhook away without dropping anything, then polls", async () => {
    const { polling, calls, clock } = world();
    await polling.start();
    await clock.drain();
    await polling.stop();
    expect(calls).toEqual([CLEAR, "poll from the start"]);
  });

  test("confirms a batch after it is stored, and only then", async () => {
    const { polling, calls, batches, takes, clock, answer } = world();
    takes.push({ type: "later", retryAfterSeconds: 2 }, { type: "later", retryAfterSeconds: 2 });
    await polling.start();
    await answer([{ update_id: 7 }, { update_id: 8 }]);
    expect(calls).toEqual([CLEAR, "poll from the start"]);
    await clock.advance(2_000);
    expect(calls).toHaveLength(2);
    await clock.advance(2_000);
    await polling.stop();
    expect(batches).toEqual([
      [7, 8],
      [7, 8],
      [7, 8],
    ]);
    expect(calls.slice(2)).toEqual(["poll 9"]);
  });

  test("an empty poll is asked again from the same place", async () => {
    const { polling, calls, answer } = world();
    await polling.start();
    await answer([{ update_id: 7 }]);
    await answer([]);
    await polling.stop();
    expect(calls.slice(2)).toEqual(["poll 8", "poll 8"]);
  });

  test("another poller or a webhook is met with ever longer pauses", async () => {
    const { polling, calls, clock, answer } = world();
    await polling.start();
    for (const pauseMs of [800, 1_600, 3_200]) {
      calls.length = 0;
      await answer(refusal(409, "Conflict: terminated by other getUpdates request"));
      await clock.advance(pauseMs - 1);
      expect(calls).toEqual([]);
      await clock.advance(1);
      expect(calls[0]).toBe(CLEAR);
    }
    await polling.stop();
  });

  test("waits as long as a flood asks", async () => {
    const { polling, calls, clock, answer } = world();
    await polling.start();
    await answer(refusal(429, "Too Many Requests: retry after 9", { retry_after: 9 }));
    calls.length = 0;
    await clock.advance(8_999);
    expect(calls).toEqual([]);
    await clock.advance(1);
    await polling.stop();
    expect(calls).toEqual([CLEAR, "poll from the start"]);
  });

  test("goes on from where it was after Telegram was down", async () => {
    const { polling, calls, clock, answer } = world();
    await polling.start();
    await answer([{ update_id: 7 }]);
    await answer(new SyntaxError("<html>502"));
    await clock.advance(5_000);
    await polling.stop();
    expect(calls.at(-1)).toBe("poll 8");
  });

  test("works against a Bot API, webhook and all", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.must("setWebhook", { url: "http://127.0.0.1:9/never" });
    const taken: unknown[] = [];
    const polling = createPolling({
      connect: (until) => {
        const { url: root } = sandbox.telegram;
        return createTelegramApi({ token: sandbox.token, root, timeoutMs: POLL_TIMEOUT_MS, until });
      },
      intake: { takeAll: async (updates) => (taken.push(...updates), { type: "stored" }) },
      clock: new VirtualClock(),
      random: () => 0,
      log: silent,
    });
    await sandbox.say(mia.id, "hello");
    await polling.start();
    await sandbox.idle();
    await polling.stop();
    expect(taken).toMatchObject([{ message: { text: "hello" } }]);
  });
});

describe("the start/stop contract of polling", () => {
  exerciseService(async () => {
    const { polling, clock, isPolling } = world();
    return { service: polling, isQuiet: async () => !isPolling() && !(await clock.step()) };
  });
});
