// The wizards of settings, the shop, promo codes and saved replies, one decision after another: what
// each takes, what each refuses, and that it asks again and says why.
import { beforeEach, expect, test } from "bun:test";
import { desk } from "#actors/desk/index.ts";
import type { DeskMessage } from "#actors/desk/message.ts";
import { ASK_LIFE_MS, type DeskState } from "#actors/desk/state.ts";
import type { Content } from "#actors/kernel/content.ts";
import { deskAddress, packDeskPress } from "#actors/kernel/desk.ts";
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Teammate } from "#actors/kernel/team.ts";

/** 2026-11-22, midnight UTC. */
const AT = 1_795_305_600_000;
const ADDRESS = deskAddress({ memberId: 501, groupId: null });
const OWNER: Teammate = { id: 501, name: "Ada", role: "owner" };
const SETTINGS: Settings = {
  ...Settings.parse({}),
  groupIds: [-1001],
  ownerId: OWNER.id,
  rails: ["stripe"],
  products: [],
  team: [{ id: OWNER.id, name: "Ada", username: null, role: "owner", isOnDuty: false }],
  isTeamFormed: false,
};

let state: DeskState;
let envelopeId: number;

beforeEach(() => {
  state = desk.initial(ADDRESS);
  envelopeId = 1000;
});

function hear(message: DeskMessage, at = AT): readonly Effect[] {
  envelopeId += 1;
  const envelope = { id: envelopeId, address: ADDRESS, at, attempts: 0, message };
  const decision = desk.decide(state, envelope, SETTINGS);
  // What is kept is read again: each step may be the first after a restart.
  state = desk.load(JSON.parse(JSON.stringify(decision.state)), ADDRESS);
  return decision.effects.map(({ effect }) => effect);
}

function press(section: string, verb: string, argument = "", by = OWNER): readonly Effect[] {
  const data = packDeskPress({ memberId: by.id, section, verb, argument });
  return hear({ type: "pressed", by, queryId: "q", messageId: 7, data });
}

function write(text: string, at = AT): readonly Effect[] {
  return send({ kind: "text", text, entities: [], fileId: null }, at);
}

function send(content: Content, at = AT): readonly Effect[] {
  const messageId = envelopeId + 10;
  return hear({ type: "wrote", by: OWNER, messageId, content, albumId: null, passOn: null }, at);
}

function actsOf(effects: readonly Effect[]): readonly DeskAct[] {
  return effects.flatMap((effect) => (effect.verb === "deskAct" ? [effect.act] : []));
}

/** What the screen shows: the question and what was wrong with the answer. */
function asked(effects: readonly Effect[]): { question?: string; wrong?: string } {
  const screens = effects.filter((effect) => effect.verb === "showScreen");
  expect(screens).toHaveLength(1);
  const prompt = screens[0]?.context.prompt;
  const wrong = prompt?.error?.key;
  return {
    ...(prompt && { question: prompt.say.key }),
    ...(wrong !== undefined && { wrong }),
  };
}

const HUGE = "9".repeat(4096);
const NUMBERS = ["", "ten", "-5", "1.5", "1e3", "NaN", HUGE, "5 5 x", "½"];

interface Step {
  readonly name: string;
  /** Leads to the question. */
  readonly open: () => void;
  readonly wrong: readonly string[];
  readonly right: string;
  /** The act that follows, or the next question. */
  readonly follows: Partial<DeskAct> | string;
}

const setting = (field: string, wrong: readonly string[], right: string, json: unknown): Step => ({
  name: `setting ${field}`,
  open: () => void press("settings", "edit", field),
  wrong,
  right,
  follows: { act: "setSetting", field, json: JSON.stringify(json), readAt: null },
});

const newPack =
  (...answers: readonly string[]) =>
  (): void => {
    press("shop", "add", "credits");
    for (const answer of answers) write(answer);
  };
const newCode =
  (kind: string, ...answers: readonly string[]) =>
  (): void => {
    press("promos", "add", kind);
    for (const answer of answers) write(answer);
  };
const ofProduct =
  (verb: string, kind = "credits") =>
  (): void =>
    void press("shop", verb, `pack_1:${kind}:usd`);

