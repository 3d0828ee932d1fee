// Everything the page says in words about data: times, lengths, a message in one line, who a chat is.
// Times are drawn on the reader's own clock face; the moments are the sandbox's.

import type { Message, Person, State } from "#src/sandbox/protocol.ts";
import { dayKey } from "./timeline.ts";

const DAY_MS = 86_400_000;

const KIND_WORDS: Readonly<Record<string, string>> = {
  photo: "Photo",
  video: "Video",
  voice: "Voice message",
  audio: "Audio",
  video_note: "Video note",
  document: "File",
  sticker: "Sticker",
  animation: "GIF",
  location: "Location",
  contact: "Contact",
  poll: "Poll",
};

const ACTION_WORDS: Readonly<Record<string, string>> = {
  typing: "typing",
  upload_photo: "sending photo",
  record_video: "recording video",
  upload_video: "sending video",
  record_voice: "recording voice",
  upload_voice: "sending voice",
  upload_document: "sending file",
  choose_sticker: "choosing a sticker",
  find_location: "finding location",
  record_video_note: "recording video note",
  upload_video_note: "sending video note",
};

const ROLE_WORDS: Readonly<Record<Person["role"], string>> = {
  fan: "fan",
  creator: "owner",
  administrator: "admin",
  member: "member",
};

/** A media kind as a noun, "Voice message". */
export function kindWords(kind: string): string {
  return KIND_WORDS[kind] ?? kind;
}

/** A chat action as Telegram words it, without the dots: "recording voice". */
export function actionWords(action: string): string {
  return ACTION_WORDS[action] ?? action.replaceAll("_", " ");
}

/** A person's place in the team, as people say it. */
export function roleWords(role: Person["role"]): string {
  return ROLE_WORDS[role];
}

/** A message in one line, for lists, quotes and the pinned bar. */
export function snippet(message: Message): string {
  if (message.service !== null) return message.service;
  if (message.invoice !== null) return `Invoice, ${message.invoice.title}`;
  const words = (message.text ?? "").replace(/\s+/g, " ").trim();
  if (message.paidMedia !== null) {
    const paid = `Media for ${message.paidMedia.amount} Stars`;
    return words === "" ? paid : `${paid}, ${words}`;
  }
  if (message.media === null) return words;
  const kind = message.albumId === null ? kindWords(message.media.kind) : "Album";
  return words === "" ? kind : `${kind}, ${words}`;
}

/**
 * A message in one line for the topics list. The bot's own begin with a header that is alike in
 * every topic, so their last line tells more.
 */
export function lastWords(message: Message, viewerId: number): string {
  if (message.service !== null) return message.service;
  if (message.from.isBot) {
    const line = (message.text ?? "").trim().split("\n").at(-1) ?? "";
    return snippet({ ...message, text: line });
  }
  const who = message.from.id === viewerId ? "You" : message.from.name;
  return `${who}: ${snippet(message)}`;
}

/** "14:05", 24 hours whatever the locale: the console lines times up in a column. */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** "14:05:09". */
export function clockTimeSeconds(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB");
}

/** "Today", "Yesterday", "Mon 3 March", and the year when it is not this one. */
export function dayLabel(at: number, now: number): string {
  if (dayKey(at) === dayKey(now)) return "Today";
  if (dayKey(at) === dayKey(now - DAY_MS)) return "Yesterday";
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const weekday = new Date(at).toLocaleDateString("en-GB", { weekday: "short" });
  const date = new Date(at).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
  return `${weekday} ${date}`;
}

/** When, in the least room: the time today, the weekday within a week, else the date. */
export function shortWhen(at: number, now: number): string {
  if (dayKey(at) === dayKey(now)) return clockTime(at);
  const isThisWeek = now - at < 6 * DAY_MS;
  return new Date(at).toLocaleDateString(
    "en-GB",
    isThisWeek ? { weekday: "short" } : { day: "numeric", month: "short" },
  );
}

/** A media length: "0:07", "12:40". */
export function mediaLength(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** How far the clock was turned, in its two largest units: "1 d 2 h", "5 min", "" below a minute. */
export function spanWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const units = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ] as const;
  return units
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** Who or what a chat id is, for the console: a fan's name, a topic's, a group's, or the bare id. */
export function chatName(state: State, chatId: number, threadId: number | null): string {
  const person = state.people.find((one) => one.id === chatId);
  if (person !== undefined) return person.firstName;
  const group = state.groups.find((one) => one.id === chatId);
  if (group === undefined) return String(chatId);
  if (threadId === null) return group.title;
  return group.topics.find((topic) => topic.id === threadId)?.name ?? `topic ${threadId}`;
}

/** Up to two letters for an avatar; emoji and punctuation before the name do not count. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.slice(0, 2).map((word) => Array.from(word)[0] ?? "");
  return letters.join("").toUpperCase() || "?";
}
