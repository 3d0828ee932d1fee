// Every act of the team on a fan × every role, against a table of its own: what may be done is written
// down twice, so a slip in one is seen. An act without a line in both fails here or does not compile.
import { expect, test } from "bun:test";
import { TeamOrder } from "#actors/kernel/order.ts";
import { packPress } from "#actors/kernel/press.ts";
import {
  DEFAULT_RIGHTS,
  type MemberRole,
  ROLES,
  type Role,
  type Teammate,
} from "#actors/kernel/team.ts";
import { dutyOf } from "./duty/state.ts";
import { paymentFact } from "./money/test-kit.ts";
import { COMMAND_NEEDS, PRESS_NEEDS } from "./rights.ts";
import {
  boss,
  content,
  FAN_ID,
  GROUP_ID,
  type Heard,
  OPEN_SHOP,
  settled,
  type Talk,
} from "./test-kit.ts";

/** Who may, by the table of rights that a deployment begins with. */
const EVERYBODY: readonly Role[] = ["owner", "admin", "agent", "viewer", "anonymous"];
const WRITERS: readonly Role[] = ["owner", "admin", "agent", "anonymous"];
const AGENTS: readonly Role[] = ["owner", "admin", "agent"];
const LEADERS: readonly Role[] = ["owner", "admin"];

const COMMANDS: Readonly<Record<string, readonly Role[]>> = {
  info: EVERYBODY,
  help: EVERYBODY,
  note: WRITERS,
  remind: WRITERS,
  delete: WRITERS,
  r: WRITERS,
  save: AGENTS,
  gift: AGENTS,
  adjust: AGENTS,
  // Without a message to reply to it is the list of purchases.
  refund: LEADERS,
  purchases: LEADERS,
  ban: LEADERS,
  unban: LEADERS,
  assign: AGENTS,
  pin: AGENTS,
  unpin: AGENTS,
  priority: AGENTS,
  close: AGENTS,
  snooze: AGENTS,
  tag: AGENTS,
  tags: AGENTS,
  lock: AGENTS,
  shelf: AGENTS,
};

const PRESSES: Readonly<Record<string, readonly Role[]>> = {
  info: EVERYBODY,
  seen: WRITERS,
  cancel: WRITERS,
  confirm: ["owner", "admin", "agent", "viewer"],
  gift: AGENTS,
  give: AGENTS,
  giveBack: AGENTS,
  declineLine: AGENTS,
  ban: LEADERS,
  unban: LEADERS,
  purchases: LEADERS,
  purchase: LEADERS,
  refund: LEADERS,
  assign: AGENTS,
  assignTo: AGENTS,
  pin: AGENTS,
  unpin: AGENTS,
  priority: AGENTS,
  close: AGENTS,
  snooze: AGENTS,
  snoozeFor: AGENTS,
  sendAnyway: WRITERS,
  discardAside: WRITERS,
  shelfPage: AGENTS,
  shelfOffer: AGENTS,
  savedReply: WRITERS,
};

const PHOTO = { kind: "photo", fileId: "f", uniqueId: "u", thumbnailId: null } as const;
const ITEM = {
  id: 1,
  name: "x",
  caption: "",
  parts: [PHOTO],
  priceCredits: 5,
  priceStars: null,
};

type Act = TeamOrder["act"];
const ORDERS: {
  readonly [Key in Act]: readonly [order: Extract<TeamOrder, { act: Key }>, who: readonly Role[]];
} = {
  credits: [{ act: "credits", credits: 20, reason: "" }, AGENTS],
  time: [{ act: "time", seconds: 60, reason: "" }, AGENTS],
  ban: [{ act: "ban" }, LEADERS],
  unban: [{ act: "unban" }, LEADERS],
  tier: [{ act: "tier", tier: "vip" }, AGENTS],
  note: [{ act: "note", text: "x" }, WRITERS],
  tags: [{ act: "tags", tags: ["x"] }, AGENTS],
  assign: [{ act: "assign", toId: null }, AGENTS],
  pin: [{ act: "pin", isPinned: true }, AGENTS],
  priority: [{ act: "priority", level: "high" }, AGENTS],
  snooze: [{ act: "snooze", seconds: 60 }, AGENTS],
  close: [{ act: "close" }, AGENTS],
  refund: [{ act: "refund", purchaseId: "p", amount: 1 }, LEADERS],
  offer: [{ act: "offer", item: ITEM }, AGENTS],
  reply: [{ act: "reply", content: content("text", "hi") }, WRITERS],
  erase: [{ act: "erase" }, LEADERS],
};

