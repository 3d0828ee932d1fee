import { describe, expect, test } from "bun:test";
import type { TelegramUpdate } from "@gramio/types";
import { SandboxClock } from "#src/sandbox/clock.ts";
import { mia, openTestSandbox } from "#src/sandbox/testing.ts";
import { UpdateStore } from "./updates.ts";
import { WebhookCourier, type WebhookTarget } from "./webhook.ts";

interface Delivery {
  readonly update: TelegramUpdate;
  readonly secret: string | null;
  /** Answers the delivery; until then the webhook keeps the sandbox waiting. */
  answer(status: number, headers?: Readonly<Record<string, string>>): void;
}

/** A bot's web server that answers when the test says so. */
class Receiver implements Disposable {
  readonly #server;
  readonly #waiting: Delivery[] = [];
  #taker: ((delivery: Delivery) => void) | null = null;

  constructor() {
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: async (request) => {
        if (request.method === "GET") return new Response("pong");
        const { promise, resolve } = Promise.withResolvers<Response>();
        this.#arrive({
          update: (await request.json()) as TelegramUpdate,
          secret: request.headers.get("X-Telegram-Bot-Api-Secret-Token"),
          answer: (status, headers = {}) => resolve(new Response("", { status, headers })),
        });
        return promise;
      },
    });
  }

  get url(): string {
    return `${this.#server.url.origin}/telegram-webhook`;
  }

  /** The next delivery, as soon as it is there. */
  next(): Promise<Delivery> {
    const waiting = this.#waiting.shift();
    if (waiting) return Promise.resolve(waiting);
    return new Promise((resolve) => {
      this.#taker = resolve;
    });
  }

  /**
   * How many deliveries wait for an answer and were not taken by the test. It asks this server
   * something first, so that what was sent before has arrived.
   */
  async waiting(): Promise<number> {
    for (let i = 0; i < 3; i++) await (await fetch(this.url)).text();
    return this.#waiting.length;
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true);
  }

  #arrive(delivery: Delivery): void {
    const taker = this.#taker;
    this.#taker = null;
    if (taker) taker(delivery);
    else this.#waiting.push(delivery);
  }
}

/** A courier with a store and a clock that stands still, and a way to wait for what it notes. */
class Bench implements Disposable {
  readonly receiver = new Receiver();
  readonly clock = SandboxClock.frozen();
  readonly store: UpdateStore;
  readonly courier: WebhookCourier;
  #look = () => {};

  constructor(target: Partial<WebhookTarget> = {}) {
    const changed = () => this.#look();
    this.store = new UpdateStore(this.clock, changed);
    this.courier = new WebhookCourier(this.store, this.clock, changed);
    this.aim(target);
  }

  aim(target: Partial<WebhookTarget>): void {
    const url = this.receiver.url;
    this.courier.aim({ url, secretToken: null, maxConnections: 40, ...target });
  }

  /** A message of a chat. */
  add(chatId: number, text: string): void {
    this.store.add("message", `message:${chatId}`, { text });
  }

  /** Resolves as soon as `holds` does. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (holds()) resolve();
      };
      this.#look();
    });
  }

  /** Resolves when a delivery of this very moment has failed and its lane rests. */
  failure(): Promise<void> {
    return this.until(() => this.courier.lastError?.at === this.clock.now());
  }

  empty(): Promise<void> {
    return this.until(() => this.store.pendingCount === 0);
  }

  /** Turns the clock to just before `ms` have passed, checks the silence, and turns it on. */
  async rest(ms: number): Promise<void> {
    this.clock.advance(ms - 1);
    expect(await this.receiver.waiting()).toBe(0);
    this.clock.advance(1);
  }

  [Symbol.dispose](): void {
    this.courier.aim(null);
    this.receiver[Symbol.dispose]();
  }
}

const textOf = (delivery: Delivery) => delivery.update.message?.text;

