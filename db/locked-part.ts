// Locked media in a commit: items on the shelf, and what each is to a fan. An item that is there
// already stays as it is; should two differ in their files and have one id, its fingerprint becomes
// null, which the table refuses, and the commit breaks: better no offer than the wrong picture. An
// offer never undoes a sale, whichever of them a turn writes last.

import { fingerprintOf } from "#actors/kernel/shelf.ts";
import type { ShelfItem, UnlockItem } from "./batch.ts";
import { bigint, integer, json, moment, text } from "./columns.ts";
import { at, envelopeId, isTaken, type Part, part, userId } from "./commit-part.ts";

export const SHELF: Part = part<ShelfItem>(
  "shelf",
  (batch) => batch.shelf,
  [
    envelopeId,
    bigint("id", ({ item }) => item.id),
    text("name", ({ item }) => item.name),
    text("fingerprint", ({ item }) => fingerprintOf(item.parts)),
    json("item", ({ item }) => JSON.stringify(item)),
    bigint("by_id", ({ byId }) => byId),
    at,
  ],
  // Two turns of a batch may lock the same media for two fans.
  (items) => `
written_shelf as (
  insert into shelf_items (id, name, fingerprint, item, created_by, created_at)
  select distinct on (id) id, name, fingerprint, item::json, by_id, ${moment("at")}
  from ${items} where ${isTaken("item")}
  order by id, envelope_id
  on conflict (id) do update set fingerprint = case
    when shelf_items.fingerprint = excluded.fingerprint then excluded.fingerprint end
)`,
);

export const UNLOCKS: Part = part<UnlockItem>(
  "unlocks",
  (batch) => batch.unlocks,
  [
    envelopeId,
    userId,
    bigint("item_id", ({ itemId }) => itemId),
    text("standing", ({ standing }) => standing),
    integer("credits", ({ credits }) => credits),
    integer("stars", ({ stars }) => stars),
    bigint("by_id", ({ byId }) => byId),
    at,
  ],
  (items) => `
standings as materialized (
  select * from ${items} where ${isTaken("item")}
),
offered_unlocks as (
  insert into unlocks (user_id, item_id, offered_at, offered_by)
  select user_id, item_id, ${moment("at")}, by_id from standings where standing = 'offered'
  on conflict (user_id, item_id) do nothing
),
changed_unlocks as (
  insert into unlocks (user_id, item_id, bought_at, credits, stars, offered_at)
  select user_id, item_id, case when standing = 'bought' then ${moment("at")} end, credits, stars,
    ${moment("at")}
  from standings where standing <> 'offered'
  on conflict (user_id, item_id) do update
  set bought_at = excluded.bought_at, credits = excluded.credits, stars = excluded.stars
)`,
);
