import { expect, test } from "bun:test";
import type { Viewer } from "#actors/kernel/effect-desk.ts";
import { rich } from "#actors/kernel/rich.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Screen } from "#actors/kernel/screen.ts";
import { DEFAULT_RIGHTS } from "#actors/kernel/team.ts";
import { frame, MONEY_IN_PRIVATE } from "./frame.ts";
import type { Looking } from "./view.ts";

const VIEW = { title: "T", body: rich("body"), buttons: [] };
const OWNER: Viewer = { id: 1, name: "Ada", role: "owner", rights: DEFAULT_RIGHTS.admin };

function text(screen: Screen, viewer: Viewer, isAsking = false): string {
  const say: DeskSay = { key: "cancelled", with: {} };
  const prompt = isAsking ? { say, error: null } : null;
  const context = { notice: null, prompt, question: null, query: null, form: {} } as const;
  const looking: Looking = { viewer, context, now: 0, botUsername: null };
  return JSON.stringify(frame(screen, VIEW, looking).text);
}

test("who sees fewer figures than in private is told so, where there would be some", () => {
  const here: Viewer = { ...OWNER, isMoneyInPrivate: true };
  expect(text({ at: "home" }, here)).toContain(MONEY_IN_PRIVATE);
  expect(text({ at: "home" }, OWNER)).not.toContain(MONEY_IN_PRIVATE);
  expect(text({ at: "team" }, here)).not.toContain(MONEY_IN_PRIVATE);
  expect(text({ at: "home" }, here, true)).not.toContain(MONEY_IN_PRIVATE);
});
