// A small world for the page's tests: one fan, a team of two, one group with one topic. Each maker
// takes what matters to the test and fills in the rest.

import { CALM_STRIPE } from "#src/sandbox/page/model/faults.ts";
import type { ApiCall, Group, Message, Person, State } from "#src/sandbox/protocol.ts";

export const BOT = { id: 7000, name: "Nova", isBot: true } as const;

export const MIA: Person = {
  id: 501,
  firstName: "Mia",
  username: "mia",
  languageCode: "en",
  role: "fan",
  hasBlockedBot: false,
  stars: 500,
};

export const ADA: Person = { ...MIA, id: 901, firstName: "Ada", username: null, role: "creator" };
export const BEN: Person = { ...ADA, id: 902, firstName: "Ben", role: "administrator" };

/** Noon on the day all of these worlds live in, local time, unix milliseconds. */
export const NOON = new Date(2026, 10, 22, 12, 0, 0).getTime();

/** Somebody as the sender of a message. */
export function by(person: Person): Message["from"] {
  return { id: person.id, name: person.firstName, isBot: false };
}

/** A message; by Mia, at noon, in her private chat unless told. */
export function message(id: number, over: Partial<Message> = {}): Message {
  return {
    id,
    chatId: MIA.id,
    threadId: null,
    from: by(MIA),
    at: NOON,
    text: "words",
    entities: [],
    media: null,
    invoice: null,
    paidMedia: null,
    albumId: null,
    buttons: [],
    reactions: [],
    replyToId: null,
    isEdited: false,
    isPinned: false,
    service: null,
    isProtected: false,
    ...over,
  };
}

/** A picture without a preview. */
export function photo(fileId: string): NonNullable<Message["media"]> {
  return {
    kind: "photo",
    fileId,
    label: "🌆",
    previewUrl: null,
    downloadUrl: null,
    durationSeconds: null,
    isSpoiler: false,
  };
}

/** A group with topic 10, named as the product names topics. */
export function group(over: Partial<Group> = {}): Group {
  const topic = {
    id: 10,
    name: "👤 @mia (501)",
    iconColor: 7322096,
    iconEmoji: null,
    isClosed: false,
    lastMessageId: 10,
  };
  return {
    id: -100,
    title: "Backstage",
    isForum: true,
    commands: [],
    topics: [topic],
    messages: [],
    ...over,
  };
}

/** A call that went well. */
export function call(seq: number, over: Partial<ApiCall> = {}): ApiCall {
  return {
    seq,
    at: NOON,
    method: "sendMessage",
    chatId: MIA.id,
    threadId: null,
    params: '{"text":"hello"}',
    ok: true,
    status: 200,
    description: null,
    tookMs: 3,
    ...over,
  };
}

/** A quiet world at noon. */
export function state(over: Partial<State> = {}): State {
  return {
    now: NOON,
    people: [MIA, ADA, BEN],
    chats: [],
    groups: [group()],
    typing: [],
    calls: [],
    faults: {
      floodNext: 0,
      floodRetryAfterSeconds: 5,
      isTelegramDown: false,
      loseNextAnswers: 0,
      duplicatesUpdates: false,
      latencyMs: 0,
      enforcesLimits: false,
    },
    stripe: { pages: [], payments: [], customers: [], events: [], faults: CALM_STRIPE },
    bot: { username: "stagedoor_bot", status: "running", commands: [], pendingUpdates: 0 },
    toasts: [],
    ...over,
  };
}
