// The Mini App's API through everything that is real but Telegram and Stripe: sign-in, the guard on
// every route for every role, a fan who buys, a team that answers.
import { expect, test } from "bun:test";
import { SILENT } from "#db/testing.ts";
import { ben, dan, leo, mia } from "#src/sandbox/testing.ts";
import { createApiApp } from "./api/app.ts";
import { createApiClient } from "./api/client.ts";
import { ACCESS_KEY } from "./api/guard.ts";
import { signInitData } from "./api/init-data-testing.ts";
import { createLive } from "./api/live.ts";
import type { ApiParts } from "./api/parts.ts";
import { type App, createApp } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { systemClock } from "./clock.ts";
import { readConfig } from "./config.ts";

const TIMEOUT_MS = 60_000;

const JOIN = `
insert into team (telegram_id, name, role, joined_at)
select id::bigint, name, role, now()
from (values ($1::bigint, 'Ben', 'viewer'), ($2::bigint, 'Dan', 'agent')) as member (id, name, role)`;

type Client = ReturnType<typeof createApiClient>;

interface Person {
  readonly id: number;
  readonly firstName: string;
}

/** A process with an API, and people who are signed in to it. */
class ApiWorld {
  readonly world: AppWorld;
  readonly app: App;

  private constructor(world: AppWorld, app: App) {
    this.world = world;
    this.app = app;
  }

