// A broadcast from the first button to the last figure, through everything that is real but Telegram.
import { expect, test } from "bun:test";
import { dan, leo, mia } from "#src/sandbox/testing.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { AppWorld } from "./app-testing.ts";

const TIMEOUT_MS = 90_000;

const FATES = `
select users.telegram_id as fan, fate from campaign_sends
join users on users.id = campaign_sends.user_id order by users.telegram_id`;
const STATUS = "select status, audience from campaigns";
const OUT = `
select kind, text, status, by_id as "byId" from messages
where ref like 'c%' order by user_id`;

/** Text and its message under which a button stands. */
interface Panel {
  readonly messageId: number;
  readonly text: string;
}

/** The owner in the private chat with the bot. */
class Owner {
  readonly world: AppWorld;
  readonly id: number;

  constructor(world: AppWorld) {
    this.world = world;
    this.id = world.sandbox.ownerId;
  }

  /** Presses the newest button whose words begin so; resolves when the panel says `then`. */
  async press(label: string, then: string): Promise<Panel> {
    const found = await this.world.see(() => this.#button(label));
    await this.world.sandbox.mustAct({
      act: "press",
      personId: this.id,
      chatId: this.id,
      messageId: found.message.id,
      callbackData: found.data,
    });
    return this.sees(then);
  }

  async writes(text: string, then: string): Promise<Panel> {
    await this.world.fanSays(this.id, text);
    return this.sees(then);
  }

  sees(text: string): Promise<Panel> {
    return this.world.see(() => {
      const message = this.#all().findLast((each) => each.text?.includes(text));
      return message && { messageId: message.id, text: message.text ?? "" };
    });
  }

  #all(): readonly Message[] {
    return this.world.inChat(this.id).filter(({ from }) => from.isBot);
  }

  #button(label: string): { readonly message: Message; readonly data: string } | null {
    for (const message of this.#all().toReversed()) {
      for (const button of message.buttons.flat()) {
        if (button.text.includes(label) && "callbackData" in button && button.callbackData) {
          return { message, data: button.callbackData };
        }
      }
    }
    return null;
  }
}

/** Three fans who have written, and an owner who looks at the empty composer. */
async function openComposer(world: AppWorld): Promise<Owner> {
  for (const { id } of [mia, leo, dan]) {
    await world.fanSays(id, "/start");
    await world.see(() => world.inChat(id).some(({ from }) => from.isBot));
  }
  await world.rest();
  const owner = new Owner(world);
  await owner.writes("/admin", "Stagedoor");
  await owner.press("Broadcast", "Broadcasts");
  await owner.press("New broadcast", "Nothing yet");
  return owner;
}

async function fates(world: AppWorld): Promise<readonly string[]> {
  const rows = await world.database.query<{ fan: number; fate: string }>("fates", FATES);
  return rows.map(({ fate }) => fate);
}

/** Resolves when the campaign's row says so. */
async function stands(world: AppWorld, status: string): Promise<void> {
  for (;;) {
    const [row] = await world.database.query<{ status: string }>("status", STATUS);
    if (row?.status === status) return;
  }
}

const said = (world: AppWorld, personId: number, text: string): number =>
  world.inChat(personId).filter((each) => each.from.isBot && each.text === text).length;

test(
  "a broadcast is composed by buttons, goes to whoever wants it once, and is deleted again",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const owner = await openComposer(world);
    await world.fanSays(leo.id, "/stop");
    await world.see(() => world.inChat(leo.id).some(({ text }) => text?.includes("🔕")));
    await world.rest();

    await owner.press("Write it", "What shall they get");
    await owner.writes("New pictures tonight!", "New pictures tonight!");
    const composer = await owner.sees("2 fans");
    expect(composer.text).toContain("everybody");
    await owner.press("Preview", "New pictures tonight!");
    await owner.press("📣 Send", "Send to 2 fans?");
    await owner.press("Yes", "done");
    await world.rest();

    expect(await fates(world)).toEqual(["sent", "sent"]);
    expect([mia, leo, dan].map(({ id }) => said(world, id, "New pictures tonight!"))).toEqual([
      1, 0, 1,
    ]);
    expect(await world.database.query("out", OUT)).toEqual(
      Array.from({ length: 2 }, () => ({
        kind: "text",
        text: "New pictures tonight!",
        status: "delivered",
        byId: null,
      })),
    );

    await owner.writes("/admin", "Stagedoor");
    await owner.press("Broadcast", "Broadcasts");
    await owner.press("New pictures", "2 of 2");
    await owner.press("Delete what was sent", "Delete it in every chat");
    await owner.press("Yes", "Deleted: 2");
    expect(await fates(world)).toEqual(["deleted", "deleted"]);
    expect(said(world, mia.id, "New pictures tonight!")).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  "a broadcast that waits for its time survives its process and is started by hand",
  async () => {
    await using world = await AppWorld.open();
    const first = await world.boot();
    const owner = await openComposer(world);
    await owner.press("Write it", "What shall they get");
    await owner.writes("Soon", "Soon");
    await owner.press("🕰 When", "At once");
    await owner.press("At a time", "Clock times are UTC");
    await owner.writes("yesterday", "A time is expected");
    await owner.writes("3h", "3 fans");
    await owner.press("Schedule", "Send to 3 fans?");
    await owner.press("Yes", "scheduled");
    await stands(world, "scheduled");
    await first.stop();
    await world.boot();
    await owner.press("Send now", "got it");
    await stands(world, "done");
    await world.rest();
    expect(await fates(world)).toEqual(["sent", "sent", "sent"]);
    expect([mia, leo, dan].map(({ id }) => said(world, id, "Soon"))).toEqual([1, 1, 1]);
  },
  TIMEOUT_MS,
);
