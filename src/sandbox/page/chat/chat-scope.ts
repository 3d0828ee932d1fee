// What every part of one open chat may ask of it: who is looking, what an id refers to, and the verbs
// that a bubble offers. One scope a chat, made by `Chat`.

import { createContext, useContext } from "react";
import type { Message, Person, Place } from "#src/sandbox/protocol.ts";

export interface ChatScope {
  readonly viewer: Person;
  readonly place: Place;
  /** Groups draw names and pictures beside bubbles; a private chat has only two sides. */
  readonly showsAuthors: boolean;
  readonly byId: ReadonlyMap<number, Message>;
  /** The viewer's last message: there the receipt is told in words. */
  readonly newestOwnId: number | null;
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  /** Scrolls to a message and lights it up for a moment. */
  readonly jumpTo: (messageId: number) => void;
  /** Sends a text as the viewer, for commands that are tapped. */
  readonly say: (text: string) => void;
}

export const ChatContext = createContext<ChatScope | null>(null);

/** The open chat, for components inside `Chat`. */
export function useChat(): ChatScope {
  const scope = useContext(ChatContext);
  if (scope === null) throw new Error("useChat needs a ChatContext above it");
  return scope;
}

/** Whether the viewer may change this message's words: their own, and with words to change. */
export function isEditable(message: Message, viewer: Person): boolean {
  const kinds = ["photo", "video", "animation", "audio", "document", "voice"];
  const hasWords = message.media === null || kinds.includes(message.media.kind);
  return message.from.id === viewer.id && message.service === null && hasWords;
}
