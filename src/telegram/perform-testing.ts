// A performer against the sandbox's Bot API, which refuses what Telegram refuses, and eyes to see
// what came of it. For tests only.
import type { Content } from "#actors/kernel/content.ts";
import type { Effect, Header } from "#actors/kernel/effect.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { Link, Performed, Performer } from "#actors/kernel/ports.ts";
import type { FanFacts } from "#actors/kernel/say.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import { postText } from "#src/i18n/index.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";
import { createTelegramApi } from "./api.ts";
import { createPerformer } from "./perform.ts";
import { HISTORY_PAGE_SIZE, type PerformReads } from "./perform-kit.ts";

/** The performer's clock stands still. */
export const NOW = 1_800_000_000_000;

export const facts: FanFacts = {
  fanId: mia.id,
  firstName: "Mia <b>",
  username: null,
  tier: "new",
  credits: 3,
  creditsFull: 3,
  sessionSeconds: 0,
};
export const header = (title: Header["title"] = "new"): Header => {
  return { title, contentKind: "text", facts };
};
/** What stands in the topic for a text of the fan's. */
export const shown = (value: string, title: Header["title"] = "new"): string => {
  return postText(header(title), [text(value)]).text;
};
export const text = (value: string): Content => {
  return { kind: "text", text: value, entities: [], fileId: null };
};
export const photo: Content = { kind: "photo", text: "look", entities: [], fileId: "p" };
export const gift = [[{ label: "gift", data: "x.gift.", style: "success" }]] as const;

/** A post of one part. */
export function post(
  fanMessageId: number,
  content: Content,
  more: { readonly header?: Header | null; readonly replyTo?: number } = {},
): Effect {
  return {
    verb: "post",
    header: more.header === undefined ? header() : more.header,
    parts: [{ fanMessageId, content }],
    keyboard: gift,
    replyToFanMessageId: more.replyTo ?? null,
  };
}

/** The first message that was made. */
export function sentId({ outcome }: Performed): number {
  if (outcome.type !== "done" || outcome.sent === null) throw new Error(JSON.stringify(outcome));
  return outcome.sent.messageIds[0] ?? 0;
}

/** A fan with a topic, and a performer whose links are kept as the relay keeps them. */
export class PerformWorld {
  readonly sandbox: TestSandbox;
  readonly links: Link[] = [];
  readonly strays: number[] = [];
  /** The fan's ledger, newest first. */
  ledger: readonly LedgerLine[] = [];
  /** The fan is sent broadcasts. */
  takesPromotions = true;
  /** What the fan has bought, whatever is asked for. */
  bought: Item | null = null;
  topicId: number | null;
  readonly #performer: Performer;

  private constructor(sandbox: TestSandbox, topicId: number) {
    this.sandbox = sandbox;
    this.topicId = topicId;
    const { url: root } = sandbox.telegram;
    this.#performer = createPerformer({
      api: createTelegramApi({ token: sandbox.token, root, timeoutMs: 5_000 }),
      reads: this.#reads(),
      ownerId: sandbox.ownerId,
      onStray: (groupId) => void this.strays.push(groupId),
      clock: { now: () => NOW },
      locked: {
        boughtItem: async () => this.bought,
        unlockedOf: async () => ({ items: [], pages: 0 }),
        shelfPage: async () => ({ entries: [], pages: 0 }),
        drawCard: async () => new Uint8Array([1]),
        cards: new Map(),
      },
    });
  }

  static async open(): Promise<PerformWorld> {
    const sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "/start");
    return new PerformWorld(sandbox, await sandbox.topic());
  }

  async perform(effect: Effect): Promise<Performed> {
    const performed = await this.#performer.perform({
      effectIds: [1],
      address: { kind: "conversation", key: String(mia.id) },
      effect,
      route: { fanChatId: mia.id, groupId: this.sandbox.groupId, topicId: this.topicId },
      attempt: 0,
    });
    this.links.push(...performed.links);
    return performed;
  }

  /** What people see in the topic, and in the fan's chat. */
  inTopic(): readonly Message[] {
    const messages = this.sandbox.state().groups[0]?.messages ?? [];
    return messages.filter((each) => each.threadId === this.topicId && each.service === null);
  }
  inChat(): readonly Message[] {
    const chat = this.sandbox.state().chats.find(({ personId }) => personId === mia.id);
    return (chat?.messages ?? []).filter((each) => each.service === null);
  }

  /** What the last message that was sent quotes. */
  quoted(): string | null {
    const sent = this.sandbox.state().calls.findLast(({ method }) => method === "sendMessage");
    const params = JSON.parse(sent?.params ?? "{}") as { reply_parameters?: { quote?: string } };
    return params.reply_parameters?.quote ?? null;
  }

  fanSays(value: string): Promise<number> {
    return this.sandbox.say(mia.id, value);
  }
  fanSends(...kinds: ("photo" | "sticker")[]): Promise<readonly number[]> {
    const place = { in: "private" } as const;
    const caption = kinds.includes("sticker") ? {} : { caption: "look" };
    return this.sandbox.mustAct({ act: "sendMedia", personId: mia.id, place, kinds, ...caption });
  }
  async teamSays(value: string): Promise<number> {
    const { groupId, ownerId: personId } = this.sandbox;
    const place = { in: "group", groupId, topicId: this.topicId } as const;
    const [id] = await this.sandbox.mustAct({ act: "send", personId, place, text: value });
    return id ?? 0;
  }

  #reads(): PerformReads {
    const own = (fanId: number, groupId: number): readonly Link[] =>
      this.links.filter((link) => link.fanId === fanId && link.groupId === groupId);
    return {
      topicCopies: async (fanId, fanMessageId, groupId) =>
        own(fanId, groupId)
          .filter((link) => link.fanMessageId === fanMessageId && link.direction !== "about")
          .map(({ topicMessageId }) => ({
            topicMessageId,
            carries: own(fanId, groupId).filter((link) => link.topicMessageId === topicMessageId)
              .length,
          })),
      fanCopies: async (fanId, groupId, topicMessageId, direction) =>
        own(fanId, groupId)
          .filter((link) => link.topicMessageId === topicMessageId)
          .filter((link) => direction === undefined || link.direction === direction)
          .map(({ fanMessageId }) => fanMessageId),
      recentMessages: async () => [
        { direction: "in", kind: "text", text: "one", at: 1 },
        { direction: "out", kind: "text", text: "two", at: 2 },
      ],
      takesPromotions: async () => this.takesPromotions,
      exportOf: async (fanId) => JSON.stringify({ fanId }),
      historyOf: async (_, page) => ({
        lines: this.ledger.slice(page * HISTORY_PAGE_SIZE, (page + 1) * HISTORY_PAGE_SIZE),
        pages: Math.ceil(this.ledger.length / HISTORY_PAGE_SIZE),
      }),
    };
  }
}
