// What people do with messages: write, send files and albums, edit, press, react, pin. Each act does
// to the world what Telegram's app would, and then tells the bot what Telegram would tell it.

import {
  ANONYMOUS_ADMIN_ID,
  type Attachment,
  albumFamily,
  bodyOf,
  type Content,
  type Draft,
  type FileKind,
  NO_TEXT,
  type PersonRecord,
  type StoredMessage,
  takesCaption,
} from "#src/sandbox/model.ts";
import type { Act, Media, Place } from "#src/sandbox/protocol.ts";
import { isAllowedReaction } from "#src/sandbox/telegram/allowed-reactions.ts";
import type { Telegram } from "#src/sandbox/telegram/context.ts";
import { pin } from "#src/sandbox/telegram/methods/pins.ts";
import { CAPTION_MAX, TEXT_MAX, typedText } from "#src/sandbox/telegram/text.ts";
import type { World } from "#src/sandbox/world.ts";
import { need } from "./impossible.ts";

type ActOf<K extends Act["act"]> = Extract<Act, { readonly act: K }>;

/** Answers the ids of what was written. */
export function send(telegram: Telegram, act: ActOf<"send">): readonly number[] {
  const body = typedText(act.text);
  need(body.text !== "", "an empty message cannot be sent");
  need(body.text.length <= TEXT_MAX, `a message has at most ${TEXT_MAX} characters`);
  const draft = draftOf(telegram.world, act, act.quote);
  return [write(telegram, { ...draft, content: { type: "text", body } })];
}

/** One file, or an album of several; the caption goes under the first. */
export function sendMedia(telegram: Telegram, act: ActOf<"sendMedia">): readonly number[] {
  const { kinds } = act;
  checkAlbum(kinds);
  const caption = typedText(act.caption ?? "");
  need(caption.text.length <= CAPTION_MAX, `a caption has at most ${CAPTION_MAX} characters`);
  const hasPlace = kinds[0] !== undefined && takesCaption(kinds[0]);
  need(hasPlace || caption.text === "", `a ${kinds[0]} has no caption`);
  const draft = draftOf(telegram.world, act);
  const albumId = kinds.length > 1 ? telegram.world.newAlbumId() : null;
  return kinds.map((kind, index) => {
    const attachment = drawAttachment(telegram.world, kind);
    const content: Content = {
      type: "media",
      attachment,
      caption: index === 0 ? caption : NO_TEXT,
    };
    return write(telegram, { ...draft, albumId, content });
  });
}

export function edit(telegram: Telegram, act: ActOf<"edit">): void {
  const message = messageAt(telegram.world, act);
  need(message.fromId === act.personId, "only one's own messages can be edited");
  const body = typedText(act.text);
  if (message.content.type === "text") {
    need(body.text !== "", "an edit cannot empty a message");
    telegram.world.edit(message, { content: { type: "text", body } });
  } else {
    const { content } = message;
    const hasCaption = content.type === "media" && takesCaption(content.attachment.kind);
    need(hasCaption, "there is no text to edit");
    telegram.world.edit(message, { content: { ...content, caption: body } });
  }
  telegram.feed.edited(message);
}

/** Presses a button that is there; forged data is the business of tests that post updates. */
export function press(telegram: Telegram, act: ActOf<"press">): void {
  const message = messageAt(telegram.world, act);
  const data = act.callbackData;
  const isThere = message.keyboard.flat().some((button) => button.callback_data === data);
  need(isThere, "there is no such button under the message");
  need(message.fromId === telegram.world.bot.id, "the button is not the bot's");
  const id = telegram.presses.open(act.personId, telegram.world.clock.now());
  telegram.feed.press({ id, personId: act.personId, message, data });
}

export function react(telegram: Telegram, act: ActOf<"react">): void {
  const message = messageAt(telegram.world, act);
  need(act.emoji === null || isAllowedReaction(act.emoji), "Telegram has no such reaction");
  need(message.content.type !== "service", "a service message takes no reactions");
  const before = telegram.world.react(message, act.personId, act.emoji);
  if (before !== act.emoji) telegram.feed.reaction(message, act.personId, before);
}

