// Acts on a fan, at the desk: what a button and an answer become. That the conversation looks again at
// who asks is its own tests' business.
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { decide } from "#actors/desk/decide.ts";
import type { DeskMessage } from "#actors/desk/message.ts";
import { type DeskState, initialState } from "#actors/desk/state.ts";
import type { Decision } from "#actors/kernel/actor.ts";
import { packDeskPress } from "#actors/kernel/desk.ts";
import type { OrderHeard, TeamOrder } from "#actors/kernel/order.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Role } from "#actors/kernel/team.ts";
import { fanArgument } from "./fan.ts";
import { readAnswer, WIZARDS } from "./fan-answers.ts";

const MEMBER = 501;
const FAN = 7_000_000_001;
const AT = 1_760_000_000_000;
const SETTINGS = {
  ...Settings.parse({}),
  groupIds: [-1001],
  ownerId: 1,
  rails: [],
  products: [],
  team: [],
  isTeamFormed: false,
};

let id = 0;

/** A desk of somebody with this role, that looks at the fan's card. */
function openDesk(role: Role, key = String(MEMBER)) {
  let state: DeskState = {
    ...initialState({ kind: "desk", key }),
    screen: { at: "fan", fanId: FAN },
    panelId: 9,
  };
  let last: Decision<DeskState> | null = null;
  const by = { id: MEMBER, name: "Ada", role };
  const hear = (message: DeskMessage) => {
    id += 1;
    last = decide(state, { id, at: AT, attempts: 0, message }, SETTINGS);
    state = last.state;
  };
  const effects = () => last?.effects.map(({ effect }) => effect) ?? [];
  return {
    press(verb: string, argument = fanArgument(FAN), section = "fan") {
      const data = packDeskPress({ memberId: MEMBER, section, verb, argument });
      hear({ type: "pressed", by, queryId: "q", messageId: 9, data });
    },
    yes: () => {
      const token = state.pending?.token ?? "none";
      const data = packDeskPress({
        memberId: MEMBER,
        section: "nav",
        verb: "yes",
        argument: token,
      });
      hear({ type: "pressed", by, queryId: "q", messageId: 9, data });
    },
    write(text: string) {
      const content = { kind: "text" as const, text, entities: [], fileId: null };
      hear({ type: "wrote", by, messageId: 10, content, albumId: null, passOn: null });
    },
    /** What was ordered from which fan by the last thing that was done. */
    ordered(): readonly { readonly fan: string; readonly order: TeamOrder }[] {
      return effects().flatMap((effect) => {
        if (effect.verb !== "send") return [];
        const { order } = JSON.parse(effect.body) as OrderHeard;
        return [{ fan: effect.to.key, order }];
      });
    },
    exports: () => effects().filter(({ verb }) => verb === "sendReport"),
    asking: () => state.asking?.step ?? null,
    query: () => state.query,
    pending: () => state.pending?.verb ?? null,
    bubble: () => {
      const answer = effects().find((effect) => effect.verb === "answerPress");
      return answer?.verb === "answerPress" && answer.say?.to === "desk"
        ? answer.say.say.key
        : null;
    },
  };
}

const BUTTONS = [
  ["pin", fanArgument(FAN), { act: "pin", isPinned: true }],
  ["unpin", fanArgument(FAN), { act: "pin", isPinned: false }],
  ["wake", fanArgument(FAN), { act: "snooze", seconds: 0 }],
  ["priority", fanArgument(FAN, "urgent"), { act: "priority", level: "urgent" }],
  ["assign", fanArgument(FAN, 502), { act: "assign", toId: 502 }],
  ["assign", fanArgument(FAN, "none"), { act: "assign", toId: null }],
] as const;

for (const [verb, argument, order] of BUTTONS) {
  test(`${verb} with ${argument} is ordered at once`, () => {
    const desk = openDesk("owner");
    desk.press(verb, argument);
    expect(desk.ordered()).toEqual([{ fan: String(FAN), order }]);
  });
}

const QUESTIONS = [
  ["ban", fanArgument(FAN), { act: "ban" }],
  ["unban", fanArgument(FAN), { act: "unban" }],
  ["close", fanArgument(FAN), { act: "close" }],
  ["tier", fanArgument(FAN, "vip"), { act: "tier", tier: "vip" }],
  ["tier", fanArgument(FAN, "auto"), { act: "tier", tier: null }],
  [
    "refund",
    fanArgument(FAN, "p1-2", "dv", "usd"),
    { act: "refund", purchaseId: "p1-2", amount: 499 },
  ],
] as const;

for (const [verb, argument, order] of QUESTIONS) {
  test(`${verb} with ${argument} is ordered after a Yes, once`, () => {
    const desk = openDesk("owner");
    desk.press(verb, argument);
    expect(desk.ordered()).toEqual([]);
    desk.yes();
    expect(desk.ordered()).toEqual([{ fan: String(FAN), order }]);
    desk.yes();
    expect(desk.ordered()).toEqual([]);
  });
}

