import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Service } from "#actors/kernel/service.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { systemClock } from "#src/clock.ts";
import { createHttpApp, type HttpParts, type Taken } from "./app.ts";
import { createHttpServer } from "./server.ts";

const SECRET = "s3cret_of-the.webhook".replace(".", "");
const logged: { readonly fields: object; readonly message: string }[] = [];
const answers: number[] = [];
const taken: string[] = [];
const signed: (readonly [string, string])[] = [];
const world = {
  phase: "ready" as "starting" | "ready" | "draining",
  isHealthy: true,
  answer: { type: "stored" } as Taken,
};

function app(overrides: Partial<HttpParts> = {}) {
  const log = (fields: object, message: string): void => void logged.push({ fields, message });
  return createHttpApp({
    telegramSecret: SECRET,
    takeTelegram: async (raw) => {
      taken.push(raw);
      return world.answer;
    },
    takeStripe: async (raw, signature) => {
      signed.push([raw, signature]);
      return world.answer;
    },
    isHealthy: async () => world.isHealthy,
    phase: () => world.phase,
    metrics: async () => ({ text: "turns_total 1\n", contentType: "text/plain; version=0.0.4" }),
    metricsToken: null,
    api: null,
    onWebhook: ({ status }) => answers.push(status),
    clock: systemClock,
    log: { debug: log, info: log, warn: log, error: log },
    ...overrides,
  });
}

const server = createHttpServer(app(), { port: 0, host: "127.0.0.1" });
beforeAll(() => server.start());
afterAll(() => server.stop());

const url = (path: string): string => `http://127.0.0.1:${server.port()}${path}`;
const post = (body: RequestInit["body"], headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url("/telegram-webhook"), {
    method: "POST",
    body: body ?? null,
    headers: { "X-Telegram-Bot-Api-Secret-Token": SECRET, ...headers },
  });

describe("the Telegram webhook", () => {
  test.each<[Taken, number]>([
    [{ type: "stored" }, 200],
    [{ type: "duplicate" }, 200],
    [{ type: "ignored" }, 200],
    [{ type: "malformed" }, 400],
  ])("answers %j with %i and not a word", async (answer, status) => {
    world.answer = answer;
    const response = await post('{"update_id":1}');
    expect([response.status, await response.text()]).toEqual([status, ""]);
    expect(taken.at(-1)).toBe('{"update_id":1}');
    expect(answers.at(-1)).toBe(status);
    world.answer = { type: "stored" };
  });

  test("says when to come again", async () => {
    world.answer = { type: "later", retryAfterSeconds: 5 };
    const response = await post("{}");
    world.answer = { type: "stored" };
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  });

  test.each([
    ["a wrong secret", { "X-Telegram-Bot-Api-Secret-Token": `${SECRET}x` }],
    ["an empty secret", { "X-Telegram-Bot-Api-Secret-Token": "" }],
    ["another header", { "X-Telegram-Bot-Api-Secret-Token": "", "X-Secret-Token": SECRET }],
  ])("%s is 401, and the body is not looked at", async (_, headers) => {
    const before = taken.length;
    expect((await post("{}", headers)).status).toBe(401);
    expect(taken).toHaveLength(before);
  });

  test("no secret in the configuration lets nobody in", async () => {
    const closed = app({ telegramSecret: null });
    const headers = { "X-Telegram-Bot-Api-Secret-Token": "" };
    const request = new Request(url("/telegram-webhook"), { method: "POST", headers, body: "{}" });
    expect((await closed.fetch(request)).status).toBe(401);
  });

  test("takes a megabyte and refuses more, told before or not", async () => {
    const full = "x".repeat(1024 * 1024);
    expect((await post(full)).status).toBe(200);
    expect((await post(`${full}x`)).status).toBe(413);
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 33; i += 1) controller.enqueue(new Uint8Array(32 * 1024).fill(120));
        controller.close();
      },
    });
    const before = taken.length;
    expect((await post(chunks)).status).toBe(413);
    expect(taken).toHaveLength(before);
  });

  test("refuses bytes that are no UTF-8 and hands over those that are, unchanged", async () => {
    expect((await post(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))).status).toBe(400);
    const text = '\u{FEFF}{"a":"é😀\\u0000"}\n';
    await post(text);
    expect(taken.at(-1)).toBe(text);
  });

  test.each(["starting", "draining"] as const)(
    "is 503 with Retry-After while %s",
    async (phase) => {
      world.phase = phase;
      const response = await post("{}");
      world.phase = "ready";
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    },
  );

  test("a wrong secret stays 401 while draining", async () => {
    world.phase = "draining";
    const response = await post("{}", { "X-Telegram-Bot-Api-Secret-Token": "no" });
    world.phase = "ready";
    expect(response.status).toBe(401);
  });

  test("a bug inside says nothing but a request id, which the log knows", async () => {
    const broken = app({
      takeTelegram: () => Promise.reject(new Error("secret db password")),
    });
    const headers = { "X-Telegram-Bot-Api-Secret-Token": SECRET };
    const request = new Request(url("/telegram-webhook"), { method: "POST", headers, body: "{}" });
    const response = await broken.fetch(request);
    const body = (await response.json()) as { readonly error: string; readonly requestId: string };
    expect(response.status).toBe(500);
    expect(Object.keys(body)).toEqual(["error", "requestId"]);
    expect(body.error).toBe("internal error");
    expect(logged.at(-1)?.fields).toMatchObject({ requestId: body.requestId });
  });
});

