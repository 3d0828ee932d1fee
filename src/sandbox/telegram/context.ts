// What a Bot API method has at hand: the world it changes, the updates it causes, and what Telegram
// keeps about the bot itself. One per sandbox.

import type { World } from "#src/sandbox/world.ts";
import { Feed } from "./feed.ts";
import type { MethodName } from "./method-table.ts";
import type { Call } from "./params.ts";
import { Polling } from "./polling.ts";
import { PressBook } from "./presses.ts";
import { BotProfile } from "./profile.ts";
import { StarsBook } from "./stars.ts";
import { UpdateStore } from "./updates.ts";
import { WebhookCourier } from "./webhook.ts";

export interface Telegram {
  readonly world: World;
  readonly updates: UpdateStore;
  readonly feed: Feed;
  readonly courier: WebhookCourier;
  readonly polling: Polling;
  readonly presses: PressBook;
  readonly profile: BotProfile;
  readonly stars: StarsBook;
}

/** One method: throws a Refusal to say no; what it answers becomes `result`. */
export type Handler<M extends MethodName> = (
  telegram: Telegram,
  call: Call<M>,
  signal: AbortSignal,
) => unknown;

export function createTelegram(world: World): Telegram {
  const changed = () => world.changed();
  const updates = new UpdateStore(world.clock, changed);
  return {
    world,
    updates,
    feed: new Feed(world, updates),
    courier: new WebhookCourier(updates, world.clock, changed),
    polling: new Polling(updates, world.clock, changed),
    presses: new PressBook(),
    profile: new BotProfile(),
    stars: new StarsBook(world.clock),
  };
}
