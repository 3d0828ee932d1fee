// Who and what is open: who holds the phone, the team's person at the keyboard, the group, the
// topic. Ids are kept, things are looked up anew in each state, so what was deleted is simply closed.

import { useCallback, useEffect } from "react";
import type { Group, Person, State, Topic } from "#src/sandbox/protocol.ts";
import { toTopicRows } from "./model/unread.ts";
import { fansOf, teamOf } from "./model/world.ts";
import { useStored } from "./use-stored.ts";

export interface Selection {
  /** Mostly a fan; one of the team can take it too, for their own private chat with the bot. */
  readonly holder: Person | null;
  readonly viewer: Person | null;
  readonly group: Group | null;
  /** Null is General. */
  readonly topic: Topic | null;
  readonly handTo: (personId: number) => void;
  readonly be: (id: number) => void;
  readonly chooseGroup: (id: number) => void;
  readonly chooseTopic: (id: number | null) => void;
  readonly openTopic: (groupId: number, topicId: number) => void;
  /** Opens the topic above (-1) or below (1) in the list. */
  readonly stepTopic: (by: -1 | 1) => void;
}

interface Chosen {
  readonly holderId: number | null;
  readonly viewerId: number | null;
  readonly groupId: number | null;
  /** Undefined until there is a topic: the first one opens by itself, and then stays. */
  readonly topicId: number | null | undefined;
}

const NOBODY: Chosen = { holderId: null, viewerId: null, groupId: null, topicId: undefined };

/** The selection in this state; first fan, owner, first group and newest topic unless chosen. */
export function useSelection(state: State): Selection {
  const [chosen, setChosen] = useStored<Chosen>("selection", NOBODY, parseChosen);
  const group = byId(state.groups, chosen.groupId) ?? state.groups[0] ?? null;
  const viewer = byId(teamOf(state), chosen.viewerId) ?? teamOf(state)[0] ?? null;
  const topic = topicOf(group, chosen.topicId);
  const choose = useCallback(
    (change: Partial<Chosen>) => setChosen({ ...chosen, ...change }),
    [chosen, setChosen],
  );
  const openedId = topic?.id;
  const isOpenedByItself = openedId !== undefined && openedId !== chosen.topicId;
  useEffect(() => {
    if (isOpenedByItself) choose({ topicId: openedId });
  }, [isOpenedByItself, openedId, choose]);
  return {
    group,
    viewer,
    topic,
    holder: byId(state.people, chosen.holderId) ?? fansOf(state)[0] ?? null,
    handTo: useCallback((holderId) => choose({ holderId }), [choose]),
    be: (viewerId) => choose({ viewerId }),
    chooseGroup: (groupId) => choose({ groupId, topicId: undefined }),
    chooseTopic: (topicId) => choose({ topicId }),
    openTopic: (groupId, topicId) => choose({ groupId, topicId }),
    stepTopic(by) {
      if (group === null) return;
      const rows = toTopicRows(group, null, {});
      const at = rows.findIndex((row) => (row.topic?.id ?? null) === (topic?.id ?? null));
      const next = rows[at + by];
      if (next !== undefined) choose({ topicId: next.topic?.id ?? null });
    },
  };
}

function byId<T extends { readonly id: number }>(list: readonly T[], id: number | null): T | null {
  return list.find((one) => one.id === id) ?? null;
}

function topicOf(group: Group | null, topicId: number | null | undefined): Topic | null {
  if (group === null || topicId === null) return null;
  const chosen = group.topics.find((topic) => topic.id === topicId);
  return chosen ?? toTopicRows(group, null, {})[1]?.topic ?? null;
}

function parseChosen(value: unknown): Chosen | null {
  if (typeof value !== "object" || value === null) return null;
  const id = (key: string): number | null => {
    const found: unknown = Reflect.get(value, key);
    return typeof found === "number" ? found : null;
  };
  return {
    holderId: id("holderId"),
    viewerId: id("viewerId"),
    groupId: id("groupId"),
    topicId: "topicId" in value && value.topicId === null ? null : (id("topicId") ?? undefined),
  };
}