export function pinMessage(telegram: Telegram, act: ActOf<"pin">): void {
  const message = messageAt(telegram.world, act);
  const inGroup = telegram.world.groups.has(act.chatId);
  const person = personOf(telegram.world, act.personId);
  need(!inGroup || isAdministrator(person), "only administrators pin messages");
  if (act.isPinned) pin(telegram, message, person.id);
  else telegram.world.setPinned(message, false);
}

/** A person by id; throws Impossible for a stranger. */
export function personOf(world: World, personId: number): PersonRecord {
  const person = world.people.get(personId);
  need(person !== undefined, "nobody has that id");
  return person;
}

export function isAdministrator(person: PersonRecord): boolean {
  return person.role === "creator" || person.role === "administrator";
}

function write(telegram: Telegram, draft: Draft): number {
  const person = telegram.world.people.get(draft.chatId);
  if (person) person.hasStarted = true;
  const message = telegram.world.post(draft);
  telegram.feed.message(message);
  return message.id;
}

interface Writing {
  readonly personId: number;
  readonly place: Place;
  readonly replyToId?: number;
  readonly isAnonymous?: boolean;
}

function draftOf(world: World, act: Writing, quote?: string): Omit<Draft, "content"> {
  const person = personOf(world, act.personId);
  const base = act.place.in === "private" ? privateDraft(person) : groupDraft(world, person, act);
  if (act.isAnonymous) {
    need(act.place.in === "group" && isAdministrator(person), "only administrators are anonymous");
  }
  if (act.replyToId === undefined) return base;
  const answered = world.message(base.chatId, act.replyToId);
  need(answered !== undefined, "the answered message is gone");
  const position = quote === undefined ? 0 : bodyOf(answered).text.indexOf(quote);
  need(position >= 0, "the quote is not in the answered message");
  const quoted = quote === undefined ? null : { text: quote, position };
  return { ...base, replyTo: { messageId: answered.id, quote: quoted } };
}

function privateDraft(person: PersonRecord): Omit<Draft, "content"> {
  need(!person.hasBlockedBot, "unblock the bot first");
  return { chatId: person.id, fromId: person.id };
}

function groupDraft(world: World, person: PersonRecord, act: Writing): Omit<Draft, "content"> {
  need(act.place.in === "group", "not a group");
  need(person.role !== "fan", "only members write in the group");
  const { groupId, topicId } = act.place;
  const group = world.groups.get(groupId);
  need(group !== undefined && group.migratedTo === null, "there is no such group");
  const topic = topicId === null ? null : group.topics.get(topicId);
  need(topic !== undefined, "the topic was deleted");
  need(!topic?.isClosed || isAdministrator(person), "the topic is closed");
  return {
    chatId: groupId,
    threadId: topic?.id ?? null,
    fromId: act.isAnonymous ? ANONYMOUS_ADMIN_ID : person.id,
    senderChatId: act.isAnonymous ? groupId : null,
  };
}

interface Pointing {
  readonly personId: number;
  readonly chatId: number;
  readonly messageId: number;
}

/** A message in a chat that the person is in; throws Impossible otherwise. */
export function messageAt(world: World, act: Pointing): StoredMessage {
  const person = personOf(world, act.personId);
  const isOwnChat = act.chatId === person.id;
  need(isOwnChat || person.role !== "fan", "that is another person's chat");
  need(isOwnChat || world.groups.has(act.chatId), "that is another person's chat");
  const message = world.message(act.chatId, act.messageId);
  need(message !== undefined, "the message is gone");
  return message;
}

function checkAlbum(kinds: readonly Media["kind"][]): void {
  if (kinds.length < 2) return;
  const families = new Set(kinds.map(albumFamily));
  need(families.size === 1 && !families.has(null), "these kinds do not go into one album");
}

function drawAttachment(world: World, kind: Media["kind"]): Attachment {
  switch (kind) {
    case "location":
      return { kind, latitude: 41.3851, longitude: 2.1734 };
    case "contact":
      return { kind, phoneNumber: "+34600000000", firstName: "Alex", lastName: null };
    case "poll":
      return {
        kind,
        poll: {
          id: world.newPollId(),
          question: "Which one?",
          options: ["This", "That"],
          isAnonymous: true,
          allowsMultipleAnswers: false,
        },
      };
    default:
      return { kind: kind satisfies FileKind, file: world.files.draw(kind), isSpoiler: false };
  }
}
