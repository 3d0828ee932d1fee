// What was read is what was on screen: the open private chat and the open topic are marked up to their
// last message at every state, unless the style sheet has hidden their pane on a narrow window.

import { useLayoutEffect } from "react";
import type { Group, Person, State, Topic } from "#src/sandbox/protocol.ts";
import { placeKey, type ReadMarks } from "./model/unread.ts";
import { messagesOf, threadOf } from "./model/world.ts";
import { useStored } from "./use-stored.ts";

/** The marks, kept in the browser. */
export function useReadMarks(
  state: State,
  holder: Person | null,
  group: Group | null,
  topic: Topic | null,
): ReadMarks {
  const [marks, setMarks] = useStored<ReadMarks>("read", {}, parseMarks);
  // Before paint, so that no badge flashes up for a message that is being looked at; at every render,
  // because what comes to the front is the style sheet's doing and no dependency tells of it.
  useLayoutEffect(() => {
    const seen: Record<string, number> = {};
    if (holder !== null && isShown("phone")) {
      seen[placeKey(holder.id, null)] = messagesOf(state, holder.id).at(-1)?.id ?? 0;
    }
    if (group !== null && isShown("group")) {
      const threadId = topic?.id ?? null;
      seen[placeKey(group.id, threadId)] = threadOf(group, threadId).at(-1)?.id ?? 0;
    }
    const isNews = Object.entries(seen).some(([key, id]) => marks[key] !== id);
    if (isNews) setMarks({ ...marks, ...seen });
  });
  return marks;
}

function isShown(pane: string): boolean {
  return document.querySelector(`[data-pane=${pane}] .chat`)?.checkVisibility() === true;
}

function parseMarks(value: unknown): ReadMarks | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, id]) => (typeof id === "number" ? [[key, id]] : [])),
  );
}
