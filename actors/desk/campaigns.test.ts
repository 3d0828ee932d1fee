// The composer of broadcasts against whatever people write and press.
import { expect, test } from "bun:test";
import { CAPTION_LENGTH_MAX, type Content } from "#actors/kernel/content.ts";
import { packDeskPress } from "#actors/kernel/desk.ts";
import { draftOf } from "#actors/kernel/draft.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Role } from "#actors/kernel/team.ts";
import { desk } from "./index.ts";
import type { DeskState } from "./state.ts";

const KEY = { kind: "desk", key: "77" } as const;
const START = 1_750_000_000_000;
const settings: Settings = {
  ...Settings.parse({}),
  groupIds: [-1001],
  ownerId: 77,
  rails: [],
  products: [],
  team: [],
  isTeamFormed: false,
};

class Panel {
  state: DeskState = desk.initial(KEY);
  role: Role = "owner";
  effects: readonly Effect[] = [];
  #id = 0;

  press(verb: string, argument = ""): void {
    this.#hear({
      type: "pressed",
      by: this.#by(),
      queryId: "q",
      messageId: 9,
      data: packDeskPress({ memberId: 77, section: "campaigns", verb, argument }),
    });
  }

  writes(content: string | Partial<Content>): void {
    const text = typeof content === "string" ? { text: content } : content;
    const whole = { kind: "text", text: "", entities: [], fileId: null, ...text };
    this.#hear({
      type: "wrote",
      by: this.#by(),
      messageId: 10,
      content: whole,
      albumId: null,
      passOn: null,
    });
  }

  get fault(): string | null {
    const shown = this.effects.find((one) => one.verb === "showScreen");
    if (shown?.verb !== "showScreen") return null;
    const say = shown.context.prompt?.error ?? shown.context.notice;
    return say?.key === "campaignFault" ? say.with.fault : null;
  }

  #by(): { id: number; name: string; role: Role } {
    return { id: 77, name: "Ada", role: this.role };
  }

  #hear(message: unknown): void {
    this.#id += 1;
    const envelope = { id: this.#id, at: START, attempts: 0, message: desk.parse(message) };
    const decision = desk.decide(this.state, envelope, settings);
    this.state = desk.load(JSON.parse(JSON.stringify(decision.state)), KEY);
    this.effects = decision.effects.map(({ effect }) => effect);
  }
}

const photo = { kind: "photo", fileId: "file" } as const;

test.each([
  ["write", "", "", "empty"],
  ["write", "", { kind: "poll" }, "kind"],
  ["write", "", { ...photo, text: "x".repeat(CAPTION_LENGTH_MAX + 1) }, "caption"],
  ["seen", "a", "", "days"],
  ["seen", "a", "0", "days"],
  ["seen", "i", "-3", "days"],
  ["seen", "i", "1.5", "days"],
  ["seen", "i", "٣", "days"],
  ["seen", "i", "99999999999999999999", "days"],
  ["spent", "", "-", "money"],
  ["spent", "", "50-20", "money"],
  ["spent", "", "lots", "money"],
  ["spent", "", "99999999", "money"],
  ["words", "tags", "", "words"],
  ["words", "sources", "x".repeat(65), "words"],
  ["at", "", "soon", "moment"],
  ["at", "", "2026-02-30 10:00", "moment"],
  ["at", "", "25:00", "moment"],
  ["at", "", "2020-01-01 10:00", "past"],
  ["at", "", "9999d", "far"],
] as const)("%s %s answered with %p is asked again", (verb, argument, written, fault) => {
  const panel = new Panel();
  panel.press("new");
  panel.press(verb, argument);
  panel.writes(written);
  expect(panel.fault).toBe(fault);
  expect(panel.state.asking).not.toBeNull();
});

test("pictures one after another make an album, and a text among them does not", () => {
  const panel = new Panel();
  panel.press("write");
  panel.writes(photo);
  panel.writes({ kind: "video", fileId: "other" });
  panel.writes("no picture");
  expect(panel.fault).toBe("album");
  expect(draftOf(panel.state.form).parts).toHaveLength(2);
});

test("a broadcast is launched once, however often Yes is pressed", () => {
  const panel = new Panel();
  panel.press("write");
  panel.writes("News");
  panel.press("send", "3");
  const token = panel.state.pending?.token ?? "";
  expect(token).not.toBe("");
  const yes = (): number => {
    const data = packDeskPress({ memberId: 77, section: "nav", verb: "yes", argument: token });
    const message = desk.parse({
      type: "pressed",
      by: { id: 77, name: "Ada", role: "owner" },
      queryId: "q",
      messageId: 9,
      data,
    });
    const envelope = { id: 1_000, at: START, attempts: 0, message };
    const decision = desk.decide(panel.state, envelope, settings);
    panel.state = decision.state;
    return decision.effects.filter(({ effect }) => effect.verb === "deskAct").length;
  };
  expect([yes(), yes()]).toEqual([1, 0]);
});

test.each(["agent", "viewer", "stranger"] as const)("a %s composes nothing", (role) => {
  const panel = new Panel();
  panel.role = role;
  panel.press("new");
  panel.press("pause", "5");
  expect(panel.effects.map(({ verb }) => verb)).toEqual(["answerPress"]);
});
