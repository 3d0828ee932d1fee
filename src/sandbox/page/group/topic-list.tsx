// The group's topics, newest word first, General on top. Arrow keys open them one after another.

import type { ReactNode } from "react";
import { type ReadMarks, type TopicRow, toTopicRows } from "#src/sandbox/page/model/unread.ts";
import { lastWords, shortWhen } from "#src/sandbox/page/model/words.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { roveAndChoose } from "#src/sandbox/page/ui/roving.ts";
import { useNow } from "#src/sandbox/page/use-sandbox.ts";
import type { Group, Person } from "#src/sandbox/protocol.ts";
import { TopicIcon } from "./topic-icon.tsx";

interface TopicListProps {
  readonly group: Group;
  readonly viewer: Person;
  readonly topicId: number | null;
  readonly marks: ReadMarks;
  readonly onChoose: (topicId: number | null) => void;
}

/** What is current is what the thread shows. */
export function TopicList(props: TopicListProps): ReactNode {
  const { group, viewer, topicId } = props;
  const rows = toTopicRows(group, viewer.id, props.marks);
  return (
    <nav className="topics" aria-label="Topics">
      <ul className="topic-rows" data-rove="button" data-testid="topics">
        {rows.map((row) => (
          <Row
            key={row.topic?.id ?? 0}
            row={row}
            viewerId={viewer.id}
            isChosen={(row.topic?.id ?? null) === topicId}
            onChoose={props.onChoose}
          />
        ))}
      </ul>
      {group.topics.length === 0 && (
        <p className="topics-empty">A topic opens here when a fan writes for the first time.</p>
      )}
    </nav>
  );
}

interface RowProps {
  readonly row: TopicRow;
  readonly viewerId: number;
  readonly isChosen: boolean;
  readonly onChoose: (topicId: number | null) => void;
}

function Row({ row, viewerId, isChosen, onChoose }: RowProps): ReactNode {
  const { topic, last, unread } = row;
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen}
        className="topic"
        data-testid={`topic-${topic?.id ?? "general"}`}
        data-unread={unread}
        onClick={() => onChoose(topic?.id ?? null)}
        onKeyDown={roveAndChoose}
      >
        <TopicIcon topic={topic} />
        <span className="topic-words">
          <span className="topic-name">
            <span>{topic?.name ?? "General"}</span>
            {topic?.isClosed === true && (
              <span className="closed-mark" title="Closed">
                <Icon name="lock" size={13} />
                <span className="sr-only">closed</span>
              </span>
            )}
          </span>
          <span className="topic-last">
            {last === null ? "No messages yet" : lastWords(last, viewerId)}
          </span>
        </span>
        <span className="topic-side">
          {last !== null && <When at={last.at} />}
          {unread > 0 && (
            <span className="badge" aria-label={`${unread} unread`}>
              {unread}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

function When({ at }: { readonly at: number }): ReactNode {
  return <time>{shortWhen(at, useNow())}</time>;
}