  static async open(world: AppWorld): Promise<ApiWorld> {
    const { url, apiKey, webhookSecret } = world.sandbox.stripe;
    const stripe = { STRIPE_API_KEY: apiKey, STRIPE_API_BASE: url };
    const env = { ...world.env("webhook"), ...stripe, STRIPE_WEBHOOK_SECRET: webhookSecret };
    const app = createApp(readConfig(env), { log: SILENT });
    await app.start();
    world.sandbox.stripe.aim(`http://127.0.0.1:${app.port()}/stripe-webhook`);
    await world.aim(app);
    return new ApiWorld(world, app);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.app.port()}`;
  }

  initData({ id, firstName }: Person): string {
    const user = { id, first_name: firstName };
    const authDate = Math.floor(Date.now() / 1000);
    return signInitData({ botToken: this.world.sandbox.token, user, authDate });
  }

  async token(person: Person): Promise<string> {
    const client = createApiClient(this.origin, () => null);
    const { data } = await client.api.v1.session.post({ initData: this.initData(person) });
    return data?.token ?? "";
  }

  async client(person: Person): Promise<Client> {
    const token = await this.token(person);
    return createApiClient(this.origin, () => token);
  }

  async call(method: string, path: string, token: string | null, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    if (token !== null) headers.set("authorization", `Bearer ${token}`);
    return await fetch(`${this.origin}${path}`, { ...init, method, headers });
  }

  /** A fan who has started the bot and said something. */
  async meet(person: Person, text: string): Promise<number> {
    await this.world.fanSays(person.id, "/start");
    await this.world.fanSays(person.id, text);
    const topicId = await this.world.topicOf(person.id);
    await this.world.posted(topicId, text);
    await this.world.rest();
    return topicId;
  }
}

/** Every route there is, from the app itself. */
function routes(): readonly { readonly method: string; readonly path: string; access: string }[] {
  const parts = { clock: systemClock, log: SILENT, botToken: "1:a", telegramKeys: [] };
  const settings = { current: () => ({ rights: {} }) };
  const unused = { ...parts, settings, phase: () => "ready" } as unknown as ApiParts;
  const app = createApiApp(unused, createLive(unused), () => null);
  return app.routes.map(({ method, path, hooks }) => {
    const detail = (hooks as { detail?: Record<string, string> }).detail ?? {};
    return { method, path, access: detail[ACCESS_KEY] ?? "none" };
  });
}

test(
  "the description is served to anybody, with every route and without a page of its own",
  async () => {
    await using world = await AppWorld.open();
    const api = await ApiWorld.open(world);
    const response = await api.call("GET", "/openapi.json", null);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, object>> };
    const told = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = routes()
      .filter(({ path }) => path !== "/openapi.json")
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(told.toSorted()).toEqual(there.toSorted());
    expect(paths["/api/v1/fan/balance"]?.["get"]).toMatchObject({ security: [{ session: [] }] });
    await api.app.stop();
  },
  TIMEOUT_MS,
);

test("the guide names every route, and whom it is for", async () => {
  const guide = await Bun.file("docs/api.md").text();
  const told = [...guide.matchAll(/^\| `(\w+ \S+)` \| (\S+) \|/gm)].map((row) => row.slice(1));
  const there = routes().map(({ method, path, access }) => [`${method} ${path}`, access]);
  expect(told.toSorted(byRoute)).toEqual(there.toSorted(byRoute));
});

const byRoute = ([one = ""]: string[], [other = ""]: string[]): number => (one < other ? -1 : 1);

const KEYED = { "content-type": "application/json", "idempotency-key": "a-key-of-the-test" };

test(
  "every route declares whom it is for, and answers nobody else",
  async () => {
    await using world = await AppWorld.open();
    const api = await ApiWorld.open(world);
    await api.meet(mia, "hello");
    await api.meet(leo, "hello too");
    await world.database.query("join", JOIN, [ben.id, dan.id]);
    const begun = await (await api.client(mia)).api.v1.fan.checkout.post(
      { sku: "credits_10", rail: "stripe" },
      { headers: { "idempotency-key": "of-mia-alone" } },
    );
    const owner = { id: world.sandbox.ownerId, firstName: "Olga" };
    const stranger = { id: 999_000_111, firstName: "Nobody" };
    const tokens = {
      nobody: null,
      forged: `${(await api.token(mia)).split(".")[0]}.${"A".repeat(43)}`,
      stranger: await api.token(stranger),
      mia: await api.token(mia),
      leo: await api.token(leo),
      viewer: await api.token(ben),
      agent: await api.token(dan),
      owner: await api.token(owner),
    };
    const mayBy: Readonly<Record<string, readonly (keyof typeof tokens)[]>> = {
      public: ["nobody", "forged", "stranger", "mia", "leo", "viewer", "agent", "owner"],
      signedIn: ["stranger", "mia", "leo", "viewer", "agent", "owner"],
      fan: ["mia", "leo"],
      "team:look": ["viewer", "agent", "owner"],
      "team:reply": ["agent", "owner"],
    };
    const all = routes();
    expect(all.length).toBeGreaterThan(14);
    for (const { method, path, access } of all) {
      const may = mayBy[access];
      if (may === undefined) throw new Error(`${method} ${path} has no guard that is known`);
      const isCheckout = path.includes("/checkout/");
      const filled = path
        .replace(":fanId", String(mia.id))
        .replace("replies/:id", "replies/1")
        .replace(":id", isCheckout ? (begun.data?.id ?? "") : "made.up");
      for (const [who, token] of Object.entries(tokens) as [keyof typeof tokens, string | null][]) {
        // What is sent is nonsense on purpose: the guard speaks before anybody looks at it.
        const body = method === "POST" ? "{nonsense" : null;
        const response = await api.call(method, filled, token, { body, headers: KEYED });
        await response.body?.cancel();
        const isSignedIn = token !== null && who !== "forged";
        const what = `${method} ${path} for ${who}: ${response.status}`;
        if (isCheckout && who === "leo") expect(what).toEndWith(" 404");
        else if (may.includes(who)) expect(what).not.toMatch(/ (?:401|403|5\d\d)$/);
        else expect(what).toEndWith(isSignedIn ? " 403" : " 401");
      }
    }
    await api.app.stop();
  },
  TIMEOUT_MS,
);

test(
  "a fan signs in, sees the account, buys, and the page is told how it stands",
  async () => {
    await using world = await AppWorld.open();
    const api = await ApiWorld.open(world);
    await world.fanSays(mia.id, "/start");
    await world.see(() => world.inChat(mia.id).some(({ from }) => from.isBot));
    await world.rest();
    const { v1 } = (await api.client(mia)).api;
    const me = await v1.me.get();
    expect(me.data).toEqual({
      id: mia.id,
      name: mia.firstName,
      isFan: true,
      role: null,
      permissions: [],
    });
    expect((await v1.fan.balance.get()).data).toMatchObject({ credits: 3, sessionEndsAt: null });
    const shop = await v1.fan.shop.get();
    expect(shop.data?.products.find(({ sku }) => sku === "credits_10")).toMatchObject({
      credits: 10,
      stripe: { amount: 499, fullAmount: 499, currency: "usd" },
      stars: null,
    });

    const ask = async (key: string, sku = "credits_10") =>
      await v1.fan.checkout.post({ sku, rail: "stripe" }, { headers: { "idempotency-key": key } });
    const begun = await ask("first-key");
    expect(begun.status).toBe(202);
    const url = await world.see(() =>
      world
        .inChat(mia.id)
        .flatMap(({ buttons }) => buttons.flat())
        .flatMap((button) => ("url" in button ? [button.url] : []))
        .find((each) => each?.includes("/pay/")),
    );
    await world.rest();
    const again = await ask("first-key");
    expect(again.data?.id).toBe(begun.data?.id ?? "none");
    const another = shop.data?.products.find(({ sku }) => sku !== "credits_10")?.sku;
    expect((await ask("first-key", another)).status).toBe(409);
    const id = begun.data?.id ?? "";
    expect((await v1.fan.checkout({ id }).get()).data).toEqual({
      id,
      state: "open",
      url,
      isInChat: true,
    });
    world.sandbox.stripe.world.pay(/(cs_\w+)$/.exec(url)?.[1] ?? "");
    await world.see(() => world.inChat(mia.id).some(({ text }) => text?.includes("Paid")));
    await world.rest();
    expect((await v1.fan.checkout({ id }).get()).data).toMatchObject({ state: "paid", url: null });
    expect((await v1.fan.balance.get()).data?.credits).toBe(13);
    const bought = await v1.fan.purchases.get({ query: {} });
    expect(bought.data).toMatchObject({ hasMore: false, purchases: [{ id, credits: 10 }] });
    const history = await v1.fan.history.get({ query: {} });
    expect(history.data?.lines.map(({ kind, credits }) => [kind, credits])).toEqual([
      ["purchase", 10],
      ["welcome", 3],
    ]);

    const other = await ask("second-key", "no_such_thing");
    expect([other.status, (other.error as { value?: unknown } | null)?.value]).toMatchObject([
      409,
      { code: "shop-closed" },
    ]);
    expect((await ask("short")).status).toBe(422);
    await api.app.stop();
  },
  TIMEOUT_MS,
);

test(
  "the team reads a conversation, its media and what moves, and money only by right",
  async () => {
    await using world = await AppWorld.open();
    const api = await ApiWorld.open(world);
    await api.meet(mia, "are you there?");
    await world.gift(mia.id, 20);
    await world.sandbox.mustAct({
      act: "sendMedia",
      personId: mia.id,
      place: { in: "private" },
      kinds: ["photo"],
      caption: "look",
    });
    await world.rest();
    await world.database.query("join", JOIN, [ben.id, dan.id]);
    const owner = await api.client({ id: world.sandbox.ownerId, firstName: "Olga" });
    const agent = await api.client(dan);
    const listOf = async (client: Client) => {
      const { data } = await client.api.v1.team.conversations.get({ query: {} });
      return data?.conversations ?? [];
    };
    expect(await listOf(owner)).toMatchObject([{ fanId: mia.id, spentCents: 0, name: "Mia" }]);
    const [shown] = await listOf(agent);
    expect(shown).toMatchObject({ fanId: mia.id });
    expect(Object.keys(shown ?? {})).not.toContain("spentCents");

    const messages = agent.api.v1.team.conversations({ fanId: mia.id }).messages;
    const { data: page } = await messages.get({ query: {} });
    expect(page?.messages.map(({ text }) => text)).toEqual(["are you there?", "look"]);
    const mediaId = page?.messages.at(-1)?.mediaId ?? "";
    const file = await api.call("GET", `/api/v1/team/media/${mediaId}`, await api.token(dan));
    expect(file.status).toBe(200);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
    });
    expect((await file.bytes()).length).toBeGreaterThan(100);

    const replies = agent.api.v1.team.conversations({ fanId: mia.id }).replies;
    const reply = async (text: string) =>
      await replies.post({ text }, { headers: { "idempotency-key": "the-same-key" } });
    const first = await reply("here I am");
    await world.arrived(mia.id, "here I am");
    const second = await reply("here I am");
    expect([first.data?.isNew, second.data?.isNew]).toEqual([true, false]);
    expect(second.data?.id).toBe(first.data?.id ?? 0);
    await world.rest();
    expect((await replies({ id: first.data?.id ?? 0 }).get()).data?.state).toBe("delivered");
    // Other words under a key that was used are told, and never dropped without a word.
    expect((await reply("and something else")).status).toBe(409);
    const say = async (text: string, key: string) =>
      (await replies.post({ text }, { headers: { "idempotency-key": key } })).status;
    const nothing = [" ", "\n\t", "\u0000", "\ud800", "\u200b \u0000"];
    const answers = nothing.map(async (text, i) => await say(text, `nothing-${i}`));
    expect(await Promise.all(answers)).toEqual(nothing.map(() => 422));
    expect(await say("half\ud800 a\u0000b", "broken-key")).toBe(202);
    expect(await say("half\ud800 a\u0000b", "broken-key")).toBe(202);
    await world.arrived(mia.id, "half\ufffd a\ufffdb");
    const token = await api.token(dan);
    for (const id of ["9999999999999999999999", "9007199254740993", "1e400", "0"]) {
      const pages = [`/${id}/messages`, `/${id}/replies/1`, `/${mia.id}/messages?before=${id}`];
      for (const asked of [...pages, `/${mia.id}/replies/${id}`, `?after=1_${id}`]) {
        const { status } = await api.call("GET", `/api/v1/team/conversations${asked}`, token);
        expect([200, 404, 422], asked).toContain(status);
      }
    }
    expect(world.inChat(mia.id).filter(({ text }) => text === "here I am")).toHaveLength(1);
    // Whoever answered holds the conversation, and the other one is told so.
    const held = await owner.api.v1.team
      .conversations({ fanId: mia.id })
      .replies.post({ text: "me too" }, { headers: { "idempotency-key": "another-key" } });
    expect(held.status).toBe(409);
    const note = await replies.post(
      { text: "// not for the fan" },
      { headers: { "idempotency-key": "a-third-key" } },
    );
    expect(note.status).toBe(422);
    const key = { headers: { "idempotency-key": "a-fourth-key" } };
    expect((await replies.post({ text: " \n// neither is this" }, key)).status).toBe(422);
    const typing = agent.api.v1.team.conversations({ fanId: mia.id }).typing;
    expect((await typing.post()).status).toBe(204);

    const abort = new AbortController();
    const events = await api.call("GET", "/api/v1/team/events", await api.token(dan), {
      signal: abort.signal,
    });
    const lines = readEvents(events);
    expect(await lines.next("retry:")).toContain("2000");
    await world.fanSays(mia.id, "are you still there?");
    const event = JSON.parse((await lines.next("data:")).slice("data:".length)) as object;
    expect(event).toMatchObject({ fanId: mia.id, unread: expect.any(Number) as number });
    expect(Object.keys(event)).not.toContain("spentCents");

    const stopped = api.app.stop();
    expect(await lines.end()).toBe("ended");
    await stopped;
    abort.abort();
  },
  TIMEOUT_MS,
);

/** The lines of a stream of events, as they come. */
function readEvents(response: Response) {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = "";
  const read = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: true });
    return done;
  };
  return {
    async next(prefix: string): Promise<string> {
      for (;;) {
        const all = text.split("\n");
        const index = all.slice(0, -1).findIndex((line) => line.startsWith(prefix));
        if (index >= 0) {
          text = all.slice(index + 1).join("\n");
          return all[index] ?? "";
        }
        if (await read()) throw new Error("the stream ended");
      }
    },
    async end(): Promise<string> {
      while (!(await read()));
      return "ended";
    },
  };
}

test(
  "refusals have stable codes, repeat nothing, and other pages' calls are refused",
  async () => {
    await using world = await AppWorld.open();
    const api = await ApiWorld.open(world);
    const secret = "my-secret-words";
    const sent = async (path: string, body: string, headers = {}) => {
      const all = { "content-type": "application/json", ...headers };
      const response = await api.call("POST", path, null, { body, headers: all });
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      const text = await response.text();
      expect(text).not.toContain(secret);
      return [response.status, (JSON.parse(text) as { code: string }).code];
    };
    const session = "/api/v1/session";
    expect(await sent(session, JSON.stringify({ initData: secret }))).toEqual([
      401,
      "init-data-invalid",
    ]);
    expect(await sent(session, JSON.stringify({ password: secret }))).toEqual([422, "invalid"]);
    expect(await sent(session, `{"${secret}`)).toEqual([422, "invalid"]);
    expect(await sent(session, secret.repeat(10_000))).toEqual([413, "too-large"]);
    expect(await sent(`/api/v1/${secret}`, "{}")).toEqual([404, "not-found"]);
    expect(await sent(session, "{}", { origin: "https://evil.example" })).toEqual([
      403,
      "wrong-origin",
    ]);
    const old = signInitData({ botToken: world.sandbox.token, user: {}, authDate: 1 });
    expect(await sent(session, JSON.stringify({ initData: old }))).toEqual([
      401,
      "init-data-invalid",
    ]);
    const codes: unknown[] = [];
    for (let i = 0; i < 20; i += 1) codes.push((await sent(session, '{"initData":""}'))[1]);
    expect(codes.at(-1)).toBe("too-many");
    await api.app.stop();
  },
  TIMEOUT_MS,
);
