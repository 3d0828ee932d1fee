// A campaign's life, with the books played by the test.
import { expect, test } from "bun:test";
import { type Control, FATES, type Figures } from "#actors/kernel/campaign.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Role } from "#actors/kernel/team.ts";
import { PUMP_MS } from "./decide.ts";
import { campaign } from "./index.ts";
import type { CampaignState } from "./state.ts";

const ADDRESS = { kind: "campaign", key: "512" } as const;
const START = 1_750_000_000_000;
const basis = { ...Settings.parse({}), ownerId: 77, isTeamFormed: false };
const settings = { ...basis, team: [] } as unknown as Settings;
const NOBODY = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Figures;

class Life {
  state: CampaignState = campaign.initial(ADDRESS);
  at = START;
  settings = settings;
  effects: readonly Effect[] = [];
  timers: readonly string[] = [];
  shown: readonly string[] = [];
  #id = 0;

  hear(message: unknown): void {
    this.#id += 1;
    const envelope = { id: this.#id, at: this.at, attempts: 0, message: campaign.parse(message) };
    const decision = campaign.decide(this.state, envelope, this.settings);
    this.state = campaign.load(JSON.parse(JSON.stringify(decision.state)), ADDRESS);
    this.effects = decision.effects.map(({ effect }) => effect);
    this.timers = decision.timers.flatMap((one) => ("set" in one ? [one.name] : []));
    this.shown = decision.rows.flatMap((row) => (row.row === "campaign" ? [row.status] : []));
  }

  launch(startsAt: number | null = null): void {
    this.hear({ type: "launched", name: "News", makerId: 77, startsAt });
  }

  control(control: Control, role: Role = "owner"): void {
    this.hear({ type: "control", by: { id: 77, name: "Ada", role }, control, deskKey: "77" });
  }

  books(verb: "enlist" | "recallSends", figures: Partial<Figures>, isExhausted = false): void {
    const answer = {
      type: "campaign",
      figures: { ...NOBODY, ...figures },
      isExhausted,
      tooOld: 0,
    };
    const outcome = { type: "done", sent: null, answer };
    this.hear({ type: "outcome", effectId: 1, verb, outcome, tag: null });
  }

  fires(name: "pump" | "start"): void {
    this.hear({ type: "timer", name, dueAt: this.at });
  }

  get verbs(): readonly string[] {
    return this.effects.map(({ verb }) => verb);
  }

  get told(): string {
    const word = this.effects.find((one) => one.verb === "send");
    return word?.verb === "send" ? word.body : "";
  }
}

test("it asks, waits and asks until nobody is left, and tells its maker once", () => {
  const life = new Life();
  life.launch();
  expect([life.verbs, life.shown]).toEqual([["enlist"], ["running"]]);
  life.books("enlist", { queued: 100 });
  expect([life.verbs, life.timers]).toEqual([[], ["pump"]]);
  life.at += PUMP_MS;
  life.fires("pump");
  expect(life.verbs).toEqual(["enlist"]);
  life.books("enlist", { queued: 2, sent: 98 }, true);
  expect(life.state.status).toBe("running");
  life.fires("pump");
  life.books("enlist", { sent: 99, blocked: 1 }, true);
  expect([life.verbs, life.shown, life.timers]).toEqual([["send"], ["done"], []]);
  expect(life.told).toContain('"key":"campaignOver"');
  life.fires("pump");
  expect(life.verbs).toEqual([]);
});

test("a maker who has left the team is not told the end", () => {
  const life = new Life();
  life.settings = { ...settings, isTeamFormed: true };
  life.launch();
  life.books("enlist", { sent: 1 }, true);
  expect([life.verbs, life.shown]).toEqual([[], ["done"]]);
});

test("a pause while the books are asked holds, and it goes on with one question at a time", () => {
  const life = new Life();
  life.launch();
  life.control("pause");
  expect([life.shown, life.verbs]).toEqual([["paused"], ["send"]]);
  life.books("enlist", { queued: 5 });
  life.fires("pump");
  expect(life.verbs).toEqual([]);
  life.control("resume");
  life.control("resume");
  expect(life.told).toContain('"key":"campaignNot"');
  expect(life.verbs).toEqual(["send"]);
});

test("what waits for its time begins then, or by hand, and never twice", () => {
  const life = new Life();
  life.launch(START + 1_000);
  expect([life.verbs, life.timers, life.shown]).toEqual([[], ["start"], ["scheduled"]]);
  life.control("start");
  expect(life.verbs).toEqual(["enlist", "send"]);
  life.fires("start");
  life.launch();
  expect(life.verbs).toEqual([]);
});

test("an end waits for those who are on their way, so that its figures are exact", () => {
  const life = new Life();
  life.launch();
  life.control("cancel");
  life.books("enlist", { queued: 3 });
  expect(life.told).toBe("");
  life.fires("pump");
  life.books("enlist", { sent: 3 });
  expect(life.told).toContain('"status":"cancelled"');
});

test("what was sent is taken back once, and the end is told", () => {
  const life = new Life();
  life.launch();
  life.control("recall");
  expect(life.told).toContain('"key":"campaignNot"');
  life.books("enlist", { sent: 3 }, true);
  life.control("recall");
  expect(life.verbs).toContain("recallSends");
  life.books("recallSends", { recalling: 3 }, true);
  life.fires("pump");
  life.books("recallSends", { deleted: 3 }, true);
  expect(life.told).toContain('"key":"campaignRecalled"');
  life.control("recall");
  expect(life.told).toContain('"key":"campaignNot"');
});

test.each(["agent", "viewer", "stranger", "anonymous"] as const)("a %s changes nothing", (role) => {
  const life = new Life();
  life.launch();
  life.control("cancel", role);
  expect(life.state.status).toBe("running");
  expect(life.told).toContain('"key":"denied"');
});

test("a campaign that was never launched does nothing", () => {
  const life = new Life();
  life.control("recall");
  life.fires("start");
  expect([life.state.status, life.verbs]).toEqual([null, []]);
});
