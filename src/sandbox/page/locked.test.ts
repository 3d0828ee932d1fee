// Locked media in a browser: the team sells a photo by its caption, the fan unlocks it for credits, and
// another one for Stars.
//
// With STAGEDOOR_PICTURES=1 it also takes the guides' picture of a card, before and after.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { PEOPLE } from "#src/sandbox/default-world.ts";
import { DemoPage, describePage, LIMIT_MS, OPEN_MS } from "./testing/demo-page.ts";

const PICTURE = "docs/images/lock.png";
const { mia } = PEOPLE;

describePage("locked media on the sandbox page", () => {
  let at: DemoPage;
  let before: Buffer;

  beforeAll(async () => {
    at = await DemoPage.open();
    await at.phone.getByRole("button", { name: "Start", exact: true }).click();
    await at.sees(at.phone, "10 cr");
    await at.write("Do you have anything from the shoot?");
    await at.group.getByTestId("topics").getByText(`(${mia.id})`).first().waitFor();
    await at.sees(at.group, "anything from the shoot");
    await at.answer("One that nobody has seen. Just for you:");
    await at.sees(at.phone, "Just for you");
  }, OPEN_MS);

  afterAll(() => at?.close());

  /** The team sends a photo with a caption in the open topic. */
  const send = async (caption: string): Promise<void> => {
    await at.group.getByRole("button", { name: "Attach" }).click();
    await at.page.getByRole("menuitem", { name: "Photo", exact: true }).click();
    await at.group.getByTestId("banner").waitFor();
    await at.group.getByRole("textbox").last().fill(caption);
    await at.page.keyboard.press("Enter");
  };
  /** The phone, at the end of the chat, with nothing that a pointer or the focus uncovers. */
  const picture = async (): Promise<Buffer> => {
    await at.page.mouse.move(0, 0);
    await at.phone.getByTestId("message").last().scrollIntoViewIfNeeded();
    await at.phone.getByTestId("keyboard").last().scrollIntoViewIfNeeded();
    await at.page.evaluate("document.activeElement?.blur()");
    return await at.phone.locator(".device").screenshot({ animations: "disabled" });
  };

  test(
    "a caption sells a photo, which comes with the press that pays for it",
    async () => {
      await send("/lock 5 The last look, before the lights went out");
      const card = await at.sees(at.phone, /5 credits[\s\S]*The last look/);
      await card.locator("img").waitFor();
      before = await picture();
      const pictures = await at.phone.locator(".picture").count();
      await at.press(at.phone, /Unlock · 5/);
      await at.phone.locator(".picture").nth(pictures).waitFor();
      await at.sees(at.phone, /Unlocked/);
      expect(await at.phone.getByRole("button", { name: /Unlock ·/ }).count()).toBe(0);
      await at.sees(at.group, /unlocked/);
      await pictureOfBoth();
    },
    4 * LIMIT_MS,
  );

  test(
    "for Stars it is covered, and open once they are paid",
    async () => {
      await send("/lock 20 stars The encore");
      const card = at.phone.getByTestId("paid-media").last();
      await card.getByRole("button", { name: /Unlock for ⭐️ 20/ }).click();
      await at.phone.locator('[data-testid="paid-media"][data-open="true"] .picture').waitFor();
      expect(await card.getByRole("button").count()).toBe(0);
      await at.sees(at.group, /unlocked[\s\S]*20/);
    },
    4 * LIMIT_MS,
  );

  /** Both side by side, as one picture. */
  const pictureOfBoth = async (): Promise<void> => {
    if (process.env["STAGEDOOR_PICTURES"] !== "1") return;
    const after = await picture();
    const image = (png: Buffer): string =>
      `<img src="data:image/png;base64,${png.toString("base64")}">`;
    const both = await at.page.context().browser()?.newPage();
    if (both === undefined) return;
    await both.setContent(`<div style="display:inline-flex;gap:24px;padding:24px">
      ${image(before)}${image(after)}</div>`);
    await both.locator("div").screenshot({ path: PICTURE });
    await both.close();
  };
});