test("erasing is ordered after the second Yes", () => {
  const desk = openDesk("owner");
  desk.press("erase");
  desk.yes();
  expect(desk.ordered()).toEqual([]);
  expect(desk.pending()).toBe("eraseForGood");
  desk.yes();
  expect(desk.ordered()).toEqual([{ fan: String(FAN), order: { act: "erase" } }]);
});

const ANSWERS = [
  ["credits", "10 for the wait", { act: "credits", credits: 10, reason: "for the wait" }],
  ["credits", "-5", { act: "credits", credits: -5, reason: "" }],
  ["credits", "٢٥", { act: "credits", credits: 25, reason: "" }],
  ["time", "2h sorry", { act: "time", seconds: 7_200, reason: "sorry" }],
  ["time", "−1d", { act: "time", seconds: -86_400, reason: "" }],
  ["note", "likes lemons", { act: "note", text: "likes lemons" }],
  ["tags", "#Late, vip late", { act: "tags", tags: ["late", "vip"] }],
  ["tags", "-", { act: "tags", tags: [] }],
  ["snooze", "3h", { act: "snooze", seconds: 10_800 }],
] as const;

for (const [verb, text, order] of ANSWERS) {
  test(`${verb}: "${text}" is ordered`, () => {
    const desk = openDesk("owner");
    desk.press(verb);
    desk.write(text);
    expect(desk.ordered()).toEqual([{ fan: String(FAN), order: { ...order } as TeamOrder }]);
    expect(desk.asking()).toBeNull();
  });
}

for (const [verb, text] of [
  ["credits", ""],
  ["credits", "1.5"],
  ["credits", "0"],
  ["credits", "99999999999999999999"],
  ["credits", `1 ${"x".repeat(500)}`],
  ["time", "soon"],
  ["note", ""],
  ["note", "x".repeat(3_000)],
  ["tags", "!!!"],
  ["snooze", "-3h"],
] as const) {
  test(`${verb}: "${text.slice(0, 20)}" is asked for again`, () => {
    const desk = openDesk("owner");
    desk.press(verb);
    desk.write(text);
    expect(desk.ordered()).toEqual([]);
    expect(desk.asking()).toBe(verb);
  });
}

test("whatever is written is an order within its bounds, or asked for again", () => {
  fc.assert(
    fc.property(fc.constantFrom(...WIZARDS), fc.string({ unit: "binary" }), (wizard, text) => {
      const answer = readAnswer(wizard, text, 20);
      if ("expected" in answer) return;
      const { order } = answer;
      if (order.act === "credits") expect(Math.abs(order.credits)).toBeWithin(1, 21);
      expect(order.act).toBe(wizard);
    }),
  );
});

const ALL = [...BUTTONS, ...QUESTIONS].map(([verb, argument]) => [verb, argument] as const);

test("a viewer can order nothing, by whatever button", () => {
  const verbs = [
    ...ALL,
    ...["credits", "time", "note", "tags", "snooze", "erase", "export"].map(
      (verb) => [verb, fanArgument(FAN)] as const,
    ),
  ];
  for (const [verb, argument] of verbs) {
    const desk = openDesk("viewer");
    desk.press(verb, argument);
    expect([verb, desk.bubble()]).toEqual([verb, "denied"]);
    desk.yes();
    expect(desk.ordered()).toEqual([]);
    expect(desk.exports()).toEqual([]);
  }
});

test("forged arguments are out of date, not orders", () => {
  const forged = ["", ":", "zzzzzzzzzzzzzz", "0", `${fanArgument(FAN)}:nonsense`];
  for (const argument of forged) {
    for (const verb of ["tier", "priority", "assign", "refund", "dance"]) {
      const desk = openDesk("owner");
      desk.press(verb, argument);
      expect(desk.bubble()).toBe("stale");
      desk.yes();
      expect(desk.ordered()).toEqual([]);
    }
  }
});

test("an export goes to the private chat alone", () => {
  const inPrivate = openDesk("owner");
  inPrivate.press("export");
  expect(inPrivate.exports()).toHaveLength(1);
  const inGroup = openDesk("owner", `${MEMBER}@-1001`);
  inGroup.press("export");
  expect(inGroup.exports()).toEqual([]);
  expect(inGroup.bubble()).toBe("onlyInPrivate");
});

test("a search without a word in it is asked for again; one with a word leads to what it finds", () => {
  const desk = openDesk("viewer");
  desk.press("search", "", "fans");
  for (const text of ["", "?!", "x".repeat(200)]) {
    desk.write(text);
    expect(desk.asking()).toBe("query");
  }
  desk.write("  Mia   Lemon ");
  expect(desk.asking()).toBeNull();
  expect(desk.query()).toBe("Mia Lemon");
});

test("a letter is put back at once and discarded after a Yes, by whoever may", () => {
  const acts: string[] = [];
  for (const [role, verb] of [
    ["owner", "redrive"],
    ["owner", "discard"],
    ["agent", "redrive"],
  ] as const) {
    const desk = openDesk(role);
    desk.press(verb, "12", "letters");
    acts.push(`${role} ${verb} ${desk.bubble() ?? ""} ${desk.pending() ?? ""}`.trim());
  }
  expect(acts).toEqual(["owner redrive", "owner discard  discard", "agent redrive denied"]);
});
