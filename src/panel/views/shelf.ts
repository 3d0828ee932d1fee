// The shelf: a page of items, and one item with what it has brought. Figures of Stars are money, and
// stand there for whoever may see money.
import { bold, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import { type Item, lockedKindOf } from "#actors/kernel/shelf.ts";
import type { ShelfEntry, ShelfPage } from "#db/shelf.ts";
import { itemName } from "#src/i18n/locked.ts";
import { TEAM_LOCKED } from "#src/i18n/team-locked.ts";
import { day, figure, plainName } from "#src/i18n/words.ts";
import { act, go, inRows, type Looking, pager, type View, type Views } from "#src/panel/view.ts";

const SECTION = "shelf";
const ITEMS_A_PAGE = 10;
const NUMBERS_A_ROW = 5;
const NAME_LENGTH_MAX = 40;
const CAPTION_LENGTH_MAX = 300;
const L = "en";

/** The database's side of it. */
export interface ShelfReads {
  readonly shelfPage: (query: string, page: number, size: number) => Promise<ShelfPage>;
  readonly shelfEntry: (itemId: number) => Promise<ShelfEntry | null>;
}

export function shelfViews(reads: ShelfReads): Pick<Views, "shelf" | "item"> {
  return {
    async shelf({ page }, looking) {
      const query = looking.context.form["shelf"] ?? "";
      return drawShelf(await reads.shelfPage(query, page, ITEMS_A_PAGE), page, query, looking);
    },
    item: async ({ itemId }, looking) => drawItem(await reads.shelfEntry(itemId), looking),
  };
}

function drawShelf(
  { entries, pages }: ShelfPage,
  page: number,
  query: string,
  looking: Looking,
): View {
  const lines = entries.map((entry, i) => {
    const off = entry.isActive ? "" : "⏸ ";
    const { item, sold } = entry;
    const name = bold(plainName(item.name, NAME_LENGTH_MAX));
    return rich(`${i + 1}. ${off}`, name, ` · ${prices(item)} · ${sold} sold`);
  });
  const numbers = entries.map(({ item: { id: itemId } }, i) =>
    go(looking, String(i + 1), { at: "item", itemId }),
  );
  const find = act(looking, "🔎 Find", { section: SECTION, verb: "find" });
  const all = act(looking, "Show all", { section: SECTION, verb: "all" });
  const title = query === "" ? null : rich("🔎 ", plainName(query, NAME_LENGTH_MAX));
  return {
    title: "Shelf",
    body: joinRich([...(title === null ? [] : [title]), ...shown(lines, query)], "\n"),
    buttons: [
      ...inRows(numbers, NUMBERS_A_ROW),
      ...pager(looking, page, pages, (to) => ({ at: "shelf", page: to })),
      query === "" ? [find] : [find, all],
    ],
  };
}

function shown(lines: readonly Rich[], query: string): readonly Rich[] {
  if (lines.length > 0) return lines;
  return [
    rich(query === "" ? "🗄 Empty. What you /lock in a topic is kept here." : "Nothing is found."),
  ];
}

function drawItem(entry: ShelfEntry | null, looking: Looking): View {
  if (entry === null) return { title: "Item", body: rich("It is not there."), buttons: [] };
  const { item, tags, isActive, createdAt, offered, sold, credits, stars } = entry;
  const { rights } = looking.viewer;
  const argument = String(item.id);
  const button = (text: string, verb: string) =>
    act(looking, text, { section: SECTION, verb, argument });
  const brought = rights.money && stars > 0 ? ` and ⭐ ${figure(stars, L)}` : "";
  const kind = { kind: lockedKindOf(item.parts), count: item.parts.length };
  const lines = [
    rich(bold(plainName(item.name, NAME_LENGTH_MAX)), isActive ? "" : " · ⏸ not offered"),
    rich(itemName(kind, TEAM_LOCKED), ` · ${prices(item)}`),
    item.caption === "" ? null : rich("💬 ", plainName(item.caption, CAPTION_LENGTH_MAX)),
    tags === ""
      ? null
      : rich(
          tags
            .split(" ")
            .map((tag) => `#${tag}`)
            .join(" "),
        ),
    rich(""),
    rich(`Offered to ${figure(offered, L)}, bought by ${figure(sold, L)}`),
    sold === 0 ? null : rich(`Brought ${figure(credits, L)} credits${brought}`),
    rich(`On the shelf since ${day(createdAt, L)}`),
  ].filter((line) => line !== null);
  return {
    title: "Item",
    body: joinRich(lines, "\n"),
    buttons: [
      [button("✏️ Name", "name"), button("🏷 Tags", "tags")],
      [button("💬 Credits", "credits"), button("⭐ Stars", "stars")],
      [isActive ? button("⏸ Switch off", "off") : button("▶️ Switch on", "on")],
    ],
  };
}

function prices({ priceCredits, priceStars }: Item): string {
  const known = [
    priceCredits === null ? null : `${figure(priceCredits, L)} credits`,
    priceStars === null ? null : `⭐ ${figure(priceStars, L)}`,
  ].filter((price) => price !== null);
  return known.length === 0 ? "no price" : known.join(" or ");
}
