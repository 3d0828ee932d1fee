// Bubbles as markup, drawn without a browser: what is escaped, what is covered, what is labelled.

import { describe, expect, test } from "bun:test";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { toDays } from "#src/sandbox/page/model/timeline.ts";
import { type Sheets, SheetsContext } from "#src/sandbox/page/phone/sheets.ts";
import { ADA, BOT, MIA, message, photo, state } from "#src/sandbox/page/testing/samples.ts";
import { FollowContext } from "#src/sandbox/page/use-app-links.ts";
import { SandboxContext } from "#src/sandbox/page/use-sandbox.ts";
import type { Message, Person } from "#src/sandbox/protocol.ts";
import { Bubble } from "./bubble.tsx";
import { ChatContext, type ChatScope } from "./chat-scope.ts";

const SHEETS: Sheets = { openPage() {}, openInvoice() {} };

function draw(messages: readonly Message[], viewer: Person, place: ChatScope["place"]): string {
  const scope: ChatScope = {
    viewer,
    place,
    showsAuthors: place.in === "group",
    byId: new Map(messages.map((one) => [one.id, one])),
    newestOwnId: messages.findLast((one) => one.from.id === viewer.id)?.id ?? null,
    reply() {},
    edit() {},
    jumpTo() {},
    say() {},
  };
  const sandbox = {
    snapshot: { state: state(), aheadMs: 0, stepsDone: new Set<never>() },
    isLost: false,
    act: () => Promise.resolve({ ok: true, messageIds: [] } as const),
    refusal: null,
    clearRefusal() {},
  };
  const bubbles: readonly ReactNode[] = toDays(messages).flatMap((day) =>
    day.entries.flatMap((entry) =>
      entry.kind === "service"
        ? []
        : entry.bubbles.map((bubble) => (
            <Bubble key={bubble.head.id} bubble={bubble} isFirst isLast />
          )),
    ),
  );
  return renderToStaticMarkup(
    <SandboxContext value={sandbox}>
      <SheetsContext value={place.in === "private" ? SHEETS : null}>
        <FollowContext value={() => undefined}>
          <ChatContext value={scope}>{bubbles}</ChatContext>
        </FollowContext>
      </SheetsContext>
    </SandboxContext>,
  );
}

const onPhone = (...messages: readonly Message[]): string => draw(messages, MIA, { in: "private" });
const inTopic = (...messages: readonly Message[]): string =>
  draw(messages, ADA, { in: "group", groupId: -100, topicId: 10 });

describe("words", () => {
  test("markup that somebody wrote is shown, not run", () => {
    const html = onPhone(message(1, { text: "<img src=x onerror=alert(1)>" }));
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).not.toContain("<img");
  });

  test("a spoiler is covered until it is pressed", () => {
    const entities = [{ type: "spoiler", offset: 0, length: 6 }];
    expect(onPhone(message(1, { text: "secret", entities }))).toContain("Spoiler, press to show");
  });

  test("a link to a script is plain words", () => {
    const entities = [{ type: "text_link", offset: 0, length: 4, url: "javascript:alert(1)" }];
    expect(onPhone(message(1, { text: "here", entities }))).not.toContain("<a ");
  });

  test("an edited message says so", () => {
    expect(onPhone(message(1, { isEdited: true }))).toContain("edited");
    expect(onPhone(message(1))).not.toContain("edited");
  });
});

