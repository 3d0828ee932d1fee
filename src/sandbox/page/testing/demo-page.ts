// `bun run demo` in a process of its own, its page in a real browser, and the few things that a person
// does on it. Needs Chromium; `.ci/run` sees to it that it is there.
import { describe, expect } from "bun:test";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const IS_REQUIRED = process.env["STAGEDOOR_REQUIRE_CHROMIUM"] === "1";

/** For one thing to appear on the page; generous, for a busy machine. */
export const LIMIT_MS = 15_000;
/** For the demo to be up. */
export const OPEN_MS = 60_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `describe` where there is a browser, and where there has to be one. */
export const describePage = existsSync(CHROMIUM) || IS_REQUIRED ? describe : describe.skip;

type Demo = Bun.Subprocess<"ignore", "pipe", "inherit">;

export class DemoPage {
  readonly page: Page;
  readonly phone: Locator;
  readonly group: Locator;
  readonly panel: Locator;
  readonly #demo: Demo;
  readonly #browser: Browser;

  private constructor(demo: Demo, browser: Browser, page: Page) {
    this.#demo = demo;
    this.#browser = browser;
    this.page = page;
    this.phone = page.getByTestId("phone");
    this.group = page.getByTestId("group");
    this.panel = page.getByTestId("console");
  }

  static async open(): Promise<DemoPage> {
    const demo = Bun.spawn([process.execPath, "scripts/demo.ts"], {
      env: { ...process.env, PORT: "0", DATA_DIR: "" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    const url = await addressIn(demo.stdout);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(url);
    return new DemoPage(demo, browser, page);
  }

  /** Ends browser and demo, whatever state they are in. */
  async close(): Promise<void> {
    await this.#browser.close();
    this.#demo.kill("SIGKILL");
  }

  /** Ends the demo as Ctrl-C does; answers its exit code. */
  interrupt(): Promise<number> {
    this.#demo.kill("SIGINT");
    return this.#demo.exited;
  }

  /** Takes a picture for the docs, of a part of the page or all of it, if pictures were asked for. */
  async picture(path: string, part?: Locator): Promise<void> {
    if (process.env["STAGEDOOR_PICTURES"] !== "1") return;
    // What the pointer uncovers is nobody's picture.
    await this.page.mouse.move(0, 0);
    await (part ?? this.page).screenshot({ path, animations: "disabled" });
  }

  /** Hands the phone to somebody, by their id. */
  async handTo(personId: number): Promise<void> {
    await this.page.getByTestId(`holder-${personId}`).check({ force: true });
  }

  /** Writes as the fan who holds the phone. */
  async write(text: string): Promise<void> {
    await this.phone.getByRole("textbox", { name: "Message" }).fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Answers in the open topic. */
  async answer(text: string): Promise<void> {
    await this.group.getByRole("textbox", { name: "Answer, or // for a note" }).fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Presses the newest button of that label under a message. */
  async press(where: Locator, label: RegExp): Promise<void> {
    await where.getByTestId("keyboard").getByRole("button", { name: label }).last().click();
  }

  /** Waits for a message with these words; answers the newest. */
  async sees(where: Locator, words: string | RegExp): Promise<Locator> {
    const message = where.getByTestId("message").filter({ hasText: words }).last();
    await message.waitFor();
    expect(await message.isVisible()).toBe(true);
    return message;
  }
}

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
