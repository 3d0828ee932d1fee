// A broadcast from the first button to the last figure, through everything that is real but Telegram.
import { expect, test } from "bun:test";
import { QUEUED_MAX } from "#actors/campaign/decide.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { dan, leo, mia } from "#src/sandbox/testing.ts";
import { AppWorld } from "./app-testing.ts";

const TIMEOUT_MS = 90_000;
/** More than are on their way at a time. */
const FANS = 120;
/** Calls that are under way, or done and not written down, when a process dies. */
const DOUBLES_MAX = 10;

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

  /** Opens a broadcast of the list, as it is now. */
  async opens(name: string, then: string): Promise<void> {
    await this.writes("/admin", "Stagedoor");
    await this.press("Broadcast", "Broadcasts");
    await this.press(name, then);
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

/**
 * Three fans who have written and whatever comes after, and an owner who looks at the empty composer:
 * its count may be a minute old from here on.
 */
async function openComposer(
  world: AppWorld,
  after: () => Promise<void> = () => Promise.resolve(),
): Promise<Owner> {
  for (const { id } of [mia, leo, dan]) {
    await world.fanSays(id, "/start");
    await world.see(() => world.inChat(id).some(({ from }) => from.isBot));
  }
  await world.rest();
  await after();
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

/** How often each fan was sent a text, of those who were. */
function heard(world: AppWorld, text: string): readonly number[] {
  const { ownerId } = world.sandbox;
  return world.sandbox
    .state()
    .chats.filter(({ personId }) => personId !== ownerId)
    .map(({ messages }) => messages.filter((each) => each.from.isBot && each.text === text).length)
    .filter((count) => count > 0);
}

/** Fans who come besides the three. */
async function comeToo(world: AppWorld, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) {
    const username = `fan_${i}`;
    const fan = { firstName: `Fan ${i}`, username, languageCode: "en" };
    await world.sandbox.mustAct({ act: "addFan", ...fan });
    const added = world.sandbox.state().people.find((each) => each.username === username);
    await world.fanSays(added?.id ?? 0, "/start");
  }
  await world.rest();
}

/** Pictures of the owner's, in private: one after another. */
async function shows(world: AppWorld, captions: readonly string[]): Promise<void> {
  for (const caption of captions) {
    await world.sandbox.mustAct({
      act: "sendMedia",
      personId: world.sandbox.ownerId,
      place: { in: "private" },
      kinds: ["photo"],
      caption,
    });
  }
}

test(
  "a broadcast is composed by buttons, goes to whoever wants it once, and is deleted again",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const owner = await openComposer(world, async () => {
      await world.fanSays(leo.id, "/stop");
      await world.see(() => world.inChat(leo.id).some(({ text }) => text?.includes("🔕")));
      await world.rest();
    });

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

    await owner.opens("New pictures", "2 of 2");
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

test(
  "a pause and the death of the process in the middle lose nobody and send nothing on",
  async () => {
    await using world = await AppWorld.open();
    const first = await world.boot();
    const owner = await openComposer(world, () => comeToo(world, FANS - 3));
    await owner.press("Write it", "What shall they get");
    await owner.writes("Tonight", `${FANS} fans`);
    await first.stop();

    const slow = await world.spawn({ TELEGRAM_MESSAGES_PER_SECOND: "20" });
    await owner.press("📣 Send", `Send to ${FANS} fans?`);
    await owner.press("Yes", "running");
    await world.see(() => heard(world, "Tonight").length > 3);
    await owner.press("Pause", "got it");
    await stands(world, "paused");
    slow.process.kill("SIGKILL");
    await slow.process.exited;
    expect(heard(world, "Tonight").length).toBeLessThan(QUEUED_MAX);

    await world.boot();
    await world.rest();
    const queued = await fates(world);
    expect(queued).toEqual(Array.from({ length: QUEUED_MAX }, () => "sent"));
    expect(heard(world, "Tonight")).toHaveLength(QUEUED_MAX);

    await owner.opens("Tonight", "paused");
    await owner.press("Go on", "got it");
    await stands(world, "done");
    expect(await fates(world)).toEqual(Array.from({ length: FANS }, () => "sent"));
    const counts = heard(world, "Tonight");
    expect(counts).toHaveLength(FANS);
    // Whoever's call was under way when it died may have it twice, as with every message.
    expect(counts.reduce((sum, count) => sum + count, 0) - FANS).toBeLessThanOrEqual(DOUBLES_MAX);
  },
  TIMEOUT_MS,
);

test(
  "an album goes to everybody as one, with its words, and no part of it stays when it is deleted",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const owner = await openComposer(world);
    await owner.press("Write it", "What shall they get");
    await shows(world, ["From the beach"]);
    await owner.sees("another one now");
    await shows(world, [""]);
    await owner.sees("An album of 2");
    await owner.press("📣 Send", "Send to 3 fans?");
    await owner.press("Yes", "done");
    await world.rest();
    const pictures = (): readonly Message[] =>
      world.inChat(mia.id).filter(({ from, media }) => from.isBot && media !== null);
    expect(pictures()).toHaveLength(2);
    expect(pictures()[0]?.text).toStartWith("From the beach");
    expect(pictures()[0]?.text).toContain("/stop");
    expect(await world.database.query("kind", OUT)).toMatchObject([
      { kind: "album" },
      { kind: "album" },
      { kind: "album" },
    ]);
    await owner.opens("From the beach", "3 of 3");
    await owner.press("Delete what was sent", "Delete it in every chat");
    await owner.press("Yes", "Deleted: 3");
    expect(pictures()).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "an offer of the shelf is previewed, sells to many, and is taken back where nobody bought it",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const owner = await openComposer(world);
    const topicId = await shelve(world);
    const before = world.inTopic(topicId).length;
    await owner.press("From the shelf", "What shall be offered");
    await owner.press("photo", "3 fans");
    await owner.press("Preview", "2 credits");
    await owner.press("📣 Send", "Send to 3 fans?");
    await owner.press("Yes", "done");
    await world.rest();
    // Leo has bought it before.
    expect((await fates(world)).toSorted()).toEqual(["sent", "sent", "skipped"]);
    expect(world.inTopic(topicId)).toHaveLength(before);
    expect((await card(world, mia.id)).buttons.flat()).toHaveLength(2);
    await unlock(world, mia.id);

    await owner.opens("photo", "3 of 3");
    await owner.press("Delete what was sent", "Delete it in every chat");
    await owner.press("Yes", "Deleted: 1");
    expect((await fates(world)).toSorted()).toEqual(["deleted", "kept", "skipped"]);
    expect(world.inChat(mia.id).some(({ text }) => text?.includes("Unlocked:"))).toBe(true);
    expect(await world.wrongBalances()).toEqual([]);
  },
  TIMEOUT_MS,
);

/** A photo for two credits, which Leo has bought; answers his topic. */
async function shelve(world: AppWorld): Promise<number> {
  for (const { id } of [mia, leo]) {
    await world.fanSays(id, "hello");
    await world.topicOf(id);
    await world.gift(id, 5);
  }
  const topicId = await world.topicOf(leo.id);
  const { ownerId: personId, groupId } = world.sandbox;
  const place = { in: "group", groupId, topicId } as const;
  const caption = "/lock 2";
  await world.sandbox.mustAct({ act: "sendMedia", personId, place, kinds: ["photo"], caption });
  await unlock(world, leo.id);
  return topicId;
}

async function unlock(world: AppWorld, personId: number): Promise<void> {
  const { id: messageId, chatId, buttons } = await card(world, personId);
  const callbackData = buttons[0]?.[0]?.callbackData ?? "";
  await world.sandbox.mustAct({ act: "press", personId, chatId, messageId, callbackData });
  const isSold = ({ id, buttons: now }: Message): boolean =>
    id === messageId && now[0]?.[0]?.callbackData !== callbackData;
  await world.see(() => world.inChat(personId).some(isSold));
  await world.rest();
}

/** The newest card that can be unlocked. */
function card(world: AppWorld, personId: number): Promise<Message> {
  return world.see(() =>
    world
      .inChat(personId)
      .findLast(({ buttons }) => buttons.flat().some(({ text }) => text.includes("Unlock"))),
  );
}
