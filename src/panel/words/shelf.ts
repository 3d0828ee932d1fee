// What the panel says about the shelf.
import { rich } from "#actors/kernel/rich.ts";
import type { ShelfDeskSays, ShelfField } from "#actors/kernel/say-shelf.ts";
import { LOCK_MAX } from "#actors/kernel/shelf.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { figure, plainName } from "#src/i18n/words.ts";

const QUESTIONS: Readonly<Record<ShelfField, string>> = {
  name: "What is it to be called? Only the team sees it.",
  tags: "Which tags? Words with spaces between them, or “none”.",
  credits: "How many credits does it cost? “none” if it is not for credits.",
  stars: "How many Stars does it cost? “none” if it is not for Stars.",
  find: "What are you looking for? Words of the name or tags.",
};

const EXPECTED: Readonly<Record<ShelfField, string>> = {
  name: "a name of 1 to 64 characters",
  tags: "tags of 200 characters at most, or “none”",
  credits: `a whole number from 1 to ${figure(LOCK_MAX.credits, "en")}, or “none”`,
  stars: `a whole number from 1 to ${figure(LOCK_MAX.stars, "en")}, or “none”`,
  find: "1 to 64 characters",
};

export const SHELF_WORDS: Words<ShelfDeskSays> = {
  askShelf: (w) => rich(QUESTIONS[w.field]),
  shelfExpected: (w) => rich(`✋ That is not ${EXPECTED[w.field]}.`),
  shelfChanged: (w) => rich(`✅ ${plainName(w.name, 64)} is up to date.`),
  shelfGone: () => rich("There is no such item on the shelf."),
};
