// The team's side: the group's topics, and the open one. On a narrow window the list and the thread
// take turns; the thread's back button returns to the list.

import type { ReactNode } from "react";
import type { ReadMarks } from "#src/sandbox/page/model/unread.ts";
import { teamOf } from "#src/sandbox/page/model/world.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Group, Person } from "#src/sandbox/protocol.ts";
import { GroupHeader } from "./group-header.tsx";
import { Thread } from "./thread.tsx";
import { TopicList } from "./topic-list.tsx";

interface AdminGroupProps {
  readonly groups: readonly Group[];
  readonly group: Group | null;
  readonly viewer: Person | null;
  /** Null is General. */
  readonly topicId: number | null;
  readonly marks: ReadMarks;
  /** Whether the thread, not the list, has the narrow window. */
  readonly isThreadOpen: boolean;
  readonly onCloseThread: () => void;
  readonly onChooseGroup: (groupId: number) => void;
  readonly onChooseTopic: (topicId: number | null) => void;
  readonly onBe: (personId: number) => void;
}

/** The pane with the admin group. */
export function AdminGroup(props: AdminGroupProps): ReactNode {
  const { group, viewer, topicId } = props;
  const { state } = useWorld().snapshot;
  return (
    <section
      className={props.isThreadOpen ? "pane group-pane shows-thread" : "pane group-pane"}
      aria-label="Admin group"
      data-pane="group"
      data-testid="group"
    >
      {group === null || viewer === null ? (
        <p className="empty-words">There is no admin group in this sandbox.</p>
      ) : (
        <>
          <GroupHeader
            groups={props.groups}
            group={group}
            team={teamOf(state)}
            viewer={viewer}
            onChooseGroup={props.onChooseGroup}
            onBe={props.onBe}
          />
          <div className="group-body">
            <TopicList
              group={group}
              viewer={viewer}
              topicId={topicId}
              marks={props.marks}
              onChoose={props.onChooseTopic}
            />
            <Thread
              key={`${group.id}:${topicId ?? 0}:${viewer.id}`}
              group={group}
              viewer={viewer}
              topic={group.topics.find((topic) => topic.id === topicId) ?? null}
              onBack={props.onCloseThread}
            />
          </div>
        </>
      )}
    </section>
  );
}
