// The shelf's wizards, one decision after another: what each takes, what each refuses, that it asks
// again and says why, and who may.
import { expect, test } from "bun:test";
import { member, OWNER_ID, Talk } from "#actors/desk/test-kit.ts";
import type { ShelfField } from "#actors/kernel/say-shelf.ts";

const ITEM = 5_560_688_019;
const HUGE = "9".repeat(4096);

const acts = (talk: Talk): readonly object[] => talk.all("deskAct").map(({ act }) => act);

/** The owner has been asked for this of the item. */
function askedFor(field: ShelfField): Talk {
  return new Talk("owner").press(`shelf.${field}.${field === "find" ? "" : ITEM}`);
}

/** What an answer changes. */
function changed(field: ShelfField, answer: string): readonly object[] {
  return acts(askedFor(field).write(answer));
}

test("an item is renamed, and no longer asked about", () => {
  const talk = askedFor("name");
  expect([talk.onScreen, acts(talk)]).toEqual([["askShelf"], []]);
  expect(talk.state.screen).toEqual({ at: "item", itemId: ITEM });
  talk.write("  At the beach 🏖 ");
  expect(acts(talk)).toEqual([{ act: "changeItem", itemId: ITEM, name: "At the beach 🏖" }]);
  expect(talk.state.screen).toEqual({ at: "item", itemId: ITEM });
  expect(talk.onScreen).not.toContain("askShelf");
  expect(acts(talk.write("Another"))).toEqual([]);
});

test("tags are kept in lower case with one space between them, or taken away", () => {
  const tagged = (tags: string): object => ({ act: "changeItem", itemId: ITEM, tags });
  expect(changed("tags", "#Beach, SUMMER\n #set")).toEqual([tagged("beach summer set")]);
  expect(changed("tags", "t".repeat(200))).toEqual([tagged("t".repeat(200))]);
  for (const none of ["none", "None", "no", "-", "—"]) {
    expect(changed("tags", none)).toEqual([tagged("")]);
  }
});

test("a price is a whole figure in any script, or none", () => {
  const item = { act: "changeItem", itemId: ITEM };
  expect(changed("credits", "30")).toEqual([{ ...item, priceCredits: 30 }]);
  expect(changed("credits", "1 000 000")).toEqual([{ ...item, priceCredits: 1_000_000 }]);
  expect(changed("credits", "none")).toEqual([{ ...item, priceCredits: null }]);
  expect(changed("stars", "٥٠")).toEqual([{ ...item, priceStars: 50 }]);
  expect(changed("stars", "25000")).toEqual([{ ...item, priceStars: 25_000 }]);
  expect(changed("stars", "–")).toEqual([{ ...item, priceStars: null }]);
});

const FIGURES = ["", "0", "-5", "1.5", "1e3", "7 8", "NaN", "ten", "½", HUGE];
const REFUSED: Readonly<Record<ShelfField, readonly string[]>> = {
  name: ["", "   ", "n".repeat(65), HUGE],
  tags: ["", "#", ", ,", "t".repeat(201), HUGE],
  credits: [...FIGURES, "1000001"],
  stars: [...FIGURES, "25001"],
  find: ["", "w".repeat(65), HUGE],
};

for (const [field, answers] of Object.entries(REFUSED)) {
  test(`${field}: what it does not take changes nothing, and is asked for again`, () => {
    const talk = new Talk("owner").press(`shelf.${field}.${field === "find" ? "" : ITEM}`);
    for (const answer of answers) {
      talk.write(answer);
      expect([answer, acts(talk)]).toEqual([answer, []]);
      expect(talk.onScreen).toEqual(["askShelf", "shelfExpected"]);
    }
    // A photo is no answer, whatever stands below it.
    talk.write("12", { content: { kind: "photo", text: "12", entities: [], fileId: "f" } });
    expect([acts(talk), talk.onScreen]).toEqual([[], ["askShelf", "shelfExpected"]]);
    talk.write("12");
    expect(talk.onScreen).not.toContain("askShelf");
    expect(acts(talk)).toHaveLength(field === "find" ? 0 : 1);
  });
}

test("an item is offered no more, and again, by one tap", () => {
  const item = { act: "changeItem", itemId: ITEM };
  expect(acts(new Talk("owner").press(`shelf.off.${ITEM}`))).toEqual([
    { ...item, isActive: false },
  ]);
  expect(acts(new Talk("owner").press(`shelf.on.${ITEM}`))).toEqual([{ ...item, isActive: true }]);
});

test("what is found stays in view until all is shown again", () => {
  const talk = askedFor("find").write("beach");
  expect(talk.state.screen).toEqual({ at: "shelf", page: 0 });
  expect(talk.screen?.context.form).toMatchObject({ shelf: "beach" });
  talk.press("shelf.all");
  expect(talk.state.screen).toEqual({ at: "shelf", page: 0 });
  expect(talk.screen?.context.form).not.toHaveProperty("shelf");
});

test("a forged button does nothing", () => {
  const items = ["", "0", "-1", "1:5", "x", "9".repeat(17)];
  const verbs = ["name", "tags", "credits", "stars", "on", "off"];
  const forged = items.flatMap((item) => verbs.map((verb) => `${verb}.${item}`));
  for (const press of [...forged, `delete.${ITEM}`]) {
    const talk = new Talk("owner").data(`~${OWNER_ID.toString(36)}.shelf.${press}`);
    expect([press, acts(talk), talk.bubble, talk.onScreen]).toEqual([press, [], "stale", []]);
  }
});

test("who may not sell changes nothing, not even what they were asked before", () => {
  for (const role of ["viewer", "stranger", "anonymous"] as const) {
    for (const verb of ["name", "tags", "credits", "stars", "find", "all", "on", "off"]) {
      const talk = new Talk(role, { members: [member(77, "viewer")] });
      talk.press(`shelf.${verb}.${ITEM}`);
      expect([role, verb, acts(talk), talk.bubble]).toEqual([role, verb, [], "denied"]);
    }
  }
  const talk = new Talk("agent", { members: [member(77, "agent")] }).press(`shelf.credits.${ITEM}`);
  expect(talk.onScreen).toEqual(["askShelf"]);
  const { rights } = talk.settings;
  const agent = { ...rights.agent, sell: false };
  talk.settings = { ...talk.settings, rights: { ...rights, agent } };
  expect(acts(talk.write("1"))).toEqual([]);
});