const DENIALS: ReadonlySet<string> = new Set([
  "notAllowed",
  "boundReached",
  "anonymous",
  "notTeam",
  "pressDenied",
]);
/** Ids in buttons are no figures: a ledger line's grows for ever. */
const ARGUMENTS = ["1", "250000", "123456789012345"] as const;
/** Of these the argument is an amount, which nobody may give so much of. */
const BY_AMOUNT: ReadonlySet<string> = new Set(["give", "refund"]);
const by = (role: Role): Teammate => ({ id: 300 + ROLES.indexOf(role), name: "P", role });
const pairs = (table: object): readonly (readonly [string, Role])[] =>
  Object.keys(table).flatMap((name) => ROLES.map((role) => [name, role] as const));

test("every command, button and order has a line", () => {
  expect(Object.keys(COMMANDS).toSorted()).toEqual(Object.keys(COMMAND_NEEDS).toSorted());
  expect(Object.keys(PRESSES).toSorted()).toEqual(Object.keys(PRESS_NEEDS).toSorted());
  const acts = TeamOrder.options.map(({ shape }) => shape.act.value);
  expect(Object.keys(ORDERS).toSorted()).toEqual(acts.toSorted());
});

test.each(pairs(COMMANDS))("/%s by %s", (command, role) => {
  const { toldTeam, decision } = settled().teamCommands(command, "", { by: by(role) });
  const isDenied = toldTeam.some((key) => DENIALS.has(key));
  expect(isDenied).toBe(COMMANDS[command]?.includes(role) !== true);
  if (isDenied) expect(decision.rows).toEqual([]);
});

test.each(pairs(PRESSES))("the button %s by %s", (verb, role) => {
  for (const argument of BY_AMOUNT.has(verb) ? ["1"] : ARGUMENTS) {
    const data = packPress({ fanId: FAN_ID, verb, argument });
    const { answer, verbs } = settled().teamPresses(data, by(role));
    const isDenied = DENIALS.has(answer ?? "");
    expect([argument, isDenied]).toEqual([argument, PRESSES[verb]?.includes(role) !== true]);
    if (isDenied) expect(verbs).toEqual(["answerPress"]);
  }
});

test.each([...BY_AMOUNT])("the button %s ends at what the role may", (verb) => {
  for (const role of ROLES) {
    const talk = settled();
    const tooMuch = verb === "give" ? "1001" : "p:50001";
    const heard = talk.teamPresses(packPress({ fanId: FAN_ID, verb, argument: tooMuch }), by(role));
    expect([role, heard.effects("editTell")]).toEqual([role, []]);
    expect(talk.state.asks).toEqual([]);
  }
});

test("/refund with a figure takes no more than a gift of it", () => {
  for (const role of ROLES) {
    const { toldTeam } = settled().teamCommands("refund", "1 a slip", { by: by(role) });
    expect([role, toldTeam.includes("adjusted")]).toEqual([role, AGENTS.includes(role)]);
  }
});

test("a question is called off only by one who could have asked it", () => {
  for (const role of ROLES) {
    const talk = settled();
    const asked = talk.teamPresses(packPress({ fanId: FAN_ID, verb: "ban", argument: "" }), boss);
    const heard = talk.teamPresses(asked.button("cancel"), by(role));
    expect([role, heard.verbs.includes("editTell")]).toEqual([role, LEADERS.includes(role)]);
    expect(talk.state.asks).toHaveLength(LEADERS.includes(role) ? 0 : 1);
  }
});

test("whoever only looks on takes no claim, and is not seen by the fan to have read", () => {
  for (const role of ["viewer", "agent"] as const) {
    const isSeen = role === "agent";
    const acts: readonly ((talk: Talk) => Heard)[] = [
      (talk) =>
        talk.teamPresses(packPress({ fanId: FAN_ID, verb: "seen", argument: "" }), by(role)),
      (talk) =>
        talk.hear({
          type: "teamReacted",
          by: by(role),
          groupId: GROUP_ID,
          messageId: 5,
          emoji: "👍",
        }),
    ];
    for (const act of acts) {
      const talk = settled();
      talk.writes("hello?");
      const heard = act(talk);
      expect([role, heard.verbs.includes("react")]).toEqual([role, isSeen]);
      expect(dutyOf(talk.state).claim?.byId ?? null).toBe(isSeen ? by(role).id : null);
    }
    const talk = settled();
    talk.writes("hello?");
    const looked = talk.teamPresses(
      packPress({ fanId: FAN_ID, verb: "info", argument: "" }),
      by(role),
    );
    expect([role, looked.verbs.includes("react")]).toEqual([role, isSeen]);
  }
});

