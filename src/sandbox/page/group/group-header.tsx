// The head of the admin group: which group, and which of the team is at the keyboard.

import type { ReactNode } from "react";
import { roleWords } from "#src/sandbox/page/model/words.ts";
import { Avatar } from "#src/sandbox/page/ui/avatar.tsx";
import type { Group, Person } from "#src/sandbox/protocol.ts";

interface GroupHeaderProps {
  readonly groups: readonly Group[];
  readonly group: Group;
  readonly team: readonly Person[];
  readonly viewer: Person;
  readonly onChooseGroup: (groupId: number) => void;
  readonly onBe: (personId: number) => void;
}

/** With one group its title; with several a choice. */
export function GroupHeader(props: GroupHeaderProps): ReactNode {
  const { groups, group, team, viewer } = props;
  const topics = group.topics.length === 1 ? "1 topic" : `${group.topics.length} topics`;
  return (
    <header className="chat-header group-header">
      <Avatar id={group.id} name={group.title} size={38} />
      <div className="chat-title">
        {groups.length > 1 ? (
          <select
            aria-label="Admin group"
            className="title-select"
            value={group.id}
            onChange={(event) => props.onChooseGroup(Number(event.target.value))}
          >
            {groups.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        ) : (
          <h2>{group.title}</h2>
        )}
        <span className="chat-subtitle">{group.isForum ? topics : "topics are switched off"}</span>
      </div>
      <fieldset className="me-picker" aria-label="Who I am">
        {team.map((person) => (
          <label
            key={person.id}
            className="me"
            title={`${person.firstName}, ${roleWords(person.role)}`}
          >
            <input
              type="radio"
              name="me"
              checked={person.id === viewer.id}
              aria-label={`${person.firstName}, ${roleWords(person.role)}`}
              data-testid={`me-${person.id}`}
              onChange={() => props.onBe(person.id)}
            />
            <Avatar id={person.id} name={person.firstName} size={26} />
            <span className="me-words">
              {person.firstName}
              <small>{roleWords(person.role)}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </header>
  );
}
