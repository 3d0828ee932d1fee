// The benchmark's world, a process of its own: a Bot API that answers at once, and fans who write.
// Both ends are here, so that a message's way is measured by one clock. Orders come over Bun's IPC
// from `stage.ts`; several may be under way, each is answered under its own number.
//
//   flood   every fan writes, then every fan again, as fast as `connections` are answered
//   steady  the same at a fixed rate, whether or not earlier ones are answered (so a server that
//           stalls is charged with everything that stands still meanwhile)
//   lonely  one message at a time, the next a moment after the last has reached the Bot API
import { spread } from "./figures.ts";
import { HttpLine } from "./http-line.ts";
import { endWhenTold } from "./scratch.ts";

export interface Order {
  readonly id: number;
  readonly how: "flood" | "steady" | "lonely";
  readonly webhook: string;
  readonly secret: string;
  readonly firstFan: number;
  readonly fans: number;
  readonly texts: number;
  readonly connections: number;
  /** Messages a second, for `steady`. */
  readonly rate: number;
}

export interface Answer {
  readonly id: number;
  readonly messages: number;
  /** From the first request to the last delivery at the Bot API. */
  readonly seconds: number;
  /** Webhook answer times, milliseconds. */
  readonly answers: { readonly p50: number; readonly p99: number; readonly max: number };
  /** From request to Bot API call, milliseconds. */
  readonly deliveries: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly refusals: number;
  readonly calls: number;
}

const GROUP_ID = -1_001_000_000_001;
const PAUSE_AFTER_REFUSAL_MS = 50;
const PAUSE_BETWEEN_LONELY_MS = 5;

/** What waits to be seen at the Bot API, by the mark in its text. */
const marks = new Map<string, () => void>();
let nextMessageId = 1000;
let nextUpdateId = 1;
let calls = 0;

/** Texts carry `#fan.n#`, so that a delivery is recognised inside a merged message too. */
const MARK = /#(\d+\.\d+)#/g;
const JSON_HEADERS = { headers: { "content-type": "application/json" } };
/** The address the bot believes to have; nobody calls it there. */
const WEBHOOK_URL = "http://127.0.0.1:1/telegram-webhook";
const RIGHTS = { can_manage_topics: true, can_pin_messages: true, can_delete_messages: true };
const TRUE = '{"ok":true,"result":true}';

const api = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 0,
  fetch: async (request) => {
    calls += 1;
    const method = request.url.slice(request.url.lastIndexOf("/") + 1);
    const parameters = request.method === "POST" ? await request.text() : "";
    return new Response(answerOf(method, parameters), JSON_HEADERS);
  },
});

function answerOf(method: string, parameters: string): string {
  switch (method) {
    case "sendMessage": {
      for (const match of parameters.matchAll(MARK)) marks.get(match[1] ?? "")?.();
      const { chat_id: chatId, message_thread_id: threadId } = JSON.parse(parameters) as {
        chat_id: number;
        message_thread_id?: number;
      };
      nextMessageId += 1;
      return resultOf({
        message_id: nextMessageId,
        ...(threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true }),
        date: 0,
        chat: { id: chatId, type: chatId < 0 ? "supergroup" : "private" },
      });
    }
    case "createForumTopic":
      nextMessageId += 1;
      return resultOf({ message_thread_id: nextMessageId, name: "topic", icon_color: 7_322_096 });
    case "getMe":
      return resultOf({ id: 1, is_bot: true, first_name: "Bench", username: "bench_bot" });
    case "getChat":
      return resultOf({ id: GROUP_ID, type: "supergroup", is_forum: true, title: "Bench" });
    case "getChatMember":
      return resultOf({ status: "administrator", user: { id: 1 }, ...RIGHTS });
    case "getChatAdministrators":
    case "getUpdates":
      return resultOf([]);
    case "getWebhookInfo":
      return resultOf({ url: WEBHOOK_URL, has_custom_certificate: false, pending_update_count: 0 });
    default:
      return TRUE;
  }
}

function resultOf(result: object): string {
  return JSON.stringify({ ok: true, result });
}

/** What happened to the messages of one order. */
class Tally {
  readonly #callsBefore = calls;
  readonly #startedAt = performance.now();
  readonly answers: number[] = [];
  readonly deliveries: number[] = [];
  refusals = 0;