describe("what hangs on a bubble", () => {
  test("the bot's reaction on a fan's own message is told as a receipt", () => {
    const html = onPhone(message(1, { reactions: [{ emoji: "✍️", byId: BOT.id }] }));
    expect(html).toContain('aria-label="Reaction ✍️, being answered"');
    expect(html).toContain(">being answered</span>");
  });

  test("only the newest message tells its receipt in words; the others keep the sign", () => {
    const reactions = [{ emoji: "👌", byId: BOT.id }];
    const html = onPhone(message(1, { reactions }), message(2, { reactions }));
    expect(html.match(/>delivered to the team<\/span>/g)).toHaveLength(1);
    expect(html.match(/Reaction 👌, delivered to the team/g)).toHaveLength(2);
  });

  test("a fan's reaction on the bot's message is none", () => {
    const html = onPhone(message(1, { from: BOT, reactions: [{ emoji: "👀", byId: MIA.id }] }));
    expect(html).toContain("Reaction 👀");
    expect(html).not.toContain("seen");
  });

  test("buttons keep their style, and a link button leaves the page", () => {
    const html = onPhone(
      message(1, {
        from: BOT,
        buttons: [
          [
            { text: "Ban", callbackData: "x", style: "danger" },
            { text: "Pay", url: "https://pay.example/1" },
          ],
        ],
      }),
    );
    expect(html).toMatch(/class="key key-danger"[^>]*>Ban/);
    expect(html).toMatch(
      /href="https:\/\/pay\.example\/1" target="_blank" rel="noopener noreferrer"/,
    );
  });

  test("an invoice shows its price; Pay is dead in a group, and once it is paid", () => {
    const invoice = { title: "25 credits", description: "words", amount: 250, isPaid: false };
    const buttons = [[{ text: "Pay ⭐️250", isPay: true as const }]];
    const bill = message(1, { from: BOT, text: null, invoice, buttons });
    const html = onPhone(bill);
    expect(html).toContain("25 credits");
    expect(html).toMatch(/<button type="button" class="key key-primary">Pay ⭐️250/);
    expect(inTopic(bill)).toMatch(/<button [^>]*disabled[^>]*>Pay/);
    const paid = onPhone({ ...bill, invoice: { ...invoice, isPaid: true } });
    expect(paid).toMatch(/<button [^>]*disabled[^>]*>Paid/);
  });

  test("a page of the sandbox opens on the phone, and in a tab anywhere else", () => {
    const buttons = [[{ text: "Pay", url: "http://127.0.0.1:4000/pay/cs_1" }]];
    const link = message(1, { from: BOT, buttons });
    expect(onPhone(link)).toMatch(/<button type="button" class="key key-plain">Pay/);
    expect(inTopic(link)).toMatch(/href="http:\/\/127\.0\.0\.1:4000\/pay\/cs_1" target="_blank"/);
  });

  test("a link to a topic or to the bot stays in the app, in words and on buttons", () => {
    const url = "https://t.me/c/100/10";
    const buttons = [[{ text: "Join", url: "https://t.me/stagedoor_bot?start=t_abc" }]];
    const entities = [{ type: "text_link", offset: 0, length: 3, url }];
    const html = inTopic(message(1, { from: BOT, text: "Mia", entities, buttons }));
    expect(html).toMatch(/<button type="button" class="text-link">.*Mia/);
    expect(html).toMatch(/<button type="button" class="key key-plain">Join/);
    expect(html).not.toContain("target=");
  });

  test("a document can be kept", () => {
    const media = {
      ...photo("f1"),
      kind: "document",
      label: "figures.csv",
      downloadUrl: "/sandbox/file/f1",
    } as const;
    expect(onPhone(message(1, { media }))).toContain(
      'href="/sandbox/file/f1" download="figures.csv"',
    );
  });

  test("a reply quotes its target, and says when it is gone", () => {
    const target = message(1, { text: "the question" });
    expect(onPhone(target, message(2, { replyToId: 1 }))).toContain(
      "In reply to Mia: the question",
    );
    expect(onPhone(message(2, { replyToId: 1 }))).toContain("no longer here");
  });

  test("a message can be edited by who wrote it, and by nobody else", () => {
    expect(onPhone(message(1))).toContain('aria-label="Edit"');
    expect(onPhone(message(1, { from: BOT }))).not.toContain('aria-label="Edit"');
  });
});

describe("albums and notes", () => {
  test("an album's pictures share a bubble with the caption of whichever part has one", () => {
    const parts = [1, 2, 3].map((id) =>
      message(id, { albumId: "a", media: photo(`f${id}`), text: id === 2 ? "caption" : null }),
    );
    const html = onPhone(...parts);
    expect(html.match(/data-testid="message"/g)).toHaveLength(1);
    expect(html).toContain("album-3");
    expect(html).toContain("caption");
  });

  test("a note is marked in a topic; a fan's slashes are only slashes", () => {
    const words = { text: "// ask her first" };
    expect(inTopic(message(1, words))).toContain("stays inside the team");
    expect(onPhone(message(1, words))).not.toContain("stays inside the team");
  });
});

describe("media for Stars", () => {
  const sold = (isOpen: boolean) => {
    const media = isOpen ? [photo("a"), photo("b")] : [];
    const paidMedia = { amount: 50, count: 2, isOpen, media };
    return message(1, { text: null, from: BOT, paidMedia });
  };

  test("is covered until it is paid, with its price to press", () => {
    const html = onPhone(sold(false));
    expect(html).toContain("Unlock for ⭐️ 50");
    expect(html).toContain("2 pieces");
    expect(html).not.toContain("disabled");
    expect(html).not.toContain("picture-photo");
  });

  test("is there for its buyer, and for nobody to buy again", () => {
    const html = onPhone(sold(true));
    expect(html.match(/picture-photo/g)).toHaveLength(2);
    expect(html).not.toContain("Unlock for");
  });

  test("is not for sale to whoever looks on", () => {
    expect(inTopic(sold(false))).toContain("disabled");
  });
});