const STEPS: readonly Step[] = [
  setting("costs-photo", [...NUMBERS, "1000001"], "４", 4),
  setting("welcomeText", ["", "x".repeat(2001)], "Hello 🌞 <b>", "Hello 🌞 <b>"),
  setting("sessionWarningSeconds", [...NUMBERS, "29s", "2d"], "10m", 600),
  setting("overdueMinutes", [...NUMBERS, "90s", "8d"], "2h", 120),
  setting("tierVipCents", [...NUMBERS.filter((one) => one !== "1.5"), "9.999"], "250", 25_000),
  setting("heldMax", [...NUMBERS, "0", "51"], "٢٠", 20),
  setting("inboxRetentionDays", [...NUMBERS, "6", "366"], "90", 90),
  setting("currency", ["", "us", "usdd", "€", "123", HUGE], "EUR", "eur"),
  setting("businessHours", ["", "9-18", "Mon 18-9", "Funday 9-18", HUGE], "Mon-Tue 9-18 UTC+2", {
    utcOffsetMinutes: 120,
    days: [{ from: 540, to: 1080 }, { from: 540, to: 1080 }, null, null, null, null, null],
  }),
  {
    name: "size of a pack",
    open: newPack(),
    wrong: [...NUMBERS, "0", "1000001"],
    right: "250",
    follows: "askProductPrice",
  },
  {
    name: "length of a block",
    open: () => void press("shop", "add", "time"),
    wrong: [...NUMBERS, "30s", "90s", "367d"],
    right: "90m",
    follows: "askProductPrice",
  },
  {
    name: "price",
    open: newPack("250"),
    wrong: ["", "free", "-1", "0.49", "9.999", HUGE],
    right: "9,99",
    follows: "askProductStars",
  },
  {
    name: "Stars",
    open: newPack("250", "9.99"),
    wrong: [...NUMBERS, "100001"],
    right: "none",
    follows: {
      act: "addProduct",
      kind: "credits",
      size: 250,
      priceCents: 999,
      priceStars: null,
      currency: "usd",
    },
  },
  {
    name: "another size",
    open: ofProduct("size", "time"),
    wrong: ["90s", ""],
    right: "2h",
    follows: { act: "changeProduct", sku: "pack_1", change: { field: "size", value: 120 } },
  },
  {
    name: "another price",
    open: ofProduct("price"),
    wrong: ["0.49"],
    right: "0.50",
    follows: { act: "changeProduct", sku: "pack_1", change: { field: "priceCents", value: 50 } },
  },
  {
    name: "other Stars",
    open: ofProduct("stars"),
    wrong: ["1.5"],
    right: "0",
    follows: { act: "changeProduct", sku: "pack_1", change: { field: "priceStars", value: null } },
  },
  {
    name: "code",
    open: newCode("percent"),
    wrong: ["", "two words", "ümlaut", "A".repeat(33), HUGE],
    right: "summer_25",
    follows: "askPromoValue",
  },
  {
    name: "percent",
    open: newCode("percent", "A"),
    wrong: [...NUMBERS, "0", "96"],
    right: "20%",
    follows: "askPromoUses",
  },
  {
    name: "amount",
    open: newCode("amount", "A"),
    wrong: ["", "0", "-1", HUGE],
    right: "5.00",
    follows: "askPromoUses",
  },
  {
    name: "uses",
    open: newCode("credits", "A", "5"),
    wrong: [...NUMBERS, "0"],
    right: "none",
    follows: "askPromoPerFan",
  },
  {
    name: "uses of one fan",
    open: newCode("credits", "A", "5", "100"),
    wrong: [...NUMBERS, "0", "none"],
    right: "1",
    follows: "askPromoEnds",
  },
  {
    name: "end",
    open: newCode("credits", "a", "5", "none", "1"),
    wrong: ["", "tomorrow", "2026-02-30", "2026-13-01", "2026-11-21", "9999-01-01", "-1d", HUGE],
    right: "2026-11-22",
    follows: {
      act: "addPromo",
      code: "A",
      kind: "credits",
      value: 5,
      maxUses: null,
      maxUsesPerFan: 1,
      endsAt: AT + 86_400_000,
      madeAt: AT,
    },
  },
  {
    name: "name of a reply",
    open: () => void press("replies", "add"),
    wrong: ["", "two words", "/r", "x".repeat(33), HUGE],
    right: "Привет",
    follows: "askReplyContent",
  },
  {
    name: "another name of a reply",
    open: () => void press("replies", "rename", "12"),
    wrong: ["two words"],
    right: "bye",
    follows: { act: "renameReply", replyId: 12, name: "bye" },
  },
  {
    name: "content of a reply",
    open: () => {
      press("replies", "add");
      write("hello");
    },
    wrong: ["", "// a note", "/gift 5"],
    right: "Hi {name}",
    follows: { act: "saveReply", name: "hello" },
  },
];

