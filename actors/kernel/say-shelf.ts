// What the panel says about the shelf.

/** What of an item the panel can set, and what can be looked for. */
export const SHELF_FIELDS = ["name", "tags", "credits", "stars", "find"] as const;
export type ShelfField = (typeof SHELF_FIELDS)[number];

export interface ShelfDeskSays {
  askShelf: { readonly field: ShelfField };
  shelfExpected: { readonly field: ShelfField };
  shelfChanged: { readonly name: string };
  /** There is no such item. */
  shelfGone: Readonly<Record<string, never>>;
}
