// The shelf's screens: what stands there of an item, who sees what it has brought, and which buttons
// lead where.
import { expect, test } from "bun:test";
import type { Item } from "#actors/kernel/shelf.ts";
import { DEFAULT_RIGHTS, type Rights } from "#actors/kernel/team.ts";
import type { ShelfEntry, ShelfPage } from "#db/shelf.ts";
import type { Looking, View } from "#src/panel/view.ts";
import { shelfViews } from "./shelf.ts";

const ITEM: Item = {
  id: 7,
  name: "Beach <1>",
  caption: "from the beach",
  parts: [{ kind: "photo", fileId: "f", uniqueId: "u", thumbnailId: null }],
  priceCredits: 1_500,
  priceStars: 50,
};
const ENTRY: ShelfEntry = {
  item: ITEM,
  tags: "beach summer",
  isActive: true,
  createdAt: 1_795_305_600_000,
  offered: 12,
  sold: 3,
  credits: 4_500,
  stars: 150,
};

function looking(query = "", rights: Rights = DEFAULT_RIGHTS.admin): Looking {
  const form: Record<string, string> = query === "" ? {} : { shelf: query };
  return {
    viewer: { id: 501, name: "Ada", role: "admin", rights },
    context: { notice: null, prompt: null, question: null, query: null, form },
    now: 0,
    botUsername: null,
  };
}

/** The page of these entries, and what was looked for to find it. */
async function page(
  found: ShelfPage,
  at: number,
  query = "",
): Promise<{ readonly view: View; readonly asked: readonly unknown[] }> {
  const asked: unknown[] = [];
  const { shelf } = shelfViews({
    shelfPage: async (...passed) => {
      asked.push(...passed);
      return found;
    },
    shelfEntry: async () => null,
  });
  return { view: await shelf({ at: "shelf", page: at }, looking(query)), asked };
}

async function shown(entry: ShelfEntry | null, rights?: Rights): Promise<View> {
  const reads = {
    shelfPage: async () => ({ entries: [], pages: 0 }),
    shelfEntry: async () => entry,
  };
  return await shelfViews(reads).item({ at: "item", itemId: 7 }, looking("", rights));
}

const labels = (view: View): readonly string[] => view.buttons.flat().map(({ text }) => text);

test("a page has a line and a button for each item, and asks for what is looked for", async () => {
  const off = {
    ...ENTRY,
    isActive: false,
    item: { ...ITEM, priceCredits: null, priceStars: null },
  };
  const { view, asked } = await page({ entries: [ENTRY, off], pages: 3 }, 1, "beach");
  expect(asked).toEqual(["beach", 1, 10]);
  expect(view.body.text.split("\n")).toEqual([
    "🔎 beach",
    "1. Beach <1> · 1,500 credits or ⭐ 50 · 3 sold",
    "2. ⏸ Beach <1> · no price · 3 sold",
  ]);
  expect(labels(view)).toEqual(expect.arrayContaining(["1", "2", "🔎 Find", "Show all"]));
});

test("an empty shelf says how something comes to it, an empty search that nothing is found", async () => {
  const none = { entries: [], pages: 0 };
  const { view: empty } = await page(none, 0);
  expect(empty.body.text).toContain("/lock");
  expect(labels(empty)).not.toContain("Show all");
  const { view: unfound } = await page(none, 0, "snow");
  expect(unfound.body.text).toBe("🔎 snow\nNothing is found.");
  expect(labels(unfound)).toContain("Show all");
});

test("an item says what it is and what it brought; Stars to those alone who may see money", async () => {
  const { body } = await shown(ENTRY);
  for (const words of [
    "Beach <1>",
    "💬 from the beach",
    "#beach #summer",
    "Offered to 12, bought by 3",
  ]) {
    expect(body.text).toContain(words);
  }
  expect(body.text).toContain("Brought 4,500 credits and ⭐ 150");
  const agents = await shown(ENTRY, { ...DEFAULT_RIGHTS.agent, money: false });
  expect(agents.body.text).toContain("Brought 4,500 credits\n");
  expect(agents.body.text).not.toContain("⭐ 150");
});

test("what is offered can be switched off, and what is not, on", async () => {
  expect(labels(await shown(ENTRY))).toContain("⏸ Switch off");
  const off = await shown({ ...ENTRY, isActive: false });
  expect(off.body.text).toContain("⏸ not offered");
  expect(labels(off)).toContain("▶️ Switch on");
  expect(labels(off)).not.toContain("⏸ Switch off");
});

test("an item that is not there has no buttons", async () => {
  const view = await shown(null);
  expect([view.body.text, labels(view)]).toEqual(["It is not there.", []]);
});