test.each([...STEPS])("$name: what is wrong is asked again, and then taken", (step) => {
  step.open();
  for (const text of step.wrong) {
    const effects = write(text);
    expect([text.slice(0, 20), asked(effects)]).toMatchObject([
      text.slice(0, 20),
      { question: expect.any(String) as string, wrong: "wanted" },
    ]);
    expect(actsOf(effects)).toEqual([]);
  }
  const effects = write(step.right);
  if (typeof step.follows === "string") {
    expect(asked(effects)).toEqual({ question: step.follows });
  } else {
    expect(actsOf(effects)).toMatchObject([step.follows]);
    expect(state.asking).toBeNull();
  }
});

test.each([...STEPS])("$name: a picture is no answer, a late one is none either", (step) => {
  step.open();
  const photo: Content = { kind: "photo", text: step.right, entities: [], fileId: "f" };
  // But as the content of a reply, where it is one.
  if (step.name !== "content of a reply") {
    expect(asked(send(photo))).toHaveProperty("wrong", "wanted");
  }
  expect(actsOf(write(step.right, AT + ASK_LIFE_MS + 1))).toEqual([]);
});

test.each([
  ["settings", "set", "costs-photo:-1"],
  ["settings", "set", "costs-photo:1000001"],
  ["settings", "set", "paymentRails:gold"],
  ["settings", "set", "receipts:maybe"],
  ["settings", "set", "welcomeText:hi"],
  ["settings", "set", "rights:x"],
  ["settings", "none", "costs-photo"],
  ["settings", "edit", "ownerId"],
  ["settings", "edit", "railsReadAt"],
  ["shop", "add", "gold"],
  ["shop", "place", "pack_1:-1"],
  ["shop", "price", "pack_1:gold:usd"],
  ["shop", "price", "pack_1:credits:USD"],
  ["promos", "add", "gold"],
  ["promos", "off", "lower"],
  ["replies", "delete", "x"],
])("a forged button %p %p %p does nothing", (section, verb, argument) => {
  const effects = press(section, verb, argument);
  expect(actsOf(effects)).toEqual([]);
  expect(effects).toContainEqual(
    expect.objectContaining({ verb: "answerPress", say: { to: "desk", say: STALE } }),
  );
});

const STALE = { key: "stale", with: {} };

test.each(["settings", "shop", "promos"])("an agent changes nothing of the %s", (section) => {
  const agent: Teammate = { id: 501, name: "Ada", role: "agent" };
  const verb = section === "settings" ? "edit" : "add";
  const argument = { settings: "giftMax", shop: "credits", promos: "percent" }[section];
  const effects = press(section, verb, argument, agent);
  expect(actsOf(effects)).toEqual([]);
  expect(state.asking).toBeNull();
  expect(effects).toContainEqual(expect.objectContaining({ verb: "answerPress", isAlert: true }));
});

test("another choice of rails waits for the reading, which is put down with it", () => {
  const effects = press("settings", "set", "paymentRails:both");
  expect(actsOf(effects)).toEqual([]);
  const token = state.pending?.token ?? "";
  expect(actsOf(press("nav", "yes", token))).toEqual([
    { act: "setSetting", field: "paymentRails", json: '"both"', readAt: AT },
  ]);
  // The same Yes again is none.
  expect(actsOf(press("nav", "yes", token))).toEqual([]);
});

test("a photo is kept as a reply by its file", () => {
  press("replies", "add");
  write("hello");
  const content: Content = { kind: "photo", text: "Hi {name}", entities: [], fileId: "f" };
  expect(actsOf(send(content))).toEqual([{ act: "saveReply", name: "hello", content }]);
});
