// The shelf in the panel: what an item is called, its tags, its prices, whether it is offered at all.
// Media comes to it by `/lock` in a topic, never by the panel; and nothing is ever taken off it for
// good, because who has bought it can have it again.
import type { Bubble, Section } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import type { DeskActs } from "#actors/kernel/desk-act.ts";
import { readWhole } from "#actors/kernel/reading.ts";
import { SHELF_FIELDS, type ShelfField } from "#actors/kernel/say-shelf.ts";
import { LOCK_MAX } from "#actors/kernel/shelf.ts";

const SECTION = "shelf";
const NAME_LENGTH_MAX = 64;
const TAGS_LENGTH_MAX = 200;
/** Written instead of a price, or of tags. */
const NONE = /^(?:none|no|-|–|—)$/iu;

type Change = Omit<DeskActs["changeItem"], "itemId">;

export const shelf: Section = {
  name: SECTION,
  needs: "sell",
  press(turn, verb, argument) {
    const field = SHELF_FIELDS.find((one) => one === verb);
    if (verb === "all") return showAll(turn);
    if (field === "find") return ask(turn, field, "");
    const itemId = idOf(argument);
    if (itemId === null) return undefined;
    turn.set({ screen: { at: "item", itemId } });
    if (field !== undefined) return ask(turn, field, argument);
    if (verb !== "on" && verb !== "off") return undefined;
    turn.act({ act: "changeItem", itemId, isActive: verb === "on" }, SECTION);
    turn.show();
    return null;
  },
  answer(turn, step, subject, written) {
    const field = SHELF_FIELDS.find((one) => one === step);
    if (field === undefined) return turn.show({ key: "stale", with: {} });
    const words = written.content.kind === "text" ? written.text : "";
    if (field === "find") return find(turn, words);
    const itemId = idOf(subject);
    const change = changeOf(field, words);
    if (itemId === null) return turn.show({ key: "stale", with: {} });
    if (change === null) return askAgain(turn, field, subject);
    turn.act({ act: "changeItem", itemId, ...change }, SECTION);
    turn.show();
  },
};

function ask(turn: DeskTurn, field: ShelfField, subject: string): Bubble {
  turn.ask({ section: SECTION, step: field, subject }, { key: "askShelf", with: { field } });
  return null;
}

function askAgain(turn: DeskTurn, field: ShelfField, subject: string): void {
  turn.ask(
    { section: SECTION, step: field, subject },
    { key: "askShelf", with: { field } },
    { key: "shelfExpected", with: { field } },
  );
}

function find(turn: DeskTurn, words: string): void {
  if (words === "" || words.length > NAME_LENGTH_MAX) {
    return askAgain(turn, "find", "");
  }
  turn.set({ form: { ...turn.state.form, shelf: words } });
  turn.go({ at: "shelf", page: 0 });
}

function showAll(turn: DeskTurn): Bubble {
  const { shelf: _words, ...form } = turn.state.form;
  turn.set({ form });
  turn.go({ at: "shelf", page: 0 });
  return null;
}

/** What an answer sets; null: it is nothing that the field takes. */
function changeOf(field: Exclude<ShelfField, "find">, words: string): Change | null {
  switch (field) {
    case "name":
      return words === "" || words.length > NAME_LENGTH_MAX ? null : { name: words };
    case "tags": {
      if (NONE.test(words)) return { tags: "" };
      const tags = words
        .toLowerCase()
        .split(/[\s,#]+/u)
        .filter((tag) => tag !== "")
        .join(" ");
      return tags === "" || tags.length > TAGS_LENGTH_MAX ? null : { tags };
    }
    case "credits":
    case "stars": {
      const key = field === "credits" ? "priceCredits" : "priceStars";
      if (NONE.test(words)) return { [key]: null };
      const price = readWhole(words, { min: 1, max: LOCK_MAX[field] });
      return price === null ? null : { [key]: price };
    }
  }
}

function idOf(argument: string): number | null {
  return /^[1-9]\d{0,15}$/.test(argument) ? Number(argument) : null;
}
