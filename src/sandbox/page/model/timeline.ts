// A chat as it is drawn: days, and within a day runs of one sender, and within a run bubbles, where
// the parts of an album share one bubble. Pure: the same messages give the same picture.

import type { Message } from "#src/sandbox/protocol.ts";

/** One bubble: a message, or the parts of an album in order. Never empty. */
export interface Bubble {
  readonly head: Message;
  readonly parts: readonly Message[];
}

export type Entry =
  | { readonly kind: "service"; readonly message: Message }
  | { readonly kind: "run"; readonly from: Message["from"]; readonly bubbles: readonly Bubble[] };

export interface Day {
  /** Local calendar day, "2026-11-22". */
  readonly key: string;
  readonly at: number;
  readonly entries: readonly Entry[];
}

/** A pause longer than this starts a new run, so that its time is seen. */
const RUN_GAP_MS = 10 * 60_000;

/** Messages (oldest first) as days of entries. */
export function toDays(messages: readonly Message[]): readonly Day[] {
  const days: { key: string; at: number; messages: Message[] }[] = [];
  for (const message of messages) {
    const key = dayKey(message.at);
    const last = days.at(-1);
    if (last?.key === key) last.messages.push(message);
    else days.push({ key, at: message.at, messages: [message] });
  }
  return days.map((day) => ({ key: day.key, at: day.at, entries: toEntries(day.messages) }));
}

/** The local calendar day of a moment (unix milliseconds). */
export function dayKey(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function toEntries(messages: readonly Message[]): readonly Entry[] {
  const entries: Entry[] = [];
  let run: { from: Message["from"]; bubbles: Bubble[]; lastAt: number } | null = null;
  for (const message of messages) {
    if (message.service !== null) {
      run = null;
      entries.push({ kind: "service", message });
      continue;
    }
    if (run === null || run.from.id !== message.from.id || message.at - run.lastAt > RUN_GAP_MS) {
      run = { from: message.from, bubbles: [], lastAt: message.at };
      entries.push({ kind: "run", from: run.from, bubbles: run.bubbles });
    }
    run.lastAt = message.at;
    addToRun(run.bubbles, message);
  }
  return entries;
}

function addToRun(bubbles: Bubble[], message: Message): void {
  const last = bubbles.at(-1);
  const continuesAlbum =
    last !== undefined && message.albumId !== null && last.head.albumId === message.albumId;
  if (continuesAlbum)
    bubbles[bubbles.length - 1] = { head: last.head, parts: [...last.parts, message] };
  else bubbles.push({ head: message, parts: [message] });
}