describe("a lane", () => {
  test("sends with the secret, and forgets what a 2xx confirmed", async () => {
    using bench = new Bench({ secretToken: "s3cret" });
    bench.add(1, "one");
    const delivery = await bench.receiver.next();
    expect(delivery.secret).toBe("s3cret");
    expect(textOf(delivery)).toBe("one");
    expect(bench.store.pendingCount).toBe(1);
    delivery.answer(204);
    await bench.empty();
  });

  test("sends the next update only after the one before was confirmed", async () => {
    using bench = new Bench();
    bench.add(1, "one");
    bench.add(1, "two");
    const first = await bench.receiver.next();
    expect(textOf(first)).toBe("one");
    expect(await bench.receiver.waiting()).toBe(0);
    first.answer(200);
    const second = await bench.receiver.next();
    expect(textOf(second)).toBe("two");
    expect(second.update.update_id).toBe(first.update.update_id + 1);
    second.answer(200);
    await bench.empty();
  });

  test("does not hold up another", async () => {
    using bench = new Bench();
    bench.add(1, "slow");
    const slow = await bench.receiver.next();
    bench.add(2, "quick");
    const quick = await bench.receiver.next();
    expect(textOf(quick)).toBe("quick");
    slow.answer(200);
    quick.answer(200);
    await bench.empty();
  });

  test("waits while max_connections are busy", async () => {
    using bench = new Bench({ maxConnections: 1 });
    bench.add(1, "one");
    bench.add(2, "two");
    const first = await bench.receiver.next();
    expect(await bench.receiver.waiting()).toBe(0);
    first.answer(200);
    const second = await bench.receiver.next();
    expect([textOf(first), textOf(second)]).toEqual(["one", "two"]);
    second.answer(200);
    await bench.empty();
  });

  test("tries the same update again after 1, 2, 4 … seconds, at most 60", async () => {
    using bench = new Bench();
    bench.add(1, "again");
    const ids = new Set<number>();
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const delivery = await bench.receiver.next();
      ids.add(delivery.update.update_id);
      delivery.answer(500);
      await bench.failure();
      await bench.rest(seconds * 1000);
    }
    (await bench.receiver.next()).answer(200);
    await bench.empty();
    expect(ids.size).toBe(1);
    expect(bench.courier.lastError?.message).toBe(
      "Wrong response from the webhook: 500 Internal Server Error",
    );
  });

  test("starts again at one second after a success", async () => {
    using bench = new Bench();
    bench.add(1, "one");
    bench.add(1, "two");
    for (const seconds of [1, 2]) {
      (await bench.receiver.next()).answer(503);
      await bench.failure();
      await bench.rest(seconds * 1000);
    }
    (await bench.receiver.next()).answer(200);
    (await bench.receiver.next()).answer(503);
    await bench.failure();
    await bench.rest(1000);
    (await bench.receiver.next()).answer(200);
    await bench.empty();
  });

  test("rests as long as Retry-After says, at most an hour, alone", async () => {
    using bench = new Bench();
    bench.add(1, "later");
    (await bench.receiver.next()).answer(503, { "retry-after": "7200" });
    await bench.failure();
    bench.add(2, "at once");
    const other = await bench.receiver.next();
    expect(textOf(other)).toBe("at once");
    other.answer(200);
    await bench.until(() => bench.store.pendingCount === 1);
    await bench.rest(3_600_000);
    (await bench.receiver.next()).answer(200);
    await bench.empty();
  });

  test("gives up on an update after 24 hours, on a press after 150 seconds", async () => {
    using bench = new Bench();
    bench.store.add("callback_query", "callback:1", { id: "1" });
    bench.add(1, "old");
    bench.add(1, "young");
    for (let i = 0; i < 2; i++) (await bench.receiver.next()).answer(500);
    await bench.failure();
    expect(bench.store.pendingCount).toBe(3);
    bench.clock.advance(150_000);
    expect(bench.store.pendingCount).toBe(2);
    bench.clock.advance(24 * 3_600_000);
    expect(bench.store.pendingCount).toBe(0);
  });

  test("goes on after a redirect, which is no success", async () => {
    using bench = new Bench();
    bench.add(1, "moved");
    (await bench.receiver.next()).answer(302, { location: "/elsewhere" });
    await bench.failure();
    expect(bench.courier.lastError?.message).toBe("Wrong response from the webhook: 302 Found");
  });

  test("says that nobody listens", async () => {
    using bench = new Bench({ url: "http://127.0.0.1:9/" });
    bench.add(1, "hello?");
    await bench.failure();
    expect(bench.courier.lastError?.message).toBe("Connection refused");
    expect(bench.store.pendingCount).toBe(1);
  });
});

describe("another aim", () => {
  test("keeps what was not confirmed, the delivery under way included", async () => {
    using bench = new Bench();
    bench.add(1, "one");
    const lost = await bench.receiver.next();
    bench.courier.aim(null);
    lost.answer(200);
    expect(bench.store.pendingCount).toBe(1);
    bench.aim({});
    const again = await bench.receiver.next();
    expect(textOf(again)).toBe("one");
    again.answer(200);
    await bench.empty();
    bench.clock.advance(60_000);
    expect(await bench.receiver.waiting()).toBe(0);
    expect(bench.courier.lastError).toBeNull();
  });
});

describe("setWebhook", () => {
  test("takes over what was pending, tells its state, and hands back to polling", async () => {
    using receiver = new Receiver();
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "before");
    await sandbox.must("setWebhook", {
      url: receiver.url,
      max_connections: 7,
      allowed_updates: ["message"],
    });
    const delivery = await receiver.next();
    expect(textOf(delivery)).toBe("before");
    expect(await sandbox.must("getWebhookInfo")).toMatchObject({
      url: receiver.url,
      pending_update_count: 1,
      max_connections: 7,
      allowed_updates: ["message"],
    });
    expect(await sandbox.call("getUpdates")).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; " +
        "use deleteWebhook to delete the webhook first",
    });
    await sandbox.must("deleteWebhook");
    expect((await sandbox.updates()).length).toBe(1);
    expect(await sandbox.must("getWebhookInfo")).toMatchObject({ url: "" });
  });

  test("said twice leaves a delivery under way alone", async () => {
    using receiver = new Receiver();
    await using sandbox = await openTestSandbox();
    await sandbox.must("setWebhook", { url: receiver.url });
    await sandbox.say(mia.id, "one");
    const delivery = await receiver.next();
    await sandbox.must("setWebhook", { url: receiver.url });
    delivery.answer(200);
    await sandbox.idle();
    expect(await receiver.waiting()).toBe(0);
  });

  test("can drop what was pending", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "lost");
    await sandbox.must("deleteWebhook", { drop_pending_updates: true });
    expect(await sandbox.updates()).toEqual([]);
  });

  test.each([
    ["a URL that is none", { url: "no url" }, "bad webhook: invalid webhook URL specified"],
    [
      "another machine",
      { url: "https://example.com/hook" },
      "bad webhook: the sandbox delivers to this machine only",
    ],
    [
      "a secret with spaces",
      { url: "http://127.0.0.1/", secret_token: "a b" },
      "secret token contains unallowed characters",
    ],
    [
      "too many connections",
      { url: "http://127.0.0.1/", max_connections: 101 },
      "max_connections must be between 1 and 100",
    ],
    [
      "an update type that is none",
      { url: "http://127.0.0.1/", allowed_updates: ["massage"] },
      'unknown update type "massage"',
    ],
  ])("is refused with %s", async (_what, params, reason) => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("setWebhook", params);
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${reason}` });
  });
});
