// The product as a person meets it: `bun run demo` in a process of its own, its page in a browser, and
// a fan and an admin who play with it. Needs Chromium; `.ci/run` sees to it that it is there.
//
// With STAGEDOOR_PICTURES=1 it also takes the README's picture.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const IS_REQUIRED = process.env["STAGEDOOR_REQUIRE_CHROMIUM"] === "1";
const PICTURE = "docs/images/sandbox.png";
const MIA = 5_000_000_601;
/** For one thing to appear on the page; generous, for a busy machine. */
const LIMIT_MS = 15_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const describePage = existsSync(CHROMIUM) || IS_REQUIRED ? describe : describe.skip;

describePage("the sandbox page", () => {
  let demo: Bun.Subprocess<"ignore", "pipe", "inherit">;
  let browser: Browser;
  let page: Page;
  let phone: Locator;
  let group: Locator;
  let panel: Locator;

  beforeAll(async () => {
    demo = Bun.spawn([process.execPath, "scripts/demo.ts"], {
      env: { ...process.env, PORT: "0", DATA_DIR: "" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    const url = await addressIn(demo.stdout);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(url);
    phone = page.getByTestId("phone");
    group = page.getByTestId("group");
    panel = page.getByTestId("console");
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    demo?.kill("SIGKILL");
  });

  const write = async (text: string): Promise<void> => {
    await phone.getByRole("textbox", { name: "Message" }).fill(text);
    await page.keyboard.press("Enter");
  };
  const answer = async (text: string): Promise<void> => {
    await group.getByRole("textbox", { name: "Answer, or // for a note" }).fill(text);
    await page.keyboard.press("Enter");
  };
  const press = async (where: Locator, label: RegExp): Promise<void> => {
    await where.getByTestId("keyboard").getByRole("button", { name: label }).last().click();
  };
  const sees = async (where: Locator, words: string | RegExp): Promise<void> => {
    const message = where.getByTestId("message").filter({ hasText: words }).last();
    await message.waitFor();
    expect(await message.isVisible()).toBe(true);
  };
  const receipt = (text: string, emoji: string): Promise<void> =>
    phone
      .locator(`[data-testid="message"]:has-text("${text}") [data-emoji="${emoji}"]`)
      .last()
      .waitFor();

  test(
    "a fan starts, writes, and is answered",
    async () => {
      await phone.getByRole("button", { name: "Start", exact: true }).click();
      await sees(phone, "10 credits");
      await write("Is the new single out yet?");
      await group.getByTestId("topics").getByText(`👤 @mia (${MIA})`).first().waitFor();
      await sees(group, /New text message[\s\S]*Is the new single out yet\?/);
      await receipt("Is the new single out yet?", "👌");
      await group.getByTestId("pinned").getByText("User Info").first().waitFor();
      await answer("On Friday, and you hear it first");
      await sees(phone, "On Friday, and you hear it first");
      await receipt("Is the new single out yet?", "👀");
      await group.getByRole("textbox", { name: "Answer, or // for a note" }).fill("/gi");
      await group.getByTestId("commands").getByText("/gift", { exact: true }).waitFor();
      await group.getByRole("textbox", { name: "Answer, or // for a note" }).fill("");
      await phone.getByTestId("typing").waitFor({ state: "detached" });
    },
    2 * LIMIT_MS,
  );

  test(
    "credits run out, a message waits, and a gift sends it",
    async () => {
      for (const kind of ["Album of 3", "Photo"]) {
        await phone.getByRole("button", { name: "Attach" }).click();
        await page.getByRole("menuitem", { name: kind }).click();
        await phone.getByTestId("banner").waitFor();
        await page.keyboard.press("Enter");
      }
      await sees(phone, "Your photo is waiting");
      await press(group, /Gift/);
      await press(group, /\b10$/);
      await press(group, /Confirm/);
      await sees(phone, /gift/i);
      await sees(phone, "1 message just went out");
      await sees(group, "Held photo");
    },
    2 * LIMIT_MS,
  );

  test(
    "the bot is killed while a fan writes, and nothing is lost",
    async () => {
      await panel.getByRole("button", { name: "Kill" }).click();
      await panel.locator('[data-testid="bot-status"][data-status="stopped"]').waitFor();
      await write("Are you still there?");
      await panel.getByRole("button", { name: "Start" }).click();
      await sees(group, "Are you still there?");
      await receipt("Are you still there?", "👌");
      const shown = group.getByTestId("message").filter({ hasText: "Are you still there?" });
      expect(await shown.count()).toBe(1);
    },
    2 * LIMIT_MS,
  );

  test(
    "a deleted topic comes back with what was said",
    async () => {
      await group.getByRole("button", { name: "Topic menu" }).click();
      await page.getByRole("menuitem", { name: "Delete topic" }).click();
      await page.getByRole("menuitem", { name: "Really delete it" }).click();
      await write("Hello again");
      await group.getByTestId("topics").getByText(`👤 @mia (${MIA})`).first().click();
      await sees(group, /Hello again/);
      await sees(group, /On Friday, and you hear it first/);
    },
    2 * LIMIT_MS,
  );

  test(
    "a block of time ends when the clock is turned",
    async () => {
      await answer("/gift 30m");
      await sees(phone, /30 min/);
      await panel.getByRole("button", { name: "+30 min" }).click();
      await sees(phone, /time (is up|has ended)|over/i);
    },
    2 * LIMIT_MS,
  );

  test(
    "it works on a narrow window, in the dark",
    async () => {
      if (process.env["STAGEDOOR_PICTURES"] === "1") await page.screenshot({ path: PICTURE });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole("button", { name: "Admin group" }).click();
      await group.getByTestId("thread").waitFor();
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow).toBe(0);
      const hidden = await page.evaluate(`(() => {
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
      demo.kill("SIGINT");
      expect(await demo.exited).toBe(0);
    },
    2 * LIMIT_MS,
  );
});

/** The address that the demo prints. */
async function addressIn(output: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of output) {
    text += decoder.decode(chunk, { stream: true });
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`the demo ended without an address: ${text}`);
}
