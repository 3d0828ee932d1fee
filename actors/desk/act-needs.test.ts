// Every act on our own books × every role, against a table of its own: what may be done is written
// down twice, so a slip in one is seen. An act without a line in both does not compile.
import { expect, test } from "bun:test";
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import { DEFAULT_RIGHTS, PERMISSIONS, ROLES, type Role } from "#actors/kernel/team.ts";
import { mayAct } from "./act-needs.ts";
import { desk } from "./index.ts";
import { settingsOf, textOf } from "./test-kit.ts";
import { DeskTurn } from "./turn.ts";

const MEMBERS: readonly Role[] = ["owner", "admin", "agent", "viewer"];
const LEADERS: readonly Role[] = ["owner", "admin"];
const OWNER: readonly Role[] = ["owner"];
const AGENTS: readonly Role[] = ["owner", "admin", "agent"];
const NAMED: readonly Role[] = [...MEMBERS, "stranger"];

const TEXT = textOf("hi");
const AGENT = { memberId: 8, name: "M8", from: "agent" } as const;
const SEGMENT = {} as Extract<DeskAct, { act: "launchCampaign" }>["order"]["segment"];
const PRODUCT = { size: 5, priceCents: 100, priceStars: null, currency: "usd" } as const;
const PROMO = { value: 5, maxUses: null, maxUsesPerFan: 1, endsAt: null, madeAt: 1 } as const;

/** Who may, by the table of rights that a deployment begins with. */
const ACTS: {
  readonly [Act in DeskAct["act"]]: readonly [Extract<DeskAct, { act: Act }>, readonly Role[]];
} = {
  acceptInvite: [{ act: "acceptInvite", tokenHash: "t", username: null }, NAMED],
  duty: [{ act: "duty", isOn: true }, MEMBERS],
  invite: [{ act: "invite", role: "agent" }, OWNER],
  changeRole: [{ act: "changeRole", ...AGENT, role: "viewer" }, OWNER],
  revokeInvite: [{ act: "revokeInvite", invite: "a", role: "agent" }, OWNER],
  removeMember: [{ act: "removeMember", ...AGENT }, OWNER],
  setRight: [{ act: "setRight", role: "agent", right: "ban", isAllowed: true }, OWNER],
  setBound: [{ act: "setBound", role: "agent", bound: "giftMax", most: 5 }, OWNER],
  setSetting: [{ act: "setSetting", field: "lowBalance", json: "3", readAt: null }, LEADERS],
  addProduct: [{ act: "addProduct", sku: "credits_5_x", kind: "credits", ...PRODUCT }, LEADERS],
  changeProduct: [
    { act: "changeProduct", sku: "x", change: { field: "isActive", value: false } },
    LEADERS,
  ],
  moveProduct: [{ act: "moveProduct", sku: "x", place: 0 }, LEADERS],
  addPromo: [{ act: "addPromo", code: "X", kind: "credits", ...PROMO }, LEADERS],
  endPromo: [{ act: "endPromo", code: "X" }, LEADERS],
  redrive: [{ act: "redrive", letterId: 1 }, LEADERS],
  discard: [{ act: "discard", letterId: 1 }, LEADERS],
  saveReply: [{ act: "saveReply", name: "x", content: TEXT }, AGENTS],
  renameReply: [{ act: "renameReply", replyId: 1, name: "x" }, AGENTS],
  deleteReply: [{ act: "deleteReply", replyId: 1 }, AGENTS],
  changeItem: [{ act: "changeItem", itemId: 1, isActive: true }, AGENTS],
  launchCampaign: [
    {
      act: "launchCampaign",
      order: { parts: [], itemId: 1, segment: SEGMENT, startsAt: null },
    },
    LEADERS,
  ],
};

const pairs = Object.values(ACTS).flatMap(([act, who]) =>
  ROLES.map((role) => ({ name: act.act, act, role, may: who.includes(role) })),
);

test.each(pairs)("$name by $role", ({ act, role, may }) => {
  expect(mayAct(act, role, DEFAULT_RIGHTS)).toBe(may);
  // And a turn does not ask for what its person may not do, whichever section slipped.
  const address = { kind: "desk", key: "77" } as const;
  const envelope = { id: 9, address, at: 1, lane: "urgent", message: {} } as const;
  const by = { id: 77, name: "P", role };
  const turn = new DeskTurn(desk.initial(address), envelope as never, settingsOf(), by);
  turn.act(act);
  const effects = turn.decision().effects.map(({ effect }) => effect);
  expect(effects.filter(({ verb }) => verb === "deskAct")).toMatchObject(may ? [{ act, by }] : []);
  const words = JSON.stringify(effects);
  expect(words.includes("denied") || words.includes("ownersOnly")).toBe(!may);
});

test("who leads the team without being its owner has no say over admins", () => {
  const all = Object.fromEntries(PERMISSIONS.map((name) => [name, true]));
  const table = { ...DEFAULT_RIGHTS, admin: { ...DEFAULT_RIGHTS.admin, ...all } };
  const acts: readonly (readonly [DeskAct, boolean])[] = [
    [{ act: "invite", role: "agent" }, true],
    [{ act: "invite", role: "admin" }, false],
    [{ act: "changeRole", ...AGENT, role: "viewer" }, true],
    [{ act: "changeRole", ...AGENT, role: "admin" }, false],
    [{ act: "changeRole", ...AGENT, from: "admin", role: "agent" }, false],
    [{ act: "removeMember", ...AGENT }, true],
    [{ act: "removeMember", ...AGENT, from: "admin" }, false],
    [{ act: "setRight", role: "agent", right: "ban", isAllowed: true }, false],
  ];
  for (const [act, may] of acts) expect([act, mayAct(act, "admin", table)]).toEqual([act, may]);
});

test("who leads the team has no say over a role that may do what they may not", () => {
  const leads = { ...DEFAULT_RIGHTS.agent, team: true };
  const table = { ...DEFAULT_RIGHTS, agent: leads, viewer: { ...DEFAULT_RIGHTS.viewer } };
  const toViewer = { act: "changeRole", ...AGENT, role: "viewer" } as const;
  expect(mayAct({ act: "invite", role: "viewer" }, "agent", table)).toBe(true);
  expect(mayAct({ act: "invite", role: "agent" }, "agent", table)).toBe(true);
  expect(mayAct(toViewer, "agent", table)).toBe(true);
  for (const more of [{ money: true }, { giftMax: leads.giftMax + 1 }]) {
    const wider = { ...table, viewer: { ...table.viewer, ...more } };
    expect(mayAct({ act: "invite", role: "viewer" }, "agent", wider)).toBe(false);
    expect(mayAct(toViewer, "agent", wider)).toBe(false);
    expect(mayAct({ act: "removeMember", ...AGENT, from: "viewer" }, "agent", wider)).toBe(false);
    const link = { act: "revokeInvite", invite: "a", role: "viewer" } as const;
    expect(mayAct(link, "agent", wider)).toBe(false);
  }
});
