// Effects of locked media: the card, the files, the lists. The files go by their ids and are protected;
// whose they are is asked of the books at the moment they are sent, for a card's button and an effect's
// number prove nothing.
import { CAPTION_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Performed } from "#actors/kernel/ports.ts";
import { packPress } from "#actors/kernel/press.ts";
import { cutRich, rich } from "#actors/kernel/rich.ts";
import type { ButtonSpec, Keyboard } from "#actors/kernel/say.ts";
import { lockedKindOf, type MediaPart, packMediaPayload } from "#actors/kernel/shelf.ts";
import { cardWords, fanText, teamText } from "#src/i18n/index.ts";
import type { TelegramApi } from "./api.ts";
import type { LockedKit } from "./locked-kit.ts";
import type { FanTarget } from "./perform-fan.ts";
import { DONE, done, type PerformReads, refused } from "./perform-kit.ts";
import { WAY_OUT, whyUnwanted, withWayOut } from "./perform-promotion.ts";
import type { TopicTarget } from "./perform-topic.ts";
import { captionOf, markupOf, NO_PREVIEW, TEAM_LANGUAGE, textOf } from "./render.ts";

type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

const BUTTONS_A_ROW = 4;
/** Pictures that Telegram has already: the same card for fifty thousand fans is uploaded once. */
const CARDS_KEPT = 200;

export interface LockedPerformKit {
  readonly api: TelegramApi;
  readonly locked: LockedKit;
  readonly reads: Pick<PerformReads, "takesPromotions">;
}

/** The card, unless the item is theirs already, or it is a broadcast's and they want none any more. */
export async function offerLocked(
  kit: LockedPerformKit,
  { fanId, chatId }: FanTarget,
  effect: Of<"offerLocked">,
): Promise<Performed> {
  if ((await kit.locked.boughtItem(fanId, effect.item.id)) !== null) {
    return { outcome: { type: "done", sent: null, answer: { type: "owned" } }, links: [] };
  }
  const no = effect.isPromotion === true ? await whyUnwanted(kit.reads, fanId) : null;
  if (no !== null) return no;
  return sendCard(kit, chatId, effect);
}

/** The card in a chat, whoever's it is. */
export async function sendCard(
  kit: Pick<LockedPerformKit, "api"> & {
    readonly locked: Pick<LockedKit, "cards" | "drawCard">;
  },
  chatId: number,
  effect: Omit<Of<"offerLocked">, "verb">,
): Promise<Performed> {
  const { item, price, say, language, keyboard, isPromotion } = effect;
  const words = fanText(say, language);
  if (price.unit === "stars") {
    const [kind, count] = [lockedKindOf(item.parts), item.parts.length];
    const shown = isPromotion === true ? withWayOut(words, language) : words;
    const sent = await kit.api.sendPaidMedia({
      chat_id: chatId,
      star_count: price.amount,
      media: item.parts.map(paidMedia),
      payload: packMediaPayload({ itemId: item.id, amount: price.amount, kind, count }),
      protect_content: true,
      ...captionOf(cutRich(shown, CAPTION_LENGTH_MAX)),
    });
    return done({ chatId, messageIds: [sent.message_id] });
  }
  const { key, photo } = await cardOf(kit.locked, effect);
  const sent = await kit.api.sendPhoto({
    chat_id: chatId,
    photo,
    protect_content: true,
    ...captionOf(cutRich(words, CAPTION_LENGTH_MAX)),
    ...markupOf(isPromotion === true ? [...keyboard, ...WAY_OUT] : keyboard, language),
  });
  const fileId = sent.photo?.at(-1)?.file_id;
  if (fileId !== undefined) remember(kit.locked.cards, key, fileId);
  return done({ chatId, messageIds: [sent.message_id] });
}

/** The card's words and buttons; its picture stays. */
export async function editLocked(
  kit: LockedPerformKit,
  { chatId }: FanTarget,
  { messageId, say, language, keyboard }: Of<"editLocked">,
): Promise<Performed> {
  await kit.api.editMessageCaption({
    chat_id: chatId,
    message_id: messageId,
    ...captionOf(cutRich(fanText(say, language), CAPTION_LENGTH_MAX)),
    ...markupOf(keyboard, language),
  });
  return DONE;
}

/** The files of what the fan has bought, as often as they ask. */
export async function deliverLocked(
  kit: LockedPerformKit,
  { fanId, chatId }: FanTarget,
  { itemId }: Of<"deliverLocked">,
): Promise<Performed> {
  const item = await kit.locked.boughtItem(fanId, itemId);
  if (item === null) return refused("bad-request", "the fan has not bought this");
  const { parts } = item;
  const caption = captionOf(cutRich(rich(item.caption), CAPTION_LENGTH_MAX));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const messageId = await sendOne(kit.api, chatId, only, caption);
    return done({ chatId, messageIds: [messageId] });
  }
  const sent = await kit.api.sendMediaGroup({
    chat_id: chatId,
    protect_content: true,
    media: parts.map((part, i) => groupMedia(part, i === 0 ? caption : {})),
  });
  return done({ chatId, messageIds: sent.map(({ message_id: id }) => id) });
}