describe("the Stripe webhook", () => {
  const deliver = (body: RequestInit["body"], signature: string | null = "t=1,v1=ab") =>
    fetch(url("/stripe-webhook"), {
      method: "POST",
      body: body ?? null,
      headers: signature === null ? {} : { "Stripe-Signature": signature },
    });

  test.each<[Taken, number]>([
    [{ type: "stored" }, 200],
    [{ type: "duplicate" }, 200],
    [{ type: "ignored" }, 200],
    [{ type: "malformed" }, 400],
    [{ type: "later", retryAfterSeconds: 5 }, 503],
  ])("answers %j with %i and not a word", async (answer, status) => {
    world.answer = answer;
    const response = await deliver('{ "id": "evt_1" }');
    world.answer = { type: "stored" };
    expect([response.status, await response.text()]).toEqual([status, ""]);
    expect(signed.at(-1)).toEqual(['{ "id": "evt_1" }', "t=1,v1=ab"]);
    expect(answers.at(-1)).toBe(status);
  });

  test("hands the body over to the byte: the signature is over every one", async () => {
    const text = '\u{FEFF}{\n  "a": "é😀\\u0000"\n}\n';
    await deliver(text);
    expect(signed.at(-1)?.[0]).toBe(text);
  });

  test("without a signature is 400, and the body is not looked at", async () => {
    const before = signed.length;
    expect((await deliver("{}", null)).status).toBe(400);
    expect(signed).toHaveLength(before);
  });

  test("of more than a megabyte is 413, and of no UTF-8 is 400", async () => {
    const before = signed.length;
    expect((await deliver("x".repeat(1024 * 1024 + 1))).status).toBe(413);
    expect((await deliver(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(400);
    expect(signed).toHaveLength(before);
  });

  test.each(["starting", "draining"] as const)("is put off while %s", async (phase) => {
    world.phase = phase;
    const response = await deliver("{}");
    world.phase = "ready";
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  });
});

describe("the other paths", () => {
  test("health is the store's", async () => {
    const up = await fetch(url("/health"));
    expect([up.status, await up.json()]).toEqual([200, { status: "ok" }]);
    world.isHealthy = false;
    const down = await fetch(url("/health"));
    world.isHealthy = true;
    expect(down.status).toBe(503);
  });

  test("readiness is the phase", async () => {
    expect((await fetch(url("/ready"))).status).toBe(200);
    world.phase = "draining";
    const draining = await fetch(url("/ready"));
    world.phase = "ready";
    expect(draining.status).toBe(503);
  });

  test("metrics are open, or want their token", async () => {
    const open = await fetch(url("/metrics"));
    expect([open.status, await open.text()]).toEqual([200, "turns_total 1\n"]);
    const closed = app({ metricsToken: "m3trics" });
    const get = async (authorization: string): Promise<number> => {
      const request = new Request(url("/metrics"), { headers: { authorization } });
      return (await closed.fetch(request)).status;
    };
    expect([await get("Bearer m3trics"), await get("Bearer no"), await get("m3trics")]).toEqual([
      200, 401, 401,
    ]);
  });

  test.each([
    ["GET", "/"],
    ["GET", "/telegram-webhook"],
    ["POST", "/health"],
    ["POST", "/telegram-webhook/"],
    ["GET", "/../etc/passwd"],
    ["GET", "/.env"],
  ])("%s %s is not found, or what it would be without tricks", async (method, path) => {
    const response = await fetch(url(path), { method });
    expect([404, 401]).toContain(response.status);
    expect(await response.text()).not.toContain("Error");
  });
});

describe("the server", () => {
  test("says so when the address is taken", async () => {
    const other = createHttpServer(app(), { port: server.port(), host: "127.0.0.1" });
    expect(await other.start().catch((error: Error) => error.message)).toContain("port");
  });
});

describe("the start/stop contract of the server", () => {
  exerciseService(async () => {
    const service = createHttpServer(app(), { port: 0, host: "127.0.0.1" });
    let port = 0;
    const watched: Service = {
      name: service.name,
      async start() {
        await service.start();
        port = service.port() || port;
      },
      stop: () => service.stop(),
    };
    const isQuiet = async (): Promise<boolean> => {
      if (port === 0) return true;
      const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
      return answer === null;
    };
    return { service: watched, isQuiet };
  });
});