  conclude(id: number): Answer {
    return {
      id,
      messages: this.deliveries.length,
      seconds: (performance.now() - this.#startedAt) / 1000,
      answers: spread(this.answers),
      deliveries: spread(this.deliveries),
      refusals: this.refusals,
      calls: calls - this.#callsBefore,
    };
  }
}

function updateOf(fan: number, text: string): string {
  nextUpdateId += 1;
  nextMessageId += 1;
  return JSON.stringify({
    update_id: nextUpdateId,
    message: {
      message_id: nextMessageId,
      date: Math.floor(Date.now() / 1000),
      chat: { id: fan, type: "private", first_name: `Fan ${fan}` },
      from: { id: fan, is_bot: false, first_name: `Fan ${fan}`, language_code: "en" },
      text,
    },
  });
}

/**
 * Sends one marked text until it is taken, and resolves then; `onDelivered` is called when the Bot API
 * has it.
 */
async function send(
  line: HttpLine,
  mark: string,
  fan: number,
  tally: Tally,
  onDelivered: () => void,
): Promise<void> {
  const sentAt = performance.now();
  marks.set(mark, () => {
    marks.delete(mark);
    tally.deliveries.push(performance.now() - sentAt);
    onDelivered();
  });
  const update = updateOf(fan, `Hello there #${mark}#`);
  for (;;) {
    const startedAt = performance.now();
    const status = await line.post(update);
    tally.answers.push(performance.now() - startedAt);
    if (status === 200) return;
    tally.refusals += 1;
    await Bun.sleep(PAUSE_AFTER_REFUSAL_MS);
  }
}

/** Resolves once `count` things have happened. */
function countdown(count: number): { readonly done: Promise<void>; readonly tick: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  const tick = (): void => {
    left -= 1;
    if (left === 0) resolve();
  };
  return { done: promise, tick };
}

/** The i-th message of an order: every fan once, then every fan again. */
function messageOf(order: Order, i: number): { readonly fan: number; readonly mark: string } {
  const fan = order.firstFan + (i % order.fans);
  return { fan, mark: `${fan}.${order.id * 1_000_000 + i}` };
}

async function linesOf(order: Order): Promise<HttpLine[]> {
  const headers = { "x-telegram-bot-api-secret-token": order.secret };
  const open = () => HttpLine.open(order.webhook, headers);
  return Promise.all(Array.from({ length: order.connections }, open));
}

async function flood(order: Order, lines: readonly HttpLine[]): Promise<Answer> {
  const total = order.fans * order.texts;
  const tally = new Tally();
  const deliveries = countdown(total);
  let next = 0;
  const work = async (line: HttpLine): Promise<void> => {
    while (next < total) {
      const { fan, mark } = messageOf(order, next);
      next += 1;
      await send(line, mark, fan, tally, deliveries.tick);
    }
  };
  await Promise.all(lines.map(work));
  await deliveries.done;
  return tally.conclude(order.id);
}

async function steady(order: Order, lines: HttpLine[]): Promise<Answer> {
  const total = order.fans * order.texts;
  const tally = new Tally();
  const deliveries = countdown(total);
  const startedAt = performance.now();
  const headers = { "x-telegram-bot-api-secret-token": order.secret };
  for (let i = 0; i < total; i += 1) {
    const early = startedAt + (i / order.rate) * 1000 - performance.now();
    if (early > 0) await Bun.sleep(early);
    const { fan, mark } = messageOf(order, i);
    // In turn, so that none is idle for so long that the server hangs up.
    const line = lines.shift() ?? (await HttpLine.open(order.webhook, headers));
    void send(line, mark, fan, tally, deliveries.tick).then(() => lines.push(line));
  }
  await deliveries.done;
  return tally.conclude(order.id);
}

async function lonely(order: Order, lines: readonly HttpLine[]): Promise<Answer> {
  const tally = new Tally();
  const [line] = lines;
  if (line === undefined) throw new Error("an order has at least one connection");
  for (let i = 0; i < order.fans * order.texts; i += 1) {
    const { fan, mark } = messageOf(order, i);
    const delivery = countdown(1);
    await send(line, mark, fan, tally, delivery.tick);
    await delivery.done;
    await Bun.sleep(PAUSE_BETWEEN_LONELY_MS);
  }
  return tally.conclude(order.id);
}

const WAYS = { flood, steady, lonely };

async function obey(order: Order): Promise<void> {
  const lines = await linesOf(order);
  const answer = await WAYS[order.how](order, lines);
  for (const line of lines) line.close();
  process.send?.(answer);
}

endWhenTold();
process.on("message", (order: Order) => void obey(order));
process.send?.({ api: `http://127.0.0.1:${api.port}` });
