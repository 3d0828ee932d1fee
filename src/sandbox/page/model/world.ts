// Reading the world: the few look-ups that more than one part of the page makes.

import type { Group, Message, Person, State } from "#src/sandbox/protocol.ts";

/** One empty list, so that "still nothing" is the same value each time. */
const NONE: readonly Message[] = [];

/** A fan's private chat, oldest first; empty before the first word. */
export function messagesOf(state: State, personId: number): readonly Message[] {
  return state.chats.find((chat) => chat.personId === personId)?.messages ?? NONE;
}

/** A topic's messages, oldest first; null is General. */
export function threadOf(group: Group, threadId: number | null): readonly Message[] {
  return group.messages.filter((message) => message.threadId === threadId);
}

/** The people who can be the fan, and those who sit in the group. */
export function fansOf(state: State): readonly Person[] {
  return state.people.filter((person) => person.role === "fan");
}

/** The owner first, then as the sandbox lists them. */
export function teamOf(state: State): readonly Person[] {
  return state.people
    .filter((person) => person.role !== "fan")
    .toSorted((a, b) => Number(b.role === "creator") - Number(a.role === "creator"));
}
