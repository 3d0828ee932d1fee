// What lists and cards show to whom.
import { expect, test } from "bun:test";
import { DEFAULT_RIGHTS, type MemberRole } from "#actors/kernel/team.ts";
import type { FanCard } from "#db/queries/fans.ts";
import type { ListReads } from "#src/panel/list-reads.ts";
import type { Looking } from "#src/panel/view.ts";
import { fanMenuView, fanView } from "./fan.ts";
import { fansView } from "./fans.ts";

const NOW = 1_760_000_000_000;
const FAN: FanCard = {
  fanId: 7_000_000_001,
  firstName: "Mia\n<b>",
  username: "mia",
  tier: "vip",
  credits: 12,
  spentCents: 12_345,
  isBanned: false,
  createdAt: NOW - 9_000_000,
  lastSeenAt: NOW - 60_000,
  waitingSince: NOW - 120_000,
  groupId: -1_001_234,
  topicId: 42,
  sessionEndsAt: null,
  autoRecharge: false,
  isUnreachable: false,
  isPromotable: true,
  languageTag: "en",
  source: null,
  cards: "4242",
  debtCredits: 0,
  creditsFull: 10,
  unread: 1,
  messagesIn: 3,
  messagesOut: 2,
  priority: "urgent",
  isPinned: true,
  status: "open",
  tags: ["late"],
  assignedTo: null,
  assignee: null,
  snoozedUntil: null,
  purchases: 2,
  disputes: 0,
  promoUses: 0,
  unlocks: 0,
  notes: [{ text: "likes lemons", byName: "Ada", at: NOW - 5_000 }],
};

const READS = {
  settings: () => ({ team: [], currency: "usd", overdueMinutes: 30, lowBalance: 2 }),
  fan: async () => FAN,
  fans: async () => ({ rows: [FAN], count: 1 }),
  purchases: async () => [
    {
      id: "p1-2",
      sku: "credits_10",
      amount: 499,
      refunded: 0,
      currency: "usd",
      rail: "stripe",
      isDisputed: false,
      paidAt: NOW,
    },
  ],
} as unknown as ListReads;

function as(role: MemberRole): Looking {
  const viewer = { id: 501, name: "Ada", role, rights: DEFAULT_RIGHTS[role] };
  const context = { notice: null, prompt: null, question: null, query: null, form: {} };
  return { viewer, context, now: NOW, botUsername: null };
}

const FAN_SCREEN = { at: "fan", fanId: FAN.fanId } as const;
const LIST = { at: "fans", list: "active", page: 0 } as const;

test("figures of money are for those who may see them, on cards and lists", async () => {
  for (const [role, isShown] of [
    ["admin", true],
    ["agent", false],
    ["viewer", false],
  ] as const) {
    const card = await fanView(READS, FAN_SCREEN, as(role));
    const list = await fansView(READS, LIST, as(role));
    expect(card.body.text.includes("$123.45")).toBe(isShown);
    expect(list.body.text.includes("$123.45")).toBe(isShown);
    const menu = { at: "fanMenu", fanId: FAN.fanId, menu: "refund" } as const;
    const refund = await fanMenuView(READS, menu, as(role));
    expect(refund.body.text.includes("$4.99")).toBe(isShown);
    expect(refund.buttons.flat().length > 0).toBe(isShown);
  }
});

test("a viewer's card has no button of an act, but the way to the topic", async () => {
  const { buttons, body } = await fanView(READS, FAN_SCREEN, as("viewer"));
  expect(buttons.flat().map(({ text }) => text)).toEqual(["💬 Open topic"]);
  expect(body.text).toContain("likes lemons");
});

test("a name is one line, and opens the topic", async () => {
  const { body } = await fansView(READS, LIST, as("viewer"));
  expect(body.text).toContain("Mia <b>");
  expect(body.entities).toContainEqual(
    expect.objectContaining({ type: "text_link", url: "https://t.me/c/1234/42" }),
  );
});

test("who has spent most is not told, by the list's order either, to whoever may not see money", async () => {
  const listFor = async (role: MemberRole): Promise<string> => {
    const asked: string[] = [];
    const reads = {
      ...READS,
      fans: async ({ list }: { readonly list: string }) => {
        asked.push(list);
        return { rows: [FAN], count: 1 };
      },
    } as unknown as ListReads;
    const { body } = await fansView(reads, { at: "fans", list: "spenders", page: 3 }, as(role));
    return `${asked.join()} ${body.text.split("\n")[0]}`;
  };
  expect(await listFor("admin")).toStartWith("spenders 💰 Spenders");
  expect(await listFor("agent")).toStartWith("active ");
});
