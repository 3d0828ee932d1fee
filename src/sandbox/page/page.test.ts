// The product as a person meets it: a fan and an admin who play with the demo's page in a browser.
//
// With STAGEDOOR_PICTURES=1 it also takes the README's picture.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { DemoPage, describePage, LIMIT_MS, OPEN_MS } from "./testing/demo-page.ts";

const PICTURE = "docs/images/sandbox.png";
const MIA = 5_000_000_601;

describePage("the sandbox page", () => {
  let at: DemoPage;

  beforeAll(async () => {
    at = await DemoPage.open();
  }, OPEN_MS);

  afterAll(() => at?.close());

  const receipt = (text: string, emoji: string): Promise<void> =>
    at.phone
      .locator(`[data-testid="message"]:has-text("${text}") [data-emoji="${emoji}"]`)
      .last()
      .waitFor();

  test(
    "a fan starts, writes, and is answered",
    async () => {
      await at.phone.getByRole("button", { name: "Start", exact: true }).click();
      await at.sees(at.phone, "10 credits");
      await at.write("Is the new single out yet?");
      await at.group.getByTestId("topics").getByText(`👤 @mia (${MIA})`).first().waitFor();
      await at.sees(at.group, /New text message[\s\S]*Is the new single out yet\?/);
      await receipt("Is the new single out yet?", "👌");
      await at.group.getByTestId("pinned").getByText("User Info").first().waitFor();
      await at.answer("On Friday, and you hear it first");
      await at.sees(at.phone, "On Friday, and you hear it first");
      await receipt("Is the new single out yet?", "👀");
      await at.group.getByRole("textbox", { name: "Answer, or // for a note" }).fill("/gi");
      await at.group.getByTestId("commands").getByText("/gift", { exact: true }).waitFor();
      await at.group.getByRole("textbox", { name: "Answer, or // for a note" }).fill("");
      await at.phone.getByTestId("typing").waitFor({ state: "detached" });
    },
    2 * LIMIT_MS,
  );

  test(
    "credits run out, a message waits, and a gift sends it",
    async () => {
      for (const kind of ["Album of 3", "Photo"]) {
        await at.phone.getByRole("button", { name: "Attach" }).click();
        await at.page.getByRole("menuitem", { name: kind }).click();
        await at.phone.getByTestId("banner").waitFor();
        await at.page.keyboard.press("Enter");
      }
      await at.sees(at.phone, "Your photo is waiting");
      await at.press(at.group, /Gift/);
      await at.press(at.group, /\b10$/);
      await at.press(at.group, /Confirm/);
      await at.sees(at.phone, /gift/i);
      await at.sees(at.phone, "1 message just went out");
      await at.sees(at.group, "Held photo");
    },
    2 * LIMIT_MS,
  );

  test(
    "the bot is killed while a fan writes, and nothing is lost",
    async () => {
      await at.panel.getByRole("button", { name: "Kill" }).click();
      await at.panel.locator('[data-testid="bot-status"][data-status="stopped"]').waitFor();
      await at.write("Are you still there?");
      await at.panel.getByRole("button", { name: "Start" }).click();
      await at.sees(at.group, "Are you still there?");
      await receipt("Are you still there?", "👌");
      const shown = at.group.getByTestId("message").filter({ hasText: "Are you still there?" });
      expect(await shown.count()).toBe(1);
    },
    2 * LIMIT_MS,
  );

  test(
    "a deleted topic comes back with what was said",
    async () => {
      await at.group.getByRole("button", { name: "Topic menu" }).click();
      await at.page.getByRole("menuitem", { name: "Delete topic" }).click();
      await at.page.getByRole("menuitem", { name: "Really delete it" }).click();
      await at.write("Hello again");
      await at.group.getByTestId("topics").getByText(`👤 @mia (${MIA})`).first().click();
      await at.sees(at.group, /Hello again/);
      await at.sees(at.group, /On Friday, and you hear it first/);
    },
    2 * LIMIT_MS,
  );

  test(
    "a block of time ends when the clock is turned",
    async () => {
      await at.answer("/gift 30m");
      await at.sees(at.phone, /30 min/);
      await at.panel.getByRole("button", { name: "+30 min" }).click();
      await at.sees(at.phone, /time (is up|has ended)|over/i);
    },
    2 * LIMIT_MS,
  );

  test(
    "it works on a narrow window, in the dark",
    async () => {
      await at.picture(PICTURE);
      await at.page.emulateMedia({ colorScheme: "dark" });
      await at.page.setViewportSize({ width: 390, height: 844 });
      await at.page.getByRole("button", { name: "Admin group" }).click();
      await at.group.getByTestId("thread").waitFor();
      const overflow = await at.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow).toBe(0);
      const hidden = await at.page.evaluate(`(() => {
        const box = document.querySelector("[data-testid=thread] .messages");
        return box.scrollHeight - box.scrollTop - box.clientHeight;
      })()`);
      expect(hidden).toBeLessThan(2);
    },
    2 * LIMIT_MS,
  );

  test(
    "Ctrl-C closes it cleanly",
    async () => {
      expect(await at.interrupt()).toBe(0);
    },
    2 * LIMIT_MS,
  );
});
