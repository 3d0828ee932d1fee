// The owner's panel in a browser, on the owner's own phone: the dashboard, who waits, a fan's card, a
// chart, a broadcast that is written and counted.
//
// With STAGEDOOR_PICTURES=1 it also takes the pictures of the guides.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Locator } from "playwright-core";
import { PEOPLE } from "#src/sandbox/default-world.ts";
import { DemoPage, describePage, LIMIT_MS, OPEN_MS } from "./testing/demo-page.ts";

const { ada, mia, leo } = PEOPLE;

describePage("the panel", () => {
  let at: DemoPage;

  beforeAll(async () => {
    at = await DemoPage.open();
    await at.page.setViewportSize({ width: 1440, height: 1040 });
    for (const [fan, words] of [
      [leo, "¿Cuándo cantas en Madrid?"],
      [mia, "Is the blue dress still there? I would love to have it for Friday!"],
    ] as const) {
      await at.handTo(fan.id);
      await at.phone.getByRole("button", { name: "Start", exact: true }).click();
      await at.sees(at.phone, "10 cr");
      await at.write(words);
      await at.page.getByTestId("topics").getByText(`(${fan.id})`).first().waitFor();
    }
    await at.handTo(ada.id);
  }, OPEN_MS);

  afterAll(() => at?.close());

  /** Writes a command as the owner; answers the panel that comes up. */
  const ask = async (command: string, words: RegExp): Promise<Locator> => {
    await at.write(command);
    return at.sees(at.phone, words);
  };
  const press = (label: RegExp): Promise<void> => at.press(at.phone, label);
  const shows = (words: RegExp): Promise<Locator> => at.sees(at.phone, words);
  const picture = (name: string): Promise<void> =>
    at.picture(`docs/images/${name}.png`, at.phone.locator(".device"));

  test(
    "opens on the day and the week, and edits one message all the while",
    async () => {
      const dashboard = await ask("/admin", /Today[\s\S]*7 days[\s\S]*2 waiting/);
      const id = await dashboard.getAttribute("data-message-id");
      await picture("dashboard");
      await press(/Fans/);
      const fans = await shows(/Stagedoor › Fans[\s\S]*Mia/);
      expect(await fans.getAttribute("data-message-id")).toBe(id);
      await press(/Back/);
      expect(await (await shows(/Today/)).getAttribute("data-message-id")).toBe(id);
    },
    4 * LIMIT_MS,
  );

  test(
    "lists who waits; a name opens the topic, a number the card",
    async () => {
      const list = await ask("/conversations", /2 conversations[\s\S]*blue dress/);
      await picture("conversations");
      await list.getByRole("button", { name: "Mia" }).click();
      const thread = at.group.getByTestId("thread");
      await thread.getByRole("heading", { name: /@mia/ }).waitFor();
      await at.sees(thread, "blue dress");
      await at.picture("docs/images/topic.png", thread);
      await list.getByRole("button", { name: "Leo" }).click();
      await thread.getByRole("heading", { name: /Leo/ }).waitFor();
      expect(await thread.textContent()).toContain("Madrid");
      await list.getByRole("button", { name: "1", exact: true }).click();
      const card = await shows(/Stagedoor › Fan\n?[\s\S]*9 credits/);
      await picture("card");
      expect(await card.getByRole("button", { name: /Credits/ }).count()).toBe(1);
    },
    4 * LIMIT_MS,
  );

  test(
    "draws the month as a picture with its figures",
    async () => {
      await ask("/admin", /Today/);
      await press(/Analytics/);
      await shows(/Analytics › Messages/);
      await press(/Revenue/);
      await shows(/Analytics › Revenue/);
      await press(/30 days/);
      const chart = await shows(/Last 30 days[\s\S]*Net: \$[\d,]+/);
      await chart.getByRole("img").waitFor();
      await picture("charts");
      const width = await chart
        .getByRole("img")
        .evaluate((image) => (image as HTMLImageElement).naturalWidth);
      expect(width).toBeGreaterThan(600);
    },
    6 * LIMIT_MS,
  );

  test(
    "writes a broadcast and counts whom it is for",
    async () => {
      await ask("/admin", /Today/);
      await press(/Broadcast/);
      await shows(/Stagedoor › Broadcasts/);
      await press(/New broadcast/);
      await shows(/Nothing yet/);
      await press(/Write it/);
      await shows(/What shall they get/);
      await at.write("New single on Friday: you hear it first 🎶");
      const draft = await shows(/New single on Friday[\s\S]*2 fans/);
      await picture("broadcast");
      expect(await draft.getByRole("button").count()).toBeGreaterThan(3);
    },
    4 * LIMIT_MS,
  );
});
