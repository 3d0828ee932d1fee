// The open topic (or General), as one of the team sees it.

import { type ReactNode, useMemo } from "react";
import { Chat } from "#src/sandbox/page/chat/chat.tsx";
import { useAction } from "#src/sandbox/page/chat/use-action.ts";
import { threadOf } from "#src/sandbox/page/model/world.ts";
import { TryThis } from "#src/sandbox/page/try-this.tsx";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Group, Person, Place, Topic } from "#src/sandbox/protocol.ts";
import { ThreadHeader } from "./thread-header.tsx";

interface ThreadProps {
  readonly group: Group;
  readonly viewer: Person;
  /** Null is General. */
  readonly topic: Topic | null;
  readonly onBack: () => void;
}

/** The thread column. */
export function Thread({ group, viewer, topic, onBack }: ThreadProps): ReactNode {
  const topicId = topic?.id ?? null;
  const place = useMemo(
    (): Place => ({ in: "group", groupId: group.id, topicId }),
    [group.id, topicId],
  );
  const messages = useMemo(() => threadOf(group, topicId), [group, topicId]);
  const action = useAction(group.id, topicId);
  const isShut = topic?.isClosed === true && viewer.role === "member";
  return (
    <div className="chat thread" data-testid="thread">
      <ThreadHeader group={group} topic={topic} onBack={onBack} />
      <Chat
        viewer={viewer}
        place={place}
        messages={messages}
        action={action}
        commands={viewer.role === "member" ? [] : group.commands}
        placeholder={topic === null ? "Message General" : "Answer, or // for a note"}
        empty={<EmptyThread hasTopics={group.topics.length > 0} />}
        instead={
          isShut ? (
            <p className="closed-bar">
              <Icon name="lock" size={15} /> The topic is closed; members cannot write here.
            </p>
          ) : null
        }
      />
    </div>
  );
}

/** The checklist moves here once the phone has begun and shows its chat instead. */
function EmptyThread({ hasTopics }: { readonly hasTopics: boolean }): ReactNode {
  const { stepsDone } = useWorld().snapshot;
  if (hasTopics) {
    return (
      <div className="empty">
        <Icon name="hash" size={28} />
        <p>Nothing here yet. Fans’ topics are in the list.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <h3>The team waits backstage</h3>
      <p>Every fan gets a topic of their own here, with a card that says who they are.</p>
      {stepsDone.has("start") && <TryThis />}
    </div>
  );
}
