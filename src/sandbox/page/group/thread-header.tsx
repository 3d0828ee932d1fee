// The head of the open topic: closing, opening again, deleting. Deleting asks once more in place.

import { type ReactNode, useState } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { MenuItem, Popover } from "#src/sandbox/page/ui/popover.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Group, Topic } from "#src/sandbox/protocol.ts";
import { TopicIcon } from "./topic-icon.tsx";

interface ThreadHeaderProps {
  readonly group: Group;
  readonly topic: Topic | null;
  readonly onBack: () => void;
}

/** General has a name and nothing to do with it. */
export function ThreadHeader({ group, topic, onBack }: ThreadHeaderProps): ReactNode {
  return (
    <header className="thread-header">
      <button
        type="button"
        className="icon-button back"
        aria-label="Back to topics"
        onClick={onBack}
      >
        <Icon name="back" size={20} />
      </button>
      <TopicIcon topic={topic} size={28} />
      <h3>{topic?.name ?? "General"}</h3>
      {topic?.isClosed === true && <span className="tag">closed</span>}
      {topic !== null && (
        <Popover
          label="Topic menu"
          kind="menu"
          face={<Icon name="more" />}
          panelClass="down to-left"
        >
          {(close) => <TopicMenu groupId={group.id} topic={topic} close={close} />}
        </Popover>
      )}
    </header>
  );
}

interface TopicMenuProps {
  readonly groupId: number;
  readonly topic: Topic;
  readonly close: () => void;
}

function TopicMenu({ groupId, topic, close }: TopicMenuProps): ReactNode {
  const { act } = useWorld();
  const [isAsked, setIsAsked] = useState(false);
  const turn = (to: "closed" | "open" | "deleted"): void => {
    close();
    void act({ act: "topic", groupId, topicId: topic.id, to });
  };
  return (
    <>
      <MenuItem
        icon={<Icon name={topic.isClosed ? "unlock" : "lock"} />}
        onSelect={() => turn(topic.isClosed ? "open" : "closed")}
      >
        {topic.isClosed ? "Reopen topic" : "Close topic"}
      </MenuItem>
      <MenuItem
        icon={<Icon name="trash" />}
        isDanger
        onSelect={() => (isAsked ? turn("deleted") : setIsAsked(true))}
      >
        {isAsked ? "Really delete it" : "Delete topic"}
      </MenuItem>
    </>
  );
}
