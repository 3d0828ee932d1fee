// A fan's rights, through the whole process: everything held as a file, and everything gone.
import { expect, test } from "bun:test";
import type { Message } from "#src/sandbox/protocol.ts";
import { ben, mia } from "#src/sandbox/testing.ts";
import { AppWorld } from "./app-testing.ts";

/** What is to be in the file and to be gone after that. */
const TRACES = [
  "from-the-poster",
  "what a song",
  "better words",
  "we know",
  "likes vinyl",
  "songbird",
  "look",
];

test("a fan gets all that is held as a JSON file, and is forgotten on request", async () => {
  await using world = await AppWorld.open();
  await world.boot();
  await talk(world);
  await world.fanSays(mia.id, "/privacy");
  const menu = await world.see(() =>
    world.inChat(mia.id).findLast(({ from, buttons }) => from.isBot && buttons.length === 2),
  );

  await press(world, menu, 0);
  const file = await world.see(
    () => world.inChat(mia.id).find(({ media }) => media?.kind === "document")?.media,
  );
  expect(file.label).toBe(`my-data-${mia.id}.json`);
  const held = await download(world, file.fileId);
  expect(TRACES.filter((trace) => !held.includes(trace))).toEqual([]);
  expect(JSON.parse(held)).toMatchObject({
    user: { telegram_id: mia.id, username: "mia", source: "from-the-poster", credits: 47 },
    transactions: [{ kind: "welcome" }, { kind: "message" }, { kind: "gift" }, { kind: "message" }],
  });

  await press(world, menu, 1);
  const question = await world.see(() =>
    world.inChat(mia.id).find(({ id, text }) => id === menu.id && text !== menu.text),
  );
  await press(world, question, 0);
  await world.see(() =>
    world.inChat(mia.id).find(({ id, buttons }) => id === menu.id && buttons.length === 0),
  );
  await world.rest();
  expect(await tablesWith(world, `\\m(mia|${TRACES.join("|")})\\M`)).toEqual([]);
  expect(await tablesWith(world, `\\m${mia.id}\\M`)).not.toContain("transactions");
  expect(await world.wrongBalances()).toEqual([]);
}, 60_000);

async function talk(world: AppWorld): Promise<void> {
  await world.fanSays(mia.id, "/start from-the-poster");
  const messageId = await world.fanSays(mia.id, "what a song");
  const topicId = await world.topicOf(mia.id);
  await world.teamSays(ben.id, topicId, "we know");
  await world.arrived(mia.id, "we know");
  await world.teamSays(ben.id, topicId, "// likes vinyl");
  await world.teamSays(ben.id, topicId, "/tag songbird");
  // Whoever looks after her hears of her by name.
  await world.teamSays(ben.id, topicId, "/assign owner");
  await world.gift(mia.id, 48);
  const place = { in: "private" } as const;
  const person = { personId: mia.id } as const;
  await world.sandbox.mustAct({
    act: "edit",
    ...person,
    chatId: mia.id,
    messageId,
    text: "better words",
  });
  await world.sandbox.mustAct({
    act: "sendMedia",
    ...person,
    place,
    kinds: ["photo"],
    caption: "look",
  });
  await world.posted(topicId, "look");
  await world.rest();
}

test("one of the team who is a fan too is forgotten at their desk as well, and begins anew there", async () => {
  await using world = await AppWorld.open();
  await world.boot();
  const { ownerId } = world.sandbox;
  const panelOf = (after: number): Promise<Message> =>
    world.see(() =>
      world.inChat(ownerId).find(({ id, text }) => id > after && text?.startsWith("Stagedoor")),
    );
  await panelOf(await world.fanSays(ownerId, "/admin"));
  await world.fanSays(ownerId, "humming quietly");
  await world.posted(await world.topicOf(ownerId), "humming quietly");
  const asked = await world.fanSays(ownerId, "/privacy");
  const menu = await world.see(() =>
    world.inChat(ownerId).find(({ id, buttons }) => id > asked && buttons.length === 2),
  );
  await press(world, menu, 1, ownerId);
  const question = await world.see(() =>
    world.inChat(ownerId).find(({ id, text }) => id === menu.id && text !== menu.text),
  );
  await press(world, question, 0, ownerId);
  await world.see(() =>
    world.inChat(ownerId).find(({ id, buttons }) => id === menu.id && buttons.length === 0),
  );
  await world.rest();
  expect(await tablesWith(world, "humming quietly")).toEqual([]);
  const envelopes = await world.database.query<{ key: string }>(
    "desk's",
    "select distinct key from inbox where kind = 'desk' and body <> '{}' and raw is not null",
  );
  expect(envelopes).toEqual([]);
  await panelOf(await world.fanSays(ownerId, "/admin"));
}, 60_000);

async function press(
  world: AppWorld,
  message: Message,
  row: number,
  personId = mia.id,
): Promise<void> {
  const { id: messageId, chatId, buttons } = message;
  const callbackData = buttons[row]?.[0]?.callbackData ?? "";
  await world.sandbox.mustAct({ act: "press", personId, chatId, messageId, callbackData });
}

async function download(world: AppWorld, fileId: string): Promise<string> {
  const { telegram, token } = world.sandbox;
  const answer = await fetch(`${telegram.url}/bot${token}/getFile?file_id=${fileId}`);
  const { result } = (await answer.json()) as { readonly result: { readonly file_path: string } };
  return (await fetch(`${telegram.url}/file/bot${token}/${result.file_path}`)).text();
}

/** The tables with a row that the regular expression finds something in. */
async function tablesWith(world: AppWorld, pattern: string): Promise<readonly string[]> {
  const { database } = world;
  const tables = await database.query<{ name: string }>(
    "tables",
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const sql = `select 1 from "${name}" t where t::text ~* $1 limit 1`;
    const rows = await database.query("traces", sql, [pattern]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