/** A page of what the fan has unlocked; a number sends it again. */
export async function showUnlocked(
  kit: LockedPerformKit,
  { fanId, chatId }: FanTarget,
  { page, messageId, language }: Of<"showUnlocked">,
): Promise<Performed> {
  const { items, pages } = await kit.locked.unlockedOf(fanId, page);
  const lines = items.map(({ item, price, at }, i) => ({
    name: String(i + 1),
    kind: lockedKindOf(item.parts),
    count: item.parts.length,
    price,
    title: item.caption,
    at,
  }));
  const say = { key: "unlockedList", with: { items: lines, page, pages } } as const;
  const buttons = items.map(({ item }, i) => button(null, String(i + 1), "again", item.id));
  const message = {
    chat_id: chatId,
    ...textOf(fanText(say, language)),
    ...markupOf(paged(buttons, null, "unlocked", page, pages), language),
  };
  if (messageId !== null) {
    await kit.api.editMessageText({ ...message, message_id: messageId });
    return DONE;
  }
  const sent = await kit.api.sendMessage(message);
  return done({ chatId, messageIds: [sent.message_id] });
}

/** A page of the shelf in a fan's topic; a number offers the item. */
export async function showShelf(
  kit: LockedPerformKit,
  { fanId, groupId, topicId }: TopicTarget,
  { page, messageId }: Of<"showShelf">,
): Promise<Performed> {
  const { entries, pages } = await kit.locked.shelfPage(page);
  const lines = entries.map(({ item }) => ({
    name: item.name,
    kind: lockedKindOf(item.parts),
    count: item.parts.length,
    priceCredits: item.priceCredits,
    priceStars: item.priceStars,
  }));
  const buttons = entries.map(({ item }, i) => button(fanId, String(i + 1), "shelfOffer", item.id));
  const message = {
    chat_id: groupId,
    ...textOf(teamText({ key: "shelf", with: { lines, page, pages } })),
    ...NO_PREVIEW,
    ...markupOf(paged(buttons, fanId, "shelfPage", page, pages), TEAM_LANGUAGE),
  };
  if (messageId !== null) {
    await kit.api.editMessageText({ ...message, message_id: messageId });
    return DONE;
  }
  const sent = await kit.api.sendMessage({ ...message, message_thread_id: topicId });
  return done({ chatId: groupId, threadId: topicId, messageIds: [sent.message_id] });
}

/** The picture by its id where Telegram has it, else drawn. */
async function cardOf(
  { cards, drawCard }: Pick<LockedKit, "cards" | "drawCard">,
  { item, price, language }: Pick<Of<"offerLocked">, "item" | "price" | "language">,
): Promise<{ readonly key: string; readonly photo: string | File }> {
  const key = `${item.id} ${price.amount} ${language}`;
  const known = cards.get(key);
  if (known !== undefined) return { key, photo: known };
  const facts = { kind: lockedKindOf(item.parts), count: item.parts.length, price };
  const thumbnailId = item.parts.find((part) => part.thumbnailId !== null)?.thumbnailId ?? null;
  const png = await drawCard(thumbnailId, cardWords(facts, language));
  return { key, photo: new File([png.slice()], "locked.png", { type: "image/png" }) };
}

function remember(cards: Map<string, string>, key: string, fileId: string): void {
  cards.set(key, fileId);
  const [oldest] = cards.keys();
  if (cards.size > CARDS_KEPT && oldest !== undefined) cards.delete(oldest);
}

type Caption = ReturnType<typeof captionOf>;

async function sendOne(
  api: TelegramApi,
  chatId: number,
  { kind, fileId }: MediaPart,
  caption: Caption,
): Promise<number> {
  const place = { chat_id: chatId, protect_content: true } as const;
  const send = {
    photo: () => api.sendPhoto({ ...place, ...caption, photo: fileId }),
    video: () => api.sendVideo({ ...place, ...caption, video: fileId }),
    voice: () => api.sendVoice({ ...place, ...caption, voice: fileId }),
    audio: () => api.sendAudio({ ...place, ...caption, audio: fileId }),
    document: () => api.sendDocument({ ...place, ...caption, document: fileId }),
    animation: () => api.sendAnimation({ ...place, ...caption, animation: fileId }),
    video_note: () => api.sendVideoNote({ ...place, video_note: fileId }),
  } as const;
  return (await send[kind]()).message_id;
}

/** The parts of one album, which Telegram made; so they go together in another. */
function groupMedia({ kind, fileId }: MediaPart, caption: Partial<Caption>) {
  return { type: kind as "photo", media: fileId, ...caption };
}

function paidMedia({ kind, fileId }: MediaPart) {
  return { type: kind as "photo", media: fileId };
}

function button(fanId: number | null, name: string, verb: string, itemId: number): ButtonSpec {
  return { label: { literal: name }, data: packPress({ fanId, verb, argument: String(itemId) }) };
}

/** The items' buttons in short rows, and the way to the pages beside this one. */
function paged(
  buttons: readonly ButtonSpec[],
  fanId: number | null,
  verb: string,
  page: number,
  pages: number,
): Keyboard {
  const turn = (label: "newer" | "older", to: number): ButtonSpec => ({
    label,
    data: packPress({ fanId, verb, argument: String(to) }),
  });
  const rows = [
    buttons.slice(0, BUTTONS_A_ROW),
    buttons.slice(BUTTONS_A_ROW),
    [
      ...(page > 0 ? [turn("newer", page - 1)] : []),
      ...(page + 1 < pages ? [turn("older", page + 1)] : []),
    ],
  ];
  return rows.filter((row) => row.length > 0);
}