test("words are sent for those who may reply, and a denied one is told", () => {
  for (const role of ROLES) {
    const heard = settled().team(content("text", "hello"), { by: by(role) });
    const isSent = heard.verbs.includes("reply");
    expect([role, isSent]).toEqual([role, WRITERS.includes(role)]);
    if (!isSent) expect(heard.toldTeam.some((key) => DENIALS.has(key))).toBe(true);
  }
});

test.each(ROLES)("a gift by %s ends at what the role may give", (role) => {
  const most = role === "agent" ? DEFAULT_RIGHTS.agent.giftMax : 1000;
  const isGiver = AGENTS.includes(role);
  const gifts = [most, most + 1].map(
    (n) => settled().teamCommands("gift", String(n), { by: by(role) }).toldTeam[0] === "gifted",
  );
  expect(gifts).toEqual([isGiver, false]);
});

/** Said to a desk about an order that was refused for its bound. */
const BOUND_DENIALS: ReadonlySet<string> = new Set([...DENIALS, "giftUsage"]);

test.each(pairs(ORDERS))("the order %s by %s", (name, role) => {
  const [order, who] = ORDERS[name as Act];
  const isAllowed = who.includes(role);
  const heard = settled().hear({ type: "teamOrder", by: by(role), order, deskKey: "300" });
  const { say } = JSON.parse(heard.effect("send").body) as {
    say: { with: { say?: { key: string } } };
  };
  const isDenied = BOUND_DENIALS.has(say.with.say?.key ?? "");
  expect(isDenied).toBe(!isAllowed);
  if (isDenied) expect([heard.decision.rows, heard.verbs]).toEqual([[], ["send"]]);
});

test("what was paid is said with its price only where everybody may see money", () => {
  const amountFor = (role: MemberRole): unknown => {
    const member = { id: 301, name: "P", username: null, role, isOnDuty: false };
    const talk = settled({ ...OPEN_SHOP, team: [member] });
    const purchase = talk.begins();
    const { say } = talk.says(paymentFact(purchase)).effect("tell");
    return say.key === "paid" ? say.with.sale.amount : say.key;
  };
  expect(amountFor("admin")).toBe(1000);
  expect([amountFor("agent"), amountFor("viewer")]).toEqual([null, null]);
});

test("a purchase that a fan complains of is opened only to those who may see money", () => {
  const member = { id: 301, name: "P", username: null, role: "agent", isOnDuty: false } as const;
  for (const role of ["admin", "agent"] as const) {
    const talk = settled({ ...OPEN_SHOP, team: [member] });
    const purchase = talk.begins();
    talk.says(paymentFact(purchase));
    const data = packPress({ fanId: FAN_ID, verb: "giveBack", argument: "250000" });
    const pressed = talk.teamPresses(data, by(role));
    const line = {
      id: 250_000,
      kind: "purchase",
      credits: 10,
      seconds: 0,
      amount: purchase.amount,
      currency: "usd",
      reference: `payment:${talk.state.purchases[0]?.paymentId}`,
      messageKind: null,
      isGivenBack: false,
      at: 5,
    };
    const answered = talk.answers(pressed, "lookUpLine", { type: "line", line });
    const menus = answered.effects("editTell").map(({ say }) => say.key);
    expect([role, menus]).toEqual([role, role === "admin" ? ["refundMenu"] : []]);
    expect(answered.toldTeam).toEqual(role === "admin" ? [] : ["notAllowed"]);
  }
});

test("figures of money are off the card as soon as one of the team may not see them", () => {
  const spentFor = (role: MemberRole): unknown => {
    const member = { id: 301, name: "P", username: null, role, isOnDuty: false };
    return settled({ team: [member] })
      .teamCommands("info")
      .effect("card").facts.spent;
  };
  expect(spentFor("admin")).toMatchObject({ spentCents: 0 });
  expect([spentFor("agent"), spentFor("viewer")]).toEqual([null, null]);
});
