// A fan's whole purchase, in a browser: the shop in the chat, the checkout page over it, the receipt.
// By card and in Stars, with a card that is declined, a bank that asks, a bot that is down.
//
// With STAGEDOOR_PICTURES=1 it also takes the docs' picture of a checkout.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { FrameLocator, Locator } from "playwright-core";
import { DemoPage, describePage, LIMIT_MS, OPEN_MS } from "./testing/demo-page.ts";

const PICTURE = "docs/images/checkout.png";
const ID = "data-message-id";
const LATER_WORDS_OF_THE_BOT =
  'following::li[@data-from="bot"][ancestor::section[@data-testid="phone"]]';

describePage("a purchase", () => {
  let at: DemoPage;
  let checkout: FrameLocator;
  let sheet: Locator;

  beforeAll(async () => {
    at = await DemoPage.open();
    checkout = at.page.frameLocator("iframe[title=Checkout]");
    sheet = at.page.getByTestId("browser");
    await at.phone.getByRole("button", { name: "Start", exact: true }).click();
    await at.sees(at.phone, "10 credits");
    await at.panel.getByRole("tab", { name: "Stripe" }).click();
  }, OPEN_MS);

  afterAll(() => at?.close());

  /** Writes a command; answers the bot's next message, whatever it will be edited into. */
  const ask = async (command: string): Promise<Locator> => {
    const own = at.phone.locator('[data-from="me"]');
    const asked = own.nth(await own.count());
    await at.write(command);
    const id = await asked.locator(`xpath=(${LATER_WORDS_OF_THE_BOT})[1]`).getAttribute(ID);
    return at.phone.locator(`[${ID}="${id}"]`);
  };
  /** Picks a pack and opens its page; answers the message that will be the receipt. */
  const pick = async (pack: RegExp): Promise<Locator> => {
    const message = await ask("/buy");
    await message.getByRole("button", { name: pack }).click();
    await message.getByRole("button", { name: /Pay$/ }).click();
    await checkout.getByRole("button", { name: /^Pay \$/ }).waitFor();
    return message;
  };
  const choose = async (kind: string, card: string): Promise<void> => {
    await checkout.getByText(kind, { exact: true }).click();
    await checkout.getByText(card, { exact: true }).click();
  };
  const pay = (): Promise<void> => checkout.getByRole("button", { name: /^Pay \$/ }).click();
  const closed = (): Promise<void> => sheet.waitFor({ state: "detached" });
  const turnsInto = async (message: Locator, words: RegExp): Promise<void> => {
    await message.filter({ hasText: words }).waitFor();
    expect(await message.textContent()).toMatch(words);
  };
  const balanceIs = async (credits: number): Promise<void> => {
    await turnsInto(await ask("/balance"), new RegExp(`\\b${credits} credits`));
  };

  test(
    "by card: the link in the chat turns into the receipt, and the credits are there",
    async () => {
      await at.write("Is the new single out yet?");
      await at.sees(at.group, "Is the new single out yet?");
      await at.answer("On Friday, and you hear it first");
      await at.sees(at.phone, "On Friday, and you hear it first");
      const message = await pick(/25 credits/);
      expect(await checkout.getByLabel(/4242 4242 4242 4242/).isChecked()).toBe(true);
      await at.picture(PICTURE);
      await pay();
      await closed();
      await turnsInto(message, /Paid[\s\S]*\$9\.99[\s\S]*25 credits[\s\S]*34 credits/);
      expect(await message.getByRole("button").filter({ hasText: /Pay/ }).count()).toBe(0);
      await balanceIs(34);
      const [newest] = await at.panel.getByTestId("payment").all();
      expect(await newest?.getAttribute("data-state")).toBe("paid");
    },
    4 * LIMIT_MS,
  );

  test(
    "a declined card says so on the page, and a bank that asks is answered there",
    async () => {
      const message = await pick(/10 credits/);
      await choose("Cards that are declined", "Not enough money");
      await pay();
      await checkout.getByRole("alert").filter({ hasText: "insufficient funds" }).waitFor();
      await choose("Cards that ask the bank", "Asks the bank until it has been set up");
      await pay();
      await checkout.getByRole("button", { name: "Complete authentication" }).click();
      await closed();
      await turnsInto(message, /Paid[\s\S]*44 credits/);
    },
    3 * LIMIT_MS,
  );

  test(
    "the way back without paying closes the page and charges nothing",
    async () => {
      await pick(/10 credits/);
      await checkout.getByRole("link", { name: "Cancel" }).click();
      await closed();
      await balanceIs(44);
    },
    3 * LIMIT_MS,
  );

  test(
    "a refund at Stripe is told to the fan once, however often its event comes",
    async () => {
      const paid = at.panel.locator('[data-testid="payment"][data-state="paid"]').last();
      await paid.getByRole("button", { name: /25 credits/ }).click();
      await paid.getByRole("button", { name: "Refund all" }).click();
      await at.sees(at.phone, /\$9\.99 back[\s\S]*19 credits/);
      await at.panel.getByRole("button", { name: "Events", exact: true }).click();
      const event = at.panel.locator('[data-type="charge.refunded"]');
      await event.getByRole("button").first().click();
      await event.getByRole("button", { name: "Again" }).click();
      await event.getByText("200 ×2").waitFor();
      await balanceIs(19);
      expect(await at.phone.getByTestId("message").filter({ hasText: "$9.99 back" }).count()).toBe(
        1,
      );
      await at.panel.getByRole("button", { name: "Payments", exact: true }).click();
    },
    3 * LIMIT_MS,
  );

  test(
    "a bot that is down while the fan pays hears of it when it is back",
    async () => {
      const message = await pick(/10 credits/);
      await at.panel.getByRole("button", { name: "Kill" }).click();
      await at.panel.locator('[data-testid="bot-status"][data-status="stopped"]').waitFor();
      await pay();
      await closed();
      await at.panel.getByRole("button", { name: "Start" }).click();
      await at.panel.locator('[data-testid="bot-status"][data-status="running"]').waitFor();
      await at.panel.getByRole("button", { name: "+1 min" }).click();
      await turnsInto(message, /Paid[\s\S]*29 credits/);
    },
    4 * LIMIT_MS,
  );

  test(
    "in Stars: the invoice asks first, and the credits are there",
    async () => {
      const shelf = await ask("/buy");
      await shelf.getByRole("button", { name: /Stars/ }).click();
      await shelf.getByRole("button", { name: /10 credits.*⭐/ }).click();
      await at.phone.getByTestId("invoice").waitFor();
      await at.press(at.phone, /^Pay/);
      const asks = at.page.getByTestId("invoice-sheet");
      await asks.getByText("Mia has ⭐️ 500").waitFor();
      await asks.getByRole("button", { name: /^Pay/ }).click();
      await asks.waitFor({ state: "detached" });
      await at.sees(at.phone, /Paid[\s\S]*⭐[\s\S]*39 credits/);
      await at.phone.getByText(/Mia paid ⭐/).waitFor();
      const [button] = await at.phone.getByRole("button", { name: "Paid", exact: true }).all();
      expect(await button?.isDisabled()).toBe(true);
    },
    3 * LIMIT_MS,
  );

  test(
    "money that takes three days: nothing at first, the credits when the clock is turned",
    async () => {
      const message = await pick(/10 credits/);
      await choose("Cards with something to come", "The money comes in three days");
      await pay();
      await closed();
      await turnsInto(message, /on its way/);
      await balanceIs(39);
      for (let day = 1; day <= 3; day++) {
        await at.panel.getByRole("button", { name: "+24 h" }).click();
      }
      await turnsInto(message, /Paid[\s\S]*49 credits/);
    },
    3 * LIMIT_MS,
  );
});
